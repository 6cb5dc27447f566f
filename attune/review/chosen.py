"""The moments as the guider left them, as values that everything which hands out moments takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from attune.moment import Event, Moment
from attune.pipeline import Suggested
from attune.review.pieces import About, Piece
from attune.suggest.film import mean_over
from attune.timeline import Span


def chosen(done: Suggested, pieces: Mapping[str, Piece], about: About) -> Suggested:
    """The film with those moments alone that are to be kept, in the guider's order, numbered from 1."""
    kept = in_order(pieces, about)
    return replace(done, moments=tuple(moment(done, key, pieces[key], rank) for rank, key in enumerate(kept, 1)))


def in_order(pieces: Mapping[str, Piece], about: About) -> list[str]:
    """The keys of what is kept: as the guider put them, then those never moved, as they follow in the film."""
    places = {key: place for place, key in enumerate(about.order)}
    kept = [key for key, piece in pieces.items() if piece.decision == "keep" and not piece.gone]
    return sorted(kept, key=lambda key: (places.get(key, len(places)), pieces[key].start))


def moment(done: Suggested, key: str, piece: Piece, rank: int) -> Moment:
    """One of the guider's moments. An own one has the whole of itself for a core, and no score to be ranked by."""
    span = Span(piece.start, piece.end)
    first = next((m for m in done.moments if m.key == key), None)
    core = (first.core & span if first else span) or span
    cover = mean_over(done.scores.clock, done.scores.coverage.values, span)
    return Moment(
        key=key,
        rank=rank,
        span=span,
        core=core,
        score=first.score if first else 0.0,
        principles=piece.principles,
        events=within(done, span),
        why=piece.why,
        coverage=0.0 if cover != cover else cover,
        still=min(max(piece.still, span.start), span.end),
        name=" ".join(piece.name.split()),
    )


def within(done: Suggested, span: Span) -> tuple[Event, ...]:
    """What happens in a stretch of the film."""
    return tuple(event for event in done.scores.events if event.span & span)
