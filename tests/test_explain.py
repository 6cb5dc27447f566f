"""One sentence a moment: whatever was seen, it names both people, keeps to the words, and reads as one sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.dyad import Person
from attune.explain import honest, sentence, shown
from attune.moment import Event, Who
from attune.timeline import Span
from attune.words import forbidden
from tests.scores import ADULT, CHILD, event, yes_cycle

LAURA, SARAH = replace(ADULT, name="Laura"), replace(CHILD, name="Sarah")
SOLO = {
    "initiative": ("look", "reach", "move", "smile", "point", "show", "voice", "", "of a new kind"),
    "reception": ("look", "smile", "lean", "hand", "nod", "move", "voice", "", "of a new kind"),
    "return": ("look", "reach", "move", "smile", "hand", "lean", "voice", ""),
}
SIDES: tuple[Who, Who] = ("adult", "child")
PAIR = {"mutual_gaze": ("",), "joint_attention": ("", "coordinated"), "both_smile": ("",), "reconnect": ("",),
        "yes_cycle": ("",), "chain": ("",)}  # fmt: skip
CHANCES = [(kind, who, how) for kind, hows in SOLO.items() for how in hows for who in ("adult", "child")]
CHANCES += [(kind, "both", how) for kind, hows in PAIR.items() for how in hows]
CHANCES += [("wait", "adult", how) for how in ("", "look", "reach", "voice", "move")] + [("help", "adult", "hand")]


@st.composite
def happenings(draw: st.DrawFn) -> list[Event]:
    """Up to ten events of any kind within half a minute."""
    out = []
    for kind, who, how in draw(st.lists(st.sampled_from(CHANCES), max_size=10)):
        start = 100 + draw(st.integers(0, 300)) / 10
        length = draw(st.integers(0, 120)) / 10
        out.append(Event(Span(start, start + length), kind, who, how, draw(st.integers(0, 10)) / 10))  # type: ignore[arg-type]
    return out


@settings(max_examples=600, deadline=None)
@given(
    happenings(), st.sampled_from([(ADULT, CHILD), (LAURA, SARAH), (LAURA, CHILD)]), st.floats(0, 1), st.integers(0, 40)
)
def test_any_sentence(events: list[Event], people: tuple[Person, Person], sure: float, turn: int) -> None:
    adult, child = people
    text = sentence(events, 100.0, adult, child, sure, turn)
    assert forbidden(text) == []
    assert (adult.name or "the adult").lower() in text.lower()
    assert (child.name or "the child").lower() in text.lower()
    assert re.fullmatch(r"01:40 - [A-Z][^.]*[a-z]\.", text), text
    assert text.count(";") <= 4
    assert not re.search(r"\{|\}|  |;;| ;|\b(\w+) \1\b", text), text
    assert ("seems" in text) == (sure < 0.6)


def test_what_is_said_is_answered_from_its_end_on() -> None:
    said = event("initiative", 100, 104, "child", "voice")
    answer, back = event("reception", 105, 106, "adult", "voice"), event("return", 106.5, 107, "child", "voice")
    text = sentence([said, answer, back], 100.0, LAURA, SARAH, 1.0)
    assert text == ("01:40 - Sarah made a sound; Laura answered about a second later, then Sarah answered in turn.")
    assert "at once" in sentence([said, replace(answer, span=Span(104.3, 105))], 100.0, LAURA, SARAH, 1.0)


def test_an_adult_speaks_and_a_child_is_heard() -> None:
    told = {who: sentence([event("initiative", 100, 101, who, "voice")], 100.0, LAURA, SARAH, 1.0) for who in SIDES}
    assert "Laura spoke" in told["adult"]
    assert "Sarah made a sound" in told["child"]


def test_a_chain_is_told_in_its_order_with_its_latency() -> None:
    text = sentence(yes_cycle(12), 12, LAURA, SARAH, 0.9)
    assert text == "00:12 - Sarah reached out; Laura looked up about a second later, then Sarah smiled in return."


def test_a_quick_answer_came_at_once() -> None:
    events = [event("initiative", 5, 6, "child", "look"), event("reception", 5.3, 6, "adult", "smile")]
    text = sentence(events, 5, ADULT, CHILD, 0.9)
    assert text == "00:05 - The child looked up at the adult; the adult answered with a smile at once."


def test_an_adult_may_begin_and_the_child_has_part_in_it() -> None:
    events = [event("initiative", 5, 6, "adult", "look"), event("reception", 7, 8, "child", "look")]
    text = sentence(events, 5, LAURA, SARAH, 0.9)
    assert text == "00:05 - Laura looked up at Sarah; Sarah looked up about two seconds later."


def test_a_wait_is_told_with_what_it_was_for() -> None:
    events = [event("wait", 340, 344, "adult", "reach"), event("initiative", 344, 345, "child", "reach")]
    text = sentence(events, 340, LAURA, SARAH, 0.9)
    assert text == "05:40 - Laura stayed still and kept watching for four seconds; then Sarah reached out."


def test_who_waits_where_voices_are_known_stays_quiet() -> None:
    events = [event("wait", 340, 344, "adult", "show"), event("initiative", 344, 345, "child", "show")]
    text = sentence(events, 340, LAURA, SARAH, 0.9, heard=True)
    assert text == "05:40 - Laura stayed quiet and kept watching for four seconds; then Sarah held something out."


def test_an_answer_in_two_channels_is_told_with_both() -> None:
    events = [event("initiative", 5, 6, "child", "voice"), event("reception", 6.2, 7, "adult", "look"),
              event("reception", 6.5, 7, "adult", "voice"), event("reception", 9, 10, "adult", "smile")]  # fmt: skip
    text = sentence(events, 5, LAURA, SARAH, 0.9)
    assert text == "00:05 - Sarah made a sound; Laura looked up and spoke at once."


@pytest.mark.parametrize(
    ("first", "answer", "back", "told"),
    [("reach", "smile", "reach", "reached out again"), ("look", "smile", "reach", "Sarah reached out."),
     ("voice", "voice", "voice", "answered in turn"), ("reach", "smile", "voice", "Sarah made a sound."),
     ("reach", "lean", "lean", "leaned in too"), ("reach", "voice", "lean", "Sarah leaned in.")],
)  # fmt: skip
def test_again_and_too_are_said_of_what_was_done_before(first: str, answer: str, back: str, told: str) -> None:
    events = [event("initiative", 5, 6, "child", first), event("reception", 7, 8, "adult", answer),
              event("return", 9, 10, "child", back)]  # fmt: skip
    assert told in sentence(events, 5, LAURA, SARAH, 0.9)


def test_two_who_are_told_to_smile_are_not_told_to_smile_again() -> None:
    events = [event("initiative", 5, 6, "child", "reach"), event("reception", 7, 8, "adult", "smile"),
              event("return", 9, 10, "child", "smile"), event("both_smile", 9, 10)]  # fmt: skip
    text = sentence(events, 5, LAURA, SARAH, 0.9)
    assert text.endswith("Laura answered with a smile about two seconds later, then Sarah smiled too.")


def test_a_wait_that_is_still_open_is_not_told() -> None:
    events = [event("wait", 340, 344, "adult"), event("mutual_gaze", 345, 348)]
    text = sentence(events, 340, LAURA, SARAH, 0.9)
    assert text == "05:40 - Sarah and Laura looked at each other for about three seconds."


def test_coming_back_together_is_told() -> None:
    text = sentence([event("reconnect", 422, 425), event("joint_attention", 422, 427)], 422, LAURA, SARAH, 0.9)
    assert text == (
        "07:02 - After a quiet spell Sarah and Laura found each other again; "
        "both looked at the same thing for about five seconds."
    )


def test_what_is_not_sure_only_seems() -> None:
    text = sentence(yes_cycle(12), 12, ADULT, CHILD, 0.5)
    assert text.startswith("00:12 - It seems that the child reached out;")
    assert sentence(yes_cycle(12), 12, ADULT, CHILD, 0.5, turn=1).endswith(" - or so it seems.")


def test_a_name_within_another_word_names_nobody() -> None:
    events = [event("initiative", 5, 6, "adult", "reach"), event("both_smile", 6, 7)]
    text = sentence(events, 5, replace(ADULT, name="Rosanne"), replace(CHILD, name="Anne"), 0.9)
    assert text == "00:05 - Rosanne reached out; Anne and Rosanne smiled together."


def test_two_people_of_one_name_are_told_apart() -> None:
    text = sentence(yes_cycle(12), 12, replace(ADULT, name="Kim"), replace(CHILD, name="kim "), 0.9)
    assert "Kim" not in text
    assert "the adult" in text


def _in_turn(events: list[Event], count: int) -> list[str]:
    return [sentence(events, 12, LAURA, SARAH, 0.9, turn) for turn in range(count)]


def test_ten_sentences_of_the_same_do_not_read_the_same() -> None:
    said = {sentence(yes_cycle(12), 12, LAURA, SARAH, 0.9, turn) for turn in range(10)}
    assert len(said) >= 6
    clauses = [re.split(r"; |, |: ", text.split(" - ", 1)[1].rstrip(".")) for text in _in_turn(yes_cycle(12), 10)]
    for a, b in pairwise(clauses):
        assert not set(a) & set(b), "neighbours share no clause"


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans(), st.booleans())
def test_honest_lines_blame_nobody(a: float, c: float, fewer: bool, together: bool, found: bool) -> None:
    lines = honest({"adult": a, "child": c}, ADULT, CHILD, fewer=fewer, together=together, found=found, sound=True)
    assert forbidden(" ".join(lines)) == []
    assert all(re.fullmatch(r"[A-Z].*\.", line) for line in lines)
    assert ("no numbers" in " ".join(lines)) == (min(a, c) < 0.4)


def test_where_all_was_seen_there_is_nothing_to_say() -> None:
    assert honest({"adult": 0.9, "child": 0.8}, ADULT, CHILD, fewer=False, together=True, found=True, sound=True) == ()
    (silent,) = honest({"adult": 0.9, "child": 0.8}, ADULT, CHILD, fewer=False, together=True, found=True, sound=False)
    assert "no sound" in silent


@pytest.mark.parametrize(("share", "numbers"), [(0.39, False), (0.4, True)])
def test_numbers_are_shown_from_a_coverage_on(share: float, numbers: bool) -> None:
    assert shown({"adult": 0.9, "child": share}) is numbers
