"""What researchers count of voices, where it is known by hand; and that talking much is not answering."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad, unheard, unseen
from attune.errors import KnobError
from attune.knobs import Knobs, knobs_of
from attune.rules.contingency import Answering, Contingency
from attune.rules.floor import Turns
from attune.rules.talk import Talk, talk
from attune.score import GROUPS, tell
from attune.timeline import Bools, Clock, Floats, Span, series
from tests.dyads import ADULT, CHILD, Part, build, conversing, hidden, lively

KNOBS = Knobs.of(*GROUPS)
CHATTER = {"quiet": 9.0, "ordinary": 3.0, "talkative": 1.0}
"""Mean seconds of silence of an adult who talks without minding the child."""


def counted(dyad: Dyad, **knobs: float) -> Talk:
    return talk(dyad, tell(dyad, KNOBS)[1], Contingency(**knobs))


def voice(rng: np.random.Generator, clock: Clock, pause: float, longest: float) -> Floats:
    """Turns of random length after random silences."""
    out, now = np.zeros(clock.count), rng.exponential(pause)
    while now < clock.span.end:
        end = now + rng.uniform(0.4, longest)
        out[(clock.times >= now) & (clock.times < end)] = 1
        now = end + 0.6 + rng.exponential(pause)
    return out


def answers_to(child: Floats, rng: np.random.Generator, share: float) -> Floats:
    """A voice of one second 0.5 to 2 s after each turn of the child, for a share of them."""
    out = np.zeros(len(child))
    for end in np.flatnonzero((child[:-1] == 1) & (child[1:] == 0)) + 1:
        if rng.random() < share:
            start = end + int(rng.integers(5, 20))
            out[start : start + 10] = 1
    return out


def heard(adult: Floats, child: Floats, known: Bools | None = None) -> Dyad:
    """Two voices of people whom nobody sees; where they are not `known` there is no sound."""
    clock = Clock(10, len(adult))
    known = np.ones(len(adult), bool) if known is None else known
    tracks = [replace(unseen(p, clock), speaks=np.where(known, v, np.nan)) for p, v in ((ADULT, adult), (CHILD, child))]
    voices = np.where(known, np.maximum(adult, child), np.nan)
    return Dyad(clock, 4 / 3, clock.count / 10, tracks[0], tracks[1], voice=voices, other_voice=0 * voices)


def independent(pause: float, seed: int, seconds: int = 300) -> Answering:
    rng, clock = np.random.default_rng(seed), Clock(10, 10 * seconds)
    child = voice(rng, clock, 5.0, 1.2)
    dyad = heard(voice(rng, clock, pause, 2.5), child)
    voices = {f"{who}_speaks": series(clock, getattr(dyad, who).speaks) for who in ("adult", "child")}
    return talk(dyad, Turns()(dyad, voices, ()), Contingency()).answering["adult"]


# -- chance --------------------------------------------------------------------------------------------------------


def test_a_talkative_adult_is_not_a_responsive_one() -> None:
    told = {name: [independent(pause, seed) for seed in range(12)] for name, pause in CHATTER.items()}
    rates = {name: np.mean([a.rate for a in found]) for name, found in told.items()}
    assert rates["quiet"] < 0.4
    assert rates["quiet"] + 0.2 < rates["ordinary"] < rates["talkative"] - 0.2
    for name, found in told.items():
        assert abs(np.mean([a.index for a in found])) < 0.05, name
        assert sum(a.low <= 0 <= a.high for a in found) >= 10, name
    assert sum(a.low <= 0 <= a.high for found in told.values() for a in found) >= 33, "95 % of 36"


def test_who_answers_does_so_beyond_chance_whichever_way_it_goes() -> None:
    rng, clock = np.random.default_rng(2), Clock(10, 3000)
    child = voice(rng, clock, 5.0, 1.2)
    answering = counted(heard(answers_to(child, rng, 0.8), child)).answering
    assert answering["adult"].low > 0.2
    assert answering["child"].low <= 0.1
    turned = counted(heard(child, answers_to(child, rng, 0.8))).answering
    assert turned["child"].low > 0.2


def test_a_partner_shifted_by_twenty_seconds_answers_by_chance() -> None:
    rng, clock = np.random.default_rng(5), Clock(10, 3000)
    child = voice(rng, clock, 5.0, 1.2)
    shifted = counted(heard(np.roll(answers_to(child, rng, 0.8), 200), child)).answering["adult"]
    assert shifted.low <= 0 <= shifted.high


def test_going_on_speaking_answers_nothing() -> None:
    child = np.zeros(1200)
    child[np.arange(100, 1100, 100)] = child[np.arange(101, 1101, 100)] = child[np.arange(102, 1102, 100)] = 1
    always = np.ones(1200)
    always[0] = 0
    assert counted(heard(always, child)).answering["adult"].rate == 0


def test_what_is_not_known_is_counted_nowhere() -> None:
    rng, clock = np.random.default_rng(3), Clock(10, 3000)
    child = voice(rng, clock, 5.0, 1.2)
    adult, known = answers_to(child, rng, 0.8), clock.times < 200
    whole, part = (counted(heard(adult, child, k)).answering["adult"] for k in (None, known))
    assert part.asked < whole.asked
    assert part.rate == pytest.approx(whole.rate, abs=0.15)
    none = counted(heard(adult, child, ~(known | True)))
    assert none.answering["adult"].asked == 0
    assert np.isnan(none.answering["adult"].index)
    assert none.known == {"adult": 0, "child": 0, "other": 0, "sound": 0}


def test_no_answer_is_awaited_across_a_cut_nor_after_the_end() -> None:
    dyad = conversing(count=20)
    asked = counted(dyad).answering["child"].asked
    assert counted(replace(dyad, cuts=(3.5, 7.5))).answering["child"].asked == asked - 2
    late = build(70, Part(speaks=((67.0, 68.0, "speak"),)), Part(), sound=True)
    assert counted(late).answering["child"].asked == 0


def test_a_film_too_short_to_shift_has_no_index() -> None:
    short, long = (counted(conversing(count=n)).answering["child"] for n in (10, 20))
    assert short.asked == 10
    assert np.isnan(short.index)
    assert not np.isnan(long.index)


def test_counting_twice_gives_the_same() -> None:
    assert independent(3.0, 1) == independent(3.0, 1)


@pytest.mark.parametrize("number", knobs_of(Contingency), ids=lambda n: n.where)
def test_every_number_refuses_what_is_out_of_range_and_changes_something(number: object) -> None:
    name = number.where.partition(".")[2]  # type: ignore[attr-defined]
    for value in (number.low - 1, number.high + 1):  # type: ignore[attr-defined]
        with pytest.raises(KnobError):
            Contingency(**{name: value})
    rng, clock = np.random.default_rng(2), Clock(10, 4000)
    child = voice(rng, clock, 5.0, 1.2)
    dyad = heard(answers_to(child, rng, 0.8), child)
    assert counted(dyad, **{name: number.low}).answering != counted(dyad, **{name: number.high}).answering  # type: ignore[attr-defined]


# -- the floor -----------------------------------------------------------------------------------------------------


def said(adult: list[tuple[float, float]], child: list[tuple[float, float]], **how: object) -> Talk:
    parts = (Part(speaks=[(a, b, "speak") for a, b in spells]) for spells in (adult, child))
    return counted(build(70, *parts, **how))  # type: ignore[arg-type]


def test_the_floor_goes_over_after_a_gap_and_with_an_overlap() -> None:
    told = said([(2, 4), (7, 9)], [(4.6, 7.3)])
    assert [(t.to, round(t.at, 1), round(t.offset, 1), t.clear) for t in told.transfers] == [
        ("child", 4.6, 0.6, True), ("adult", 7.0, -0.3, True),
    ]  # fmt: skip
    assert [(round(s.start, 1), round(s.end, 1)) for s in told.overlaps] == [(7.0, 7.3)]
    assert told.floor == {"adult": pytest.approx(4.0), "child": pytest.approx(2.4)}
    assert told.turns == ((Span(2, 4), "adult"), (Span(4.6, 7.3), "child"), (Span(7, 9), "adult"))


def test_a_turn_inside_anothers_takes_no_floor() -> None:
    told = said([(2, 8)], [(4, 5)])
    assert told.transfers == ()
    assert told.floor == {"adult": pytest.approx(6.0), "child": 0.0}
    assert len(told.overlaps) == 1


def test_a_transfer_with_another_in_between_is_not_clear_and_none_crosses_a_cut() -> None:
    told = said([(2, 4)], [(6, 7)], others=((4.5, 5.5, "speak"),))
    assert [t.clear for t in told.transfers] == [False]
    assert said([(2, 4)], [(6, 7)], cuts=(5.0,)).transfers == ()


@pytest.mark.parametrize(
    ("adult", "child", "how", "turns"),
    [
        ([(2, 3)], [(4, 5)], {}, 1),
        ([(2, 3), (6, 7)], [(4, 5), (8, 9)], {}, 2),
        ([(2, 3), (6, 7)], [(4, 5)], {}, 1),
        ([(2, 3)], [(8, 9)], {}, 0),
        ([(2, 4)], [(3, 5)], {}, 0),
        ([(2, 3)], [(6, 7)], {"others": ((4, 5, "speak"),)}, 0),
    ],
    ids=["a pair", "two pairs", "each voice in one pair", "5 s apart", "overlap", "another between"],
)
def test_turns_as_lena_counts_them(
    adult: list[tuple[float, float]], child: list[tuple[float, float]], how: dict[str, object], turns: int
) -> None:
    assert said(adult, child, **how).lena == turns


def test_ours_counts_every_answer() -> None:
    assert said([(2, 3), (6, 7)], [(4, 5), (8, 9)]).exchanges == 3
    assert said([(2, 3)], [(6.5, 7.5)], others=((4, 5, "whom"),)).exchanges == 0


def test_without_sound_nothing_is_counted() -> None:
    for dyad in (lively(), hidden(conversing())):
        told = counted(dyad)
        assert (told.turns, told.transfers, told.lena, told.exchanges) == ((), (), 0, 0)
        assert np.isnan(unheard(dyad.clock)).all()
        assert set(told.known.values()) == {0.0}
