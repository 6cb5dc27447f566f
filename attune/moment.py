"""What is said about a dyad: Event, Scores, Moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from attune.timeline import Clock, Series, Span

Who = Literal["adult", "child", "both"]


@dataclass(frozen=True, order=True)
class Event:
    """Something that was seen to happen: a bout of mutual gaze, an initiative, a reception, a chain.

    kind   "mutual_gaze", "joint_attention", "initiative", "reception", "yes_cycle", "wait", "reconnect", ...
    who    who did it
    how    the channel in observable words: "look", "reach", "smile", "move", ...; "" where there is none
    sure   0..1
    """

    span: Span
    kind: str
    who: Who
    how: str = ""
    sure: float = 1.0


def in_time(events: Iterable[Event]) -> list[Event]:
    """Events sorted as they compare, by a key each: an hour of a lively pair has thousands of them."""
    return sorted(events, key=lambda e: (e.span.start, e.span.end, e.kind, e.who, e.how, e.sure))


@dataclass(frozen=True)
class Scores:
    """What the rules say, on the score clock (1 Hz). Values 0..1, NaN = cannot tell.

    cues         one Series a rule, by the rule's name
    principles   one Series a principle: attentive, encouraging, receiving, attuned, guiding
    attunement   A_abs of science.md 4.4: an uncalibrated index for researchers and for this dyad's own trend
    standing     R of science.md 4.6: how this second stands among this film's own seconds; ranks moments
    coverage     share of each second's looks in which both people could be told, never NaN
    events       sorted by time
    """

    clock: Clock
    cues: Mapping[str, Series]
    principles: Mapping[str, Series]
    attunement: Series
    standing: Series
    coverage: Series
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Moment:
    """A stretch of film worth a guider's look. Sorted by rank, spans disjoint, inside the film, across no cut.

    key         names the moment by its place in time: stable while its boundaries are
    span        what is played: the chain with pre-roll and post-roll
    core        the chain itself
    score       0..1, comparable within one film only
    principles  names of docs/formats.md: ids of the goal that it shows, then the others, strongest first
    events      what it rests on, sorted by time
    why         one sentence about what both people did
    coverage    share of its seconds in which both people could be told
    still       second of the meeting moment
    name        what a guider calls it, "" where nobody named it; on cards and in chapters, never in a file's name
    """

    key: str
    rank: int
    span: Span
    core: Span
    score: float
    principles: tuple[str, ...]
    events: tuple[Event, ...]
    why: str
    coverage: float
    still: float
    name: str = ""
