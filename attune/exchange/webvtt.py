"""WebVTT, the captions and chapters of web video (W3C, "WebVTT: The Web Video Text Tracks Format", 2019)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from attune.codes import YES
from attune.errors import FormatError
from attune.exchange.cells import Cell, decoded
from attune.timeline import Span

UNNAMED = "captions"
"""The tier of a cue that no voice speaks."""

_TIMES = re.compile(r"((?:\d+:)?\d+:\d+[.,]\d+)\s+-->\s+((?:\d+:)?\d+:\d+[.,]\d+)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")


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


def read(data: bytes) -> Iterator[Cell]:
    """Every cue, each voice of it on a tier of its name (`<v NAME>`). Raises FormatError."""
    lines = [*decoded(data).splitlines(), ""]
    if not lines[0].startswith("WEBVTT"):
        raise FormatError("line 1: not WebVTT. Expected WEBVTT.")
    text: list[str] = []
    times: tuple[int, float, float] | None = None
    for n, line in enumerate(lines, 1):
        found = _TIMES.match(line.strip())
        if times and not line.strip():
            yield from _voices(f"line {times[0]}", "\n".join(text), times[1], times[2])
            times = None
        elif found:
            times, text = (n, _second(found[1]), _second(found[2])), []
        elif "-->" in line:
            raise FormatError(f"line {n}: no times. Expected 00:00.000 --> 00:00.000. Got {line.strip()[:40]!r}.")
        else:
            text.append(line)


def _voices(where: str, text: str, start: float, end: float) -> Iterator[Cell]:
    first, *voices = _VOICE.split(text)
    for tier, said in [(UNNAMED, first), *zip(voices[::2], voices[1::2], strict=True)]:
        words = unescape(re.sub(r"<[^>]*>", "", said)).strip()
        if words or tier != UNNAMED or not voices:
            yield Cell(where, unescape(tier), words or YES, start, end)


def _second(stamp: str) -> float:
    """ "01:02.345" or "00:01:02.345" in seconds."""
    *hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)
