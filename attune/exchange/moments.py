"""Moments as JSON, in the form that others rely on (docs/formats.md), and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from attune.errors import FormatError
from attune.moment import Event, Moment
from attune.timeline import Span

FORMAT = 1


class Document(NamedTuple):
    """What a file of moments holds; `to_json(*document)` writes it again, byte for byte.

    film       name, seconds, sha256
    made_by    version, models, knobs
    coverage   share of the film in which each person was seen: adult, child
    goal       principles that were looked for first, as they were asked for
    """

    film: Mapping[str, Any]
    made_by: Mapping[str, Any]
    coverage: Mapping[str, float]
    goal: tuple[str, ...]
    moments: tuple[Moment, ...]


def to_json(
    film: Mapping[str, Any],
    made_by: Mapping[str, Any],
    coverage: Mapping[str, float],
    goal: Sequence[str],
    moments: Sequence[Moment],
) -> str:
    """One JSON document, sorted by rank, numbers to three decimals. Raises ValueError for a number that is none."""
    document = {
        "format": FORMAT,
        "film": dict(film),
        "made_by": dict(made_by),
        "coverage": {who: round(share, 3) for who, share in coverage.items()},
        "goal": list(goal),
        "moments": [_written(m) for m in sorted(moments, key=lambda m: m.rank)],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str) -> Document:
    """What `to_json` wrote. Raises FormatError where it is something else, or of a later format."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise FormatError(
                f"Moments of format {document['format']}: this attune reads format {FORMAT}. Use the newer attune."
            )
        moments = tuple(_read(m) for m in document["moments"])
        goal = tuple(document["goal"])
        return Document(document["film"], document["made_by"], document["coverage"], goal, moments)
    except (KeyError, TypeError, ValueError, AttributeError) as why:
        raise FormatError(f"These are no moments of attune ({why!r}). Expected what --as moments writes.") from why


def _written(moment: Moment) -> dict[str, Any]:
    return {
        "id": moment.key,
        "rank": moment.rank,
        "start": round(moment.span.start, 3),
        "end": round(moment.span.end, 3),
        "score": round(moment.score, 3),
        "core": [round(moment.core.start, 3), round(moment.core.end, 3)],
        "principles": list(moment.principles),
        "events": [
            {
                "kind": e.kind,
                "who": e.who,
                "start": round(e.span.start, 3),
                "end": round(e.span.end, 3),
                "how": e.how,
                "sure": round(e.sure, 3),
            }
            for e in moment.events
        ],
        "why": moment.why,
        "coverage": round(moment.coverage, 3),
        "still": round(moment.still, 3),
    }


def _read(m: Mapping[str, Any]) -> Moment:
    return Moment(
        key=m["id"],
        rank=m["rank"],
        span=Span(m["start"], m["end"]),
        core=Span(*m["core"]),
        score=m["score"],
        principles=tuple(m["principles"]),
        events=tuple(Event(Span(e["start"], e["end"]), e["kind"], e["who"], e["how"], e["sure"]) for e in m["events"]),
        why=m["why"],
        coverage=m["coverage"],
        still=m["still"],
    )
