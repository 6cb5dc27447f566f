"""Voices told apart: pieces of two people who take turns, drawn from what pieces of voices are like."""

from __future__ import annotations

import numpy as np
import pytest

from attune.listen.voices import FEWEST, Pieces, pieces, told_apart

SOUND = 13


def conversation(apart: float, count: int = 120, seed: int = 0) -> tuple[Pieces, np.ndarray]:
    """Pieces, two to a stretch, of two people `apart` standard deviations from each other; and whose each is."""
    random = np.random.default_rng(seed)
    whose = np.repeat(random.permutation(np.arange(count // 2) % 2), 2)
    sound = random.normal(0, 1, (count, SOUND))
    sound[:, 5] += apart * whose
    start = np.arange(count) * 20
    return Pieces(start, start + 15, np.arange(count) // 2, sound), whose


@pytest.mark.parametrize("seed", range(4))
def test_two_people_are_told_apart_by_one_thing_among_many(seed: int) -> None:
    of, whose = conversation(4.0, seed=seed)
    share = told_apart(of, 2, 0.95)
    right = np.mean(share.argmax(1) == whose)
    assert max(right, 1 - right) > 0.95
    assert share.sum(1) == pytest.approx(1)


def test_the_same_pieces_give_the_same_kinds() -> None:
    of, _ = conversation(3.0)
    assert (told_apart(of, 3, 0.95) == told_apart(of, 3, 0.95)).all()


def test_a_stretch_is_one_persons_unless_it_says_otherwise() -> None:
    of, _ = conversation(1.5)
    loose, bound = (told_apart(of, 2, stay).argmax(1).reshape(-1, 2) for stay in (0.5, 0.99))
    assert np.mean(bound[:, 0] == bound[:, 1]) > np.mean(loose[:, 0] == loose[:, 1])


@pytest.mark.parametrize(("count", "kinds"), [(0, 0), (FEWEST - 1, 0), (FEWEST, 1), (3 * FEWEST, 3)])
def test_of_few_pieces_few_kinds_are_told(count: int, kinds: int) -> None:
    of, _ = conversation(3.0)
    few = Pieces(of.start[:count], of.end[:count], of.stretch[:count], of.sound[:count])
    assert told_apart(few, 3, 0.95).shape == (count, kinds)


def test_pieces_lie_in_stretches_of_voice_and_need_a_pitch() -> None:
    voice = np.zeros(100, bool)
    voice[10:40] = voice[60:70] = True
    voiced = voice.copy()
    voiced[60:70] = False
    of = pieces(voice, voiced, np.full(100, 200.0), np.zeros((100, 12)))
    assert of.start.tolist() == [10, 25]
    assert of.end.tolist() == [25, 40]
    assert of.stretch.tolist() == [0, 0]
    assert of.sound[:, 0] == pytest.approx(12 * np.log2(200))
