"""docs/privacy.md is true: each claim of its table has its test, and what is kept beside a film is what it lists."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from attune import pipeline
from attune.cli import main
from attune.review.verdicts import KEPT, Verdicts
from attune.store import beside
from tests.case.test_films import call
from tests.house.source import ROOT
from tests.kept import film, reel

__all__ = ["film", "reel"]

PAGE = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")

CLAIMS = re.findall(r"^\| (.+?) \| `(tests/\S+?)::(\w+)` \|$", PAGE.split("## Claims and their tests")[1], re.MULTILINE)


@pytest.mark.parametrize(("claim", "path", "test"), CLAIMS, ids=[claim for claim, _, _ in CLAIMS])
def test_each_claim_has_its_test(claim: str, path: str, test: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == test]
    assert found, claim
    assert any(isinstance(node, ast.Assert) for node in ast.walk(found[0])) or "call(" in ast.unparse(found[0]), claim
    assert "skip(" not in ast.unparse(found[0])


def test_every_row_of_the_table_is_a_claim() -> None:
    rows = [line for line in PAGE.split("## Claims and their tests")[1].splitlines() if line.startswith("| ")]
    assert len(rows) == len(CLAIMS) + 1
    assert len({test for _, _, test in CLAIMS}) == len(CLAIMS)


def test_the_commands_it_names_exist() -> None:
    told = set(re.findall(r"`attune ([a-z]+)", PAGE))
    assert told <= set(main.commands)


def used(film: Path, place: Path | None = None) -> None:
    """Everything that keeps something beside a film, as far as it can be done without weights."""
    more = ["--store", place] if place else []
    codes = film.with_name("codes.csv")
    codes.write_text("tier,code,onset_s,offset_s,coder,confidence\nadult_looks,partner,1,2,Ann,1\n")
    call("suggest", film, "--goal", "receiving", *more)
    call("people", film, "--adult-name", "Laura", *more)
    call("import", film, codes, *more)
    done = pipeline.suggested(film, place=place)
    Verdicts(done.store.path(KEPT), done.store.film, "Ann").say("own-1", {"start": 1.0, "end": 3.0}, 0)
    for kind in ("clips", "stills", "reel"):
        call("export", film, "--as", kind, *more)


def test_all_that_is_kept_is_in_the_table(film: Path) -> None:
    used(film)
    table = PAGE.split("Elsewhere:")[0]
    names = {path.name for path in beside(film).iterdir()}
    assert {"looks", "people.json", "codes", KEPT, "clips", "record.json"} <= names
    assert not [name for name in names if f"`{name}`" not in table]


def test_no_use_changes_the_film(film: Path) -> None:
    before = hashlib.sha256(film.read_bytes()).hexdigest(), film.stat().st_mtime_ns
    used(film)
    assert (hashlib.sha256(film.read_bytes()).hexdigest(), film.stat().st_mtime_ns) == before


def test_in_a_store_no_file_is_called_after_the_film(film: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    used(film, place)
    assert list(place.rglob("*"))
    assert not [path for path in place.rglob("*") if "Sarah" in path.relative_to(place).as_posix()]
    assert not beside(film).exists()
