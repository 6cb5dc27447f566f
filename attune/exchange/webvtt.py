"""WebVTT, the captions and chapters of web video (W3C, "WebVTT: The Web Video Text Tracks Format", 2019)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from attune.timeline import Span


class Cue(NamedTuple):
    """A text, when it is shown, and what the cue is called."""

    span: Span
    text: str
    name: str


def to_vtt(cues: Iterable[Cue]) -> str:
    """One file, a cue of one line each, in the given order, times to a millisecond."""
    return "\n".join(["WEBVTT\n", *map(_written, cues)])


def _written(cue: Cue) -> str:
    times = f"{_stamp(cue.span.start)} --> {_stamp(cue.span.end)}"
    return f"{_plain(cue.name)}\n{times}\n{_plain(cue.text)}\n"


def _stamp(second: float) -> str:
    """ "00:01:02.345"; hours are always written."""
    minutes, milliseconds = divmod(round(second * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def _plain(text: str) -> str:
    """On one line, without anything that means markup."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
