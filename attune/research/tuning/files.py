"""What tuning leaves: a knobs file or a ranker, each with its card beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import numpy as np

from attune.pipeline import release
from attune.ranker.file import SUFFIX, to_bytes
from attune.research.films import Bench
from attune.research.tuning.card import Data, card
from attune.research.tuning.knobs import Tuned
from attune.research.tuning.liking import Liked
from attune.research.tuning.targets import MOMENTS, target
from attune.store import put_all

HOW_KNOBS = (
    "{count} settings were tried on every film as it is kept; each turns one to three knobs, drawn with a fixed seed "
    "from their own ranges. For each family the one was taken that is best on all the others, and judged on that "
    "family alone; the file holds the one that is best on all of them. A second that attune cannot tell counts as "
    "drawn by lot."
)

HOW_RANKER = (
    "Logistic regression on differences of two moments of one film. Numbers are against their own film. Those that "
    "hold in four of five random halves of the judgements get a weight; how strong the weights are is chosen by inner "
    "folds, families held out, and what it is worth by outer ones."
)


def write_knobs(folder: Path, name: str, tuned: Tuned, bench: Bench) -> list[Path]:
    """knobs-NAME.toml, as `attune suggest --knobs` takes it, and its card; the card alone where nothing helped.

    Raises StoreError.
    """
    text = toml(tuned.setting)
    aim = target(name, bench)
    truths = [(film, aim.truth(film)) for film in bench.films]
    told = [(film, truth) for film, truth in truths if len(truth)]
    judged = int(sum((~np.isnan(truth)).sum() for _, truth in told))
    families = sorted({film.family for film, _ in told})
    data = Data(len(told), families, judged, "picks" if name == MOMENTS else "coded seconds")
    how = HOW_KNOBS.format(count=tuned.settings)
    told_card = card(f"Knobs for {name}", tuned.outcome, data, tuned.setting, text.encode(), release(), _today(), how)
    made = {f"knobs-{name}.toml": text.encode()} if tuned.setting else {}
    return put_all(folder, "-o", made | {f"knobs-{name}.md": told_card.encode()})


def write_ranker(folder: Path, liked: Liked) -> list[Path]:
    """ranker.skops, as `attune suggest --ranker` takes it, and its card. Raises StoreError."""
    made = to_bytes(liked.ranker)
    families = sorted({film.family for film in liked.films})
    judged = int(sum((~np.isnan(film.grades)).sum() for film in liked.films))
    data = Data(len(liked.films), families, judged, "judged moments")
    told = card("Ranker", liked.outcome, data, liked.ranker.weights, made, release(), _today(), HOW_RANKER)
    return put_all(folder, "-o", {f"ranker{SUFFIX}": made, "ranker.md": told.encode()})


def toml(setting: Mapping[str, float]) -> str:
    """Turned knobs as TOML; `knobs.read_toml` reads it back."""
    lines = []
    for group, names in groupby(sorted(setting), key=lambda where: where.partition(".")[0]):
        lines += [f"[{group}]", *(f"{where.partition('.')[2]} = {setting[where]!r}" for where in names), ""]
    return "\n".join(lines)


def _today() -> date:
    return datetime.now(UTC).date()
