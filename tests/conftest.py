"""What every test stands on: shared material, weights for tests on film, and no error in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from attune import models

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled footage beside the checkout; without it the test is skipped and says so."""
    folder = ROOT.parent / "shared"
    if not (folder / "footage").is_dir():
        pytest.skip("the labelled footage (../shared) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def weights_on_this_machine() -> None:
    """All weights are there and right; missing ones are fetched once, as the first run of attune would."""
    models.ensure()


@pytest.fixture(autouse=True)
def weights_for_real_tests(request: pytest.FixtureRequest) -> None:
    """A test marked `real` finds the weights."""
    if request.node.get_closest_marker("real"):
        request.getfixturevalue("weights_on_this_machine")


@pytest.fixture(autouse=True)
def record_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test does is no use of attune that a service would want to read about."""
    monkeypatch.setenv("ATTUNE_RECORD", str(tmp_path_factory.getbasetemp() / "record"))


@pytest.fixture(autouse=True)
def nothing_wrong_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test passes with no error in the log: attune raises what it refuses, and logs no error on a good day."""
    yield
    errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, f"logged as an error: {errors}"
