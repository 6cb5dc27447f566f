"""Every number that may be turned has one home, with a range, a unit and a reason; and the page of them is true."""

from __future__ import annotations

import ast
import dataclasses
import importlib
from collections.abc import Iterator
from functools import cache

import pytest

from attune import pipeline
from attune.knobs import Knobbed, knobs_of
from scripts.knobs_page import PAGE, page
from tests.house.source import Module, functions, modules

UNITS = {
    "", "%", "s", "deg", "px", "Mpx", "times", "nats", "grey levels",
    "heads", "looks", "looks/s", "voices", "Hz", "semitones", "dB", "head heights", "adult head heights",
    "picture heights", "shoulder widths", "shoulder widths/s", "adult shoulder widths", "sizes", "sizes/s",
}  # fmt: skip
"""Units in use. A new one is written here, so that one unit does not get two names."""

PLAIN = {0, 1, 2, 3, 4, -1, 0.5, 10, 60, 90, 100, 180, 255, 360, 1000, 1e-3, 1e-6, 1e-9, 1e-12}
"""Numbers that mean what they are: counts, halves, percent, clock and angle arithmetic, a guard against zero."""

TURNED = {"rules", "score", "suggest"}
"""Rooms in which every other number is a knob or a named constant."""


@cache
def groups() -> tuple[type[Knobbed], ...]:
    """Every class of knobs in attune, wherever it is."""
    for module in modules():
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, new = set[type[Knobbed]](), {Knobbed}
    while new:
        new = {below for group in new for below in group.__subclasses__() if below.__module__.startswith("attune.")}
        found |= new
    return tuple(sorted(found, key=lambda g: g.__name__))


def numbers_in(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every number written in the tree, but for the digits of a round()."""
    if isinstance(tree, ast.Constant) and type(tree.value) in {int, float}:
        yield tree
    rounds = isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "round"
    for below in tree.args[:1] if rounds else ast.iter_child_nodes(tree):  # type: ignore[attr-defined]
        yield from numbers_in(below)


def used() -> list[type[Knobbed]]:
    """Those that are made: not the ones that only serve others as a base."""
    return [g for g in groups() if not any(g in other.__bases__ for other in groups())]


def test_every_class_of_knobs_can_be_set_by_name() -> None:
    names = [type(group).__name__ for group in pipeline.all_knobs().groups]
    assert {group.__name__ for group in used() if knobs_of(group)} <= set(names)
    assert len(names) == len(set(names)), "two classes of one name cannot be told apart in --set"


def test_every_number_of_such_a_class_is_a_knob() -> None:
    loose = [
        f"{group.__name__}.{field.name}"
        for group in used()
        for field in dataclasses.fields(group)  # type: ignore[arg-type]
        if field.type in {"int", "float", int, float} and "why" not in field.metadata
    ]
    assert not loose


def test_every_knob_has_a_reason_a_range_and_a_known_unit() -> None:
    for number in (number for group in used() for number in knobs_of(group)):
        assert len(number.why.split()) >= 3, f"{number.where}: say why"
        assert number.low < number.high, number.where
        assert number.low <= number.default <= number.high, number.where
        assert number.unit in UNITS, f"{number.where}: {number.unit}"


@pytest.mark.parametrize("module", [m for m in modules() if m.room in TURNED], ids=lambda m: m.name)
def test_no_number_hides_in_a_function(module: Module) -> None:
    hidden = {
        f"{module.path.name}:{node.lineno}: {node.value}"
        for function in functions(module)
        for node in numbers_in(function)
        if node.value not in PLAIN
    }
    assert not hidden, "give it a name, or make it a knob"


def test_the_page_of_knobs_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/knobs_page.py"
