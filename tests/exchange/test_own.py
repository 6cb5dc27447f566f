"""What attune found becomes codes: runs of seconds, unknown apart from no, nothing past the film's end."""

from __future__ import annotations

import numpy as np

from attune.codes import UNCODABLE, Code
from attune.exchange import own
from attune.moment import Event, Scores
from attune.timeline import Clock, Span, series


def test_cues_are_runs_of_seconds_in_which_unknown_is_not_no() -> None:
    clock = Clock(1, 4)
    nan, nothing = np.nan, series(clock, np.full(4, np.nan))
    looks = np.array([[0.9, 0.1, 0, 0], [0.2, 0.7, 0.1, 0], [nan] * 4, [1, 0, 0, 0]])
    cues = {
        "child_looks": series(clock, looks),
        "child_speaks": series(clock, np.array([0.29, 0.3, 0.9, nan])),
        "mutual_gaze": series(clock, np.array([0.5, 0.49, nan, nan])),
        "reaches": series(clock, np.ones(4)),
    }
    events = (Event(Span(0.5, 1.25), "mutual_gaze", "both", "look", 0.75),)
    found = own.codes(Scores(clock, cues, {}, nothing, nothing, nothing, events), (), 3.4)
    assert set(found) == {
        Code("child_looks", "partner", Span(0, 1), "attune"),
        Code("child_looks", "object", Span(1, 2), "attune"),
        Code("child_looks", UNCODABLE, Span(2, 3), "attune"),
        Code("child_looks", "partner", Span(3, 3.4), "attune"),
        Code("child_speaks", "yes", Span(1, 3), "attune"),
        Code("child_speaks", UNCODABLE, Span(3, 3.4), "attune"),
        Code("mutual_gaze", "yes", Span(0, 1), "attune"),
        Code("mutual_gaze", UNCODABLE, Span(2, 3.4), "attune"),
        Code("event_mutual_gaze", "both look", Span(0.5, 1.25), "attune", 0.75),
    }
