"""What a guider may say: of a moment, and of a film as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar

from attune.errors import FormatError
from attune.moment import Moment

DECISIONS = ("", "keep", "maybe", "leave")
"""Not decided yet, to be shown, perhaps, not to be shown."""

PLACES = ("", "home", "health", "education", "workplace")
"""Where a session was."""

LONGEST = 4000
"""Letters in a text at most: a page of paper. More is a paste that went astray."""

SHORTEST = 0.2
"""Seconds that a moment lasts at least: fewer are hard to see, and a slip of the hand."""

WHOLE = "film"
"""The name under which is kept what was said of the film as a whole."""


@dataclass(frozen=True)
class Piece:
    """A moment as the guider has it.

    start, end  what is shown, in seconds of the film
    still       second of the picture that stands for it
    decision    one of DECISIONS
    name, note  the guider's own words: on the list, and for nobody but the guider
    next_step   what guider and client agree to try next
    words       the client's own, in the review meeting
    why         the sentence
    principles  names of principles
    own         whether the guider marked it; attune proposed all others
    gone        whether the guider took an own one away
    """

    start: float
    end: float
    still: float
    decision: str = ""
    name: str = ""
    note: str = ""
    next_step: str = ""
    words: str = ""
    why: str = ""
    principles: tuple[str, ...] = ()
    own: bool = False
    gone: bool = False


@dataclass(frozen=True)
class About:
    """What the guider says of the film as a whole.

    goal   what the family works on
    place  where it was filmed
    order  keys of moments, in the order in which they are shown
    words, next_step  of the review meeting as a whole: the client's own words, the step agreed; of a film of a case
                      they are its cycle's (review/meetings.py)
    """

    goal: str = ""
    place: str = ""
    order: tuple[str, ...] = ()
    words: str = ""
    next_step: str = ""


Said = TypeVar("Said", Piece, About)


def proposed(moment: Moment) -> Piece:
    """A moment as attune proposes it, nothing decided."""
    start, end, still = (round(second, 3) for second in (moment.span.start, moment.span.end, moment.still))
    return Piece(start, end, still, why=moment.why.partition(" - ")[2] or moment.why, principles=moment.principles)


def changed(said: Said, changes: Mapping[str, Any]) -> Said:
    """`said` with some of its fields as `changes` has them. Raises FormatError for a field that is none, or a value of
    another kind."""
    known: dict[str, Any] = {field.name: getattr(said, field.name) for field in fields(said)}
    for name, value in changes.items():
        if name not in known:
            raise FormatError(f"There is no {name} to change. Expected one of {', '.join(known)}.")
        if not _alike(value, known[name]):
            raise FormatError(f"{name} takes another kind of value. Got {value!r}.")
    return replace(said, **_frozen(changes))


def checked(piece: Piece, seconds: float, principles: Mapping[str, str]) -> Piece:
    """The piece, laid inside a film of so many seconds. Raises FormatError where it says what cannot be."""
    if piece.decision not in DECISIONS:
        raise FormatError(f"{piece.decision!r} is no decision. Expected one of keep, maybe, leave or nothing.")
    unknown = [name for name in piece.principles if name not in principles]
    if unknown:
        raise FormatError(f"There is no principle {unknown[0]}. Expected one of {', '.join(principles)}.")
    start, end = max(0.0, piece.start), min(seconds, piece.end)
    if not end - start >= SHORTEST:
        raise FormatError(f"A moment lasts {SHORTEST:g} s or more, and lies inside the film of {seconds:.1f} s.")
    return replace(piece, start=start, end=end, still=min(max(0.0, piece.still), seconds))


def checked_about(about: About) -> About:
    """What was said of the film. Raises FormatError for a place that is none, and for an order that names a moment
    twice."""
    if about.place not in PLACES:
        raise FormatError(f"There is no place {about.place}. Expected one of {', '.join(PLACES[1:])}.")
    if len(set(about.order)) < len(about.order) or sum(map(len, about.order)) > LONGEST:
        raise FormatError("An order names each moment once. Load the page again.")
    return about


def read(said: type[Said], kept: Mapping[str, Any]) -> Said:
    """What `written` gave. Fields that a newer attune added are passed over."""
    names = {field.name for field in fields(said)}
    return said(**_frozen({name: value for name, value in kept.items() if name in names}))


def written(said: Piece | About) -> dict[str, Any]:
    """As JSON has it."""
    return asdict(said)


def _frozen(given: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _alike(value: Any, known: Any) -> bool:
    """Whether a value from outside is of the kind of a known one."""
    if isinstance(known, bool):
        return isinstance(value, bool)
    if isinstance(known, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < float("inf")
    if isinstance(known, tuple):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str) and len(value) <= LONGEST
