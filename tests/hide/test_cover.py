"""Covered faces cannot be told, and where somebody was not found nothing of the picture can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad, Person, Track, unseen
from attune.errors import HideError
from attune.hide.cover import Cover
from attune.knobs import Knobs
from attune.watch.looks import Looks
from tests import dyads
from tests.inside.views import HIGH, KNOBS, Pixels, changed
from tests.watch import made

NOW = 5.05
THIRD = Person("p3", "other", 0.0, 0.2)


def cover(dyad: Dyad, *who: str, looks: Looks | None = None, knobs: Knobs = KNOBS) -> Cover:
    """Of a film in which the finder saw nobody but those of the dyad, unless told otherwise."""
    return Cover(dyad, looks or made.looks(20, []), who or ("all",), knobs)


def noise(dyad: Dyad) -> Pixels:
    """A picture in which every pixel is a detail."""
    return np.random.default_rng(1).integers(0, 256, (HIGH, round(HIGH * dyad.aspect), 3), np.uint8)


def face(picture: Pixels, track: Track, at: int = 50, size: float = 1.0) -> Pixels:
    """A head in a picture, and what is `size` times as far around."""
    half = size * track.size[at] / 2
    (left, top), (right, bottom) = (np.maximum(0, (track.head[at] + way) * HIGH).astype(int) for way in (-half, half))
    return picture[top:bottom, left:right]


def squares(part: Pixels) -> float:
    """How many squares of one colour lie next to each other in a row, about."""
    return float((np.diff(part.astype(int), axis=1) != 0).any(axis=2).mean(axis=0).sum()) + 1


def hides(picture: Pixels, track: Track) -> bool:
    return squares(face(picture, track)) <= 4


def beside(dyad: Dyad, where: float = 0.3) -> Track:
    """Somebody else, below the child."""
    return replace(changed(dyad.child, lambda a: a + np.array([0.0, where]), "head"), person=THIRD)


def gone(track: Track, start: float, end: float) -> Track:
    """Not found between two seconds, and not carried over."""
    away = (track.clock.times > start) & (track.clock.times < end)
    return replace(
        changed(changed(track, lambda a: np.where(away[:, None], np.nan, a), "head"), lambda a: a & ~away, "found"),
        size=np.where(away, np.nan, track.size),
    )


def test_faces_are_a_few_squares_and_the_rest_stays() -> None:
    dyad = dyads.face_to_face()
    before = noise(dyad)
    picture = cover(dyad)(before, NOW)
    for track in (dyad.adult, dyad.child):
        assert hides(picture, track)
        assert squares(face(picture, track, size=1.5)) <= 5, "and what is around them: hair, ears"
    assert (picture[-50:] == before[-50:]).all()
    assert (before == noise(dyad)).all(), "the film's own picture is never changed"


@pytest.mark.parametrize("who", ["adult", "child", "others"])
def test_one_is_hidden_and_the_rest_are_to_be_seen(who: str) -> None:
    dyad = dyads.face_to_face()
    dyad = replace(dyad, others=(beside(dyad, 0.5),))
    picture = cover(dyad, who)(noise(dyad), NOW)
    tracks = {"adult": dyad.adult, "child": dyad.child, "others": dyad.others[0]}
    assert {name for name, track in tracks.items() if hides(picture, track)} == {who}
    both = cover(dyad, "adult", "others")(noise(dyad), NOW)
    assert [name for name, track in tracks.items() if hides(both, track)] == ["adult", "others"]
    assert all(hides(cover(dyad)(noise(dyad), NOW), track) for track in tracks.values())


def test_a_head_that_is_lost_for_a_moment_stays_hidden_and_one_that_is_gone_hides_the_picture() -> None:
    dyad = dyads.face_to_face()
    for who in ("all", "child"):
        short = cover(replace(dyad, child=gone(dyad.child, NOW - 0.3, NOW + 0.3)), who)
        assert not short.hides_all(NOW)
        assert hides(short(noise(dyad), NOW), dyad.child)
        away = cover(replace(dyad, child=gone(dyad.child, NOW - 3, NOW + 3)), who)
        covered = away(noise(dyad), NOW)
        assert len(np.unique(covered.reshape(-1, 3), axis=0)) <= 100, "all of it is squares"
        assert (away.whole, away.pictures) == (1, 1)
    seen = cover(replace(dyad, child=gone(dyad.child, NOW - 3, NOW + 3)), "adult")
    assert not seen.hides_all(NOW), "nobody minds where those are who stay"


def test_carried_over_is_not_found() -> None:
    dyad = dyads.face_to_face()
    lost = changed(dyad.child, lambda a: a & (dyad.clock.times < NOW - 2), "found")
    assert cover(replace(dyad, child=lost)).hides_all(NOW)


def test_nobody_is_placed_across_a_cut() -> None:
    dyad = dyads.face_to_face()
    before = changed(dyad.child, lambda a: a & ~((dyad.clock.times > NOW) & (dyad.clock.times < NOW + 0.6)), "found")
    assert not cover(replace(dyad, child=before)).hides_all(NOW + 0.1)
    assert cover(replace(dyad, child=before, cuts=(NOW + 0.01,))).hides_all(NOW + 0.1)


def test_one_of_whom_nothing_was_ever_found_hides_every_picture() -> None:
    dyad = dyads.face_to_face()
    nobody = replace(dyad, child=unseen(dyad.child.person, dyad.clock))
    assert all(cover(nobody).hides_all(second) for second in (0.0, NOW, 19.99))
    assert all(cover(nobody, "child").hides_all(second) for second in (0.0, NOW, 19.99))


def test_somebody_else_hides_the_picture_for_a_moment_only() -> None:
    dyad = dyads.face_to_face()
    passing = cover(replace(dyad, others=(gone(beside(dyad), 4.0, 25.0),)), "others")
    assert [passing.hides_all(second) for second in (3.0, 4.2, 4.4, 4.9, 5.1, 19.0)] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


def test_one_of_the_two_who_was_seen_to_go_out_at_a_side_is_out_until_they_come_in() -> None:
    dyad = dyads.face_to_face()

    def outside(left: float, right: float) -> Cover:
        """The child is away from 5 to 15 s; where its head is before and after."""
        at = np.where(dyad.clock.times < 10, left, right)
        child = changed(dyad.child, lambda a: np.column_stack([at, a[:, 1]]), "head")
        return cover(replace(dyad, child=gone(child, 5.0, 15.0)), "child")

    wide, half = dyad.aspect, 0.9 * float(dyad.child.size[0]) / 2
    out = outside(wide - half, half)
    assert [out.hides_all(second) for second in (4.9, 5.5, 10.0, 14.5, 15.1)] == [False, True, False, True, False]
    assert len(out.boxes(10.0)) == 2, "the places at which they went and came stay covered"
    for left, right in ((wide - 1.2 * half, half), (wide - half, wide / 2)):
        assert outside(left, right).hides_all(10.0), "nobody saw them go, or come"


def test_a_faint_find_places_nobody_and_is_covered_all_the_same() -> None:
    dyad = dyads.face_to_face()
    faint = changed(dyad.child, lambda a: np.where(np.abs(dyad.clock.times - NOW) < 2, 0.3, a), "sure")
    x, y = dyad.child.head[50]
    looks = made.looks(20, [made.Somebody(made.still(x, y), size=0.15, score=0.3)])
    hidden = cover(replace(dyad, child=faint), looks=looks)
    assert hidden.hides_all(NOW)
    assert not cover(dyad, looks=looks).hides_all(NOW)
    near = NOW - 1.8
    assert not hidden.hides_all(near)
    assert hides(hidden(noise(dyad), near), dyad.child)


def test_fast_heads_are_covered_all_the_way() -> None:
    dyad = dyads.face_to_face()
    way = np.where(np.arange(dyad.clock.count) % 2, 0.25, 0.0)[:, None] * [0.0, 1.0]
    fast = changed(dyad.child, lambda a: a + way, "head")
    hidden = cover(replace(dyad, child=fast), "child")
    for second in np.linspace(NOW, NOW + 0.1, 5):
        picture = hidden(noise(dyad), float(second))
        assert hides(picture, fast)
        assert squares(face(picture, replace(fast, clock=fast.clock), at=51)) <= 6


def stray(*second: tuple[float, float], score: float = 0.25) -> Looks:
    """A faint face at the foot of the picture, at some times."""

    def at(now: float) -> tuple[float, float] | None:
        return (0.3, 0.85) if any(start <= now < end for start, end in second) else None

    return made.looks(20, [made.Somebody(at, size=0.1, score=score)])


@pytest.mark.parametrize("who", ["all", "others", "child"])
def test_a_face_that_belongs_to_nobody_is_hidden_however_faint(who: str) -> None:
    dyad = dyads.face_to_face()
    spot = np.s_[int(0.81 * HIGH) : int(0.89 * HIGH), int(0.26 * HIGH) : int(0.34 * HIGH)]
    hidden = cover(dyad, who, looks=stray((5.0, 5.1)))
    assert squares(hidden(noise(dyad), NOW)[spot]) <= 4
    assert squares(hidden(noise(dyad), NOW + 0.19)[spot]) <= 4, "it may flicker"
    assert squares(hidden(noise(dyad), NOW + 1)[spot]) > 10


def test_a_second_find_on_the_face_of_one_who_stays_is_theirs() -> None:
    dyad = dyads.face_to_face()
    x, y = dyad.adult.head[50]
    twice = made.looks(20, [made.Somebody(made.still(x + 0.02, y), size=0.1, score=0.25)])
    shown = cover(dyad, "child", looks=twice)(noise(dyad), NOW)
    assert (face(shown, dyad.adult) == face(noise(dyad), dyad.adult)).all()


def test_one_of_two_is_hidden_only_if_it_is_sure_which() -> None:
    dyad = dyads.face_to_face()
    unsure = replace(dyad, adult=replace(dyad.adult, person=replace(dyad.adult.person, role_sure=0.8)))
    for who in (["child"], ["adult", "others"]):
        with pytest.raises(HideError, match="attune people"):
            cover(unsure, *who)
    for who in (["all"], ["adult", "child"], ["others"]):
        cover(unsure, *who)
    cover(unsure, "child", knobs=KNOBS.set({"Covering.sure": 0.7}))


def test_what_was_found_uncovered_is_covered_from_then_on() -> None:
    dyad = dyads.face_to_face()
    hidden = cover(dyad)
    before = hidden.boxes(NOW)
    hidden.learn(NOW, np.array([0.3, 0.85, 0.1]))
    hidden.learn(NOW - 3, np.array([0.3, 0.85, 0.1]))
    after = hidden.boxes(NOW + 0.1)
    assert len(after) == len(before) + 1
    assert (after[-1, :2] < [0.3, 0.85]).all()
    assert (after[-1, 2:4] > [0.3, 0.85]).all()


def test_a_head_at_the_edge_is_no_trouble() -> None:
    dyad = dyads.face_to_face()
    moved = [changed(t, lambda a: a + np.array([-1.5, 0.8]), "head") for t in (dyad.adult, dyad.child)]
    cover(replace(dyad, adult=moved[0], child=moved[1]))(noise(dyad), NOW)


def lost(dyad: Dyad) -> Dyad:
    return replace(dyad, child=gone(dyad.child, NOW - 0.4, NOW + 0.4), others=(gone(beside(dyad, 0.4), NOW - 3, 25.0),))


@pytest.mark.parametrize(
    ("name", "value", "second"),
    [
        ("Placing.sure", 0.95, NOW), ("Placing.margin", 2.0, NOW), ("Placing.drift", 4.0, NOW),
        ("Placing.bridge", 0.5, NOW),
        ("Placing.carry", 0.0, 2.3), ("Placing.moment", 4.0, NOW), ("Placing.stray", 2.0, NOW + 0.5),
        ("Covering.cell", 1.0, NOW), ("Covering.head", 0.9, 3.0),
    ],
)  # fmt: skip
def test_each_number_changes_what_is_covered(name: str, value: float, second: float) -> None:
    dyad = lost(dyads.face_to_face())
    pictures = [
        cover(dyad, looks=stray((5.0, 5.1)), knobs=knobs)(noise(dyad), second)
        for knobs in (KNOBS, KNOBS.set({name: value}))
    ]
    assert (pictures[0] != pictures[1]).any()
