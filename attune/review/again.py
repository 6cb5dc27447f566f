"""What is left to decide, ranked again by what was kept and left out of this film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from attune.ranker import Ranker, order
from attune.ranker.learn import GRADES, Film, learn
from attune.review.examples import Example
from attune.words import again_in_words

Rows = Sequence[Example]


class Again(NamedTuple):
    """The list as it stands then, by key, and one plain line on what changed."""

    order: list[str]
    told: str


def again(known: Rows, listed: Sequence[str], after: str) -> Again:
    """`listed`, with the undecided ones behind the key `after` ranked by what was decided; all others keep their place.

    known   every moment of the film that was shown or marked
    listed  keys in the order in which they stand before the guider
    after   the one that is looked at: nothing up to it moves; "" = every undecided one may
    """
    ranker = learn([graded(known)])
    if not ranker.weights:
        return Again(list(listed), again_in_words(None, 0, ""))
    worth = _places(known, ranker)
    open_ones = {each.key for each in known if not each.decision}
    first = listed.index(after) + 1 if after in listed else 0
    slots = [k for k in range(first, len(listed)) if listed[k] in open_ones]
    before = [listed[k] for k in slots]
    now = sorted(before, key=lambda key: worth[key])
    moved = dict(zip(slots, now, strict=True))
    up = [key for k, key in enumerate(now) if before.index(key) > k]
    told = again_in_words(*_reason(up, known, ranker))
    return Again([moved.get(k, key) for k, key in enumerate(listed)], told)


def graded(known: Rows, family: str = "") -> Film:
    """The moments of a film with the grades of what was decided of them."""
    grades = np.array([GRADES.get(each.decision, np.nan) for each in known])
    return Film(family, [each.features for each in known], grades)


def _places(known: Rows, ranker: Ranker) -> Mapping[str, int]:
    """Each moment's place once it is ranked again; attune's own order is that of the list it was shown in."""
    shown = sorted(known, key=lambda each: each.place or len(known) + 1)
    scores = [each.features.get("score", np.nan) for each in shown]
    likes = ranker.likes([each.features for each in shown])
    return {shown[k].key: place for place, k in enumerate(order(scores, likes))}


def _reason(up: Sequence[str], known: Rows, ranker: Ranker) -> tuple[int, int, str]:
    """How many moved up, how many of them for the commonest reason, and that: the name of a number of which they have
    more than the film's middle, as those that were kept."""
    names, parts = list(ranker.weights), ranker.parts([each.features for each in known])
    more = np.where(np.array(list(ranker.weights.values())) > 0, parts, 0.0)
    rows = {each.key: row for each, row in zip(known, more, strict=True)}
    tops = Counter(names[int(np.argmax(rows[key]))] for key in up if rows[key].max() > 0)
    name, count = min(tops.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return len(up), count, name
