"""A film whose picture and sound are known at every instant, with the moments that the fake gives of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from attune import models, parts, pipeline
from attune.pipeline import Suggested
from tests import fakes
from tests.media.films import make_film, uneven

CLICKS = [k + 0.25 for k in range(32)]


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Suggested:
    """Half a minute of numbered pictures at an uneven rate, a click each second; what happened last ranks first."""
    path = tmp_path_factory.mktemp("films") / "Sarah & Zoë.mkv"
    make_film(path, uneven(32, seed=2), clicks=CLICKS, sound_seconds=32, tick=Fraction(1, 1000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        found = pipeline.suggested(path)
    last_first = sorted(found.moments, key=lambda m: -m.span.start)
    return replace(found, moments=tuple(replace(m, rank=rank) for rank, m in enumerate(last_first, 1)))
