"""What is drawn on a picture changes with what was seen, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad, Person, Track
from attune.inside.colours import ADULT, CHILD, INK, OTHER
from attune.inside.people import draw
from attune.inside.view import View
from tests import dyads
from tests.inside.views import HIGH, Pixels, alike, canvas, changed, view

NOW = 5.05


def drawn(seen: View, second: float = NOW) -> Pixels:
    picture = canvas(seen.dyad)
    draw(picture, seen, second)
    return picture


def between(picture: Pixels, dyad: Dyad) -> tuple[slice, slice]:
    """The part between both heads, clear of either."""
    left, right = (track.head[50] * HIGH for track in (dyad.adult, dyad.child))
    tall = dyad.adult.size[50] * HIGH
    return slice(int(left[1] - tall / 2), int(right[1] + tall / 2)), slice(
        int(left[0] + 0.6 * tall), int(right[0] - tall)
    )


def beside(picture: Pixels, dyad: Dyad) -> tuple[slice, slice]:
    """As much to the adult's other side."""
    rows, columns = between(picture, dyad)
    head = int(dyad.adult.head[50, 0] * HIGH)
    return rows, slice(max(0, 2 * head - columns.stop), 2 * head - columns.start)


def test_who_looks_at_the_partner_has_an_arrow_to_the_partner() -> None:
    there, away = view(dyads.face_to_face()), view(dyads.mirrored(dyads.face_to_face()))
    picture = drawn(there)
    to, off = (alike(picture[part(picture, there.dyad)], ADULT).sum() for part in (between, beside))
    assert to > 100
    assert off == 0
    assert alike(picture[between(picture, there.dyad)], CHILD).sum() > 30, "and the look back"
    turned = replace(there.dyad, adult=replace(there.dyad.adult, facing=away.dyad.adult.facing))
    picture = drawn(view(turned))
    assert alike(picture[between(picture, turned)], ADULT).sum() < to / 10
    assert alike(picture[beside(picture, turned)], ADULT).sum() > 100


def test_the_adult_has_corners_and_the_child_is_round() -> None:
    seen = view(dyads.apart())
    picture = drawn(seen)
    for track, colour, square in ((seen.dyad.adult, ADULT, True), (seen.dyad.child, CHILD, False)):
        x, y = (track.head[50] - track.size[50] * np.array([0.85, 1.15]) / 2) * HIGH
        corner = alike(picture[int(y) - 2 : int(y) + 6, int(x) - 2 : int(x) + 6], colour, 120)
        assert corner.any() == square


@pytest.mark.parametrize("who", ["adult", "child"])
def test_who_was_not_seen_is_not_drawn(who: str) -> None:
    seen = view(dyads.hidden(dyads.face_to_face(), who))
    picture = drawn(seen)
    assert not alike(picture, ADULT if who == "adult" else CHILD, 30).any()
    assert alike(picture, CHILD if who == "adult" else ADULT, 30).any()


def test_nobody_seen_leaves_the_picture_as_it_was() -> None:
    seen = view(dyads.hidden(dyads.face_to_face()))
    assert (drawn(seen) == canvas(seen.dyad)).all()


def only(track: Track, *kept: str) -> Track:
    """A track of which nothing else is known."""
    lost = {"facing", "gaze", "shoulders", "wrists"} - set(kept)
    return changed(track, lambda a: np.full_like(a, np.nan), *lost)


def test_a_head_that_was_carried_over_is_dashed() -> None:
    dyad = dyads.face_to_face()
    heads = replace(dyad, adult=only(dyad.adult), child=only(dyad.child))
    held = replace(heads, adult=changed(heads.adult, np.zeros_like, "found"))
    solid, dashed = (outline_of(drawn(view(one)), one.adult) for one in (heads, held))
    assert 0.3 * solid < dashed < 0.75 * solid


def outline_of(picture: Pixels, track: Track) -> int:
    """Pixels of the adult's colour along both sides of the head, clear of any tag."""
    x, y = track.head[50] * HIGH
    tall = track.size[50] * HIGH
    return int(alike(picture[int(y - 0.5 * tall) : int(y + 0.5 * tall), int(x - tall) : int(x + tall)], ADULT).sum())


def test_hidden_eyes_are_covered_by_a_hatched_band_and_no_look_is_told() -> None:
    dyad = dyads.face_to_face()
    covered = replace(dyad, adult=changed(only(dyad.adult), np.ones_like, "covered"))
    bare = replace(dyad, adult=only(dyad.adult))
    pictures = [drawn(view(one)) for one in (covered, bare)]
    x, y = dyad.adult.head[50] * HIGH
    tall = dyad.adult.size[50] * HIGH
    eyes = [p[int(y - 0.2 * tall) : int(y - 0.05 * tall), int(x - 0.3 * tall) : int(x + 0.3 * tall)] for p in pictures]
    assert eyes[0].std() > 10
    assert (eyes[1] == 77).all()


def test_hands_and_shoulders_are_where_they_were_seen() -> None:
    dyad = dyads.apart()
    right = dyad.adult.wrists[50, 1] * HIGH
    around = (slice(int(right[1]) - 5, int(right[1]) + 6), slice(int(right[0]) - 5, int(right[0]) + 6))
    assert alike(drawn(view(dyad))[around], ADULT).mean() > 0.3
    lost = replace(dyad, adult=changed(dyad.adult, lambda a: np.full_like(a, np.nan), "wrists"))
    assert not alike(drawn(view(lost))[around], ADULT).any()


def test_others_are_thin_and_grey() -> None:
    dyad = dyads.apart()
    third = replace(
        changed(dyad.child, lambda a: a + np.array([0.0, -0.25]), "head"), person=Person("p3", "other", 0.0, 0.2)
    )
    picture = drawn(view(replace(dyad, others=(third,))))
    x, y = (third.head[50] * HIGH).astype(int)
    assert alike(picture[y - 60 : y + 60, x - 60 : x + 60], OTHER).sum() > 30
    assert not alike(drawn(view(dyad))[y - 60 : y + 20, x - 60 : x + 60], OTHER).any()


def test_the_eyes_have_a_mark_of_their_own_where_they_are_known() -> None:
    dyad = dyads.apart()
    down = np.tile([0.6, 0.8, 0.0], (dyad.clock.count, 1))
    known = replace(dyad.adult, gaze=down, gaze_error=np.full(dyad.clock.count, 5.0))
    x, y = dyad.adult.head[50] * HIGH
    size = dyad.adult.size[50] * HIGH
    below = np.s_[int(y + 0.2 * size) : int(y + 1.2 * size), int(x + 0.1 * size) : int(x + size)]
    for track, marked in ((dyad.adult, False), (known, True)):
        picture = drawn(view(replace(dyad, adult=only(track, "facing", "gaze"))))
        assert alike(picture[below], INK, 90).any() == marked, "the thin line to the ring"


def test_every_size_of_picture_is_drawn_in_proportion() -> None:
    seen = view(dyads.face_to_face())
    shares = []
    for high in (480, 1080):
        picture = canvas(seen.dyad, high)
        draw(picture, seen, NOW)
        shares.append((picture != 77).any(axis=2).mean())
    assert shares[1] == pytest.approx(shares[0], rel=0.4), "rims alone stay as wide as they were"


def test_heads_at_the_edge_and_out_of_the_picture_are_no_trouble() -> None:
    dyad = dyads.face_to_face()
    for shift in ([-0.6, 0.0], [0.9, -0.5], [0.0, 0.7], [-3.0, 3.0]):
        moved = [
            changed(t, lambda a, s=shift: a + np.array(s), "head", "wrists", "shoulders")
            for t in (dyad.adult, dyad.child)
        ]
        drawn(view(replace(dyad, adult=moved[0], child=changed(moved[1], np.ones_like, "covered"))))
