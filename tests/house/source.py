"""attune's own source as syntax trees, for the tests that keep the house."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "attune"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file: its dotted name ("attune.media.film"), its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room it belongs to."""
        return room_of(self.name)


def room_of(name: str) -> str:
    """The first name below attune: "media" for "attune.media.film", "" for "attune"."""
    return name.partition(".")[2].partition(".")[0]


@cache
def modules() -> tuple[Module, ...]:
    """Every file of attune/, sorted."""
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found.append(Module(name, path, text, ast.parse(text)))
    return tuple(found)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is imported anywhere in the tree, by full name, with its line. attune's own are named to the file."""
    files = {m.name for m in modules()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in files else node.module or "."), node.lineno


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of the file, those inside others included."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def code_lines(module: Module, function: Function) -> int:
    """Lines of code from def to the end, without its docstring, comments and empty lines."""
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = range(first.lineno, (first.end_lineno or 0) + 1) if told else range(0)
    lines = module.text.splitlines()
    numbers = (n for n in range(function.lineno, (function.end_lineno or 0) + 1) if n not in docstring)
    return sum(bool(line) and not line.startswith("#") for line in (lines[n - 1].strip() for n in numbers))


def foreign(name: str) -> bool:
    """True for a package that is neither attune's nor Python's own."""
    top = name.partition(".")[0]
    return top != "attune" and top not in sys.stdlib_module_names
