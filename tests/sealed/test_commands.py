"""`attune case seal|unseal|passphrase`, and what other commands do with a sealed case."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from attune import cli, models
from attune.review import serve
from tests.kept import film, reel
from tests.sealed.conftest import PLAIN, WORDS, plain

__all__ = ["film", "reel"]

NEW = "another wide river stone"


def call(*given: Any, typed: str = "", code: int = 0) -> Any:
    result = CliRunner().invoke(cli.main, [*map(str, given)], input=typed)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def case(film: Path, words: Path) -> Path:
    """A folder with a film that was watched."""
    folder = film.parent / "case"
    folder.mkdir()
    film = film.rename(folder / film.name)
    call("suggest", film)
    return folder


def test_there_and_back(folder: Path, words: Path) -> None:
    told = call("case", "seal", folder, "--passphrase-file", words).stderr
    assert "Sealed: 5 files" in told
    assert "may be read from the disk" in told
    key = re.search(r"Recovery key: (\S+)", told)
    assert key
    assert {path.name for path in folder.iterdir()} == {"sealed", "sealed.json"}
    assert "0 files" in call("case", "seal", folder, "--passphrase-file", words).stderr
    assert "Plain again: 5 files" in call("case", "unseal", folder, typed=f"{key[1]}\n").stderr
    assert plain(folder) == PLAIN


def test_a_passphrase_is_typed_twice_and_never_shown(folder: Path, words: Path) -> None:
    result = call("case", "seal", folder, typed=f"{WORDS}\n{WORDS}\n")
    assert WORDS not in result.output
    assert "does not open the case" in call("case", "unseal", folder, typed="wrong\n", code=2).stderr
    assert not (folder / "case.json").exists()


def test_a_case_is_shown_and_changed_while_it_stays_sealed(tmp_path: Path, words: Path) -> None:
    folder = tmp_path / "case"
    call("case", "new", folder, "--person", "Laurine:parent")
    call("case", "seal", folder, "--passphrase-file", words)
    told = call("case", "person", folder, "Tomasz:child", typed=f"{WORDS}\n").stderr
    assert "Tomasz" in told
    assert "Tomasz" in call("case", "show", folder, typed=f"{WORDS}\n").stderr
    call("case", "show", folder, typed="wrong\n", code=2)
    assert call("case", "list", tmp_path).stderr == f"{folder}  sealed\n"
    assert json.loads(call("case", "list", tmp_path, "--json").stdout)["sealed"] == [str(folder)]
    assert {path.name for path in folder.iterdir()} == {"sealed", "sealed.json"}
    assert not any(b"Tomasz" in data for data in plain(folder).values())


def test_who_was_mistyped_is_put_right_while_all_stays_sealed(film: Path, words: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kestrel"
    call("case", "new", folder, "--person", "Laurine:parent")
    call("case", "add", folder, film)
    call("case", "seal", folder, "--passphrase-file", words)
    call("case", "person", folder, "Tomasz:parent", "--instead-of", "p1", typed=f"{WORDS}\n")
    assert {path.name for path in folder.iterdir()} == {"sealed", "sealed.json"}
    assert not any(b"Tomasz" in data for data in plain(folder).values())
    call("case", "unseal", folder, typed=f"{WORDS}\n")
    assert json.loads((folder / "cycle-1/film-1.mp4.attune/people.json").read_text())["adult"]["name"] == "Tomasz"


def test_another_passphrase(folder: Path, words: Path, tmp_path: Path) -> None:
    call("case", "seal", folder, "--passphrase-file", words)
    (tmp_path / "new").write_text(NEW)
    call("case", "passphrase", folder, "--passphrase-file", words, "--new-passphrase-file", tmp_path / "new")
    call("case", "unseal", folder, "--passphrase-file", words, code=2)
    call("case", "unseal", folder, "--passphrase-file", tmp_path / "new")
    assert plain(folder) == PLAIN


@pytest.mark.parametrize("command", ["seal", "unseal", "passphrase"])
def test_what_cannot_be_is_one_line(tmp_path: Path, words: Path, command: str) -> None:
    told = call("case", command, tmp_path / "none", "--passphrase-file", words, code=2).stderr
    assert len(told.splitlines()) == 1


def test_a_sealed_film_is_reviewed_with_its_passphrase(
    case: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("case", "seal", case, "--passphrase-file", words)
    shelves = []

    def at_once(shelf: Any, opened: Any, port: int) -> None:
        shelves.append(shelf.watched() == set(shelf.paths))
        opened("http://127.0.0.1:1/")

    monkeypatch.setattr(serve, "serve", at_once)
    call("review", case / "Sarah.mp4", "--no-browser", "--passphrase-file", words)
    call("review", case, "--no-browser", "--passphrase-file", words)
    assert shelves == [True, True]
    assert {path.name for path in case.iterdir()} == {"sealed", "sealed.json"}
    call("review", case, "--no-browser", typed="wrong\n", code=2)


def test_other_commands_ask_for_it_and_keep_what_leaves_outside(case: Path, words: Path, tmp_path: Path) -> None:
    call("case", "seal", case, "--passphrase-file", words)
    film = case / "Sarah.mp4"
    assert call("export", film, "--as", "seconds", typed=f"{WORDS}\n").stdout.count("\n") > 20
    assert "outside with -o" in call("export", film, "--as", "reel", typed=f"{WORDS}\n", code=2).stderr
    told = call("export", film, "--as", "reel", "-o", tmp_path / "reel.mp4", typed=f"{WORDS}\n").stderr
    assert "plain, because you ask" in told
    assert (tmp_path / "reel.mp4").exists()
    assert "Leave --store out" in call("why", film, "--store", tmp_path, typed=f"{WORDS}\n", code=2).stderr
    assert "is sealed" in call("check", film, code=2).stderr
    for what in (film, case, f"Sarah --in {tmp_path}"):
        assert "attune case unseal" in call("forget", *str(what).split(), "--yes", code=2).stderr
    assert {path.name for path in case.iterdir()} == {"sealed", "sealed.json"}


def test_codes_are_brought_to_a_sealed_film_with_its_passphrase(case: Path, words: Path, tmp_path: Path) -> None:
    """Without it nothing is changed; what is brought is sealed, and the file that it came from stays as it is."""
    film, codes = case / "Sarah.mp4", tmp_path / "codes.csv"
    codes.write_text("tier,code,onset_s,offset_s,coder,confidence\nadult_looks,partner,1,2,Xanthe,1\n")
    call("case", "seal", case, "--passphrase-file", words)
    before, told = plain(case), codes.read_bytes()
    refused = call("import", film, codes, "--forget", typed="wrong\n", code=2).stderr
    assert "does not open the case" in refused
    assert plain(case) == before
    assert "adult_looks 1" in call("import", film, codes, typed=f"{WORDS}\n").stderr
    assert codes.read_bytes() == told
    assert {path.name for path in case.iterdir()} == {"sealed", "sealed.json"}
    assert not any(b"Xanthe" in data for data in plain(case).values())
    assert "Xanthe" in call("export", film, "--as", "csv", typed=f"{WORDS}\n").stdout
    call("import", film, "--forget", typed=f"{WORDS}\n")
    assert "Xanthe" not in call("export", film, "--as", "csv", typed=f"{WORDS}\n").stdout


def test_a_film_that_was_not_watched_says_what_to_do(film: Path, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "ensure", lambda *_: pytest.fail("no film is watched"))
    folder = film.parent / "case"
    folder.mkdir()
    film = film.rename(folder / film.name)
    call("case", "seal", folder, "--passphrase-file", words)
    assert "attune case unseal" in call("suggest", film, typed=f"{WORDS}\n", code=2).stderr


def test_a_film_that_came_later_is_watched_plain_and_then_sealed(
    case: Path, film: Path, reel: Path, words: Path
) -> None:
    call("case", "seal", case, "--passphrase-file", words)
    later = case / "later.mp4"
    later.write_bytes(reel.read_bytes())
    call("suggest", later)
    assert "Sealed: " in call("case", "seal", case, "--passphrase-file", words).stderr
    assert {path.name for path in case.iterdir()} == {"sealed", "sealed.json"}
    assert call("why", later, typed=f"{WORDS}\n")
