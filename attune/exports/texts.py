"""Kinds that are one text, made of what is known of a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attune.exchange import boris, eaf, otio, rttm, seconds, tables, textgrid, turns, webvtt
from attune.exchange.webvtt import Cue
from attune.exports.coded import coded, spoken
from attune.exports.measured import features_csv, shares_csv
from attune.exports.places import reference
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
    """A moment in a list: "3. receiving initiatives, being attentive", or by its own name."""
    return f"{moment.rank}. {moment.name or ', '.join(labels[name] for name in moment.principles)}"


TEXTS: Mapping[str, Text] = {
    "seconds": Text("seconds.csv", lambda done, _: seconds.to_csv(done.dyad, done.scores)),
    "moments": Text("moments.json", lambda done, _: document(done)),
    "features": Text("features.csv", lambda done, _: features_csv(done)),
    "shares": Text("shares.csv", lambda done, _: shares_csv(done)),
    "webvtt": Text("captions.vtt", lambda done, _: captions(done)),
    "chapters": Text("chapters.vtt", lambda done, _: chapters(done)),
    "turns": Text("turns.json", lambda done, _: voices(done)),
    "otio": Text("moments.otio", timeline),
    "csv": Text("codes.csv", lambda done, folder: tables.to_csv(*coded(done, folder)).decode()),
    "eaf": Text("codes.eaf", lambda done, folder: eaf.to_eaf(*coded(done, folder)).decode()),
    "boris": Text("codes.boris", lambda done, folder: boris.to_boris(*coded(done, folder)).decode()),
    "textgrid": Text("codes.TextGrid", lambda done, folder: textgrid.to_textgrid(*coded(done, folder)).decode()),
    "rttm": Text("codes.rttm", lambda done, folder: rttm.to_rttm(*spoken(done, folder)).decode()),
}
"""Every kind that is a text."""
