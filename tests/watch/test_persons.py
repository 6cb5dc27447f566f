"""Who is who: found again after an absence, adults told from children, things left out."""

from __future__ import annotations

import pytest

from attune.watch.looks import Looks
from attune.watch.persons import Ageing, Knowing, Sighting, older, pair, sightings
from attune.watch.tracklets import Following, follow
from tests.watch.made import Somebody, between, looks, still

ADULT = Somebody(still(0.3, 0.4), size=0.25, hue=1, young=1.4)
CHILD = Somebody(still(0.9, 0.6), size=0.2, hue=2, young=1.05)


def everybody(seen: Looks, cuts: tuple[float, ...] = ()) -> list[Sighting]:
    return sightings(seen, follow(seen, cuts, Following()), cuts, Knowing())


def test_someone_who_leaves_and_comes_back_is_one_person() -> None:
    back = Somebody(lambda t: None if 2 <= t < 5 else (0.9 if t < 2 else 0.7, 0.5), hue=2, young=1.05)
    assert len(everybody(looks(8, [ADULT, back]))) == 2


def test_people_are_found_again_across_a_cut_by_their_looks() -> None:
    first = Somebody(lambda t: (0.3, 0.4) if t < 3 else (1.0, 0.4), size=0.25, hue=1, young=1.4)
    second = Somebody(lambda t: (0.9, 0.6) if t < 3 else (0.2, 0.6), size=0.2, hue=2, young=1.05)
    people = everybody(looks(6, [first, second]), (3.0,))
    assert len(people) == 2
    assert {p.looks for p in people} == {60}


def test_two_who_are_seen_at_once_are_never_one_however_alike() -> None:
    twins = [Somebody(still(0.3, 0.5), hue=1, young=1.1), Somebody(still(0.9, 0.5), hue=1, young=1.1)]
    assert len(everybody(looks(4, twins))) == 2


def test_a_toy_without_mesh_or_body_is_nobody() -> None:
    toy = Somebody(still(0.6, 0.8), size=0.1, hue=5, score=0.7, meshed=False)
    assert len(everybody(looks(4, [ADULT, CHILD, toy]))) == 2


@pytest.mark.parametrize(("size", "count"), [(0.2, 1), (0.05, 2)], ids=["leaned back", "a doll"])
def test_a_face_of_another_size_is_somebody_else_however_alike_its_colours(size: float, count: int) -> None:
    gone = Somebody(between(0, 2, 0.3, 0.4), size=0.25, hue=1, young=1.2)
    after = Somebody(between(6, 8, 0.3, 0.4), size=size, hue=1, bodied=True, meshed=False)
    assert len(everybody(looks(8, [gone, after]))) == count


def test_a_head_found_for_a_blink_is_nobody() -> None:
    blink = Somebody(between(1, 1.3, 0.6, 0.8), hue=5, young=1.2)
    assert len(everybody(looks(4, [ADULT, CHILD, blink]))) == 2


@pytest.mark.parametrize("order", [(ADULT, CHILD), (CHILD, ADULT)])
def test_the_adult_is_told_by_proportions_wherever_they_sit(order: tuple[Somebody, Somebody]) -> None:
    people = everybody(looks(4, order))
    found = pair(people, Ageing())
    assert found is not None
    adult, child, sure = found
    assert people[adult].young > people[child].young
    assert sure > 0.9


def test_a_near_child_may_be_larger_than_the_adult() -> None:
    near = Somebody(still(0.9, 0.6), size=0.35, hue=2, young=1.05)
    people = everybody(looks(4, [ADULT, near]))
    found = pair(people, Ageing())
    assert found is not None
    assert people[found[0]].young == pytest.approx(1.4)


def test_someone_far_in_the_background_is_no_partner() -> None:
    far = Somebody(still(0.1, 0.35), size=0.05, hue=6, young=1.4)
    assert pair(everybody(looks(4, [ADULT, far])), Ageing()) is None


def test_without_proportions_the_roles_are_less_certain() -> None:
    a = Somebody(still(0.3, 0.4), size=0.25, hue=1, meshed=False, bodied=True)
    c = Somebody(still(0.9, 0.6), size=0.2, hue=2, meshed=False, bodied=True)
    found = pair(everybody(looks(4, [a, c])), Ageing())
    assert found is not None
    assert 0.5 < found[2] < 0.9


def test_older_is_antisymmetric() -> None:
    a, b = everybody(looks(4, [ADULT, CHILD]))
    assert older(a, b, Ageing()) == pytest.approx(-older(b, a, Ageing()))


def test_one_person_or_nobody_makes_no_pair() -> None:
    assert pair(everybody(looks(4, [ADULT])), Ageing()) is None
    assert pair(everybody(looks(4, [])), Ageing()) is None
