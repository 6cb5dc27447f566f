"""The start: a missing system library is one plain line, everything else goes through untouched."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from attune.__main__ import main, missing_library

WHY = "libGL.so.1: cannot open shared object file: No such file or directory"


def commands(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Put a command line in place that fails in this way."""

    def fail() -> None:
        raise error

    cli = ModuleType("attune.cli")
    cli.main = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "attune.cli", cli)
    monkeypatch.delenv("ATTUNE_DEBUG", raising=False)


@pytest.mark.parametrize("kind", [ImportError, OSError])
def test_a_missing_library_is_named_with_its_package(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands(monkeypatch, kind(WHY))
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err == "This system has no libGL.so.1. On Debian or Ubuntu: apt-get install libgl1\n"


def test_an_unknown_library_is_named_too() -> None:
    assert "libfoo-2.so.7" in (missing_library("libfoo-2.so.7: cannot open shared object file") or "")


def test_any_other_error_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    commands(monkeypatch, ImportError("No module named 'nothing'"))
    with pytest.raises(ImportError, match="nothing"):
        main()


def test_the_traceback_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    commands(monkeypatch, OSError(WHY))
    monkeypatch.setenv("ATTUNE_DEBUG", "1")
    with pytest.raises(OSError, match=r"libGL\.so\.1"):
        main()
