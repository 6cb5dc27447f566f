"""What is said of a film: things to do, of light, place and sound, two at most; and nothing of what is unknown."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.check.advice import MOST, Told, to_json, told
from attune.check.figures import Figures
from attune.words import forbidden

GOOD = Figures(
    seconds=600, looked=24, both=0.9, one=1.0, face=120, face_share=0.15, detail=120, light=150, face_light=110,
    glare=0.01, shake=0.002, listened=60, loudest=-30, voice=0.4, clear=25,
)  # fmt: skip

SPOILED = [
    ({"light": 30.0}, "Switch on a lamp"),
    ({"glare": 0.3, "face_light": 40.0}, "Sit with the window"),
    ({"both": 0.2}, "sees both faces"),
    ({"both": 0.1, "one": 0.2}, "in front of you both"),
    ({"face": 30.0}, "Bring the camera nearer"),
    ({"face_share": 0.03}, "Bring the camera nearer"),
    ({"shake": 0.2}, "on something firm"),
    ({"listened": 0.0, "loudest": None, "clear": None}, "microphone on"),
    ({"loudest": -80.0, "clear": None}, "microphone is covered"),
    ({"clear": 5.0}, "hums or plays"),
    ({"detail": 10.0}, "Wipe the lens"),
    ({"seconds": 60.0}, "five to ten minutes"),
]
"""What is wrong, and what the one line of advice then says."""

anything = st.builds(
    Figures,
    **{field.name: st.none() | st.floats(-100, 1000) for field in fields(Figures)} | {"seconds": st.floats(1, 4000)},
)


def test_of_a_good_film_nothing_is_to_be_changed() -> None:
    assert told(GOOD) == Told(
        "Both faces are seen, faces are large enough, there is light, the camera stands still, voices are clear.", ()
    )


@pytest.mark.parametrize(("spoiled", "words"), SPOILED)
def test_each_thing_has_its_line(spoiled: dict[str, float], words: str) -> None:
    (line,) = told(replace(GOOD, **spoiled)).change
    assert words in line


def test_faces_that_are_dark_in_a_light_room_are_no_matter() -> None:
    assert told(replace(GOOD, face_light=30)).change == ()


def test_small_faces_are_brought_nearer_before_the_lens_is_wiped() -> None:
    assert len(told(replace(GOOD, face=30, detail=10)).change) == 1


def test_of_small_faces_it_is_not_told_how_many_there_are() -> None:
    (line,) = told(replace(GOOD, face=20, both=0.1)).change
    assert "nearer" in line


def test_what_is_unknown_is_neither_good_nor_to_be_changed() -> None:
    unknown = {field.name: None for field in fields(Figures)}
    assert told(Figures(**unknown | {"seconds": 600, "looked": 0, "listened": 60})) == Told("", ())


@given(anything)
def test_two_lines_at_most_without_a_word_about_anybody(seen: Figures) -> None:
    said = told(seen)
    assert len(said.change) <= MOST
    assert not any(forbidden(line) for line in (said.good, *said.change))


def test_the_document_has_lines_and_figures() -> None:
    dark = replace(GOOD, light=30.0, clear=None)
    document = json.loads(to_json(dark, told(dark)))
    assert document["change"] == list(told(dark).change)
    assert document["figures"] == asdict(dark)
