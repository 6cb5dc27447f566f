"""Choices: the stronger over the weaker, kept with the film, refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune import settings
from attune.errors import KnobError, StoreError
from attune.pipeline import all_knobs
from attune.presets import AGES, PROFILES
from attune.settings import Settings, from_call, over, settle
from attune.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "film.attune", "f" * 64)


def value(where: str, chosen: Settings) -> float:
    return {knob.where: number for knob, number in settings.apply(chosen, all_knobs())}[where]


def test_no_two_classes_of_numbers_have_one_name() -> None:
    names = [knob.where for knob, _ in all_knobs()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("chosen", [*map(Settings, AGES), *(Settings(None, profile) for profile in PROFILES)])
def test_every_preset_turns_numbers_that_exist_within_their_range(chosen: Settings) -> None:
    turned = settings.apply(chosen, all_knobs()).changed()
    assert turned or chosen.age == "1-3" or not chosen.changes()


def test_the_first_minute_is_left_out_by_a_number() -> None:
    assert value("Blend.skip", Settings(skip=True)) == 60
    assert value("Blend.skip", Settings(skip=False)) == 0


def test_what_is_said_more_closely_wins() -> None:
    age = Settings(age="6-12")
    assert value("Blend.turns", age) == AGES["6-12"]["Blend.turns"]
    profile = over(age, Settings(profile="signing"))
    assert value("Blend.mutual", profile) == 0
    assert value("YesCycles.window", profile) == 4
    file = over(profile, Settings(file={"Blend.mutual": 0.1, "Blend.turns": 0.1}))
    assert value("Blend.mutual", file) == 0.1
    typed = over(file, Settings(turned={"Blend.mutual": 0.3}))
    assert (value("Blend.mutual", typed), value("Blend.turns", typed)) == (0.3, 0.1)


def test_choices_are_kept_until_others_are_made_or_they_are_forgotten(store: Store) -> None:
    settle(store, Settings(age="0-1", turned={"Blend.skip": 5}), False, all_knobs())
    kept, knobs = settle(store, Settings(), False, all_knobs())
    assert kept == Settings(age="0-1", turned={"Blend.skip": 5})
    assert knobs.changed()["Blend.skip"] == 5
    kept, _ = settle(store, Settings(age="3-6", skip=True), False, all_knobs())
    assert kept == Settings(age="3-6", skip=True, turned={"Blend.skip": 5})
    kept, knobs = settle(store, Settings(turned={"Blend.smooth": 2}), True, all_knobs())
    assert knobs.changed() == {"Blend.smooth": 2}
    assert settings.read(store) == kept
    settle(store, Settings(), True, all_knobs())
    assert store.names() == []


def test_a_goal_is_kept_until_another_is_named_or_it_is_forgotten(store: Store) -> None:
    settle(store, from_call(None, None, None, None, (), "receiving, enc.wait"), False, all_knobs())
    kept, _ = settle(store, Settings(age="0-1"), False, all_knobs())
    assert kept.goal == ("receiving", "enc.wait") == settings.read(store).goal
    assert settle(store, Settings(goal=("attuned",)), False, all_knobs())[0].goal == ("attuned",)
    assert settle(store, Settings(), True, all_knobs())[0].goal == ()


def test_a_refused_choice_is_not_kept(store: Store) -> None:
    settle(store, Settings(age="0-1"), False, all_knobs())
    with pytest.raises(KnobError, match=r"Blend\.skip must be in"):
        settle(store, Settings(turned={"Blend.skip": -1}), False, all_knobs())
    assert settings.read(store) == Settings(age="0-1")


def test_a_kept_choice_that_holds_no_more_says_how_to_be_rid_of_it(store: Store) -> None:
    settings.keep(store, Settings(turned={"Gone.knob": 1}))
    with pytest.raises(KnobError, match=r"Gone\.knob.*--defaults"):
        settle(store, Settings(), False, all_knobs())
    settle(store, Settings(), True, all_knobs())


@pytest.mark.parametrize(
    "kept",
    [
        b"[]",
        b"{",
        b'{"turned": 5}',
        b'{"hue": 1}',
        b'{"turned": [1]}',
        b'{"goal": ["x"]}',
        b'{"goal": 3}',
        b'{"labels": {"x": "y"}}',
    ],
)
def test_a_damaged_file_of_choices_is_named(store: Store, kept: bytes) -> None:
    store.write(settings.KEPT, kept)
    with pytest.raises(StoreError, match=r"settings\.json"):
        settings.read(store)


def test_choices_as_typed() -> None:
    assert from_call(None, None, None, None, ("Blend.skip=5", " Blend.smooth = 1.5")).turned == {
        "Blend.skip": 5,
        "Blend.smooth": 1.5,
    }


@pytest.mark.parametrize("typed", ["Blend.skip", "Blend.skip=", "Blend.skip=much", "=3", "Blend.skip=nan"])
def test_what_cannot_be_read_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(KnobError) as why:
        settings.apply(from_call(None, None, None, None, (typed,)), all_knobs())
    assert "\n" not in str(why.value)


def test_unknown_ages_and_profiles_name_the_known_ones() -> None:
    with pytest.raises(KnobError, match="0-1, 1-3, 3-6, 6-12"):
        Settings(age="2").changes()
    with pytest.raises(KnobError, match="signing"):
        Settings(profile="sign").changes()


def test_a_file_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[Blend]\nskip = 12\n")
    assert value("Blend.skip", from_call(None, None, None, path, ())) == 12


def test_a_ranker_is_kept_as_its_numbers(store: Store) -> None:
    liked = {"encouraging": 0.4, "mutual_gaze": -0.1}
    settle(store, Settings(ranker=liked), False, all_knobs())
    assert settle(store, Settings(), False, all_knobs())[0].ranker == liked
    store.write_json(settings.KEPT, {"format": 1, "ranker": {"encouraging": "much"}})
    with pytest.raises(StoreError, match="--defaults"):
        settings.read(store)
