"""attune in Python, in the words of the field: `from attune import api as attune` (docs/api.md).

Every function asks the room that does the work, and gives back the values that rooms give each other: frozen, with
read-only arrays, NaN for what cannot be told. Nothing is decoded, and nothing is kept: a film is watched by
`attune suggest` or `attune night`, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from attune import anew, coding, listen, pipeline, watch
from attune import score as scoring
from attune.case import consent, use
from attune.codes import Codes
from attune.dyad import Dyad
from attune.errors import AttuneError, KnobError
from attune.exchange import mapping
from attune.exchange.features import Feature
from attune.exchange.own import CODER
from attune.exports import measured
from attune.knobs import Knobs
from attune.moment import Moment, Scores
from attune.pipeline import Suggested
from attune.principles import goal_of
from attune.research import changes, films, pair
from attune.research import evaluate as evaluation
from attune.research.changes import Change
from attune.research.evaluate import Evaluation
from attune.research.films import Bench
from attune.research.pair import Agreement
from attune.research.tuning import knobs as tuning
from attune.research.tuning.knobs import Tuned
from attune.settings import Settings
from attune.store import beside

Turned = Mapping[str, float]
"""Numbers by the name of their knob: {"MutualGaze.held": 0.4}."""

FOLLOWED = (*watch.GROUPS, *listen.GROUPS)
"""Numbers by which people are told apart and voices given to them."""


def load(film: str | Path, store: str | Path | None = None) -> Suggested:
    """A film that was watched, with all that attune says of it as it was last asked for. `store` is what --store was.

    What was worked out of it last is read where it still holds. Raises AttuneError where it was not watched, or not all
    of it; ConsentError for a film of a case in which somebody has not agreed to research or training; FilmError, also
    for that of a review meeting; StoreError.
    """
    path = Path(film)
    consent.require(path, "research", "training")
    use.scorable(path)
    done = anew.again(path, Path(store) if store else None)
    if done is None:
        raise AttuneError(f"{path.name} was not watched yet, or not all of it. Run: attune suggest {path}")
    return done


def score(film: Suggested, set: Turned | None = None) -> Scores:
    """Cues, principles, attunement and events, a value a second; some numbers turned for this once.

    Raises KnobError for a number that is unknown or out of its range, and for one of watching.
    """
    dyad, knobs = _by(film, set)
    return film.scores if knobs == film.knobs else scoring.score(dyad, knobs, film.settings.goal)


def suggest(film: Suggested, set: Turned | None = None, goal: str = "") -> tuple[Moment, ...]:
    """The moments, best first; those first that show the goal, as "receiving, enc.wait". Raises KnobError."""
    return told(film, set, goal).moments


def compare(film: Suggested, set: Turned) -> list[Change]:
    """What turned numbers do to the moments: gone, new, moved, cut otherwise. Raises KnobError."""
    return changes.changes(film.moments, suggest(film, set))


def features(film: Suggested, set: Turned | None = None) -> list[Feature]:
    """Every number of every second as rows of a tidy table (docs/features.md). Raises KnobError."""
    dyad, knobs = _by(film, set)
    return measured.features(replace(film, dyad=dyad, knobs=knobs, scores=score(film, set)))


def told(film: Suggested, set: Turned | None = None, goal: str = "") -> Suggested:
    """The film with other numbers, or another goal: scores, moments, the dyad, coverage, notes and knobs at once.

    Raises KnobError.
    """
    (dyad, knobs), aim = _by(film, set), goal_of(goal) if goal else None
    return film if knobs == film.knobs and aim is None else anew.turned(replace(film, dyad=dyad), knobs, aim)


def _by(film: Suggested, set: Turned | None) -> tuple[Dyad, Knobs]:
    """All numbers, and the people in the film, who are followed again only where a number of that is turned."""
    knobs, path, folder = film.knobs.set(set or {}), film.film.path, film.store.folder
    if knobs.digest(*FOLLOWED) == film.knobs.digest(*FOLLOWED):
        return film.dyad, knobs
    every = Settings(turned={number.where: value for number, value in knobs})
    done = anew.again(path, None if folder == beside(path) else folder.parent, every)
    if done is None:
        raise KnobError("A number of watching or listening cannot be turned afterwards. `attune suggest --set` can.")
    return done.dyad, knobs


def codes(
    film: Suggested, file: str | Path | None = None, by: str | Path | None = None, coder: str | None = None
) -> Codes:
    """What people coded: all that `attune import` brought; or a file of codes, by the map `by` if it needs one.

    With `coder`, theirs alone. attune's own codes, where a file holds some, come by its name alone. Raises FormatError,
    StoreError.
    """
    rules, about = mapping.read(Path(by)) if by else mapping.Map(), film.film
    brought = coding.bring(Path(file), about.path.name, about.seconds, rules).codes if file else coding.kept(film.store)
    return Codes(tuple(code for code in brought if (code.coder == coder if coder else code.coder != CODER)))


def agreement(said: Scores | Codes, coded: Codes, cue: str, seconds: float | None = None) -> Agreement:
    """How far attune, or a person, agrees with what people coded of a cue. Raises FormatError where nobody did.

    `seconds`: how long the film is, where it matters whether its last second is a whole one.
    """
    return pair.agreement(said, coded, cue, seconds)


def folder(place: str | Path, set: Turned | None = None) -> Bench:
    """All films of a folder that were watched: families and groups from its films.csv, codes, and what attune says.

    Films of a case in which somebody has not agreed are left out, and noted. Raises FilmError, StoreError, KnobError,
    FormatError.
    """
    return films.load(Path(place), given=Settings(turned=dict(set or {})))


def evaluate(bench: Bench) -> Evaluation:
    """Every figure of `attune evaluate`, with its interval. Raises FormatError where nobody coded anything."""
    return evaluation.evaluation(bench)


def tune(bench: Bench, cue: str) -> Tuned:
    """The numbers by which a cue, or "moments", agrees best with people, families held out, and what that is worth.

    Raises FormatError where fewer than two families are coded.
    """
    return tuning.tune(bench, cue, pipeline.all_knobs())
