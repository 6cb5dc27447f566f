"""The moments as the guider left them, as values that everything which hands out moments takes."""

from __future__ import annotations

from dataclasses import replace

from attune.moment import Moment
from attune.pipeline import Suggested
from attune.review.pieces import Piece
from attune.suggest.film import mean_over
from attune.timeline import Span


def chosen(done: Suggested, pieces: dict[str, Piece]) -> Suggested:
    """The film with those moments alone that are to be kept, in the order of the film, numbered from 1."""
    kept = sorted((piece.start, key) for key, piece in pieces.items() if piece.decision == "keep" and not piece.gone)
    moments = tuple(moment(done, key, pieces[key], rank) for rank, (_, key) in enumerate(kept, 1))
    return replace(done, moments=moments)


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
        events=tuple(event for event in done.scores.events if event.span & span),
        why=piece.name or piece.why,
        coverage=0.0 if cover != cover else cover,
        still=min(max(piece.still, span.start), span.end),
    )
