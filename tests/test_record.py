"""The record of use: every use by number and no name, on the disk at once, and never rewritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attune import record
from attune.case import keep
from attune.errors import StoreError
from attune.store import Store
from tests.case.test_consent import agreed
from tests.case.test_films import call, film, folder, reel
from tests.sealed.conftest import words

__all__ = ["film", "folder", "reel", "words"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTUNE_RECORD", str(tmp_path / "record"))
    return tmp_path / "record" / record.NAME


def test_who_added_and_handed_out_what_is_told_without_a_name(film: Path, folder: Path, place: Path) -> None:
    call("case", "add", folder, film)
    agreed(folder)
    inside = folder / "cycle-1/film-1.mp4"
    call("export", inside, "--as", "seconds")
    call("export", film, "--as", "moments")
    call("look", film, "--sheet-only")
    entries = [e for e in json.loads(call("record", "--json").stdout)["entries"] if e["deed"] != "agreed"]
    assert [(e["deed"], e["what"]) for e in entries] == [
        ("added", ""), ("exported", "seconds for review"), ("exported", "moments for review"),
        ("exported", "look"),
    ]  # fmt: skip
    ids = [e["film"] for e in entries]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert [bool(e["case"]) for e in entries] == [True, True, False, False]
    sha256 = Store(Path(f"{inside}.attune"), "").read_json("film.json")["sha256"]
    text = place.read_text()
    assert not [word for word in ("Sarah", "Laura", "Ben", "kestrel", sha256[:16]) if word in text]
    assert "exported" in call("record").stdout


def test_sealing_and_consent_are_told_by_the_number_of_the_case(folder: Path, words: Path, place: Path) -> None:
    call("case", "consent", folder, "Ben", "--give", "review,training", "--by", "Laura")
    call("case", "consent", folder, "Ben", "--withdraw", "training", "--by", "Laura")
    call("case", "consent", folder, "Ben")
    call("case", "end", folder)
    number = keep.read(folder).key
    call("case", "seal", folder, "--passphrase-file", words)
    call("case", "passphrase", folder, "--passphrase-file", words, "--new-passphrase-file", words)
    call("case", "unseal", folder, "--passphrase-file", words)
    entries = list(record.read())
    assert [(entry.deed, entry.what) for entry in entries] == [
        ("agreed", "review,training"), ("withdrew", "training"), ("ended", ""),
        ("sealed", "files: 1"), ("rekeyed", ""), ("unsealed", "files: 1"),
    ]  # fmt: skip
    assert {entry.case for entry in entries} == {number}
    assert not [word for word in ("Ben", "Laura", "kestrel", "p2") if word in place.read_text()]


def test_what_was_not_sealed_is_not_said_to_be(folder: Path, words: Path, place: Path) -> None:
    call("case", "seal", folder, "--passphrase-file", words)
    words.write_text("another")
    call("case", "unseal", folder, "--passphrase-file", words, code=2)
    assert [entry.deed for entry in record.read()] == ["sealed"]


def test_what_is_noted_is_added_to_what_is_there(place: Path) -> None:
    record.note("opened", "a")
    before = place.read_bytes()
    record.note("erased", "b")
    assert place.read_bytes().startswith(before)
    assert [entry.film for entry in record.read()] == ["a", "b"]


def test_a_line_that_a_crash_tore_spoils_no_other(place: Path) -> None:
    record.note("opened", "a")
    with place.open("ab") as file:
        file.write(b'{"at": "2026')
    record.note("opened", "b")
    told = [(entry.deed, entry.film) for entry in record.read()]
    assert told == [("opened", "a"), ("unreadable", ""), ("opened", "b")]


def test_where_it_cannot_be_kept_nothing_goes_on_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ATTUNE_RECORD", str(tmp_path / "file"))
    with pytest.raises(StoreError, match="ATTUNE_RECORD"):
        record.note("opened", "a")


def test_nothing_noted_is_an_empty_list() -> None:
    assert json.loads(call("record", "--json").stdout) == {"format": 1, "entries": []}
