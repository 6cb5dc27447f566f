"""What is said of a second is what was decided, in words that anybody could check by looking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Track
from attune.inside.saying import lines, short
from attune.inside.view import look_of, nameless
from attune.timeline import series
from attune.words import forbidden
from tests import dyads
from tests.inside.views import changed, view


def test_a_look_is_told_with_its_likelihood_and_how_sure_it_is() -> None:
    seen = view(dyads.face_to_face())
    adult, child, both = lines(seen, 5.5)
    look = look_of(seen, "adult", 5.5)
    assert look.target == "partner"
    assert adult == f"Laura looks at Sarah ({look.share * 100:.0f} %, sure {look.sure:.2f})"
    assert child.startswith("Sarah looks at Laura (")
    mutual = seen.scores.cues["mutual_gaze"].values[5]
    assert both.startswith(f"At each other: {mutual * 100:.0f} %; at one thing: 0 %")
    assert short(seen, "adult", 5.5) == f"Laura → Sarah {look.share * 100:.0f} %"


def test_what_is_unsure_seems() -> None:
    seen = view(dyads.face_to_face())
    looks = seen.scores.cues["adult_looks"]
    faint = series(looks.clock, looks.values, 0.5)
    seen = replace(seen, scores=replace(seen.scores, cues={**seen.scores.cues, "adult_looks": faint}))
    assert lines(seen, 5.5)[0].startswith("Laura seems to look at Sarah")
    assert lines(seen, 5.5)[1].startswith("Sarah looks at Laura")


def lost(track: Track, *names: str) -> Track:
    return changed(track, lambda a: np.full_like(a, np.nan), *names)


def test_why_a_look_cannot_be_told_is_said() -> None:
    dyad = dyads.face_to_face()
    cases = {
        "Laura: not seen": dyads.hidden(dyad, "adult"),
        "Laura: cannot tell, eyes hidden": replace(dyad, adult=changed(dyad.adult, np.ones_like, "covered")),
        "Laura: cannot tell, direction not seen": replace(dyad, adult=lost(dyad.adult, "facing")),
        "Laura: cannot tell, Sarah not seen": dyads.hidden(dyad, "child"),
    }
    for said, one in cases.items():
        seen = view(one)
        assert lines(seen, 5.5)[0] == said
        assert short(seen, "adult", 5.5) == said.replace("cannot tell, ", "")
        assert lines(seen, 5.5)[2].startswith("At each other: cannot tell")


def test_a_smile_is_told_where_it_is_seen() -> None:
    seen = view(dyads.one_cycle())
    assert lines(seen, 13.5)[0].endswith(", smiles")
    assert not lines(seen, 3.5)[0].endswith(", smiles")


def test_people_without_a_name_go_by_their_part() -> None:
    seen = nameless(view(dyads.face_to_face()))
    assert lines(seen, 5.5)[0].startswith("The adult looks at the child")
    assert short(seen, "child", 5.5).startswith("child → adult")
    assert seen.track("adult").person.name == "Laura", "what was said of the film stays"


@pytest.mark.parametrize("script", dyads.SCRIPTS)
def test_no_second_of_any_film_is_told_in_words_that_judge(script: str) -> None:
    dyad = dyads.SCRIPTS[script]()
    for one in (dyad, dyads.hidden(dyad, "child")):
        seen = view(one)
        for second in seen.scores.clock.times[::3]:
            said = " ".join([*lines(seen, second), short(seen, "adult", second), short(seen, "child", second)])
            assert forbidden(said) == []
            assert "nan" not in said
