"""What is heard is heard once, kept, and heard again only where something it rests on has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attune import heard as room
from attune import listen
from attune.errors import FilmError
from attune.heard import heard, key_of
from attune.knobs import Knobs
from attune.listen.hearing import RATE, to_bytes
from attune.media.film import Film, fingerprint, open_film
from attune.store import Store, note_film, store_for
from tests.listen.sounds import hiss, hum
from tests.media.films import make_film, steady

KNOBS = Knobs.of(*listen.GROUPS)


@pytest.fixture
def film(tmp_path: Path) -> Film:
    sound = np.concatenate([hiss(1.0), hum(1.5, 350, wander=2), hiss(1.5)])[None]
    return open_film(make_film(tmp_path / "film.mp4", steady(4.0), samples=sound, sound_rate=16000))


def kept_for(film: Film) -> Store:
    store = store_for(film.path, None, fingerprint)
    note_film(store, film.path, {})
    return store


def test_a_film_is_heard_once_and_kept(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    store, told = kept_for(film), list[float]()
    first = heard(film, store, KNOBS, lambda step, done, total: told.append(done / total))
    assert 0.2 < np.mean(first.voice) < 0.6
    assert told
    assert max(told) <= 1
    monkeypatch.setattr(room, "spread", None)
    assert to_bytes(heard(film, store, KNOBS)) == to_bytes(first)


def test_another_number_of_listening_is_another_hearing(film: Film) -> None:
    store = kept_for(film)
    assert key_of(store, KNOBS) != key_of(store, KNOBS.set({"Listening.tone": 0.9}))
    assert key_of(store, KNOBS) == key_of(store, KNOBS.set({"Speaking.tell": 0.9}))


def test_what_was_damaged_is_heard_again(film: Film) -> None:
    store = kept_for(film)
    first = heard(film, store, KNOBS)
    store.write(f"heard/{key_of(store, KNOBS)}.npz", b"half a file")
    assert to_bytes(heard(film, store, KNOBS)) == to_bytes(first)


def test_of_a_film_without_sound_nothing_is_known(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "spread", None)
    silent = heard(replace(film, sound=False), kept_for(film), KNOBS)
    assert silent.clock.count == 4 * RATE
    assert np.isnan(silent.voice).all()


def test_a_film_that_is_gone_is_said_so(film: Film) -> None:
    store = kept_for(film)
    film.path.unlink()
    with pytest.raises((FilmError, OSError), match=film.path.name):
        heard(film, store, KNOBS)
