"""A service's own words for the principles: read, completed with ours, and refused in one line where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from attune import settings
from attune.errors import FormatError
from attune.labels import read, whole
from attune.pipeline import all_knobs
from attune.principles import NAMES
from attune.settings import Settings, from_call, settle
from attune.store import Store
from attune.words import PRINCIPLES

Write = Callable[[str | bytes], Path]
FORMATS = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def one(text: str | bytes) -> Path:
        path = tmp_path / "ours.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return one


def test_own_words_take_the_place_of_ours_and_the_rest_stays(write: Write) -> None:
    own = read(write('receiving = " Aufnehmen "\nenc.wait = "Zeit geben"\n"dev.yes" = "Ja"\n[rec]\nbody = "Hin"\n'))
    assert own == {"receiving": "Aufnehmen", "enc.wait": "Zeit geben", "dev.yes": "Ja", "rec.body": "Hin"}
    assert set(whole(own)) == set(NAMES)
    assert whole(own)["enc.wait"] == "Zeit geben"
    assert whole(own)["attuned"] == PRINCIPLES["attuned"]
    assert read(write("")) == {}


def test_the_example_of_the_page_is_such_a_file(write: Write) -> None:
    example = FORMATS.partition("## Your own words")[2].split("```")[1]
    assert set(read(write(example))) == {"receiving", "enc.wait"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('recieving = "x"', "Did you mean receiving"),
        ('enc.wiat = "x"', "enc.wait"),
        ('enc.wait.long = "x"', "enc.wait must be one line"),
        ("receiving = 3", "receiving must be one line"),
        ('receiving = "  "', "receiving must be one line"),
        ('receiving = "a\\nb"', "receiving must be one line"),
        (f'receiving = "{"x" * 61}"', "1 to 60 letters"),
        ("receiving = waiting", "Expected TOML"),
        (b"\xff\xfe", "Expected TOML"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_that_names_it(text: str | bytes, told: str, write: Write) -> None:
    with pytest.raises(FormatError) as why:
        read(write(text))
    assert "ours.toml" in str(why.value)
    assert told in str(why.value)
    assert "\n" not in str(why.value)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FormatError, match=r"none\.toml"):
        read(Path("none.toml"))


def test_own_words_are_kept_with_the_film_and_forgotten_with_the_rest(tmp_path: Path, write: Write) -> None:
    store = Store(tmp_path / "film.attune", "f" * 64)
    path = write('receiving = "Aufnehmen"')
    settle(store, from_call(None, None, None, None, (), "", path), False, all_knobs())
    path.unlink()
    assert settle(store, Settings(age="0-1"), False, all_knobs())[0].labels == {"receiving": "Aufnehmen"}
    assert settings.read(store).labels == {"receiving": "Aufnehmen"}
    assert settle(store, Settings(), True, all_knobs())[0].labels == {}
