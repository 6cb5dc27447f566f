"""The film as the networks see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attune.demo.camera import Camera, turned
from attune.demo.film import RATE, make, pictures
from attune.demo.picture import Cast, cast, picture
from attune.demo.play import Play, Who
from attune.demo.scene import Figure, Scene, scene
from attune.demo.script import STANDARD, compose, improvise
from attune.demo.stage import STANDARD as TABLE_STAGE
from attune.demo.stage import Stage, staged
from attune.demo.truth import Truth, truth
from attune.media.film import open_film
from attune.models import weights
from attune.timeline import Floats
from attune.watch.faces import finder
from attune.watch.heads import along_ray, angles
from attune.watch.mesh import landmarker, measure
from attune.watch.pyramid import Pyramid
from attune.watch.see import Watching

LEAST = 0.4
"""The finder's score from which on a head counts as found in the measurements that the design rests on."""


def players(seed: int = 0, stage: Stage = TABLE_STAGE) -> Cast:
    return cast(weights("face_landmarker.task"), seed, stage)


def heads_found(play: Play, stage: Stage, seconds: Floats) -> dict[str, list[bool]]:
    """For each person, whether the finder put a head on theirs, at the seconds in which it can be seen."""
    find = finder(Watching().finder_area, Watching().closer)
    by, known = players(play.seed, stage), truth(play, stage)
    out: dict[str, list[bool]] = {"adult": [], "child": []}
    for number, second in enumerate(seconds):
        faces = find(Pyramid(picture(scene(play, float(second), stage), by, number)), LEAST, 10)
        middles = (faces.box[:, :2] + faces.box[:, 2:] / 2) / stage.height
        for track in (known.dyad.adult, known.dyad.child):
            look = known.dyad.clock.index(float(second))
            if track.found[look] and track.covered[look] < 0.05 and _inside(known, track.head[look]):
                away = np.linalg.norm(middles - track.head[look], axis=1) if len(middles) else np.array([9.0])
                out[track.person.role].append(bool(away.min() < 0.5 * track.size[look]))
    return out


def _inside(known: Truth, head: Floats) -> bool:
    return bool(0.15 < head[0] < known.dyad.aspect - 0.15)


@pytest.mark.real
def test_the_finder_sees_both_heads_in_nearly_every_look_of_the_standard_play() -> None:
    found = heads_found(STANDARD, TABLE_STAGE, np.arange(0.35, STANDARD.seconds, 0.9))
    assert np.mean(found["adult"]) >= 0.95
    assert np.mean(found["child"]) >= 0.95


@pytest.mark.real
def test_the_finder_sees_players_of_other_seeds_on_other_stages() -> None:
    for seed in (1, 2, 3):
        found = heads_found(improvise(seed, beats=3), staged(seed), np.arange(0.5, 20, 2.0))
        assert np.mean(found["adult"] + found["child"]) >= 0.9


@pytest.mark.real
@pytest.mark.parametrize("yaw", [-90, -60, -30, 0, 30, 60, 90])
def test_the_finder_sees_heads_from_profile_to_profile(yaw: float) -> None:
    at = scene(STANDARD, 6.0)
    pixels = picture(replace(at, people=_looking(at, yaw)), players(), 0)
    seen = finder(Watching().finder_area, Watching().closer)(Pyramid(pixels), LEAST, 5)
    assert len(seen.score) == 2


def _looking(at: Scene, yaw: float) -> dict[Who, Figure]:
    """Both people with their heads turned by `yaw` as the camera sees them, eyes straight ahead."""
    return {who: replace(figure, turn=turned(yaw - _ray(figure, at.places.camera)), eyes=(0.0, 0.0))
            for who, figure in at.people.items()}  # fmt: skip


def _ray(figure: Figure, camera: Camera) -> float:
    x, _, z = camera.seen_from(figure.head[None])[0]
    return float(np.degrees(np.arctan2(x, z)))


@pytest.mark.real
def test_the_mesh_reads_the_turn_that_the_script_gave() -> None:
    play = compose(["camera"])
    known, aspect = truth(play), TABLE_STAGE.aspect
    find = finder(Watching().finder_area, Watching().closer)
    pixels = picture(scene(play, 2.05), players(), 0)
    network, heads = landmarker(), find(Pyramid(pixels), LEAST, 2)
    for box, points in zip(heads.box, heads.points, strict=True):
        middle = (box[:2] + box[2:] / 2) / TABLE_STAGE.height
        track = min((known.dyad.adult, known.dyad.child), key=lambda t: float(np.linalg.norm(t.head[20] - middle)))
        seen = measure(network, pixels, box, points)
        assert seen is not None
        own = along_ray(np.column_stack(angles(seen.facing[None])), track.head[20][None], aspect)[0]
        assert np.degrees(np.arccos(own @ track.facing[20])) < 10
        assert seen.smile > 0.5


@pytest.mark.real
@pytest.mark.parametrize("yaw", [-45, -30, -15, 0, 15, 30, 45])
def test_the_mesh_follows_heads_to_three_quarters(yaw: float) -> None:
    at = scene(STANDARD, 6.0)
    pixels = picture(replace(at, people=_looking(at, yaw)), players(), 0)
    heads, network = finder(Watching().finder_area, Watching().closer)(Pyramid(pixels), LEAST, 2), landmarker()
    for box, points in zip(heads.box, heads.points, strict=True):
        seen = measure(network, pixels, box, points)
        assert seen is not None
        assert abs(angles(seen.facing[None])[0][0] - yaw) < 10


@pytest.mark.real
def test_a_film_is_made_with_its_truth_and_is_the_same_again(tmp_path: Path) -> None:
    play = Play(1.0, STANDARD.looks[:2], (), seed=4)
    steps: list[float] = []
    stage = staged(4)
    known = make(tmp_path / "demo.mp4", play, stage, lambda step, done, total: steps.append(done / total))
    film = open_film(tmp_path / "demo.mp4")
    assert (film.width, film.height) == (stage.width, stage.height)
    assert film.seconds == pytest.approx(1.0, abs=0.1)
    assert known.dyad.seconds == 1.0
    assert steps[-1] == pytest.approx(1)
    first, again = list(pictures(play, stage)), list(pictures(play, stage))
    assert len(first) == RATE
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
