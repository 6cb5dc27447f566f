"""Films that the page adds to a case: chosen in the browser, or lying near it; what is refused leaves nothing."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attune import files, record
from attune.case import films, keep
from attune.review import coming
from attune.review.shelf import Shelf, films_in
from attune.sealed import change, keys, vault
from tests.kept import film, reel
from tests.review.conftest import Browser, served
from tests.review.test_case import call, consent, told
from tests.sealed.conftest import CHEAP, WORDS

__all__ = ["film", "reel"]

ABOUT = {"cycle": 1, "on": "2026-03-31", "people": ["p1", "p2"], "activity": "breakfast"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "families" / "kestrel"
    call("case", "new", folder, "--person", "Laura:parent", "--person", "Ben:child", "--person", "Ann:guider")
    consent(folder, "review", "Laura", "Ben")
    return folder


@pytest.fixture
def page(folder: Path) -> Iterator[Browser]:
    home = folder.parent
    yield from served(Shelf(films_in(home), None, "Ann", processes=1, home=home))


@pytest.fixture
def at(page: Browser) -> str:
    return f"/cases/{told(page.ask('/cases'))['cases'][0]['key']}"


def begun(page: Browser, at: str, film: Path, **other: Any) -> str:
    """The address of a film that is on its way."""
    given = ABOUT | {"name": film.name, "size": film.stat().st_size} | other
    return f"{at}/coming/{told(page.ask(f'{at}/coming', given))['key']}"


def sent(page: Browser, way: str, film: Path, piece: int = 1000) -> None:
    data = film.read_bytes()
    for start in range(0, len(data), piece):
        there = told(page.ask(f"{way}?at={start}", data[start : start + piece]))["there"]
        assert there == min(len(data), start + piece)


def lying(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if ".attune" not in str(path))


def plain(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("sealed")]


def test_a_film_that_was_chosen_is_sent_and_lies_in_the_case_under_a_name_that_says_nothing(
    page: Browser, at: str, folder: Path, film: Path
) -> None:
    way = begun(page, at, film)
    sent(page, way, film)
    job = page.finished(page.ask(f"{way}/end", ABOUT))
    assert "Film 1 is in cycle 1" in job["note"], job
    assert f'attune night "{folder}"' in job["note"]
    assert lying(folder) == ["case.json", "cycle-1", "cycle-1/film-1.mp4"]
    assert (folder / "cycle-1/film-1.mp4").read_bytes() == film.read_bytes()
    (noted,) = keep.read(folder).films
    assert (str(noted.on), noted.people, noted.kind, noted.activity) == (
        "2026-03-31", ("p1", "p2"), "together", "breakfast")  # fmt: skip
    assert "Sarah" not in (folder / keep.FILE).read_text()
    assert [each.deed for each in record.read()][-1] == "added"
    row = told(page.ask(at))["cycles"][0]["films"][0]
    assert (row["refused"], row["watched"]) == ("", False)
    assert page.finished(page.ask(f"/films/{row['key']}/open", {}))["state"] == "done"


def test_a_piece_that_was_sent_twice_does_no_harm_and_one_that_does_not_fit_is_refused(
    page: Browser, at: str, folder: Path, film: Path
) -> None:
    way = begun(page, at, film)
    assert page.ask(f"{way}/end", ABOUT).status == 400
    assert page.ask(f"{way}?at=5", b"late").status == 400
    told(page.ask(f"{way}?at=0", film.read_bytes()[:500]))
    sent(page, way, film)
    assert page.ask(f"{way}?at={film.stat().st_size}", b"more").status == 400
    assert page.finished(page.ask(f"{way}/end", ABOUT))["state"] == "done"
    assert (folder / "cycle-1/film-1.mp4").read_bytes() == film.read_bytes()


def test_a_full_disk_is_one_line_and_nothing_half_is_left(
    page: Browser, at: str, folder: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lying(folder)
    way = begun(page, at, film)
    told(page.ask(f"{way}?at=0", film.read_bytes()[:500]))
    assert len(lying(folder)) > len(before)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(coming, "_write", full)
    refused = page.ask(f"{way}?at=500", b"x")
    assert (refused.status, refused.json["why"]) == (507, coming.NO_ROOM)
    assert lying(folder) == before
    assert page.ask(f"{way}?at=500", b"x").status == 400
    more = ABOUT | {"name": "VID.mp4", "size": 1 << 60}
    assert (page.ask(f"{at}/coming", more).status, lying(folder)) == (507, before)


def test_what_was_stopped_or_is_no_film_leaves_nothing(page: Browser, at: str, folder: Path, film: Path) -> None:
    before = lying(folder)
    way = begun(page, at, film)
    told(page.ask(f"{way}?at=0", film.read_bytes()[:500]))
    told(page.ask(f"{way}/drop", {}))
    assert lying(folder) == before
    film.write_bytes(b"Dear Ann, " * 200)
    way = begun(page, at, film)
    sent(page, way, film)
    assert "Sarah.mp4 is not a film" in page.finished(page.ask(f"{way}/end", ABOUT))["why"]
    assert (lying(folder), keep.read(folder).cycles) == (before, ())


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"name": "letter.txt"}, "not called like a film"),
        ({"cycle": 3}, "has 0 cycles"),
        ({"cycle": "1"}, "Load the page again"),
        ({"people": ["p9"]}, "nobody of this name"),
        ({"on": "soon"}, "A day is written"),
        ({"size": "much"}, "number of bytes"),
    ],
)
def test_what_cannot_be_added_is_refused_before_anything_is_sent(
    page: Browser, at: str, folder: Path, other: dict[str, Any], why: str
) -> None:
    before = lying(folder)
    refused = page.ask(f"{at}/coming", ABOUT | {"name": "VID.mp4", "size": 10} | other)
    assert (refused.status, why in refused.json["why"]) == (400, True), refused.json
    assert lying(folder) == before


def test_a_film_that_lies_near_is_copied_or_moved(page: Browser, at: str, folder: Path, film: Path) -> None:
    near = film.rename(folder.parent / film.name)
    (row,) = told(page.ask(f"{at}/near"))["films"]
    assert (row["name"], row["where"], row["there"]) == ("Sarah.mp4", "families", False)
    assert page.finished(page.ask(f"{at}/add", ABOUT | {"film": row["key"]}))["state"] == "done"
    assert near.exists()
    assert told(page.ask(f"{at}/near"))["films"][0]["there"]
    moved = ABOUT | {"film": row["key"], "move": True, "meeting": True}
    assert page.finished(page.ask(f"{at}/add", moved))["note"] == "Film 2 is in cycle 1."
    assert not near.exists()
    assert [each.kind for each in keep.read(folder).films] == ["together", "meeting"]
    assert page.ask(f"{at}/add", moved).status == 400


def test_a_film_of_the_folder_that_was_moved_into_a_case_is_not_missed(folder: Path, film: Path) -> None:
    film.rename(folder.parent / film.name)
    for page in served(Shelf(films_in(folder.parent), None, "Ann", processes=1, home=folder.parent)):
        (loose,) = told(page.ask("/films"))
        at = f"/cases/{told(page.ask('/cases'))['cases'][0]['key']}"
        page.finished(page.ask(f"{at}/add", ABOUT | {"film": loose["key"], "move": True}))
        told(page.ask(at))
        assert [(each["here"], each["case"]) for each in told(page.ask("/films"))] == [(True, True)]


def test_what_a_stopped_run_left_in_the_case_is_offered(page: Browser, at: str, folder: Path, film: Path) -> None:
    (folder / "cycle-1").mkdir()
    film.rename(folder / "cycle-1" / "film-1.mp4")
    (row,) = told(page.ask(f"{at}/near"))["films"]
    assert page.finished(page.ask(f"{at}/add", ABOUT | {"film": row["key"]}))["state"] == "done"
    assert lying(folder) == ["case.json", "cycle-1", "cycle-1/film-1.mp4"]


def test_films_at_once_get_a_name_each(
    page: Browser, at: str, folder: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = films._next

    def slowly(*what: Any) -> int:
        number = chosen(*what)
        time.sleep(0.1)
        return number

    monkeypatch.setattr(films, "_next", slowly)
    ways = [begun(page, at, film) for _ in range(3)]
    for way in ways:
        sent(page, way, film)
    going = [page.ask(f"{way}/end", ABOUT) for way in ways]
    assert [page.finished(job)["state"] for job in going] == ["done"] * 3
    assert [each.path for each in keep.read(folder).films] == [f"cycle-1/film-{n}.mp4" for n in (1, 2, 3)]


def test_a_sealed_case_says_on_the_page_what_the_command_says(
    folder: Path, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = change.begun(folder, WORDS, CHEAP)
    with vault.opened(folder, key) as box:
        change.seal(box, lambda *_: None)
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr("attune.cli.door.passphrase", lambda *_: WORDS)
    before = lying(folder)
    said = call("case", "add", folder, film, code=2).strip()
    with vault.opened(folder, key) as box, files.kept_by(folder, box):
        for page in served(Shelf(films_in(folder), None, "Ann", case=folder)):
            at = f"/cases/{told(page.ask('/cases'))['on']}"
            near = told(page.ask(f"{at}/near"))
            refused = page.ask(f"{at}/coming", ABOUT | {"name": "VID.mp4", "size": 10})
            told(page.ask(f"{at}/consent", {"person": "p1", "give": ["training"]}))
    assert (near, refused.status, refused.json["why"]) == ({"refused": said, "films": []}, 400, said)
    assert "attune case unseal" in said
    assert plain(lying(folder)) == plain(before)
