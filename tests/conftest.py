"""What every test stands on: the shared material where it lies beside the checkout, and no error in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled footage beside the checkout; without it the test is skipped and says so."""
    folder = ROOT.parent / "shared"
    if not (folder / "footage").is_dir():
        pytest.skip("the labelled footage (../shared) is not on this machine")
    return folder


@pytest.fixture(autouse=True)
def nothing_wrong_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test passes with no error in the log: attune raises what it refuses, and logs no error on a good day."""
    yield
    errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, f"logged as an error: {errors}"
