"""What lies in the repository: no film, no weights, no address of a package index, no path of somebody's machine."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import ROOT

HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "debian" + ".org", "npmjs" + ".org"]
PLACES = ["/" + place for place in ("work/", "root/", "home/", "Users/", "opt/pypi", "opt/wheels")]

MEDIA = {".mp4", ".mov", ".mts", ".avi", ".mkv", ".webm", ".mpg", ".m4a", ".wav", ".mp3", ".jpg", ".jpeg", ".heic"}
WEIGHTS = {".onnx", ".task", ".tflite", ".bin", ".pt", ".npz", ".whl"}

LARGEST = 600_000
"""Bytes of the largest file that may be in git: docs/demo.png and docs/look.png come nearest."""


@cache
def tracked() -> tuple[Path, ...]:
    """The files git keeps, and those it would: what is not ignored."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def test_no_film_and_no_weights_are_in_git() -> None:
    assert not [p.name for p in tracked() if p.suffix.lower() in MEDIA | WEIGHTS]
    assert not {p.name: p.stat().st_size for p in tracked() if p.stat().st_size > LARGEST}


def test_no_index_and_no_machine_is_named() -> None:
    word = re.compile("|".join(re.escape(place) for place in HOSTS) + "|(?<![\\w.~])(" + "|".join(PLACES) + ")")
    named = [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in tracked()
        if path.suffix != ".png"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := word.search(line))
    ]
    assert not named


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_nothing_that_git_keeps_is_ignored() -> None:
    """What .gitignore names is left out by the linter and by the wheel, even where git has it."""
    tracked()
    call = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split() == []
