"""Kinds that are one text, made of what is known of a film."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from attune.exchange import otio, seconds, turns, webvtt
from attune.exchange.webvtt import Cue
from attune.labels import Labels
from attune.moment import Moment
from attune.pipeline import Suggested, document, origin
from attune.rules.contingency import Contingency
from attune.rules.talk import talk


class Text(NamedTuple):
    """What a text is called where it is not named, and how it is made for a folder that it will lie in."""

    name: str
    make: Callable[[Suggested, Path], str]


def captions(done: Suggested) -> str:
    """What both people did, shown while each moment lasts."""
    return webvtt.to_vtt(Cue(m.span, m.why.partition(" - ")[2] or m.why, m.key) for m in in_order(done))


def chapters(done: Suggested) -> str:
    """The moments as chapters of the film."""
    return webvtt.to_vtt(Cue(m.span, title(m, done.labels), m.key) for m in in_order(done))


def timeline(done: Suggested, folder: Path) -> str:
    """The moments for a video editor, which finds the film from `folder`."""
    film = done.film
    media = otio.Media(reference(film.path, folder), film.seconds, film.rate, film.sound)
    return otio.to_otio(media, [(title(m, done.labels), m) for m in in_order(done)])


def voices(done: Suggested) -> str:
    """What researchers count of who speaks when."""
    return turns.to_json(*origin(done), talk(done.dyad, done.scores.events, done.knobs[Contingency]))


def in_order(done: Suggested) -> Iterator[Moment]:
    """The moments as they happened."""
    return iter(sorted(done.moments, key=lambda m: m.span.start))


def title(moment: Moment, labels: Labels) -> str:
    """A moment in a list: "3. receiving initiatives, being attentive"."""
    return f"{moment.rank}. {', '.join(labels[name] for name in moment.principles)}"


def reference(film: Path, folder: Path) -> str:
    """The way from a folder to the film, as a relative URL; as a whole one where they lie on two drives."""
    try:
        way = os.path.relpath(film.absolute(), folder.absolute())
    except ValueError:
        return film.absolute().as_uri()
    return quote(way.replace(os.sep, "/"))


TEXTS: Mapping[str, Text] = {
    "seconds": Text("seconds.csv", lambda done, _: seconds.to_csv(done.dyad, done.scores)),
    "moments": Text("moments.json", lambda done, _: document(done)),
    "webvtt": Text("captions.vtt", lambda done, _: captions(done)),
    "chapters": Text("chapters.vtt", lambda done, _: chapters(done)),
    "turns": Text("turns.json", lambda done, _: voices(done)),
    "otio": Text("moments.otio", timeline),
}
"""Every kind that is a text."""
