"""From looks to a dyad: what is unseen stays unseen, and what a person says goes first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from attune import watch
from attune.errors import StoreError
from attune.knobs import Knobs
from attune.watch.heads import angles
from attune.watch.looks import Looks, from_bytes, join, to_bytes
from attune.watch.people import Who, assemble
from tests.watch.made import Somebody, looks, still
from tests.watch.test_persons import ADULT, CHILD

KNOBS = Knobs.of(*watch.GROUPS)


def dyad_of(seen: Looks, who: Who | None = None):  # type: ignore[no-untyped-def]
    return assemble([seen], 4 / 3, seen.clock.span.end, who or Who(), KNOBS)


def test_both_people_are_there_with_their_roles() -> None:
    dyad = dyad_of(looks(4, [ADULT, CHILD]))
    assert dyad.adult.head[0] == pytest.approx([0.3, 0.4])
    assert dyad.child.head[0] == pytest.approx([0.9, 0.6])
    assert dyad.adult.found.all()
    assert dyad.others == ()


def test_a_head_unseen_is_carried_for_a_moment_and_then_unknown() -> None:
    gone = Somebody(lambda t: None if 2 <= t < 3 else (0.9, 0.6), size=0.2, hue=2, young=1.05)
    child = dyad_of(looks(4, [ADULT, gone])).child
    assert not child.found[20:30].any()
    assert not np.isnan(child.head[20:23]).any()
    assert np.isnan(child.head[23:30]).all()
    assert child.sure[21] < child.sure[19]
    assert (child.sure[23:30] == 0).all()
    assert np.isnan(child.smile[23:30]).all()


def test_nobody_is_carried_across_a_cut() -> None:
    gone = Somebody(lambda t: (0.9, 0.6) if t < 2 else None, size=0.2, hue=2, young=1.05)
    seen = looks(4, [ADULT, gone], change=np.where(np.arange(40) == 20, 90.0, 0.0))
    child = dyad_of(seen).child
    assert child.found[19]
    assert np.isnan(child.head[20:]).all()


def test_who_is_who_is_what_the_guider_says() -> None:
    seen = looks(4, [ADULT, CHILD])
    own = dyad_of(seen)
    adult, child = own.child.person.key, own.adult.person.key
    said = dyad_of(seen, Who(adult, child, names={adult: "Ann"}))
    assert said.adult.head[0] == pytest.approx([0.9, 0.6])
    assert (said.adult.person.role_sure, said.adult.person.name) == (1.0, "Ann")


def test_another_pair_is_scored_without_watching_again() -> None:
    sibling = Somebody(still(0.6, 0.7), size=0.2, hue=4, young=1.1)
    dyad = dyad_of(looks(4, [ADULT, CHILD, sibling]))
    assert len(dyad.others) == 1
    other = dyad_of(looks(4, [ADULT, CHILD, sibling]), Who(dyad.adult.person.key, dyad.others[0].person.key))
    assert other.child.person.key == dyad.others[0].person.key
    assert other.others[0].person.key == dyad.child.person.key


@pytest.mark.parametrize("people", [[], [ADULT]])
def test_nobody_and_one_person_give_a_dyad_of_the_unseen(people: list[Somebody]) -> None:
    dyad = dyad_of(looks(2, people))
    assert not dyad.child.found.any()
    assert np.isnan(dyad.child.facing).all()


def test_a_head_points_where_it_was_turned() -> None:
    turned = Somebody(still(2 / 3, 0.5), size=0.25, hue=1, young=1.4, yaw=60)
    yaw, _ = angles(dyad_of(looks(2, [turned, CHILD])).adult.facing)
    assert yaw == pytest.approx(np.full(20, 60), abs=1)


def test_a_face_that_grows_faint_has_hidden_eyes() -> None:
    faces = [
        Somebody(lambda t: None if 2 <= t < 3 else (0.3, 0.4), size=0.25, hue=1, young=1.4),
        Somebody(lambda t: (0.3, 0.4) if 2 <= t < 3 else None, size=0.25, hue=1, score=0.55, meshed=False),
    ]
    covered = dyad_of(looks(5, [*faces, CHILD])).adult.covered
    assert (covered[23:30] > 0.5).all()
    assert (covered[:20] < 0.5).all()


def test_parts_joined_are_the_film_and_bytes_come_back_the_same() -> None:
    seen = looks(4, [ADULT, CHILD])
    data = to_bytes(seen)
    again = from_bytes(data)
    assert to_bytes(again) == data
    assert join([again]).clock == seen.clock
    assert np.array_equal(join([again]).box, seen.box)


@pytest.mark.parametrize("spoil", [lambda d: b"", lambda d: d[: len(d) // 2], lambda d: d[:200] + bytes(64) + d[264:]])
def test_damaged_bytes_are_refused_in_plain_words(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        from_bytes(spoil(to_bytes(looks(4, [ADULT, CHILD]))))
