"""Tuning: what helps is found, what is useless gets nothing, luck is called luck, and what is written is read again."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from attune.errors import FormatError, KnobError
from attune.knobs import read_toml
from attune.pipeline import all_knobs
from attune.ranker.file import load
from attune.ranker.learn import Film
from attune.research.agreement import Interval
from attune.research.detection import average_precision
from attune.research.films import Bench
from attune.research.tuning import files, knobs, liking, space
from attune.research.tuning.card import Data, card
from attune.research.tuning.held_out import Gain, Outcome, plain
from attune.research.tuning.knobs import Tried, chosen, outcome, tune
from attune.research.tuning.targets import DEFAULTS, Piece, Target, groups_of, precision, shuffled_piece, target
from attune.timeline import Floats
from tests.research.coded import coded

USEFUL, USELESS = "n00", 0.05
"""The one number that guiders of these films go by; and the most that one they do not go by may weigh."""


def films(families: int, useful: float, seed: int = 0) -> list[Film]:
    """Two films a family, twelve moments each in twenty numbers: kept is what has much of one of them, and luck."""
    rng, out = np.random.default_rng(seed), []
    for k in range(2 * families):
        values, own = rng.random((12, 20)), rng.random(12)
        worth = own + useful * values[:, 0] + rng.normal(0, 0.3, 12)
        rows = [{f"n{j:02}": float(v) for j, v in enumerate(row)} | {"score": float(s)}
                for row, s in zip(values, own, strict=True)]  # fmt: skip
        out.append(Film(f"f{k // 2}", rows, np.digitize(worth, np.quantile(worth, [0.4, 0.7])).astype(float)))
    return out


def test_a_planted_useless_number_gets_no_weight_and_a_useful_one_does() -> None:
    weights = liking.fit(films(6, useful=2.0)).weights
    assert weights[USEFUL] > 1
    assert all(abs(weight) < USELESS for name, weight in weights.items() if name != USEFUL)


def test_where_nothing_is_gone_by_no_number_gets_a_weight() -> None:
    assert all(liking.fit(films(4, useful=0.0, seed=seed)).weights == {} for seed in range(3))


def test_a_ranker_helps_families_that_it_was_not_tuned_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(liking, "LUCK", 3)
    liked = liking.tune(films(5, useful=2.0))
    assert liked.outcome.helps
    assert not liked.outcome.few
    assert abs(liked.outcome.luck) < 0.05 < liked.outcome.interval.value
    made, told = files.write_ranker(tmp_path, liked)
    assert load(made, [USEFUL]) == liked.ranker
    assert USEFUL in told.read_text()


def test_of_too_few_families_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liking, "LUCK", 1)
    told = " ".join(plain(liking.tune(films(2, useful=0.0)).outcome, "Ranker"))
    assert "films of 2 families" in told
    assert "not enough to help" in told
    with pytest.raises(FormatError, match="of 1 families"):
        liking.tune(films(1, useful=2.0))


def aim() -> Target:
    return target("mutual_gaze", Bench(()))


def tables(families: int, good: bool, seed: int = 0) -> list[Tried]:
    """Families of 200 s, ten settings: the first says little, and if `good` the fourth says nearly all."""
    rng, out = np.random.default_rng(seed), []
    for k in range(families):
        truth = (rng.random(200) < 0.3).astype(float)
        said = [truth * (3.0 if good and s == 3 else 0.3) + rng.normal(0, 1, 200) for s in range(10)]
        out.append(Tried(f"f{k}", tuple((Piece(f"f{k}", "film", truth, line),) for line in said)))
    return out


def shuffled_family(family: Tried) -> Tried:
    """What people said at other places of the film."""
    rng = np.random.default_rng(1)
    truth = shuffled_piece(family.pieces[0][0], rng).truth
    return Tried(family.family, tuple((replace(each[0], truth=truth),) for each in family.pieces))


def test_a_setting_that_helps_every_family_is_found_and_luck_does_not_do_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(knobs, "SHUFFLES", 49)
    families = tables(5, good=True)
    assert chosen(families, aim()) == 3
    told = outcome(families, aim())
    assert told.helps
    assert told.p == 1 / 50
    assert told.by == "families"


def test_a_shuffled_target_is_no_better_than_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knobs, "SHUFFLES", 49)
    told = outcome([shuffled_family(family) for family in tables(5, good=True)], aim())
    assert not told.helps
    assert told.p > 0.05
    assert abs(told.luck) < 0.02


def test_precision_is_that_of_the_bench() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        truth, said = (rng.random(80) < 0.2).astype(float), np.round(rng.random(80), 1)
        truth[0] = 1
        assert precision(truth, said) == pytest.approx(average_precision(truth, said), abs=1e-12)


@pytest.mark.parametrize("name", DEFAULTS)
def test_settings_lie_in_their_ranges_and_are_the_same_again(name: str) -> None:
    numbers = space.of_groups(DEFAULTS[name], groups_of(name))
    every = space.settings(numbers, all_knobs(), 20, seed=1)
    assert every == space.settings(numbers, all_knobs(), 20, seed=1) != space.settings(numbers, all_knobs(), 20, seed=2)
    assert every[0] == {}
    assert all(1 <= len(setting) <= 3 and all_knobs().set(setting) for setting in every[1:])


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(KnobError, match="There is no rule Warmth"):
        space.of_groups(["Warmth"], groups_of("mutual_gaze"))


def test_a_knobs_file_is_read_again(tmp_path: Path) -> None:
    setting = {"MutualGaze.held": 0.25, "Waits.shortest": 3.0, "MutualGaze.tell": 0.6}
    (tmp_path / "k.toml").write_text(files.toml(setting))
    assert read_toml(tmp_path / "k.toml") == setting
    (tmp_path / "none.toml").write_text(files.toml({}))
    assert read_toml(tmp_path / "none.toml") == {}


def test_a_card_says_data_families_figures_hash_date_and_use() -> None:
    told = Outcome(
        "mutual_gaze", "average precision", (Gain("a", 0.4, 0.5),), Interval(0.1, 0.02, 0.2), "films", 0.01, 0
    )
    text = card("Knobs", told, Data(2, ["a", "b"], 99, "coded seconds"), {"MutualGaze.held": 0.2}, b"x", "1.0",
                date(2026, 1, 2), "How.")  # fmt: skip
    for part in ("2 families (a, b)", "99 coded seconds", "+0.020 to +0.200", "2026-01-02", "2d711642b726b044",
                 "consent to training", "MutualGaze.held", "| a | 0.400 | 0.500 | +0.100 |"):  # fmt: skip
        assert part in text


@pytest.fixture(scope="module")
def footage(shared: Path) -> Bench:
    """Both films of the footage as they are kept once watched: watching them takes minutes."""
    folder = os.environ.get("ATTUNE_WATCHED")
    if not folder:
        pytest.skip("ATTUNE_WATCHED names no folder of watched films")
    return coded(Path(folder), shared / "footage")


def gains(footage: Bench, **changes: float) -> dict[str, Gain]:
    start = all_knobs().set({name.replace("__", "."): value for name, value in changes.items()})
    rules = sorted({name.partition("__")[0] for name in changes})
    told = tune(footage, "mutual_gaze", start, rules, 24)
    return {gain.family: gain for gain in told.outcome.gains}


@pytest.mark.real
def test_tuning_on_one_family_improves_or_keeps_the_other_and_says_which(footage: Bench) -> None:
    kept = gains(footage)
    assert len(kept) == 2
    assert all(gain.gained >= 0 for gain in kept.values()), kept
    turned = gains(footage, MutualGaze__tell=0.99)
    assert all(gain.gained >= 0 for gain in turned.values()), turned
    assert max(gain.gained for gain in turned.values()) > 0.3, "a number turned far off is found again"


@pytest.mark.real
def test_cues_by_the_rules_up_to_them_are_those_of_a_whole_score(footage: Bench) -> None:
    film = footage.films[0]
    said: Floats = target("mutual_gaze", footage).say(film, film.done.knobs)
    assert np.array_equal(said, film.done.scores.cues["mutual_gaze"].values[: len(said)], equal_nan=True)
