"""Who is who: pointed out by number, remembered by place, told apart in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attune import cast
from attune.cast import Said
from attune.dyad import Dyad, Person, Track
from attune.errors import StoreError
from attune.store import Store
from tests.scores import dyad, track


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "film.attune", "f" * 64)


def three(order: str = "ACO") -> Dyad:
    """Adult left, child right, another in the middle who comes late; p1, p2, p3 in the order given."""
    keys = {who: f"p{order.index(who) + 1}" for who in order}
    there = (np.arange(300) >= 150).astype(float)
    pair = dyad(30.0)
    other = track(Person(keys["O"], "other", 0.0, 0.21), 30.0, (0.9, 0.3), there)

    def called(one: Track, key: str, size: float) -> Track:
        return replace(one, person=replace(one.person, key=key), size=one.size * size)

    return replace(
        pair, adult=called(pair.adult, keys["A"], 1.2), child=called(pair.child, keys["C"], 0.8), others=(other,)
    )


def test_who_was_pointed_out_is_found_again_under_another_number() -> None:
    said = cast.say({}, three("ACO"), {"adult": "3", "child": "p1"}, {})
    for order, adult, child in (("ACO", "p3", "p1"), ("OCA", "p1", "p3"), ("COA", "p2", "p3")):
        who = cast.who(said, three(order))
        assert (who.adult, who.child) == (adult, child)


def test_one_role_alone_may_be_said() -> None:
    said = cast.say({}, three(), {"child": "3"}, {})
    assert cast.who(said, three()) == cast.Who("", "p3")


def test_more_is_said_upon_what_was_said() -> None:
    said = cast.say({}, three(), {"adult": "3"}, {})
    said = cast.say(said, three(), {"child": "1"}, {"adult": "Laura"})
    assert cast.who(said, three()) == cast.Who("p3", "p1")
    assert said["adult"].name == "Laura"


def test_somebody_who_is_not_there_leaves_the_role_to_be_worked_out() -> None:
    said = {"adult": Said(((3.0, 5.0, 5.0),))}
    assert cast.who(said, three()) == cast.Who()


def test_two_places_of_one_person_settle_nothing() -> None:
    place = cast.say({}, three(), {"adult": "1"}, {})["adult"]
    assert cast.who({"adult": place, "child": place}, three()) == cast.Who()


@pytest.mark.parametrize(("adult", "child"), [("7", ""), ("p0", "2"), ("x", ""), ("1", "p1")])
def test_nobody_and_twice_the_same_are_refused_in_one_line(adult: str, child: str) -> None:
    with pytest.raises(StoreError) as why:
        cast.say({}, three(), {"adult": adult, "child": child}, {})
    assert "\n" not in str(why.value)


def test_it_is_kept_for_this_film_and_forgotten_for_another(store: Store) -> None:
    said = cast.say({}, three(), {"adult": "1", "child": "3"}, {"child": "Zoë"})
    cast.keep(store, said)
    assert cast.read(store) == said
    assert cast.read(replace(store, film="0" * 64)) == {}
    cast.keep(store, {})
    assert store.names() == []


def test_a_damaged_file_is_named(store: Store) -> None:
    store.write_json(cast.KEPT, {"film": store.film, "adult": {"places": [[1]]}})
    with pytest.raises(StoreError, match=r"people\.json"):
        cast.read(store)


def test_names_go_to_the_roles_seen_or_not() -> None:
    called = cast.named({"adult": Said(name="Laura"), "child": Said()}, three("COA"))
    assert (called.adult.person.name, called.child.person.name) == ("Laura", "")
    assert cast.named({"child": Said(name="Zoë")}, dyad(10.0, child=0.0)).child.person.name == "Zoë"


def test_people_are_told_apart_in_words() -> None:
    film = three()
    words = {t.person.key: cast.described(t, film) for t in cast.everybody(film)}
    assert words == {
        "p1": "left of the picture, largest head",
        "p2": "right of the picture, smallest head",
        "p3": "middle of the picture, from 00:15 to 00:29",
    }


def test_people_in_a_pair_are_compared_as_two() -> None:
    film = replace(three(), others=())
    assert cast.described(film.adult, film) == "left of the picture, larger head"
    same = replace(film, adult=replace(film.adult, size=film.child.size.copy()))
    assert cast.described(same.adult, same) == "left of the picture"


def test_who_was_never_seen_is_not_listed() -> None:
    assert [t.person.key for t in cast.everybody(dyad(10.0, child=0.0))] == ["p1"]


def test_how_sure_a_role_is() -> None:
    film = three()
    assert cast.sure(film.adult, {}) == "quite sure"
    assert cast.sure(film.adult, {"adult": Said(((1.0, 0.4, 0.4),))}) == "as you said"
    assert cast.sure(film.others[0], {}) == ""
    guess = replace(film.child, person=replace(film.child.person, role_sure=0.5))
    assert cast.sure(guess, {}) == "a guess"


@pytest.mark.parametrize(("second", "text"), [(0, "00:00"), (72.9, "01:12"), (3725, "1:02:05")])
def test_time_as_people_read_it(second: float, text: str) -> None:
    assert cast.timestamp(second) == text
