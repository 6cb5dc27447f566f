"""What readers of code files give, before it is known to be sound; and tiers that hold one code at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

from attune.codes import Code
from attune.errors import FormatError

Key = TypeVar("Key", bound=Hashable)


class Cell(NamedTuple):
    """One code as a file has it.

    where       its place in the file, for people: "line 12"
    start, end  seconds on the file's own clock; NaN where the file gives none
    of          what the file calls the recording: its own name for it, names of films; () where it says nothing
    """

    where: str
    tier: str
    code: str
    start: float
    end: float
    coder: str = ""
    confidence: float | None = None
    of: tuple[str, ...] = ()


class About(NamedTuple):
    """What files that are written say of the film.

    media    the way from the file to the film: a relative URL
    name     the film's own name
    seconds  how long it is
    rate     its pictures a second
    """

    media: str
    name: str
    seconds: float
    rate: float


def decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 where a mark says so. Raises FormatError with the line of what is neither."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as why:
        line = data[: why.start].count(b"\n") + 1
        raise FormatError(f"line {line}: not UTF-8. Save the file as UTF-8.") from why


def number(text: str, where: str, what: str) -> float:
    """A number as it is written. Raises FormatError, which says where it stands."""
    try:
        return float(text)
    except ValueError as why:
        raise FormatError(f"{where}: {what} must be a number. Got {text!r}.") from why


def in_lanes(codes: Iterable[Code], key: Callable[[Code], Key]) -> dict[Key, list[list[Code]]]:
    """Codes of the same key in as few lanes as hold them without overlap; points and spans apart.

    Most formats allow one annotation at a time on a tier, and some either points or spans.
    """
    out: dict[Key, list[list[Code]]] = {}
    for code in sorted(codes, key=lambda c: c.span):
        lanes = out.setdefault(key(code), [])
        free = next((lane for lane in lanes if _follows(code, lane[-1])), None)
        if free is None:
            lanes.append([code])
        else:
            free.append(code)
    return out


def _follows(code: Code, last: Code) -> bool:
    if code.span and last.span:
        return last.span.end <= code.span.start
    return not code.span and not last.span and last.span.start < code.span.start


def by_name(codes: Iterable[Code]) -> dict[str, list[Code]]:
    """Lanes of each tier and coder by a name that says both: "child_looks", "child_looks [ann] (1)"."""
    lanes = in_lanes(codes, lambda c: (c.tier, c.coder))
    return {
        _name(tier, coder, n): lane for (tier, coder), own in sorted(lanes.items()) for n, lane in enumerate(own, 1)
    }


_NAME = re.compile(r"(.+) \[([^\[\]]*)\] \(\d+\)")


def tier_and_coder(name: str) -> tuple[str, str]:
    """What `by_name` called so; of any other name, the name itself and nobody."""
    ours = _NAME.fullmatch(name)
    if not ours:
        return name, ""
    return ours[1], ours[2].replace("%5B", "[").replace("%5D", "]").replace("%25", "%")


def _name(tier: str, coder: str, lane: int) -> str:
    if not coder and lane == 1 and not _NAME.fullmatch(tier):
        return tier
    return f"{tier} [{coder.replace('%', '%25').replace('[', '%5B').replace(']', '%5D')}] ({lane})"
