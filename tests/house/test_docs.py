"""The pages say what the code does: links lead somewhere, and rooms, dependencies and commands are all there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from attune.cli import main
from tests.house.source import HOUSE, ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, list[str]]:
    """Names of dependencies by who needs them: "" for everybody, or the extra."""
    table = tomllib.loads(text("pyproject.toml"))["project"]
    lists = {"": table["dependencies"], **table["optional-dependencies"]}
    return {extra: [re.split(r"[<>=~!\[ ]", need)[0] for need in needs] for extra, needs in lists.items()}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    """A name in backquotes with a slash in it is a file of the repository, or of attune/."""
    names = re.findall(r"`((?:[a-z_.-]+/)+[a-z_.-]*)`", page.read_text(encoding="utf-8"))
    assert not [name for name in names if not (ROOT / name).exists() and not (HOUSE / name).exists()]


def test_every_room_is_drawn() -> None:
    drawn = set(re.findall(r"[a-z_]+(?:\.py|/)", text("docs/architecture.md").split("## The rooms")[1].split("## ")[0]))
    rooms = {p.name + "/" if p.is_dir() else p.name for p in HOUSE.iterdir() if not p.name.startswith(("_", "."))}
    assert rooms - {"py.typed"} <= drawn


def test_every_dependency_has_its_reason() -> None:
    rows = re.findall(r"^\| ([\w-]+)(?: \(\w+\))? \|", text("docs/dependencies.md").split("## ")[0], re.MULTILINE)
    assert sorted(rows) == sorted(["dependency", *project()[""]])
    assert all(name in text("docs/dependencies.md") for name in project()["dev"])


def test_every_command_is_in_the_readme_and_exists() -> None:
    told = set(re.findall(r"`attune ([a-z]+)", text("README.md")))
    assert told == set(main.commands)


def test_the_two_commands_are_there() -> None:
    for command in ("scripts/run", "scripts/test"):
        assert command in text("README.md")
        assert (ROOT / command).stat().st_mode & 0o111
