"""What the page is told of a film: facts, moments with their reasons, and what was said of each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from attune import cast, evidence, files
from attune.evidence import Fact
from attune.explain import SEEMS, asked, called
from attune.moment import Event, Moment
from attune.pipeline import Suggested, origin
from attune.principles import PRINCIPLES, SIGNS
from attune.review import pieces
from attune.review.chosen import in_order, within
from attune.review.pieces import WHOLE, About, Piece
from attune.review.tiers import tiers
from attune.review.verdicts import State
from attune.suggest.features import Lines, features, lines
from attune.timeline import Span
from attune.words import share_in_words


def film_answer(done: Suggested) -> dict[str, Any]:
    """What does not change while a guider decides: facts, names, lines of time."""
    film = done.film
    return {
        "name": film.path.name, "seconds": film.seconds, "rate": film.rate, "aspect": film.aspect, "sound": film.sound,
        "sealed": files.kept(film.path) is not None,
        "names": _names(done), "labels": dict(done.labels), "tags": _tags(done),
        "goal": list(done.settings.goal), "goals": [*_goals(done)],
        "notes": [*asked(done.settings.goal, done.labels), *done.notes], "tiers": tiers(done),
    }  # fmt: skip


def people_answer(done: Suggested) -> list[dict[str, Any]]:
    """Everybody who was seen: who they are taken for and how surely, and where they are in the picture."""
    return [
        {
            "key": track.person.key, "role": track.person.role, "name": track.person.name,
            "sure": cast.sure(track, done.people), "where": cast.described(track, done.dyad),
        }
        for track in cast.everybody(done.dyad)
    ]  # fmt: skip


def said_answer(done: Suggested, state: State) -> dict[str, Any]:
    """What changes with each decision: every moment as the guider has it, in the order of the list, and the film."""
    every = said(done, state)
    ranked = {moment.key: moment for moment in done.moments}
    return {
        "version": state.version,
        "undo": state.undo,
        "redo": state.redo,
        "order": in_order(every, about(state)),
        "about": pieces.written(about(state)) | {"version": state.versions.get(WHOLE, 0)},
        "moments": [_row(done, key, piece, ranked.get(key), state) for key, piece in every.items() if not piece.gone],
    }


def said(done: Suggested, state: State) -> dict[str, Piece]:
    """Every moment by its key: those that are proposed, in their order, then what was decided on others, by time.

    The sentence is that of the proposal as it is now, with the names that the two have now."""
    kept = {key: pieces.read(Piece, value) for key, value in state.pieces.items() if key != WHOLE}
    fresh = {moment.key: pieces.proposed(moment) for moment in done.moments}
    first = {key: replace(kept.get(key, piece), why=piece.why) for key, piece in fresh.items()}
    rest = sorted((piece.start, key) for key, piece in kept.items() if key not in first)
    return first | {key: kept[key] for _, key in rest}


def about(state: State) -> About:
    """What was said of the film as a whole."""
    return pieces.read(About, state.pieces.get(WHOLE, {}))


def shown_list(done: Suggested) -> list[dict[str, Any]]:
    """What a list of suggestions rests on, for those who learn from verdicts: place, span, and all features."""
    film = lines(done.dyad, done.scores)
    return [
        {
            "key": m.key, "place": m.rank, "start": m.span.start, "end": m.span.end, "score": m.score,
            "principles": list(m.principles), "coverage": m.coverage,
            "features": _measured(film, done, m.span, m.score),
        }
        for m in done.moments
    ]  # fmt: skip


def measured_piece(done: Suggested, key: str, piece: Mapping[str, Any]) -> dict[str, float | None] | None:
    """The features of a piece where it begins and ends now; None of the film as a whole."""
    if key == WHOLE:
        return None
    score = next((m.score for m in done.moments if m.key == key), math.nan)
    return _measured(lines(done.dyad, done.scores), done, Span(piece["start"], piece["end"]), score)


def _measured(film: Lines, done: Suggested, span: Span, score: float) -> dict[str, float | None]:
    """The features of a stretch, as JSON has them: null where nothing is known."""
    known = features(film, span, within(done, span), score)
    return {name: None if math.isnan(value) else value for name, value in known.items()}


def made_by(done: Suggested) -> Mapping[str, Any]:
    """What made the list, and the goal that it was ranked for."""
    return {**origin(done)[1], "goal": list(done.settings.goal)}


def _names(done: Suggested) -> dict[str, str]:
    return called(done.dyad.adult.person, done.dyad.child.person)


def _tags(done: Suggested) -> list[str]:
    """The principles that a guider ticks: the five, those asked about, and those that a moment shows."""
    every = [*PRINCIPLES, *done.settings.goal, *(name for moment in done.moments for name in moment.principles)]
    return list(dict.fromkeys(every))


def _goals(done: Suggested) -> dict[str, None]:
    """What may be looked for first: the five, what attune sees of each, and what was asked for."""
    return dict.fromkeys([*PRINCIPLES, *SIGNS, *done.settings.goal])


def _row(done: Suggested, key: str, piece: Piece, moment: Moment | None, state: State) -> dict[str, Any]:
    proposal = pieces.proposed(moment) if moment else None
    return pieces.written(piece) | {
        "key": key,
        "version": state.versions.get(key, 0),
        "proposed": pieces.written(proposal) if proposal else None,
        "first": first(moment.events if moment else within(done, Span(piece.start, piece.end))),
        "coverage": coverage(moment.coverage) if moment else "",
        "reasons": [_reason(fact) for fact in evidence.facts(moment, done.dyad)] if moment else [],
        "unseen": evidence.unseen(moment, done.dyad, done.scores) if moment else [],
    }


def first(events: Sequence[Event]) -> str:
    """Who of the two began: whoever first started something, or, where that was not seen, first did anything at all; ""
    where nobody was seen to do a thing alone."""
    alone = sorted(event for event in events if event.who != "both")
    started = [event for event in alone if event.kind == "initiative"]
    return next((event.who for event in [*started, *alone]), "")


def coverage(share: float) -> str:
    """How much of a moment could be told, in plain words."""
    return f"Both could be seen in {share_in_words(share).replace('the film', 'it')}."


def _reason(fact: Fact) -> dict[str, Any]:
    """A fact as the page shows it, with a word where it is not sure."""
    doubt = "" if fact.sure >= SEEMS else "; not sure"
    return {"start": fact.span.start, "end": fact.span.end, "who": fact.who, "what": fact.what + doubt}
