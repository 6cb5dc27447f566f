"""What a service may know of its own work: how many cases, cycles and films, and how long a cycle takes. Nobody's name.

Small numbers are not told: from few cases it could be read which family, or which guider, a figure is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from attune import files
from attune.case import keep
from attune.case.values import Cycle
from attune.store import Store, beside
from attune.worktime import Worked, worked

SMALL = 5
"""Under this a number of people or cases is not told (science.md 6)."""

FORMAT = 1


@dataclass(frozen=True)
class Service:
    """Figures of all cases in a folder.

    guiders  by pseudonym
    minutes  of each cycle that was handed out: the guiders' active time until then
    timed    cases with at least one such cycle
    sealed   cases that nothing was read of: sealed ones, and other sealed folders
    """

    cases: int
    cycles: int
    films: int
    guiders: int
    minutes: tuple[float, ...]
    timed: int
    sealed: int = 0

    @property
    def told(self) -> bool:
        """Whether there are enough cases and cycles for their minutes to be told."""
        return min(len(self.minutes), self.timed) >= SMALL


def figures(folder: Path) -> Service:
    """The figures of every case in a folder. Raises StoreError."""
    cases = [(place, keep.read(place)) for place in keep.cases_in(folder)]
    cycles = [(place, cycle) for place, case in cases for cycle in case.cycles]
    times = [(place, _times(place, cycle)) for place, cycle in cycles]
    handed = {(place, n): _handed(every) for n, (place, every) in enumerate(times)}
    done = {where: minutes for where, minutes in handed.items() if minutes is not None}
    return Service(
        cases=len(cases),
        cycles=len(cycles),
        films=sum(len(cycle.films) for _, cycle in cycles),
        guiders=len({who for _, every in times for film in every for who in film}),
        minutes=tuple(sorted(done.values())),
        timed=len({place for place, _ in done}),
        sealed=len({*files.sealed_in(folder)} - {place for place, _ in cases}),
    )


def _times(folder: Path, cycle: Cycle) -> list[Mapping[str, Worked]]:
    """Who worked for how long on each film of a cycle."""
    return [worked(Store(beside(folder / film.path), "")) for film in cycle.films]


def _handed(films: list[Mapping[str, Worked]]) -> float | None:
    """Minutes until a cycle was handed out, all films and guiders together; None where nothing of it was."""
    seconds = [told.handed for film in films for told in film.values() if told.handed is not None]
    return sum(seconds) / 60 if seconds else None


def lines(service: Service) -> Iterator[str]:
    """The figures in words."""
    for what in ("cases", "cycles", "films", "guiders"):
        yield f"{what}: {counted(getattr(service, what))}"
    if service.told:
        low, middle, high = spread(service)
        yield f"minutes a cycle, from opening to handing out: {middle:.0f}, half of them {low:.0f} to {high:.0f}"
    else:
        yield f"minutes a cycle: not told under {SMALL} cases with times"
    if service.sealed:
        yield f"sealed cases, nothing of which is in these figures: {service.sealed}"


def counted(count: int) -> str:
    """A count, unless it is small."""
    return str(count) if count >= SMALL or count == 0 else f"fewer than {SMALL}"


def spread(service: Service) -> tuple[float, float, float]:
    """The quarter, the middle and three quarters of the minutes of a cycle."""
    low, _, high = quantiles(service.minutes, n=4, method="inclusive")
    return low, median(service.minutes), high


def to_plain(service: Service) -> dict[str, Any]:
    """As JSON has it; null where a number is small."""
    counts = {what: getattr(service, what) for what in ("cases", "cycles", "films", "guiders")}
    low, middle, high = spread(service) if service.told else (None, None, None)
    return {
        "format": FORMAT,
        **{what: count if count >= SMALL or count == 0 else None for what, count in counts.items()},
        "sealed": service.sealed,
        "minutes": {"quarter": low, "middle": middle, "three_quarters": high},
    }
