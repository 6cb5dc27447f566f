"""The moments of a film that are kept to be shown, as the evaluation report tells them: in words, and no number."""

from __future__ import annotations

from pathlib import Path

from attune.cycles.report import Looked
from attune.pipeline import opened
from attune.review import pieces
from attune.review.answers import about
from attune.review.chosen import in_order
from attune.review.pieces import WHOLE, Piece
from attune.review.verdicts import KEPT, Verdicts


def looked_at(film: Path) -> list[Looked]:
    """Those of a film, in the guider's order; a moment without a name is called by its sentence. Raises StoreError."""
    _, store = opened(film)
    state = Verdicts(store.path(KEPT), store.film, "").state()
    every = {key: pieces.read(Piece, said) for key, said in state.pieces.items() if key != WHOLE}
    kept = [every[key] for key in in_order(every, about(state))]
    return [Looked(piece.name or piece.why, piece.words, piece.next_step) for piece in kept]
