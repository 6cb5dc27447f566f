"""What may still tell of a forgotten film is named: words of its cycle, and rankers that were fitted with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from attune import models
from attune.case import keep
from attune.case.change import with_notes, with_review
from attune.store import Store, beside
from tests.case.test_films import call
from tests.forget.test_case import drawn

DAY = date(2026, 3, 31)
SAID = {"words": "We laughed at the spoon.", "next_step": "Wait for her."}


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with two films in its first cycle and one in the second, each cycle with a review meeting."""
    monkeypatch.setenv("ATTUNE_MODELS", str(tmp_path / "data"))
    folder = tmp_path / "cases" / "kestrel"
    call("case", "new", folder, "--person", "Laura:parent", "--person", "Ben:child", "--person", "Kim:child")
    film = drawn(tmp_path / "film.mp4", 1)
    for cycle, who in ((1, "Ben"), (1, "Kim"), (2, "Ben")):
        call("case", "add", folder, film, "--cycle", cycle, "--with", "Laura", "--with", who)
    call("case", "add", folder, film, "--cycle", 2, "--meeting", "--with", "Laura")
    for cycle in (1, 2):
        keep.changed(folder, lambda now, cycle=cycle: with_review(now, cycle, DAY, SAID))  # type: ignore[misc]
    return folder


def forget(*what: object) -> dict[str, Any]:
    """The receipt. There is always something left: the films of this case are copies of one."""
    told: dict[str, Any] = json.loads(call("forget", *what, "--yes", "--json", code=1).stdout)
    return told["receipts"][0] if "receipts" in told else told


def test_what_was_said_of_the_only_film_of_a_cycle_goes_with_it(case: Path) -> None:
    """The film of the meeting itself shows no adult and child, so nothing was said of it."""
    said = forget(case / "cycle-2/film-1.mp4", "--film-too")["words"]
    assert said == [{"cycle": 2, "what": "the review meeting of 2026-03-31", "removed": True}]
    assert [len(cycle.reviews) for cycle in keep.read(case).cycles] == [1, 0]
    assert (case / "case.json").read_text().count("spoon") == 1


def test_what_was_said_of_several_films_stays_and_is_named(case: Path) -> None:
    keep.changed(case, lambda now: with_notes(now, 1, "Kim was tired."))
    out = call("forget", case / "cycle-1/film-1.mp4", "--film-too", "--yes", "--json", code=1)
    assert [(each["what"], each["removed"]) for each in json.loads(out.stdout)["words"]] == [
        ("the review meeting of 2026-03-31", False), ("notes", False)
    ]  # fmt: skip
    assert "stays in case.json" in " ".join(out.stderr.split())
    assert keep.read(case).cycles[0].reviews == ({"on": "2026-03-31", **SAID},)


def test_what_is_kept_goes_and_the_film_stays_so_what_was_said_stays(case: Path) -> None:
    assert not forget(case / "cycle-2/film-1.mp4")["words"][0]["removed"]
    assert keep.read(case).cycles[1].reviews


def test_of_somebody_the_words_of_cycles_with_no_other_film_go(case: Path) -> None:
    words = forget("Ben", "--in", case.parent)["words"]
    assert [(each["cycle"], each["removed"]) for each in words] == [(1, False), (2, True)]
    assert [len(cycle.reviews) for cycle in keep.read(case).cycles] == [1, 0]


def test_rankers_that_may_have_learnt_from_it_are_named(case: Path, tmp_path: Path) -> None:
    tuned, here = tmp_path / "data/tuned/ranker.skops", case.parent / "mine.skops"
    tuned.parent.mkdir(parents=True)
    for path in (tuned, here):
        path.write_bytes(b"weights")
    for film, weights in (("cycle-1/film-2.mp4", {"looks": 1.0}), ("cycle-2/film-1.mp4", {})):
        Store(beside(case / film), "").write_json("settings.json", {"ranker": weights})
    film = case / "cycle-1/film-1.mp4"
    beside(film).joinpath("review.sqlite").write_bytes(b"")
    out = call("forget", film, "--film-too", "--yes", "--json", code=1)
    followed = beside(case / "cycle-1/film-2.mp4") / "settings.json"
    assert json.loads(out.stdout)["fit_again"] == [str(path) for path in (tuned, here, followed)]
    assert "Fit it again" in " ".join(out.stderr.split())
    assert models.home() == tmp_path / "data"
    assert forget(case / "cycle-2/film-1.mp4")["fit_again"] == [], "nobody decided anything on this one"


def test_a_case_that_goes_names_the_rankers_that_stay(case: Path) -> None:
    here = case.parent / "mine.skops"
    here.write_bytes(b"weights")
    Store(beside(case / "cycle-1/film-2.mp4"), "").write_json("settings.json", {"ranker": {"looks": 1.0}})
    beside(case / "cycle-1/film-1.mp4").joinpath("review.sqlite").write_bytes(b"")
    told = json.loads(call("forget", case, "--yes", "--json").stdout)["receipts"][0]
    assert told["fit_again"] == [str(here)]


def test_stopped_before_the_film_itself_goes_the_case_lists_it_no_more(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the same call finds the film, and ends the work."""
    film = case / "cycle-2/film-1.mp4"

    unlink = Path.unlink

    def busy(path: Path, missing_ok: bool = False) -> None:
        if path == film:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as once:
        once.setattr(Path, "unlink", busy)
        out = call("forget", film, "--film-too", "--yes", code=2)
    assert "run the same command again" in " ".join(out.stderr.split())
    assert [each.path for each in keep.read(case).films if each.kind == "together"] == [
        "cycle-1/film-1.mp4", "cycle-1/film-2.mp4"
    ]  # fmt: skip
    assert forget(film, "--film-too")["film"]["removed"]
    assert not film.exists()
