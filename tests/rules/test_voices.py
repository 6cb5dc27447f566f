"""Turns of voices, and answers in any channel: what is heard of scripted people, by whom and how surely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad
from attune.knobs import Knobs
from attune.moment import Event
from attune.rules.floor import promptness
from attune.score import GROUPS, score, tell
from tests.dyads import Part, apart, build, chatter, conversing, hidden, in_the_dark, lively, waiting

KNOBS = Knobs.of(*GROUPS)


def events(dyad: Dyad, kind: str, who: str = "", how: str | None = None, **knobs: float) -> list[Event]:
    told = tell(dyad, KNOBS.set({name.replace("__", "."): value for name, value in knobs.items()}))[1]
    return [e for e in told if e.kind == kind and who in ("", e.who) and how in (None, e.how)]


def times(found: list[Event]) -> list[tuple[float, float]]:
    return [(round(e.span.start, 2), round(e.span.end, 2)) for e in found]


def asked(answer: float, until: float = 12.0, **how: object) -> Dyad:
    """The child speaks from 10 to `until`, and the adult for a second from `answer` on; they look at each other."""
    adult, child = ((answer, answer + 1.0, "speak"),), ((10.0, until, "speak"),)
    return build(30, Part("partner", speaks=adult), Part("partner", speaks=child), **how)  # type: ignore[arg-type]


# -- turns ---------------------------------------------------------------------------------------------------------


def test_voices_are_cues_as_they_were_heard() -> None:
    dyad = asked(13.0, others=((20.0, 21.0, "speak"), (25.0, 26.0, "whom")))
    cues = score(dyad, KNOBS).cues
    assert cues["child_speaks"].values[[9, 10, 11, 12]].tolist() == [0, 1, 1, 0]
    assert cues["adult_speaks"].values[13] == cues["other_speaks"].values[20] == 1
    assert all(np.isnan(cues[f"{who}_speaks"].values[25]) for who in ("adult", "child", "other"))


def test_a_pause_of_ones_own_ends_no_turn() -> None:
    child = Part(speaks=((2.0, 3.0, "speak"), (3.4, 4.0, "speak"), (4.9, 5.5, "speak")))
    dyad = build(10, Part(), child)
    assert times(events(dyad, "turn")) == [(2.0, 4.0), (4.9, 5.5)]
    assert times(events(dyad, "turn", Turns__pause=0.3)) == [(2.0, 3.0), (3.4, 4.0), (4.9, 5.5)]


def test_a_click_and_a_voice_that_might_be_anybodys_are_no_turn() -> None:
    dyad = build(10, Part(speaks=((2.0, 2.1, "speak"),)), Part(), others=((4.0, 6.0, "whom"), (7.0, 8.0, "speak")))
    assert not events(dyad, "turn")


def test_a_turn_ends_at_a_cut() -> None:
    dyad = replace(asked(15.0), cuts=(11.0,))
    assert times(events(dyad, "turn", "child")) == [(10.0, 11.0), (11.0, 12.0)]


# -- begun and answered by voice -----------------------------------------------------------------------------------


def test_a_voice_after_silence_is_an_initiative_for_as_long_as_its_turn() -> None:
    assert times(events(asked(13.0), "initiative", "child")) == [(10.0, 12.0)]
    soon = build(10, Part(), Part(speaks=((2.0, 3.0, "speak"), (3.8, 4.5, "speak"))))
    assert len(events(soon, "initiative", "child", "voice")) == 2
    assert len(events(soon, "initiative", "child", "voice", ChildInitiatives__silence=1.0)) == 1


def test_a_voice_that_was_not_heard_to_begin_begins_nothing() -> None:
    child = Part(speaks=((5.0, 6.0, "speak"),))
    assert not events(build(10, Part(), child, others=((3.0, 5.0, "whom"),)), "initiative", "child")
    assert not events(build(10, Part(), Part(speaks=((0.0, 3.0, "speak"),))), "initiative", "child")


def test_a_look_that_goes_with_a_voice_is_one_initiative_until_the_voice_ends() -> None:
    child = Part(looks=((5.0, 8.0, "partner"),), speaks=((5.3, 6.0, "speak"),))
    (begun,) = events(build(12, Part(), child), "initiative", "child")
    assert (begun.how, *times([begun])) == ("voice", (5.0, 6.0))


@pytest.mark.parametrize(
    ("answer", "worth"), [(12.0, 1.0), (14.0, 1.0), (15.5, 0.5), (11.6, 0.7), (11.2, None), (17.2, None)]
)
def test_an_answer_by_voice_is_worth_k_of_its_gap(answer: float, worth: float | None) -> None:
    found = events(asked(answer), "reception", "adult", "voice")
    assert [e.sure for e in found] == ([] if worth is None else [pytest.approx(worth)])


@pytest.mark.parametrize(("gap", "worth"), [(-0.5, 0.7), (-0.6, 0.0), (0.0, 1.0), (2.0, 1.0), (3.5, 0.5), (5.0, 0.0)])
def test_promptness_of_gaps_and_overlaps(gap: float, worth: float) -> None:
    assert promptness(gap, 2.0, 5.0) == pytest.approx(worth)


def test_what_is_said_may_be_answered_by_a_smile_and_a_reach_by_voice() -> None:
    smiles = build(
        30, Part(smiles=((11.0, 13.0, "smile"),)), Part("partner", speaks=((10.0, 12.0, "speak"),)), sound=True
    )
    assert [e.how for e in events(smiles, "reception", "adult")] == ["smile"]
    reach = build(30, Part(speaks=((11.0, 12.0, "speak"),)), Part(hands=((10.0, 11.0, "reach"),)))
    assert [e.how for e in events(reach, "reception", "adult")] == ["voice"]


@pytest.mark.parametrize("whose", ["speak", "whom"])
def test_across_a_voice_of_another_or_of_nobody_knows_whom_nothing_is_answered(whose: str) -> None:
    assert events(asked(14.0), "reception", "adult", "voice")
    between = asked(14.0, others=((12.5, 13.5, whose),))
    assert not events(between, "reception", "adult", "voice")
    after = asked(14.0, others=((15.5, 16.5, whose),))
    assert events(after, "reception", "adult", "voice")


def test_somebody_behind_the_camera_answers_nobody() -> None:
    child = Part(speaks=[(4.0 * k + 2, 4.0 * k + 3, "speak") for k in range(6)])
    guider = [(4.0 * k + 3.6, 4.0 * k + 4.6, "speak") for k in range(6)]
    alone = build(30, Part("partner"), replace(child, rest="partner"), others=guider)
    assert len(events(alone, "initiative", "child", "voice")) == 6
    for kind in ("reception", "return", "yes_cycle", "chain"):
        assert not events(alone, kind, how="voice" if kind == "reception" else None), kind
    np.testing.assert_allclose(score(alone, KNOBS).cues["turn_taking"].values, 0)


def test_voices_that_go_to_and_fro_are_cycles() -> None:
    found = events(conversing(count=4), "yes_cycle")
    assert len(found) == 3
    assert all(e.sure == pytest.approx(1.0) for e in found)
    assert len(events(conversing(count=4), "chain")) == 1


def test_a_partner_shifted_by_twenty_seconds_leaves_fewer_cycles() -> None:
    rng = np.random.default_rng(4)
    starts = np.cumsum(rng.uniform(6.0, 14.0, 40))
    child = [(t, t + 0.8, "speak") for t in starts] + [(t + 3.0, t + 3.8, "speak") for t in starts]
    whole = float(np.ceil(starts[-1])) + 10

    def quality(shift: float) -> float:
        spells = [(((t + 1.3 + shift) % whole), ((t + 1.3 + shift) % whole) + 1.0, "speak") for t in starts]
        dyad = build(whole, Part("partner", speaks=spells), Part("partner", speaks=child))
        return sum(e.sure for e in events(dyad, "yes_cycle"))

    shifted = [quality(s) for s in range(20, 140, 20)]
    assert quality(0.0) > 0.9 * len(starts)
    assert np.mean(shifted) < 0.6 * quality(0.0)
    assert shifted[0] == pytest.approx(np.mean(shifted), rel=0.4), "20 s are as good as any other shift"


# -- turn-taking, second by second ---------------------------------------------------------------------------------


def test_turn_taking_is_told_by_ear_where_nobody_is_seen_and_less_surely() -> None:
    seen, dark = (score(d, KNOBS).cues["turn_taking"] for d in (conversing(), in_the_dark()))
    assert dark.known.all()
    assert dark.values.max() > 0.5
    assert (dark.confidence < seen.confidence).all()


def test_turn_taking_is_of_this_second() -> None:
    adult, child = ((20.0, 21.0, "speak"), (24.0, 25.0, "speak")), ((21.5, 22.5, "speak"),)
    told = score(in_the_dark(build(60, Part(speaks=adult), Part(speaks=child))), KNOBS).cues["turn_taking"].values
    assert told[[20, 21, 22, 23]].min() > 0.3
    np.testing.assert_allclose(told[[10, 14, 30, 40]], 0)


def test_people_who_are_seen_to_attend_to_neither_answer_by_accident() -> None:
    spells = conversing()
    aside = apart()
    voices = {who: getattr(spells, who).speaks for who in ("adult", "child")}
    busy = replace(
        aside,
        adult=replace(aside.adult, speaks=voices["adult"]), child=replace(aside.child, speaks=voices["child"]),
        voice=spells.voice, other_voice=spells.other_voice,
    )  # fmt: skip
    assert score(spells, KNOBS).cues["turn_taking"].values.max() > 0.5
    np.testing.assert_allclose(score(busy, KNOBS).cues["turn_taking"].values, 0)


def test_voices_of_which_nobody_knows_whose_they_are_take_no_known_turns() -> None:
    dyad = conversing(others=((0.0, 30.0, "whom"),))
    assert not score(in_the_dark(dyad), KNOBS).cues["turn_taking"].known.any()


def test_silence_that_is_known_and_no_sound_give_the_same_events() -> None:
    quiet = lively()
    silence = np.zeros(quiet.clock.count)
    heard = replace(
        quiet, voice=silence, other_voice=silence,
        adult=replace(quiet.adult, speaks=silence), child=replace(quiet.child, speaks=silence),
    )  # fmt: skip
    assert tell(quiet, KNOBS)[1] == tell(heard, KNOBS)[1]


# -- waiting, and coming back --------------------------------------------------------------------------------------


def test_who_speaks_does_not_wait() -> None:
    def wait(spells: tuple[tuple[float, float, str], ...]) -> list[tuple[float, float]]:
        dyad, heard = waiting(), build(20, Part(speaks=spells), Part(), sound=True)
        sound = {"voice": heard.voice, "other_voice": heard.other_voice}
        return times(events(replace(dyad, adult=replace(dyad.adult, speaks=heard.adult.speaks), **sound), "wait"))

    assert wait(()) == times(events(waiting(), "wait"))
    assert not wait(((6.5, 7.5, "speak"),))
    assert wait(((5.0, 6.0, "speak"),)) == [(6.0, 9.0)]


def test_a_wait_may_pay_off_in_a_voice() -> None:
    adult = Part("partner", hands=((0.0, 5.0, "move"), (9.0, 20.0, "move")))
    child = Part("own_hands", hands=((3.0, 20.0, "move"),), speaks=((9.0, 10.0, "speak"),))
    (wait,) = events(build(20, adult, child), "wait")
    assert wait.how == "voice"


def test_talking_to_and_fro_after_a_quiet_spell_is_coming_back() -> None:
    adult, child = ((12.0, 13.0, "speak"), (15.0, 16.0, "speak")), ((13.5, 14.5, "speak"),)
    found = events(build(24, Part(speaks=adult), Part(speaks=child)), "reconnect")
    assert times(found) == [(12.0, 16.0)]
    assert not events(build(24, Part(speaks=adult), Part()), "reconnect"), "one voice alone"
    before = ((3.0, 4.0, "speak"), (8.0, 9.0, "speak"), *adult)
    assert not events(build(24, Part(speaks=before), Part(speaks=child)), "reconnect"), "it was not quiet"


def test_who_is_hidden_is_neither_heard_to_begin_nor_to_answer() -> None:
    dyad = chatter(3)
    mask = np.abs(dyad.clock.times - 30) < 8
    less = hidden(dyad, "adult", mask)
    gone = [e for e in tell(less, KNOBS)[1] if e.who == "adult" and 23 < e.span.start < 37]
    assert not gone
