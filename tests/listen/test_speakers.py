"""Who speaks, from kinds of voice of which pitch, length and order are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from attune import listen
from attune.dyad import Dyad, Person, unheard, unseen
from attune.knobs import Knobs, knobs_of
from attune.listen.hearing import RATE, Hearing
from attune.listen.speakers import Speaking, given, weights
from attune.timeline import Clock, Floats

KNOBS = Knobs.of(*listen.GROUPS)
GAP = 0.6

Said = tuple[int, float, float]
"""(kind, seconds, Hz) of one utterance."""


def heard(said: Sequence[Said], kinds: int = 2) -> Hearing:
    """Utterances one after another with GAP between them."""
    rows: list[Floats] = []
    for kind, seconds, pitch in said:
        quiet, loud = (np.full((round(s * RATE), 2 + kinds), np.nan) for s in (GAP, seconds))
        quiet[:, 0], loud[:, 0], loud[:, 1] = 0.0, 1.0, pitch
        loud[:, 2:] = np.eye(kinds)[kind]
        rows += [quiet, loud]
    table = np.concatenate([*rows, rows[0]])
    table = table[: len(table) // 5 * 5]
    return Hearing(Clock(RATE, len(table)), table[:, 0], table[:, 1], table[:, 2:])


def nobody(hearing: Hearing) -> Dyad:
    """A dyad of which nothing is seen, as long as what is heard."""
    clock = Clock(10, hearing.clock.count // 5)
    adult, child = Person("p1", "adult", 1.0, 0.22), Person("p2", "child", 1.0, 0.175)
    nothing = unheard(clock)
    return Dyad(clock, 1.5, clock.count / 10, unseen(adult, clock), unseen(child, clock),
                voice=nothing, other_voice=nothing)  # fmt: skip


def talk(*voices: tuple[float, float], rounds: int = 12) -> Hearing:
    """Voices (seconds, Hz) that take turns."""
    return heard([(kind, *voice) for _ in range(rounds) for kind, voice in enumerate(voices)], len(voices))


def weighed(hearing: Hearing, dyad: Dyad | None = None, **turned: float) -> Floats:
    dyad = dyad or nobody(hearing)
    knobs = KNOBS.set({f"Speaking.{name}": value for name, value in turned.items()})
    voice = np.nan_to_num(hearing.voice.reshape(-1, 5).mean(1))
    kinds = hearing.kinds.reshape(-1, 5, hearing.kinds.shape[1])[:, 2]
    return weights(dyad, hearing, voice, kinds, knobs[Speaking])


@pytest.mark.parametrize("adult", [110, 200])
def test_the_higher_of_two_voices_is_the_childs(adult: float) -> None:
    hearing = talk((0.9, adult), (0.9, 330))
    spoken = given(nobody(hearing), hearing, KNOBS)
    at = (hearing.kinds.reshape(-1, 5, 2)[:, 2] == 1).T
    assert (spoken.adult.speaks[at[0]] > 0.9).all()
    assert (spoken.child.speaks[at[0]] < 0.1).all()
    assert (spoken.child.speaks[at[1]] > 0.9).all()
    assert (spoken.other_voice[at[0] | at[1]] < 0.1).all()


def test_of_two_voices_of_one_pitch_the_longer_utterances_are_the_adults() -> None:
    share = weighed(talk((1.3, 200), (0.6, 200)))
    assert share[0, 0] > 0.6 > 0.4 > share[1, 0]


def test_silence_is_nobodys_and_what_cannot_be_told_is_unknown() -> None:
    hearing = talk((0.8, 245), (0.8, 245))
    spoken = given(nobody(hearing), hearing, KNOBS)
    silent = hearing.voice.reshape(-1, 5).max(1) == 0
    assert (spoken.voice[silent] == 0).all()
    assert (spoken.adult.speaks[silent] == 0).all()
    assert np.isnan(spoken.adult.speaks[spoken.voice == 1]).all()
    assert np.isnan(spoken.child.speaks[spoken.voice == 1]).all()


def test_one_voice_alone_is_told_where_it_can_only_be_ones() -> None:
    deep, high = (given(nobody(h), h, KNOBS) for h in (talk((1.0, 100)), talk((0.6, 400))))
    assert np.nanmax(deep.adult.speaks) > 0.9
    assert np.nanmax(deep.child.speaks) < 0.1
    assert np.nanmax(high.child.speaks) > 0.8
    assert not np.nanmax(high.adult.speaks) > 0.3


def test_a_third_voice_between_the_two_is_not_made_the_childs() -> None:
    share = weighed(talk((1.0, 210), (0.6, 340), (1.2, 105)))
    assert share[1].argmax() == 1
    assert share[2, 1] < 0.05


def test_a_mouth_that_moves_with_a_voice_says_whose_it_is() -> None:
    hearing = talk((0.8, 245), (0.8, 245))
    dyad = nobody(hearing)
    kind = hearing.kinds.reshape(-1, 5, 2)[:, 2]
    flutter = 0.3 + 0.3 * (np.arange(dyad.clock.count) % 2)
    seen = replace(dyad, adult=replace(dyad.adult, mouth=np.where(kind[:, 1] == 1, flutter, 0.0)))
    share = weighed(hearing, seen)
    assert share[1, 0] > 0.7 > 0.3 > share[0, 0]
    assert weighed(hearing)[1, 0] == pytest.approx(weighed(hearing)[0, 0], abs=0.2)


def test_a_film_without_sound_leaves_everything_unknown() -> None:
    clock = Clock(RATE, 300)
    nothing = np.full(300, np.nan)
    hearing = Hearing(clock, nothing, nothing, np.zeros((300, 0)))
    spoken = given(nobody(hearing), hearing, KNOBS)
    for line in (spoken.voice, spoken.other_voice, spoken.adult.speaks, spoken.child.speaks):
        assert np.isnan(line).all()


def test_a_voice_too_short_to_tell_is_heard_and_nobodys() -> None:
    clock = Clock(RATE, 100)
    voice = np.zeros(100)
    voice[50:60] = 1.0
    hearing = Hearing(clock, voice, np.full(100, np.nan), np.zeros((100, 0)))
    spoken = given(nobody(hearing), hearing, KNOBS)
    assert spoken.voice[10:12].tolist() == [1, 1]
    assert np.isnan(spoken.adult.speaks[10:12]).all()
    assert spoken.adult.speaks[0] == 0


@pytest.mark.parametrize("knob", knobs_of(Speaking), ids=lambda k: k.where)
def test_every_number_changes_some_weight(knob) -> None:
    name = knob.where.partition(".")[2]
    hearing = talk((1.1, 190), (0.7, 235), (0.7, 240))
    dyad = nobody(hearing)
    kind = hearing.kinds.reshape(-1, 5, 3)[:, 2]
    random = np.random.default_rng(0).random(dyad.clock.count)
    mouth = np.where(kind[:, 0] == 1, random, 0.9 * random)
    dyad = replace(dyad, adult=replace(dyad.adult, mouth=mouth))

    def outcome(value: float) -> Floats:
        spoken = given(dyad, hearing, KNOBS.set({knob.where: value}))
        return np.concatenate([spoken.adult.speaks, weighed(hearing, dyad, **{name: value}).ravel()])

    ends = [outcome(type(knob.default)(value)) for value in (knob.low, knob.high)]
    assert not np.array_equal(*ends, equal_nan=True)
