"""A folder with things that nobody may read, and a passphrase for it that costs no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune.sealed import keys
from tests.sealed.test_keys import CHEAP, WORDS

__all__ = ["CHEAP", "WORDS"]

PLAIN = {
    "case.json": b'{"people": ["Sarah"]}',
    "cycle-1/Sarah.mp4": bytes(range(256)) * 900,
    "cycle-1/Sarah.mp4.attune/film.json": b"{}",
    "cycle-1/Sarah.mp4.attune/looks/0123/part-0000.npz": b"mutual gaze 0.8" * 40,
    "notes/\u00fcber Zo\u00eb.txt": b"",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """It, plain."""
    folder = tmp_path / "case"
    for name, data in PLAIN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a passphrase, which is cheap to try."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    path = tmp_path / "words.txt"
    path.write_text(WORDS + "\n", encoding="utf-8")
    return path


def plain(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
