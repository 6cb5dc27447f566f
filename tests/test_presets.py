from __future__ import annotations

import numpy as np
import pytest

from attune.knobs import Knobs
from attune.presets import AGES, PROFILES
from attune.score import GROUPS, Blend, score
from attune.words import forbidden
from tests.dyads import glancing, lively

KNOBS = Knobs.of(*GROUPS)
PRESETS = {**AGES, **PROFILES}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_knobs_that_exist_and_turns_each_of_them(name: str) -> None:
    turned = KNOBS.set(PRESETS[name]).changed()
    assert set(turned) == set(PRESETS[name])


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_changes_what_is_told(name: str) -> None:
    dyad = lively()
    one, other = score(dyad, KNOBS), score(dyad, KNOBS.set(PRESETS[name]))
    told = [np.nan_to_num(s.standing.values).tobytes() + repr(s.events).encode() for s in (one, other)]
    assert told[0] != told[1]


@pytest.mark.parametrize("name", PROFILES)
def test_in_every_profile_looking_at_each_other_weighs_nothing(name: str) -> None:
    assert KNOBS.set(PROFILES[name])[Blend].mutual == 0
    scores = score(glancing(), KNOBS.set(PROFILES[name]))
    assert scores.attunement.known.any()


def test_every_profile_can_be_joined_with_every_age() -> None:
    for age in AGES.values():
        for profile in PROFILES.values():
            assert KNOBS.set({**age, **profile})[Blend].mutual == 0


def test_babies_meet_face_to_face_as_much_as_over_things_and_are_waited_for_longer() -> None:
    blend = KNOBS.set(AGES["0-1"])[Blend]
    assert blend.mutual == blend.joint
    later = KNOBS.set(AGES["3-6"])[Blend]
    assert later.joint == pytest.approx(1.5 * later.mutual)
    assert AGES["0-1"]["Waits.shortest"] == AGES["1-3"]["Waits.shortest"] == 3.0


def test_the_names_say_nothing_of_what_somebody_is() -> None:
    assert not forbidden(" ".join(PRESETS))
