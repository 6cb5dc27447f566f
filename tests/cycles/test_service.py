"""A service's own figures: counts and minutes, small numbers not told, nothing of families."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from attune.case import keep
from attune.case.values import Case, CaseFilm, Cycle, Person
from attune.cli import main
from attune.cycles.service import Service, counted, figures, lines, to_plain
from attune.files import FOLDER, SEALED
from attune.store import Store, beside
from attune.worktime import KEPT

DAY = date(2026, 3, 2)


def made(folder: Path, count: int, handed: float | None = 600.0) -> Path:
    """Cases of two cycles, one film each; the first film of each was worked on."""
    for number in range(count):
        cycles = tuple(Cycle(n, DAY, (CaseFilm(f"cycle-{n}/film-1.mp4"),)) for n in (1, 2))
        keep.begun(folder / f"case-{number}", Case("", DAY, people=(Person("p1", "Sarah", "child"),), cycles=cycles))
        store = Store(beside(folder / f"case-{number}" / "cycle-1" / "film-1.mp4"), "")
        told = None if handed is None else handed + 60 * number
        store.write_json(KEPT, {f"guider{number}": {"seconds": 2000.0, "handed": told}})
    return folder


def test_counts_and_minutes_until_a_cycle_is_handed_out(tmp_path: Path) -> None:
    found = figures(made(tmp_path, 6))
    assert found == Service(6, 12, 12, 6, (10.0, 11.0, 12.0, 13.0, 14.0, 15.0), 6)
    assert "minutes a cycle, from opening to handing out: 12, half of them 11 to 14" in list(lines(found))


def test_films_that_were_never_handed_out_have_no_time(tmp_path: Path) -> None:
    assert figures(made(tmp_path, 5, handed=None)).minutes == ()


def test_small_numbers_are_not_told(tmp_path: Path) -> None:
    found = figures(made(tmp_path, 4))
    assert not found.told
    assert to_plain(found) == {
        "format": 1, "cases": None, "cycles": 8, "films": 8, "guiders": None, "sealed": 0,
        "minutes": {"quarter": None, "middle": None, "three_quarters": None},
    }  # fmt: skip
    assert [counted(n) for n in (0, 1, 4, 5)] == ["0", "fewer than 5", "fewer than 5", "5"]
    assert not Service(1, 9, 9, 1, (10.0,) * 9, 1).told, "many cycles of one family tell of that family"


def test_sealed_cases_are_counted_and_nothing_of_them_is_in_it(tmp_path: Path) -> None:
    before = to_plain(figures(made(tmp_path, 6)))
    for name in ("Zoe", "below/Kim"):
        (tmp_path / name / FOLDER).mkdir(parents=True)
        (tmp_path / name / SEALED).write_text("{}")
    result = CliRunner().invoke(main, ["case", "times", str(tmp_path), "--json"])
    assert json.loads(result.stdout) == {**before, "sealed": 2}
    assert "sealed cases, nothing of which is in these figures: 2" in result.stderr
    assert "Zoe" not in result.output
    assert not [line for line in lines(figures(tmp_path / "case-0")) if "sealed" in line]


def test_nothing_of_a_family_is_in_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["case", "times", str(made(tmp_path, 6)), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["minutes"]["middle"] == 12.5
    assert not [word for word in ("Sarah", "case-0", "guider0") if word in result.output]
