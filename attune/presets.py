"""Numbers that go together: by the child's age, and for pairs who share attention otherwise (science.md 4.8, 4.9).

Each preset turns knobs of score.GROUPS, {"Rule.knob": value}; what it does not name stays at its default.
"""

from __future__ import annotations

from collections.abc import Mapping

AGES: Mapping[str, Mapping[str, object]] = {
    "0-1": {
        "Waits.shortest": 3.0,
        "Blend.joint": 0.25,
        "Blend.mutual": 0.25,
    },
    "1-3": {
        "Waits.shortest": 3.0,
    },
    "3-6": {
        "Turns.pause": 0.4,
        "ChildInitiatives.merge": 0.4,
        "AdultInitiatives.merge": 0.4,
    },
    "6-12": {
        "Turns.pause": 0.3,
        "ChildInitiatives.merge": 0.3,
        "AdultInitiatives.merge": 0.3,
        "AdultReceptions.full": 1.5,
        "AdultReceptions.zero": 4.0,
        "Receiving.window": 4.0,
        "YesCycles.window": 4.0,
        "Blend.turns": 0.42,
    },
}
"""By the child's age in years. Babies meet face to face as much as over things: joint attention and mutual gaze weigh
the same (later joint attention has 1.5 times the weight, which is the default), and they are waited for longer.
The older the child, the shorter the pauses within a turn. Schoolchildren answer faster, and turns weigh 1.2 times as
much."""

PROFILES: Mapping[str, Mapping[str, object]] = {
    "signing": {
        "Blend.mutual": 0.0,
        "Blend.turns": 0.42,
    },
    "visually-impaired": {
        "Blend.mutual": 0.0,
        "Blend.attentive": 0.1,
    },
    "little-eye-contact": {
        "Blend.mutual": 0.0,
        "Blend.attentive": 0.1,
    },
}
"""For pairs whose eyes do other work. Mutual gaze weighs nothing in any of them. Signing hands take turns, so turns
weigh more. Where looking tells little of attending, being attentive (measured by looks) weighs half."""
