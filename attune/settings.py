"""How a film was last asked for, kept with it: age, profile, first minute, goal, labels, ranker, numbers turned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from attune import labels as words
from attune.errors import FormatError, KnobError, StoreError
from attune.knobs import Knobs, read_toml
from attune.labels import Labels
from attune.presets import AGES, PROFILES
from attune.principles import Goal, goal_of
from attune.store import Store

KEPT = "settings.json"

SKIP = {"Blend.skip": 60.0}
"""What --skip-first turns: the first minute, in which people get used to being filmed (science.md section 3.5)."""


NO_GOAL: Goal = ("none",)
"""What --goal none gives: it takes away the goal that was kept, and nothing else."""


@dataclass(frozen=True)
class Settings:
    """Choices from the weakest to the strongest; None or nothing where no choice was made.

    age      one of presets.AGES
    profile  one of presets.PROFILES
    skip     the first minute is left out
    file     numbers from a TOML file
    turned   numbers turned one by one
    goal     principles that are looked for first
    labels   what principles are called, those that a service names itself
    ranker   what was liked in other films, as weights by the name of a number (attune.ranker)
    """

    age: str | None = None
    profile: str | None = None
    skip: bool | None = None
    file: Mapping[str, object] = field(default_factory=dict)
    turned: Mapping[str, object] = field(default_factory=dict)
    goal: Goal = ()
    labels: Labels = field(default_factory=dict)
    ranker: Mapping[str, float] = field(default_factory=dict)

    def changes(self) -> dict[str, object]:
        """What these choices turn, the stronger over the weaker. Raises KnobError for an unknown age or profile."""
        return {
            **(_preset(AGES, "age", self.age) if self.age else {}),
            **(_preset(PROFILES, "profile", self.profile) if self.profile else {}),
            **(SKIP if self.skip else {}),
            **self.file,
            **self.turned,
        }


def over(kept: Settings, given: Settings) -> Settings:
    """What holds now: given choices replace kept ones, a file the kept file; numbers turned one by one add up."""
    return Settings(
        age=given.age or kept.age,
        profile=given.profile or kept.profile,
        skip=kept.skip if given.skip is None else given.skip,
        file=given.file or kept.file,
        turned={**kept.turned, **given.turned},
        goal=() if given.goal == NO_GOAL else given.goal or kept.goal,
        labels=given.labels or kept.labels,
        ranker=given.ranker or kept.ranker,
    )


def turned(assignments: tuple[str, ...]) -> dict[str, object]:
    """Numbers from "Rule.knob=value" as typed. Raises KnobError where that is not what was typed."""
    out: dict[str, object] = {}
    for text in assignments:
        name, _, value = text.partition("=")
        try:
            out[name.strip()] = int(value) if value.strip().lstrip("+-").isdigit() else float(value)
        except ValueError as why:
            raise KnobError(f'--set takes Rule.knob=number, like AdultLooks.partner_spread=20. Got "{text}".') from why
    return out


def read(store: Store) -> Settings:
    """The choices kept with a film. Raises StoreError where the file is not what attune wrote."""
    kept = store.read_json(KEPT)
    try:
        settings = Settings(**{name: value for name, value in kept.items() if name != "format"})
        goal = goal_of(",".join(settings.goal))
        labels = words.checked(dict(settings.labels), KEPT)
        ranker = {str(name): float(weight) for name, weight in dict(settings.ranker).items()}
        file, turned = dict(settings.file), dict(settings.turned)
        return replace(settings, file=file, turned=turned, goal=goal, labels=labels, ranker=ranker)
    except (TypeError, ValueError, KnobError, FormatError) as why:
        raise StoreError(f"{store.path(KEPT)} is not what attune keeps there. --defaults replaces it.") from why


def keep(store: Store, settings: Settings) -> None:
    """Keeps the choices with the film."""
    if settings == Settings():
        store.remove(KEPT)
    else:
        store.write_json(KEPT, {"format": 1, **asdict(settings)})


def apply(settings: Settings, knobs: Knobs) -> Knobs:
    """All numbers as these choices leave them. Raises KnobError for a number that is unknown or out of range."""
    return knobs.set(settings.changes())


def _preset(presets: Mapping[str, Mapping[str, Any]], kind: str, name: str) -> Mapping[str, Any]:
    if name not in presets:
        raise KnobError(f"There is no {kind} {name}. Expected one of {', '.join(presets)}.")
    return presets[name]


def settle(store: Store, given: Settings, afresh: bool, knobs: Knobs) -> tuple[Settings, Knobs]:
    """The choices that hold now, and all numbers by them; kept once they are known to be right.

    `afresh` forgets what was kept. Raises KnobError, StoreError.
    """
    now = over(Settings() if afresh else read(store), given)
    try:
        turned_knobs = apply(now, knobs)
    except KnobError as why:
        apply(given, knobs)
        raise KnobError(f"{why} It was kept with the film; --defaults forgets what was kept.") from why
    keep(store, now)
    return now, turned_knobs


def from_call(
    age: str | None,
    profile: str | None,
    skip: bool | None,
    file: Path | None,
    typed: tuple[str, ...],
    goal: str = "",
    labels: Path | None = None,
) -> Settings:
    """The choices of a call. Raises KnobError, FormatError where a file or what was typed cannot be read."""
    numbers, called = read_toml(file) if file else {}, words.read(labels) if labels else {}
    aim = NO_GOAL if (goal.strip().lower(),) == NO_GOAL else goal_of(goal)
    return Settings(age, profile, skip, numbers, turned(typed), aim, called)
