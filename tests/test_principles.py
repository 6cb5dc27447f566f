"""The names of principles: as guiders type them, and as the science page has them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from attune import words
from attune.errors import KnobError
from attune.principles import LEVELS, NAMES, PRINCIPLES, SIGNS, UNSEEN, goal_of, levels, seen
from attune.rules import CREDITS, EVENTS, RULES
from attune.score import Blend, name_of
from tests.scores import event

SCIENCE = (Path(__file__).parents[1] / "docs" / "science.md").read_text(encoding="utf-8")


def test_a_goal_is_names_with_commas() -> None:
    assert goal_of(" Receiving,enc.wait ,, receiving") == ("receiving", "enc.wait")
    assert goal_of("") == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("recieving", "Did you mean receiving"), ("enc.wate", "enc.wait"), ("dev.nothing", "Did you mean rec.notice"),
     ("xyz", "attentive, encouraging, receiving, attuned, guiding")],
)  # fmt: skip
def test_an_unknown_name_is_refused_in_one_line_with_the_nearest(typed: str, told: str) -> None:
    with pytest.raises(KnobError) as why:
        goal_of(f"receiving,{typed}")
    assert f"There is no principle {typed}." in str(why.value)
    assert told in str(why.value)
    assert "\n" not in str(why.value)


def test_an_id_stands_for_its_principle_where_it_can_be_seen() -> None:
    assert levels(("enc.wait", "gui.info")) == {"encouraging"}
    assert levels(("rep.reconnect", "guiding")) == {"attuned", "guiding"}
    assert seen(("gui.info", "dev.yes")) == ("dev.yes",)


def test_every_name_has_one_neutral_label_and_one_home() -> None:
    assert set(words.PRINCIPLES) == set(NAMES)
    assert len(set(words.PRINCIPLES.values())) == len(NAMES) == len(set(NAMES))
    assert all(getattr(Blend(), name) for name in PRINCIPLES)
    assert all(name.partition(".")[0] in {*LEVELS.values(), "rep"} for name in (*SIGNS, *UNSEEN))


def test_the_science_page_has_the_ids_that_are_seen_and_those_that_are_not() -> None:
    section = SCIENCE.partition("## 1 ")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z]{3}\.[a-z]+) \|", section, re.M)) == set(SIGNS)
    assert set(re.findall(r"`([a-z]{3}\.[a-z]+)`", section)) == set(UNSEEN)


def test_a_sign_is_an_event_of_its_kind_person_and_channel_or_a_cue_that_is_there() -> None:
    assert SIGNS["enc.wait"].in_event(event("wait", 3, 6, "adult", "reach"))
    assert not SIGNS["enc.wait"].in_event(event("wait", 3, 6, "adult")), "a wait that is still open"
    assert SIGNS["rec.body"].in_event(event("reception", 3, 4, "adult", "lean"))
    assert not SIGNS["rec.body"].in_event(event("reception", 3, 4, "adult", "look"))
    assert not SIGNS["rec.notice"].in_event(event("reception", 3, 4, "child", "look"))
    assert not SIGNS["att.look"].in_event(event("wait", 3, 6, "adult"))
    cues = {name_of(rule) for rule in (*RULES, *EVENTS, *CREDITS)}
    assert {sign.cue for sign in SIGNS.values() if sign.cue} <= cues
    assert all(bool(sign.kind) != bool(sign.cue) for sign in SIGNS.values())
