"""What was learnt from the verdicts on a forgotten film is gone once the ranker is fitted again."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from attune import models, parts, pipeline
from attune.forget import find, forgotten
from attune.ranker import Ranker
from attune.research.films import load
from attune.research.tuning.liking import fit, judged
from attune.review import pieces
from attune.review.pieces import Piece
from attune.review.verdicts import KEPT, Verdicts
from tests import fakes
from tests.kept import reel

__all__ = ["reel"]

FILMS = ("ant", "bee", "cat")


@pytest.fixture
def folder(reel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three films of three families, each with twelve verdicts; those on the last go by another number."""
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    for number, name in enumerate(FILMS):
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(reel.read_bytes() + bytes(number))
        decided(path, "smiles" if name == FILMS[-1] else "looks", seed=number)
    return tmp_path


def decided(path: Path, liked: str, seed: int) -> None:
    """Twelve moments of a guider's own, kept where the number `liked` is high and left out where it is low."""
    store, rng = pipeline.suggested(path).store, np.random.default_rng(seed)
    verdicts = Verdicts(store.path(KEPT), store.film, "Ann")
    for k in range(12):
        numbers = {"looks": float(rng.uniform()), "smiles": float(rng.uniform())}
        decision = "keep" if numbers[liked] > 0.5 else "leave"
        piece = Piece(k, k + 2.0, k + 1.0, decision=decision, own=True)
        verdicts.say(f"own-{k}", pieces.written(piece), 0, features=numbers)


def ranker(folder: Path) -> Ranker:
    """What the verdicts of a folder come to."""
    return fit(judged(load(folder)))


def test_a_ranker_fitted_again_is_that_of_one_that_never_saw_them(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    never = tmp_path_factory.mktemp("never")
    for name in FILMS[:-1]:
        shutil.copy2(folder / f"{name}.mp4", never)
        shutil.copytree(folder / f"{name}.mp4.attune", never / f"{name}.mp4.attune")
    before = ranker(folder)
    receipt = forgotten(find(folder / f"{FILMS[-1]}.mp4"))
    assert not receipt.left
    after = ranker(folder)
    assert after.weights
    assert after != before
    assert after == ranker(never)
