"""CHAT's .cha: utterances of speakers, with their times (MacWhinney, "Tools for Analyzing Talk", TalkBank)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from attune.codes import YES
from attune.errors import FormatError
from attune.exchange.cells import Cell, decoded

_BULLET = re.compile("\x15%?(?:[^\x15]*?_)??(\\d+)_(\\d+)-?\x15")
"""The times of an utterance in milliseconds, between two characters 0x15."""

CODERS = ("@Transcriber", "@Coder")


def read(data: bytes) -> Iterator[Cell]:
    """Every utterance on the tier of its speaker, and what hangs on it (`%add:`) on a tier "CHI%add" at its time.

    An utterance without a bullet has no time, and neither has what hangs on it. Raises FormatError.
    """
    coder, film, speaker, span = "", "", "", (math.nan, math.nan)
    for n, line in _lines(decoded(data)):
        name, colon, text = line.partition(":")
        if line[0] == "@":
            coder = text.strip() if name in CODERS else coder
            film = text.strip().partition(",")[0] if name == "@Media" else film
        elif not colon or line[0] not in "*%" or len(name) < 2:
            raise FormatError(f"line {n}: not CHAT. Expected a line that begins with @, * or % and a name.")
        else:
            if line[0] == "*":
                speaker, span = name[1:], _times(text)
            elif not speaker:
                raise FormatError(f"line {n}: {name} hangs on no utterance.")
            tier = speaker if line[0] == "*" else f"{speaker}{name}"
            said = _BULLET.sub("", text).strip()
            yield Cell(f"line {n}", tier, said or YES, *span, coder, None, (film,) if film else ())


def _times(text: str) -> tuple[float, float]:
    """Seconds from the start of the first bullet to the end of the last; NaN where there is none."""
    bullets = _BULLET.findall(text)
    if not bullets:
        return (math.nan, math.nan)
    return (int(bullets[0][0]) / 1000, int(bullets[-1][1]) / 1000)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; one that begins with a tab goes on from the one before it. Raises FormatError."""
    whole: list[str] = []
    first = 1
    for n, line in enumerate(text.split("\n"), 1):
        if line.startswith("\t") and whole:
            whole.append(line.strip())
            continue
        if whole:
            yield first, " ".join(whole)
        first, whole = n, [line.strip("\r")] if line.strip() else []
        if n == 1 and not line.startswith("@"):
            raise FormatError("line 1: not CHAT. Expected a line that begins with @.")
    if whole:
        yield first, " ".join(whole)
