"""Sealing in plain lines, for people."""

from __future__ import annotations

from pathlib import Path

from attune.sealed.change import Changed
from attune.words import counted

STAYS = (
    "The plain files were removed as files are: with the right tools their bytes may be read from the disk until "
    "something else is written there, and from backups or a synchronised folder that had them."
)
"""What no program can promise."""


def recovery(key: str) -> str:
    """What is said when a case gets its key."""
    return (
        f"Recovery key: {key}\n"
        "Write it down on paper, and keep that apart from this computer. It opens the case without the passphrase, and "
        "it is not shown again."
    )


def sealed(folder: Path, done: Changed) -> str:
    """What was sealed."""
    return f"Sealed: {_much(done)}. `attune review {folder}` opens the case with its passphrase.\n{STAYS}"


def unsealed(folder: Path, done: Changed) -> str:
    """What was unsealed."""
    return f"Plain again: {_much(done)} in {folder}."


def changed() -> str:
    """What another passphrase means."""
    return (
        "The new passphrase opens the case from now on. Copies of it that were made before open with the old one, and "
        "the recovery key is what it was."
    )


def _much(done: Changed) -> str:
    return f"{counted(done.files, 'file')}, {done.bytes / 1e6:.1f} MB"
