"""Behind a sentence: its events in words, with their seconds and how sure they are, and what was not seen."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from attune.dyad import Dyad
from attune.evidence import PARTS, facts, minute, unseen
from attune.moment import Event, Moment
from attune.pipeline import all_knobs
from attune.score import score
from attune.suggest import suggest
from attune.timeline import Span
from attune.words import FACTS, forbidden
from tests import dyads
from tests.scores import dyad, event, scores, yes_cycle

KNOBS = all_knobs()


def moment(events: list[Event], start: float = 10, end: float = 20) -> Moment:
    span = Span(start, end)
    return Moment("m0010.0", 1, span, span, 0.5, ("receiving",), tuple(sorted(events)), "", 1.0, 15.0)


def told(*events: Event) -> list[str]:
    return [f"{f.who} {f.what}" for f in facts(moment(list(events)), dyad(30))]


def test_every_event_is_told_with_its_seconds_and_how_sure_it_is() -> None:
    first, second, *_ = facts(moment(yes_cycle(12, quality=0.4)), dyad(30))
    assert (first.span, first.who, first.what, first.sure) == (
        Span(12, 12.8),
        "the child",
        "reached out (a beginning)",
        1.0,
    )
    assert (second.who, second.what, second.sure) == ("both", "an exchange: begun, answered, taken further", 0.4)


def test_who_did_it_and_how() -> None:
    assert told(event("reception", 12, 13, "adult", "voice")) == ["the adult spoke (an answer)"]
    assert told(event("turn", 12, 13, "adult")) == ["the adult spoke"]
    assert told(event("turn", 12, 13, "child")) == ["the child was heard"]
    assert told(event("wait", 12, 15, "adult", "reach")) == ["the adult waited until the child reached out"]
    coordinated = event("joint_attention", 12, 15, "both", "coordinated")
    assert told(coordinated) == ["both looked at the same thing, and the child at the adult too"]
    assert told(event("of a new kind", 12, 15)) == []


def test_one_act_is_told_once_with_all_that_it_was() -> None:
    spoke = [event("turn", 12, 13, "child"), event("initiative", 12, 13, "child", "voice", 0.5),
             event("reception", 12, 13, "child", "voice", 0.8), event("turn", 14, 15, "child")]  # fmt: skip
    assert told(*spoke) == ["the child made a sound (a beginning, an answer)", "the child was heard"]
    assert facts(moment(spoke), dyad(30))[0].sure == 1.0


def hidden(film: Dyad, who: str, start: float, end: float) -> Dyad:
    """The film with somebody out of sight for a while."""
    track = getattr(film, who)
    gone = film.clock.mask([Span(start, end)])
    return replace(film, **{who: replace(track, sure=np.where(gone, 0, track.sure), found=track.found & ~gone)})


def test_what_was_out_of_sight_is_said_of_whom_and_when() -> None:
    lines = unseen(moment([]), hidden(dyad(30), "child", 18, 25), scores(30))
    assert lines == [
        "the child was out of sight from 00:18.0 to 00:20.0.",
        "Nothing is known of voices: there is no sound.",
    ]


def test_voices_of_others_and_of_nobody_known_are_said() -> None:
    film = dyads.build(
        30, dyads.Part(), dyads.Part(), others=((12.0, 14.0, "speak"), (16.0, 17.0, "whom"), (19.0, 19.1, "speak"))
    )
    assert unseen(moment([]), film, scores(30)) == [
        "It cannot be told whose voice was heard from 00:16.0 to 00:17.0.",
        "Somebody else was heard from 00:12.0 to 00:14.0.",
    ]


def test_looks_that_cannot_be_told_are_said() -> None:
    film = dyads.chatter(3)
    blind = replace(film, adult=replace(film.adult, facing=np.full_like(film.adult.facing, np.nan)))
    lines = unseen(moment([]), blind, score(blind, KNOBS))
    assert any(line.startswith("It cannot be told where Laura looked from 00:10.0") for line in lines)


@pytest.mark.parametrize("seed", range(6))
def test_all_that_is_said_of_any_pair_keeps_to_the_words(seed: int) -> None:
    film = dyads.chatter(seed)
    said = score(film, KNOBS)
    moments = sorted(suggest(film, said, KNOBS), key=lambda m: m.span)
    for a, b in pairwise(moments):
        one, next_ = ({*re.split("; |, ", m.why.partition(" - ")[2].rstrip(".").lower())} for m in (a, b))
        assert not one & next_, "neighbours in the list are told in other words"
    for one in moments:
        lines = [f"{f.who} {f.what}" for f in facts(one, film)]
        assert {e.kind for e in one.events} <= {*PARTS, *FACTS, *(k.split()[0] for k in FACTS)}, "all have words"
        assert forbidden(" ".join([one.why, *lines, *unseen(one, film, said)])) == []


def test_minutes() -> None:
    assert [minute(s) for s in (0, 12.34, 59.96, 61, 3605.2)] == ["00:00.0", "00:12.3", "01:00.0", "01:01.0", "60:05.2"]
