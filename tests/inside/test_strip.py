"""The tiers say what was decided, as long as it was, and show what nobody can tell as that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.inside import strip
from attune.inside.colours import ADULT, CHILD, GROUND, HATCH, INK, MOMENT, MUTUAL, mixed
from attune.inside.strip import Layout
from attune.inside.tiers import Window, tiers
from attune.inside.view import View
from attune.moment import Moment
from attune.timeline import Clock, Span
from tests import dyads, scores
from tests.inside.views import Pixels, alike, changed, view

LAYOUT = Layout(640, 12.0)
WHOLE = Window(Span(0, 20), 400)


def painted(seen: View, title: str, window: Window = WHOLE, tall: int = 24) -> Pixels:
    """One tier alone."""
    part = strip.blank(tall, window.wide)
    next(tier for tier in tiers(seen) if tier.title == title).paint(part, window, 12.0)
    return part


def at(part: Pixels, start: float, end: float, window: Window = WHOLE) -> Pixels:
    """The part of a tier that shows this time."""
    return part[:, round(window.x(start)) + 1 : round(window.x(end)) - 1]


def test_a_look_at_the_partner_fills_its_tier_while_it_lasts() -> None:
    part = painted(view(dyads.glancing()), "Laura looks at")
    for start, end, looks in ((0, 5, False), (5, 7, True), (7, 12, False), (12, 16, True)):
        share = alike(at(part, start, end), ADULT).mean()
        assert share > 0.7 if looks else share < 0.1


def test_the_height_of_a_cue_is_how_likely_it_is() -> None:
    seen = view(dyads.face_to_face())
    cue = seen.cues["mutual_gaze"]
    for value in (0.25, 0.75):
        half = replace(seen, cues={**seen.cues, "mutual_gaze": replace(cue, values=np.full(cue.clock.count, value))})
        part = painted(half, "look at each other", tall=100)
        assert alike(part, MUTUAL).mean() == pytest.approx(value, abs=0.03)


def test_each_second_has_a_bright_line_where_it_came_to() -> None:
    seen = view(dyads.glancing())
    part = painted(seen, "look at each other", tall=50)
    bright = np.argmax(alike(part, INK, 10), axis=0)
    assert bright[round(WHOLE.x(3))] == 49
    assert bright[round(WHOLE.x(14))] < 25


@pytest.mark.parametrize("title", ["Laura looks at", "look at each other", "look at one thing", "Laura smiles"])
def test_what_cannot_be_told_is_hatched_and_what_is_not_there_is_bare(title: str) -> None:
    dyad = dyads.apart()
    lost = (dyad.clock.times > 8) & (dyad.clock.times < 14)
    part = painted(view(dyads.hidden(dyad, "both", lost)), title)
    unknown, known = at(part, 9, 13), at(part, 1, 7)
    assert 0.1 < alike(unknown, HATCH, 10).mean() < 0.5
    assert alike(known, HATCH, 10).mean() < 0.02, "no more than the edges of letters"
    if title != "Laura looks at":
        assert (known[:-1] == GROUND).all(), "known to be no: bare but for the line at its foot"


def test_nothing_stands_before_the_film_and_after_its_end() -> None:
    window = Window(Span(-10, 40), 500)
    dyad = dyads.hidden(dyads.face_to_face())
    for tier in tiers(view(dyad)):
        part = strip.blank(20, 500)
        tier.paint(part, window, 12.0)
        for start, end in ((-10, 0), (20, 40)):
            assert (at(part, start, end, window) == GROUND).all(), tier.title


def test_what_people_do_has_its_place_in_time_and_its_name() -> None:
    seen = view(dyads.one_cycle())
    reach = next(e for e in seen.scores.events if e.kind == "initiative" and e.who == "child")
    window = Window(Span(0, 30), 1500)
    part = painted(seen, "Sarah does", window)
    lane = part[: len(part) // 2 - 1]
    assert (at(lane, 0, reach.span.start - 0.2, window) == GROUND).all()
    bar = lane[2, round(window.x(reach.span.start)) + 2]
    assert tuple(bar) == mixed(CHILD, GROUND, 0.4)
    tier = next(t for t in tiers(seen) if t.title == "Sarah does")
    assert tier.told(reach.span.middle) == ("begins: reach", reach.sure)
    assert tier.told(1.0) == ("", 0.0)


def test_events_beside_each_other_have_lanes_of_their_own() -> None:
    seen = view(dyads.apart())
    two = (scores.event("initiative", 2, 9, "adult", "look"), scores.event("reception", 5, 12, "adult", "smile"))
    part = painted(replace(seen, scores=replace(seen.scores, events=two)), "Laura does")
    upper, lower = at(part[:11], 9.5, 12), at(part[12:23], 9.5, 12)
    assert (upper == GROUND).all()
    assert (lower != GROUND).any(axis=2).all()


def test_moments_are_shown_by_their_numbers() -> None:
    span = Span(3.0, 9.0)
    moment = Moment("m", 2, span, span, 0.5, ("attuned",), (), "", 1.0, 5.0)
    seen = view(dyads.face_to_face(), (moment,))
    part = painted(seen, "moments")
    assert tuple(at(part, 6, 9)[1, 5]) == mixed(MOMENT, GROUND, 0.4)
    assert (at(part, 9.2, 20) == GROUND).all()
    assert next(t for t in tiers(seen) if t.title == "moments").told(4.0)[0] == "no. 2"


def test_numbers_of_a_second_stand_beside_the_tiers() -> None:
    seen = view(dyads.glancing())
    told = {tier.title: tier.told for tier in tiers(seen)}
    assert told["Laura looks at"](6.5)[0].startswith("Sarah ")
    assert not told["Laura looks at"](3.5)[0].startswith("Sarah ")
    assert told["look at each other"](3.5)[0] == "0 %"
    assert told["both told"](3.5)[0] == "100 %"
    lost = {tier.title: tier.told for tier in tiers(view(dyads.hidden(dyads.glancing())))}
    assert lost["Laura looks at"](6.5) == ("not seen", 0.0)
    assert lost["look at each other"](6.5) == ("cannot tell", 0.0)
    assert lost["both told"](6.5)[0] == "0 %"


def test_the_band_of_a_longer_time_holds_that_of_a_shorter_one() -> None:
    """So a film may be scrolled through one band."""
    seen = view(dyads.hidden(dyads.one_cycle(), "child", np.arange(300) > 200))
    long = strip.band(seen, Span(0, 32), LAYOUT, 640)
    short = strip.band(seen, Span(8, 24), LAYOUT, 320)
    same = (long[:, 160:480] == short).all(axis=2)
    assert same.mean() > 0.98, "names of what began before stand elsewhere"


def test_cuts_go_through_all_tiers() -> None:
    dyad = dyads.two_shots()
    seen = view(dyad)
    cut, window = dyad.cuts[0], Span(dyad.cuts[0] - 5, dyad.cuts[0] + 5)
    band = strip.band(seen, window, LAYOUT, 400)
    bare = strip.band(replace(seen, dyad=replace(dyad, cuts=())), window, LAYOUT, 400)
    columns = np.flatnonzero((band != bare).any(axis=(0, 2)))
    assert list(columns) == [200]
    assert cut in window


def test_the_strip_is_as_high_as_it_says() -> None:
    seen = view(dyads.glancing())
    whole = [strip.words(seen, 3.0, LAYOUT), strip.gutter(seen, LAYOUT, 3.0), strip.legend(LAYOUT)]
    assert sum(map(len, whole)) == strip.height(seen, LAYOUT)
    assert len(strip.band(seen, Span(0, 10), LAYOUT, 100)) == len(whole[1])
    assert strip.height(seen, LAYOUT) % 2 == 0


def test_a_window_knows_its_ticks() -> None:
    ticks = Window(Span(-1, 3), 8).ticks(Clock(1, 3), 2.5)
    assert list(ticks) == [-1, -1, 0, 0, 1, 1, 2, -1]


def test_a_person_who_smiles_is_told_from_one_who_does_not() -> None:
    dyad = dyads.one_cycle()
    part = painted(view(dyad), "Laura smiles", Window(Span(0, 30), 600), tall=40)
    window = Window(Span(0, 30), 600)
    assert alike(at(part, 11.7, 14.3, window), ADULT).mean() > 0.6
    assert alike(at(part, 0, 11, window), ADULT).mean() < 0.05
    gone = replace(dyad, adult=changed(dyad.adult, lambda a: np.full_like(a, np.nan), "smile"))
    hatched = at(painted(view(gone), "Laura smiles", window, tall=40), 0, 30, window)
    assert not alike(hatched, ADULT).any()
    assert alike(hatched, HATCH, 10).any()


def test_voices_have_tiers_where_there_is_sound_and_none_where_there_is_not() -> None:
    silent = dyads.build(20, dyads.Part(), dyads.Part())
    assert not [tier.title for tier in tiers(view(silent)) if "heard" in tier.title]
    spoken = dyads.build(20, dyads.Part(speaks=((5, 8, "speak"),)), dyads.Part(speaks=((12, 14, "speak"),)))
    seen = view(spoken)
    assert [t.title for t in tiers(seen) if "heard" in t.title] == ["Laura heard", "Sarah heard", "another heard"]
    part = painted(seen, "Laura heard")
    assert alike(at(part, 5, 8), ADULT).mean() > 0.7
    assert alike(at(part, 12, 14), ADULT).mean() < 0.1
