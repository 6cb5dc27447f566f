"""The play: what is on stage when, and that a seed says it all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.demo.play import PAIR, Play, amount, gazing
from attune.demo.script import BEATS, SHARED, STANDARD, compose, improvise
from attune.timeline import Span


def test_the_standard_play_holds_what_a_guider_looks_for() -> None:
    kinds = {chain.kind for chain in STANDARD.chains}
    deeds = {act.deed for act in STANDARD.acts}
    assert kinds == {"yes_cycle", "joint_attention", "reconnect"}
    assert deeds == {"smile", "talk", "reach", "show", "cover", "away"}
    assert {look.at for look in STANDARD.looks} == {"partner", "object", "camera", "else"}
    assert 60 <= STANDARD.seconds <= 90
    assert len(STANDARD.cuts) == 2


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_an_improvised_play_stays_inside_its_film(seed: int, beats: int) -> None:
    play = improvise(seed, beats)
    assert all(0 <= look.start < play.seconds for look in play.looks)
    assert all(0 <= act.span.start < act.span.end <= play.seconds + 0.01 for act in play.acts)
    assert all(0 <= c.span.start < c.span.end <= play.seconds + 0.01 for c in play.chains)
    assert all(0 < cut < play.seconds for cut in play.cuts)
    assert all(play.looks_of(who)[0].start == 0 for who in PAIR)


def test_a_seed_makes_the_same_play_again_and_another_makes_another() -> None:
    assert improvise(3) == improvise(3)
    assert improvise(3) != improvise(4)


@given(st.integers(0, 10_000), st.integers(2, 12))
def test_half_of_an_improvised_play_is_shared_and_scenes_follow_each_other(seed: int, beats: int) -> None:
    play = improvise(seed, beats)
    assert sum(scene.kind in SHARED for scene in play.scenes) == (beats + 1) // 2
    assert [scene.span.start for scene in play.scenes] == [0, *(scene.span.end for scene in play.scenes[:-1])]
    assert play.scenes[-1].span.end == play.seconds


def test_parts_can_be_swapped() -> None:
    plain, swapped = compose(["offer"]), compose(["offer"], swapped=(0,))
    assert plain.spans("adult", "offer") == swapped.spans("child", "offer")
    assert [look.at for look in plain.looks_of("adult")] == [look.at for look in swapped.looks_of("child")]
    assert plain.chains == swapped.chains


def test_no_chain_runs_across_a_cut() -> None:
    assert not any(chain.span.start < cut < chain.span.end for chain in STANDARD.chains for cut in STANDARD.cuts)


@pytest.mark.parametrize("name", sorted(BEATS))
def test_a_beat_alone_is_a_play(name: str) -> None:
    play = compose([name])
    assert play.seconds == BEATS[name].seconds
    assert play.cuts == ()


def test_something_is_half_under_way_at_both_ends_of_its_span() -> None:
    spans = [Span(2.0, 4.0)]
    assert [amount(spans, t) for t in (1.0, 2.0, 3.0, 4.0, 5.0)] == pytest.approx([0, 0.5, 1, 0.5, 0])
    assert amount([], 1.0) == 0


def test_a_head_is_halfway_between_two_targets_when_the_look_starts() -> None:
    looks = compose(["answer"]).looks_of("child")
    assert gazing(looks, 1.0)[1:] == ("object", 1.0)
    assert gazing(looks, 1.8) == ("object", "partner", pytest.approx(0.5))
    assert gazing(looks, 3.0)[1:] == ("partner", 1.0)


def test_what_is_looked_at_holds_until_the_next_look() -> None:
    play = compose(["follow"])
    assert [play.looked_at("adult", t) for t in (0.0, 1.1, 1.3, 5.7)] == ["partner", "partner", "aside", "partner"]


def test_the_camera_changes_at_the_cut() -> None:
    play: Play = compose(["lull", "lull", "lull"], cuts=(1, 2))
    assert play.cuts == (8.0, 16.0)
    assert [play.camera_at(t) for t in (0, 7.99, 8.0, 15.9, 16.0)] == [0, 0, 1, 1, 0]
    assert np.isclose(play.seconds, 24)
