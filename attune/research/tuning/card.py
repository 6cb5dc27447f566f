"""The model card: what was tuned, on what, what it is worth, and what it may be used for (Mitchell et al. 2019)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from attune.research.tuning.held_out import Outcome, plain

USE = (
    "Films may be tuned on where the people in them have agreed to that: consent to be filmed, or to be looked at "
    "together, is not consent to training. Whoever hands this file on hands on what was learnt of them."
)
"""The licence of use, in every card."""

LIMITS = (
    "It says which stretches of film come first, or how a cue is told. It is no measure of anybody, compares no two "
    "families, and holds for films and people like those below at best."
)


@dataclass(frozen=True)
class Data:
    """What was tuned on: how many films of which families, and how many judgements or coded seconds."""

    films: int
    families: Sequence[str]
    judged: int
    unit: str


def card(
    title: str, outcome: Outcome, data: Data, values: Mapping[str, float], made: bytes, release: str, when: date,
    how: str,
) -> str:  # fmt: skip
    """The card as Markdown. `values`: what was chosen; `made`: the bytes of the file that it is of."""
    rows = [f"| `{name}` | {value:.4g} |" for name, value in values.items()]
    gains = [f"| {g.family} | {g.before:.3f} | {g.after:.3f} | {g.gained:+.3f} |" for g in outcome.gains]
    parts = [
        f"# {title}",
        f"Made by attune {release} on {when.isoformat()}. sha256 of the file: `{hashlib.sha256(made).hexdigest()}`",
        "## What it is worth",
        "\n".join(f"- {line.strip()}" for line in plain(outcome, title) if not line.startswith("  ")),
        "\n".join(["| family | as it was | tuned on the others | gain |", "|---|---|---|---|", *gains]),
        "## Data",
        f"{data.films} films of {len(data.families)} families ({', '.join(data.families)}), {data.judged} {data.unit}.",
        "## What was chosen",
        "\n".join(["| number | value |", "|---|---|", *rows]) if rows else "Nothing: what there is was best.",
        "## How",
        how,
        "## Use",
        USE,
        LIMITS,
    ]
    return "\n\n".join(parts) + "\n"
