"""Drawing: what is nearer hides what is farther, and the same things make the same picture."""

from __future__ import annotations

import numpy as np
import pytest

from attune.demo.camera import Camera, turned
from attune.demo.face import fields_of
from attune.demo.mesh import Mesh, ball, box, grid, merge, normals, tube
from attune.demo.people import STANDARD, players
from attune.demo.play import PAIR
from attune.demo.render import canvas, develop, draw
from attune.demo.stage import HALF_TALL, TABLE, THINGS, Thing
from attune.demo.things import thing
from attune.errors import ModelError

WHOLE = (0.0, 0.0, 1.0, 1.0)


def plain(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((4, 4, 3), colour, np.uint8)


def sheet(z: float, half: float = 0.2) -> Mesh:
    x = np.array([-half, half])
    return grid(np.array([[(a, b, z) for a in x] for b in x]), WHOLE)


def test_a_sheet_covers_the_pixels_that_its_size_gives() -> None:
    onto = canvas(100, 100)
    draw(onto, sheet(1.0), plain((0, 0, 255)), Camera())
    assert (onto.near > 0).sum() == 40 * 40
    assert onto.near[50, 50] == pytest.approx(1.0)
    assert onto.near[29, 50] == 0


def test_the_nearer_sheet_hides_the_farther_in_either_order() -> None:
    for order in ((1.0, 2.0), (2.0, 1.0)):
        onto = canvas(60, 60)
        for z in order:
            draw(onto, sheet(z), plain((0, 0, 255) if z == 1.0 else (0, 255, 0)), Camera())
        assert onto.colour[30, 30, 1] == 0
        assert onto.colour[30, 30, 2] > 0


def test_the_nearer_part_of_one_surface_hides_the_farther_in_either_order() -> None:
    half = np.zeros((4, 4, 3), np.uint8)
    half[:, :2], half[:, 2:] = (0, 0, 255), (0, 255, 0)
    near, far = sheet(1.0), sheet(2.0)
    near = Mesh(near.points, near.triangles, near.uv * [0.4, 1])
    far = Mesh(far.points, far.triangles, far.uv * [0.4, 1] + [0.6, 0])
    for order in ([near, far], [far, near]):
        onto = canvas(60, 60)
        draw(onto, merge(order), half, Camera())
        assert onto.colour[30, 30, 1] == 0
        assert onto.colour[30, 30, 2] > 0


def test_a_sheet_seen_from_behind_is_not_drawn() -> None:
    onto = canvas(60, 60)
    away = sheet(0.0).moved(turned(180), np.array([0, 0, 1.0]))
    draw(onto, away, plain((255, 255, 255)), Camera())
    assert not onto.near.any()


@pytest.mark.parametrize(
    "solid",
    [ball(np.zeros(3), np.array([0.1, 0.2, 0.1]), WHOLE), box((0.1, 0, 0), (0.1, 0.2, 0.3), WHOLE),
     tube(np.array([(0, -0.1, 0), (0, 0, 0.02), (0.1, 0.1, 0)]), np.array([0.03, 0.04, 0.03]), WHOLE)],
    ids=["ball", "box", "tube"],
)  # fmt: skip
def test_solids_are_turned_inside_out_nowhere(solid: Mesh) -> None:
    corners = solid.points[solid.triangles]
    volume = np.einsum("nd,nd->n", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume < 0, "clockwise from outside gives a negative signed volume"


def test_a_ball_has_normals_that_point_outwards() -> None:
    one = ball(np.zeros(3), np.ones(3), WHOLE)
    inner = np.abs(one.points[:, 1]) < 0.9
    assert np.einsum("nd,nd->n", normals(one), one.points)[inner].min() > 0.95


@pytest.mark.parametrize("kind", THINGS)
def test_a_thing_is_as_tall_as_it_is_said_to_be_and_stands_on_its_shadow(kind: Thing) -> None:
    place = np.array([0.1, TABLE - HALF_TALL[kind], 1.0])
    heights = thing(kind, place, 0.0).points[:, 1]
    assert heights.max() == pytest.approx(TABLE, abs=0.003)
    assert heights.min() == pytest.approx(TABLE - 2 * HALF_TALL[kind], abs=0.003)


def test_a_book_that_is_held_is_turned_up_to_its_readers() -> None:
    lying, held = (thing("book", np.array([0.0, 0.0, 1.0]), lifted) for lifted in (0.0, 1.0))
    assert np.ptp(held.points[-16:, 1]) > 3 * np.ptp(lying.points[-16:, 1])


def test_less_light_makes_a_darker_picture() -> None:
    drawn, grain = canvas(8, 8, (100, 150, 200)), np.zeros((4, 4, 3), np.int16)
    assert develop(drawn, 4, 4, 1.0, grain)[0, 0].tolist() == [100, 150, 200]
    assert develop(drawn, 4, 4, 0.5, grain)[0, 0].tolist() == [50, 75, 100]
    assert develop(drawn, 4, 4, 1.0, grain - np.int16(7))[0, 0].tolist() == [93, 143, 193]


def test_merging_keeps_every_triangle_on_its_own_points() -> None:
    a, b = sheet(1.0), sheet(2.0)
    both = merge([a, b])
    assert both.points[both.triangles[len(a.triangles) :]][:, :, 2].min() == 2.0


def test_players_come_from_the_seed() -> None:
    assert players(0) == STANDARD
    assert players(5) == players(5)
    assert len({players(seed)["adult"].look.skin for seed in range(1, 30)}) > 3
    assert set(players(7)) == set(PAIR)


def test_bytes_that_are_no_message_are_refused() -> None:
    assert list(fields_of(bytes([8, 150, 1]))) == [(1, 150)]
    with pytest.raises(ModelError, match="kind 1"):
        list(fields_of(bytes([9, 0, 0])))
