"""What is left of people when a case, a film or one of them was forgotten: nothing, or a line that names the file.

Every file under the store is read here by other means than attune's own search.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from attune import models, parts, pipeline, record
from attune.case import keep
from attune.forget.traces import Marks, names_in, thumb, traces
from attune.media.film import fingerprint, open_film
from attune.media.pictures import picture_at
from attune.media.write import FilmWriter
from attune.review.verdicts import KEPT, Verdicts
from attune.store import beside
from tests import fakes
from tests.case.test_films import call

NAMES = ("Quenby", "Zoë", "Ansgar")


def drawn(path: Path, seed: int) -> Path:
    """A film of 20 s in which something moves before a wall that is no other film's."""
    rng = np.random.default_rng(seed)
    wall = cv2.resize(rng.integers(0, 255, (9, 16, 3), np.uint8), (64, 48), interpolation=cv2.INTER_CUBIC)
    with FilmWriter(path, 64, 48, 5) as film:
        for number in range(100):
            shown = wall.copy()
            cv2.circle(shown, (8 + number // 2, 24), 8, (255, 255, 255), -1)
            film.picture(shown)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two cycles: in the second film there is no Quenby; all of it watched, decided on, and exported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        return case_in(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in a folder of cases."""
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    monkeypatch.setenv("ATTUNE_RECORD", str(tmp_path / "record"))
    return Path(shutil.copytree(made, tmp_path / "cases" / "kestrel"))


def case_in(place: Path) -> Path:
    """The case, made by the commands that people type."""
    case = place / "kestrel"
    roles = ("parent", "child", "teacher")
    people = [word for each in zip(NAMES, roles, strict=True) for word in ("--person", ":".join(each))]
    call("case", "new", case, *people, "--question", "How can Quenby wait for Zoë?")
    for name in NAMES:
        call("case", "consent", case, name, "--give", "all", "--by", NAMES[0])
    for seed, who in enumerate((("Quenby", "Zoë"), ("Ansgar", "Zoë"))):
        film = drawn(place / f"film{seed}.mp4", seed)
        added = call("case", "add", case, film, "--cycle", seed + 1, "--move", *(w for n in who for w in ("--with", n)))
        used(Path(added.stdout.strip()))
    return case


def used(film: Path) -> None:
    """Watches a film, keeps a moment with a note that has names in it, and hands things out."""
    done = pipeline.suggested(film)
    piece = {"start": 1.0, "end": 5.0, "still": 3.0, "decision": "keep", "own": True, "note": "Quenby waits for Zoë."}
    Verdicts(done.store.path(KEPT), done.store.film, "Quenby").say("own-1", piece, 0)
    for kind in ("stills", "clips"):
        call("export", film, "--as", kind)
    call("export", film, "--as", "moments", "--names", "-o", done.store.path("named.json"))


def everything(place: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def holding(place: Path, words: Sequence[str]) -> list[Path]:
    return [path for path, data in everything(place).items() if any(word.encode() in data for word in words)]


def near(place: Path, film: Path) -> list[Path]:
    """Pictures that are nearly the film's at some tenth of a second, by their plain difference."""
    shown = [picture_at(open_film(film), k / 5).pixels.astype(float) for k in range(0, 100, 2)]
    found = []
    for path in place.rglob("*.jpg"):
        picture = cv2.resize(cv2.imread(str(path)), (64, 48)).astype(float)
        if min(np.abs(picture - one).mean() for one in shown) < 12:
            found.append(path)
    return found


def test_a_case_goes_with_everything_and_the_receipt_says_so(folder: Path, tmp_path: Path) -> None:
    films = [shutil.copy(path, tmp_path / path.parent.name) for path in sorted(folder.glob("*/film-1.mp4"))]
    hashes = [fingerprint(Path(path)) for path in films]
    assert holding(folder.parent, NAMES)
    assert near(folder.parent, Path(films[0]))
    count = len(everything(folder))
    receipt = json.loads(call("forget", folder, "--yes", "--json").stdout)["receipts"][0]
    assert not folder.exists()
    assert sum(film["removed"] for film in receipt["films"]) + len(receipt["removed"]) == count
    assert [film["sha256"] for film in receipt["films"]] == hashes
    assert receipt["left"] == []
    for place in (folder.parent, record.place().parent):
        assert not holding(place, (*NAMES, *(digest[:16] for digest in hashes)))
        assert not near(place, Path(films[0]))


def test_what_lies_elsewhere_of_its_films_is_told(folder: Path, tmp_path: Path) -> None:
    """A clip, a still and a copy's folder in another case."""
    other = folder.parent / "heron"
    call("case", "new", other)
    still = next(folder.glob("cycle-1/*/stills/*.jpg"))
    clip = next(folder.glob("cycle-1/*/clips/*.mp4"))
    for path in (still, clip):
        shutil.copy(path, other)
    (other / "note.txt").write_text(json.loads((still.parents[1] / "film.json").read_text())["sha256"])
    (other / "else.jpg").write_bytes(next(folder.glob("cycle-2/*/stills/*.jpg")).read_bytes()[:0] + _jpeg())
    left = json.loads(call("forget", folder, "--yes", "--json", code=1).stdout)["receipts"][0]["left"]
    found = {Path(each["path"]).name: each["what"] for each in left}
    assert found == {
        still.name: "a picture of the film", clip.name: "a picture of the film", "note.txt": "the film's sha256"
    }  # fmt: skip


def _jpeg() -> bytes:
    """A picture of no film."""
    rng = np.random.default_rng(9)
    return cv2.imencode(".jpg", cv2.resize(rng.integers(0, 255, (9, 16, 3), np.uint8), (64, 48)))[1].tobytes()


def test_a_film_of_a_case_goes_and_the_case_knows_it_no_more(folder: Path, tmp_path: Path) -> None:
    film = folder / "cycle-1/film-1.mp4"
    copy = Path(shutil.copy(film, tmp_path / "copy.mp4"))
    receipt = json.loads(call("forget", film, "--yes", "--film-too", "--json").stdout)
    assert receipt["traces"] == []
    assert not film.exists()
    assert not near(folder, copy)
    assert not holding(folder, [fingerprint(copy)[:16]])
    case = keep.read(folder)
    assert [each.path for each in case.films] == ["cycle-2/film-1.mp4"]
    assert len(case.cycles) == 2


@pytest.mark.parametrize("called", ["Quenby", "Quentin"])
def test_somebody_who_was_mistyped_goes_by_either_name_and_so_does_what_was_typed(folder: Path, called: str) -> None:
    call("case", "person", folder, "Quentin:parent", "--instead-of", "Quenby")
    call("forget", called, "--in", folder.parent, "--yes")
    assert not holding(folder.parent, ["Quenby", "Quentin"])
    assert keep.read(folder).question == "How can parent p1 wait for Zoë?"


def test_somebody_goes_out_of_every_case_with_their_films(folder: Path, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(folder / f"cycle-{k}/film-1.mp4", tmp_path / f"{k}.mp4")) for k in (1, 2)]
    asked = call("forget", "quenby", "--in", folder.parent, code=1).stderr
    assert "1 case, with 1 film that they are in? In 1 of them there is somebody else, too." in asked
    call("forget", "quenby", "--in", folder.parent, "--yes")
    assert not holding(folder.parent, ["Quenby", "quenby", fingerprint(copies[0])[:16]])
    assert not near(folder.parent, copies[0])
    case = keep.read(folder)
    assert [person.name for person in case.people] == ["parent p1", "Zoë", "Ansgar"]
    assert case.question == "How can parent p1 wait for Zoë?"
    assert len(case.people[0].consents) == 4
    assert [each.path for each in case.films] == ["cycle-2/film-1.mp4"]
    done = pipeline.suggested(folder / "cycle-2/film-1.mp4")
    kept = Verdicts(done.store.path(KEPT), done.store.film, "Ann")
    assert kept.state().pieces["own-1"]["note"] == "parent p1 waits for Zoë."
    assert beside(done.film.path).joinpath("stills").is_dir()


def test_what_stays_of_others_has_the_name_no_more_and_what_is_not_attunes_to_change_is_told(folder: Path) -> None:
    kept = beside(folder / "cycle-2/film-1.mp4")
    (kept / "sheet.csv").write_text("Quenby waits")
    (kept / "codes").mkdir()
    (kept / "codes" / "0123456789abcdef.json").write_text('{"coder": "Quenby"}')
    (folder / "letter.txt").write_text("Dear Quenby")
    goals = ({"kind": "gas", "name": "Quenby waits", "levels": ["Zoë waits for Quenby"]},)
    keep.changed(folder, lambda case: replace(case, goals=goals))
    out = call("forget", "Quenby", "--in", folder.parent, "--yes", "--json", code=1)
    (receipt,) = json.loads(out.stdout)["receipts"]
    assert {Path(each["path"]).name for each in receipt["left"]} == {"letter.txt", "0123456789abcdef.json"}
    assert [each["name"] for each in receipt["removed"]] == ["cycle-2/film-1.mp4.attune/sheet.csv"]
    assert keep.read(folder).goals[0]["levels"] == ["Zoë waits for parent p1"]
    assert (folder / "letter.txt").exists()


def test_who_is_in_no_case_is_refused(folder: Path) -> None:
    before = everything(folder)
    assert "No case" in call("forget", "Kim", "--in", folder.parent, "--yes", code=2).stderr
    assert everything(folder) == before


def test_the_record_keeps_what_was_erased_and_leads_to_nothing(folder: Path) -> None:
    numbers = [json.loads(path.read_text())["id"] for path in sorted(folder.glob("*/*/record.json"))]
    call("forget", folder, "--yes")
    erased = [entry for entry in record.read() if entry.deed == "erased"]
    assert [entry.film for entry in erased] == [*numbers, ""]
    assert all("files" in entry.what for entry in erased)
    assert not holding(folder.parent, numbers)


def test_a_case_that_was_half_forgotten_is_forgotten_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = shutil.rmtree, [1]

    def once(*how: Any, **more: Any) -> None:
        if not left:
            raise OSError(5, "Input/output error")
        left.pop()
        real(*how, **more)

    monkeypatch.setattr(shutil, "rmtree", once)
    call("forget", folder, "--yes", code=2)
    monkeypatch.setattr(shutil, "rmtree", real)
    assert keep.is_case(folder)
    call("forget", folder, "--yes")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("text", "there"),
    [("Zoë waits", True), ("zoë's", True), (json.dumps("Zoë"), True), ("Zoëlla", False), ("xZoë", False), ("", False)],
)
def test_a_name_is_a_word_of_its_own(text: str, there: bool) -> None:
    assert names_in(text.encode(), ["Zoë"]) is there


def test_links_are_not_followed_and_a_plain_picture_is_like_no_film(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Zoë")
    place = tmp_path / "place"
    place.mkdir()
    (place / "link").symlink_to(outside)
    (place / "grey.png").write_bytes(cv2.imencode(".png", np.full((48, 64, 3), 90, np.uint8))[1].tobytes())
    shown = thumb(np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8))
    assert list(traces([place], Marks(names=("Zoë",), frames=shown[None]))) == []
