"""The mesh of a face: looked for level with the eyes; and it says what MediaPipe's own task says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from attune import models
from attune.media.film import open_film
from attune.media.pictures import pictures
from attune.timeline import Clock, Floats
from attune.watch import mesh
from attune.watch.crops import cut
from attune.watch.faces import Pixels, finder
from attune.watch.features import NOTHING
from attune.watch.heads import angles, facing_of_points
from attune.watch.looks import Watching
from attune.watch.pyramid import Pyramid
from scripts.reference import BaseOptions, mediapipe, vision
from tests.watch.test_features import model, turned

PICTURE = np.zeros((480, 640, 3), np.uint8)
BOX = np.array([300.0, 100.0, 40.0, 50.0])
POINTS = np.array([[312, 118], [328, 118], [320, 125], [314, 137], [326, 137]], float)
"""A face in its box, eyes level."""

LYING = (POINTS - [320, 125]) @ np.array([[0, 1], [-1, 0]]) + [320, 125]
"""The same face with its crown to the right in the picture."""


def answering(face: Floats, *presences: float) -> tuple[mesh.Mesh, list[Pixels]]:
    """A network that sees this face wherever it looks, with these presences in turn, and what it was shown."""
    waiting, crops = iter(presences or (0.9,)), list[Pixels]()

    def network(pixels: Pixels) -> tuple[Floats, float]:
        crops.append(pixels)
        return face * 8 + [mesh.SIZE / 2, mesh.SIZE / 2, 0], next(waiting)

    return network, crops


def test_the_square_holds_the_face_and_little_more() -> None:
    picture = PICTURE.copy()
    picture[95:160, 290:350] = 255
    network, crops = answering(model())
    mesh.measure(network, picture, BOX, POINTS)
    assert crops[0].shape == (mesh.SIZE, mesh.SIZE, 3)
    assert 0.8 < (crops[0] > 0).mean() < 1


def test_a_face_is_looked_at_upright_and_its_direction_is_told_in_the_picture() -> None:
    picture = PICTURE.copy()
    picture[:, :310] = 255
    network, crops = answering(turned(model(), 0, 30))
    seen = mesh.measure(network, picture, BOX, LYING)
    assert seen is not None
    assert crops[0][mesh.SIZE * 3 // 4 :].min() == 255, "the left of the picture lies below this face"
    assert crops[0][: mesh.SIZE // 2].max() == 0
    assert np.stack(angles(seen.facing[None])).ravel() == pytest.approx([-30, 0], abs=0.5)


def test_what_is_hardly_a_face_is_looked_at_again_and_says_nothing() -> None:
    network, crops = answering(model(), *[mesh.SURE - 0.01] * 2)
    assert mesh.measure(network, PICTURE, BOX, POINTS) is None
    assert len(crops) == 2


@pytest.mark.parametrize("nose", [-6.0, 6.0])
def test_the_second_look_is_tilted_towards_where_the_face_is_turned(nose: float) -> None:
    picture = PICTURE.copy()
    picture[120:] = 255
    network, crops = answering(model(), mesh.SURE - 0.01, mesh.SURE + 0.01)
    seen = mesh.measure(network, picture, BOX, POINTS + np.array([[0, 0], [0, 0], [nose, 0], [0, 0], [0, 0]]))
    assert seen is not None
    left, right = ((crop[:, side] > 127).sum() for crop in crops[1:] for side in (10, -10))
    assert (right - left) * nose > 0, "the square's edge ahead of the face goes down"
    assert (crops[0][:, 10] > 127).sum() == (crops[0][:, -10] > 127).sum()


@pytest.fixture(scope="module")
def task() -> Iterator[vision.FaceLandmarker]:
    """MediaPipe's own task, which searches the picture for a face first."""
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(models.weights("face_landmarker.task"))),
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
        min_face_detection_confidence=mesh.SURE,
        min_face_presence_confidence=mesh.SURE,
    )
    with vision.FaceLandmarker.create_from_options(options) as made:
        yield made


def by_mediapipe(task: vision.FaceLandmarker, picture: Pixels, box: Floats) -> tuple[float, float, float, float]:
    """Yaw and pitch of a face, smile and open jaw from its blendshapes, by MediaPipe's own task on a square around; NaN
    where it finds none."""
    x, y, wide, tall = box
    crop = cut(picture, x + wide / 2, y + tall / 2, 1.9 * max(wide, tall), 256)
    rgb = np.ascontiguousarray(crop.pixels[:, :, ::-1])
    found = task.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb))
    if not found.face_landmarks:
        return np.nan, np.nan, np.nan, np.nan
    shapes = {s.category_name: s.score for s in found.face_blendshapes[0]}
    front = np.asarray(found.facial_transformation_matrixes[0])[:3, 2] * [1, -1, -1]
    yaw, pitch = np.ravel(angles(front[None] / np.linalg.norm(front)))
    return yaw, pitch, max(shapes["mouthSmileLeft"], shapes["mouthSmileRight"]), shapes["jawOpen"]


@pytest.fixture(scope="module", params=["6c6MZQ_j1r1_ThatsNotAHat", "4JDccE_j4r1_ThatsNotACat"])
def both(request: pytest.FixtureRequest, task: vision.FaceLandmarker, shared: Path) -> dict[str, Floats]:
    """What both say of each face of a clip, NaN where they see none, and its yaw by the finder's five points."""
    film = open_film(shared / "footage" / "clips" / f"bj_{request.param}.mp4")
    find, network = finder(Watching().finder_area, Watching().closer), mesh.landmarker()
    rows = []
    for picture in pictures(film, Clock(2, 24)):
        assert picture
        heads = find(Pyramid(picture.pixels), 0.5, 2)
        across = angles(facing_of_points(heads.points)[0])[0]
        for box, points, yaw in zip(heads.box, heads.points, across, strict=True):
            ours = mesh.measure(network, picture.pixels, box, points) or NOTHING
            theirs = by_mediapipe(task, picture.pixels, box)
            rows.append([yaw, *np.ravel(angles(ours.facing[None])), ours.smile, ours.mouth, *theirs])
    names = ("points", "yaw", "pitch", "smile", "mouth", "their_yaw", "their_pitch", "their_smile", "their_mouth")
    return dict(zip(names, np.array(rows).T, strict=True))


def apart(both: dict[str, Floats], name: str) -> Floats:
    """How far both differ on each face that is turned less than 45 degrees and seen by both."""
    away = np.abs(both[name] - both[f"their_{name}"])[np.abs(both["points"]) < 45]
    return away[~np.isnan(away)]


def agreement(both: dict[str, Floats], name: str) -> float:
    """Correlation of what both say of the faces that are turned less than 60 degrees and seen by both."""
    pairs = np.stack([both[name], both[f"their_{name}"]])[:, np.abs(both["points"]) < 60]
    return float(np.corrcoef(pairs[:, ~np.isnan(pairs).any(axis=0)])[0, 1])


@pytest.mark.real
@pytest.mark.parametrize("name", ["yaw", "pitch"])
def test_heads_point_where_mediapipe_says(both: dict[str, Floats], name: str) -> None:
    assert len(apart(both, name)) >= 5
    assert np.median(apart(both, name)) < 5
    assert np.quantile(apart(both, name), 0.9) < 8


@pytest.mark.real
def test_wide_mouths_are_called_smiles_by_mediapipe_and_gaps_open_jaws(
    both: dict[str, Floats],
) -> None:
    assert agreement(both, "smile") > 0.65
    assert agreement(both, "mouth") > 0.3


@pytest.mark.real
def test_three_quarter_faces_are_followed_at_least_as_often(both: dict[str, Floats]) -> None:
    turned_away = (np.abs(both["points"]) >= 45) & (np.abs(both["points"]) < Watching().profile)
    ours, theirs = (np.count_nonzero(~np.isnan(both[name][turned_away])) for name in ("yaw", "their_yaw"))
    assert ours >= theirs
