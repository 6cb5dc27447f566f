"""What is known of a play because it was written: the dyad, the cues of each second, codes as a person would give."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.demo.head import HEIGHT
from attune.demo.play import PAIR, Deed, Play, Target, Who
from attune.demo.scene import Figure, Scene, scene
from attune.demo.stage import STANDARD, Stage
from attune.dyad import Dyad, Person, Track
from attune.moment import Event, Scores
from attune.timeline import Bools, Clock, Floats, Span, series, subtract

RATE = 10
"""Looks a second of the known dyad: the watch clock as it comes."""
TARGETS = ("partner", "object", "camera", "else")
"""What a person would code of looks. Own hands and a thing aside are objects."""
CODED: Mapping[str, str] = {target: target for target in TARGETS} | {"own": "object", "aside": "object"}
DEEDS: tuple[tuple[str, Deed], ...] = (("smiles", "smile"), ("speaks", "talk"))
SHARED: tuple[tuple[str, tuple[Target, ...]], ...] = (
    ("mutual_gaze", ("partner",)), ("joint_attention", ("object", "aside")),
)  # fmt: skip
"""What both look at, the same of these, for each cue of two people."""
HIDDEN = 0.5
"""From this share of a cover on, the eyes are hidden."""

Codes = NDArray[np.str_]


@dataclass(frozen=True)
class Truth:
    """What a film of this play shows.

    dyad   both people as they are: directions in the axes of the shot's camera, with the gaze that they really have
    looks  (n,) for each of them the Target that is looked at, on the dyad's clock, or "" where eyes are hidden or out
           of the picture
    """

    play: Play
    dyad: Dyad
    looks: Mapping[Who, Codes]


def truth(play: Play, stage: Stage = STANDARD) -> Truth:
    """What a film of this play on this stage shows."""
    clock = Clock(RATE, int(np.ceil(play.seconds * RATE - 1e-6)))
    scenes = [scene(play, float(second), stage) for second in clock.times]
    tracks = {who: _track(play, who, scenes, clock, stage) for who in PAIR}
    dyad = Dyad(clock, stage.aspect, play.seconds, tracks["adult"], tracks["child"], (), play.cuts,
                voice=np.maximum(*(tracks[who].speaks for who in PAIR)), other_voice=np.zeros(clock.count))  # fmt: skip
    return Truth(play, dyad, {who: _looks(play, who, tracks[who]) for who in PAIR})


def _track(play: Play, who: Who, scenes: list[Scene], clock: Clock, stage: Stage) -> Track:
    figures, cameras = [s.people[who] for s in scenes], [s.places.camera for s in scenes]
    shape, aspect = stage.bodies[who], stage.aspect

    def project(points: list[Floats]) -> Floats:
        return np.array([camera.project(p, aspect) for camera, p in zip(cameras, points, strict=True)])

    def turn(directions: list[Floats]) -> Floats:
        return np.array([camera.turned_to(d) for camera, d in zip(cameras, directions, strict=True)])

    head = project([f.head[None] for f in figures])[:, 0]
    tall = HEIGHT / 100 * shape.scale
    size = np.array([camera.focal * tall / camera.seen_from(f.head[None])[0, 2]
                     for camera, f in zip(cameras, figures, strict=True)])  # fmt: skip
    seen = (head[:, 0] > 0) & (head[:, 0] < aspect) & (head[:, 1] > 0) & (head[:, 1] < 1)
    covered = np.array([f.covered for f in figures])
    open_to_view = seen & (covered < HIDDEN)
    sure, error = open_to_view.astype(float), np.where(open_to_view, 0.0, np.nan)
    person = Person(key="p1" if who == "adult" else "p2", role=who, role_sure=1.0, head_height=tall)
    return Track(
        person=person, clock=clock, found=open_to_view, head=_where(seen, head), size=_where(seen, size),
        sure=sure, facing=_where(open_to_view, turn([f.facing for f in figures])), facing_error=error,
        gaze=_where(open_to_view, turn([f.gaze for f in figures])), gaze_error=error.copy(),
        covered=_where(seen, covered), mouth=_where(open_to_view, _numbers(figures, "mouth")),
        smile=_where(open_to_view, _numbers(figures, "smile")),
        shoulders=_where(seen, project([f.shoulders for f in figures])),
        wrists=_where(seen, project([f.wrists for f in figures])),
        speaks=clock.mask(play.spans(who, "talk")).astype(float), detail=np.full(clock.count, np.nan),
    )  # fmt: skip


def _numbers(figures: list[Figure], name: str) -> Floats:
    return np.array([getattr(figure, name) for figure in figures], float)


def _where(known: Bools, values: Floats) -> Floats:
    """The values, NaN in rows that are not known."""
    return np.where(known.reshape(-1, *[1] * (values.ndim - 1)), values, np.nan)


def _looks(play: Play, who: Who, track: Track) -> Codes:
    own = play.looks_of(who)
    starts = np.array([look.start for look in own])
    which = np.maximum(np.searchsorted(starts, track.clock.times, "right") - 1, 0)
    return np.where(track.found, np.array([look.at for look in own])[which], "")


def coded(looks: Codes) -> Codes:
    """(n,) what a person would code of looks: one of TARGETS, "" where they cannot be told."""
    return np.array([CODED.get(look, "") for look in looks])


def scores(of: Truth) -> Scores:
    """The cues that the script decides, on the score clock, in the form in which attune gives its own.

    Everything that nobody can know (principles, attunement, standing) is empty or NaN.
    """
    slow = of.dyad.clock.slower(1)
    cues: dict[str, Floats] = {}
    for who in PAIR:
        known = of.looks[who] != ""
        rows = np.array([[code == target for target in TARGETS] for code in coded(of.looks[who])], float)
        cues[f"{who}_looks"] = _each_second(_where(known, rows), slow)
        for name, deed in DEEDS:
            done = of.dyad.clock.mask(of.play.spans(who, deed)).astype(float)
            cues[f"{who}_{name}"] = _each_second(_where(known, done), slow)
    cues |= {name: _each_second(_both(of, targets), slow) for name, targets in SHARED}
    told = (of.looks["adult"] != "") & (of.looks["child"] != "")
    nothing = series(slow, np.full(slow.count, np.nan))
    events = tuple(sorted(Event(chain.span, chain.kind, "both") for chain in of.play.chains))
    return Scores(slow, {k: series(slow, v) for k, v in cues.items()}, {}, nothing, nothing,
                  series(slow, _each_second(told.astype(float), slow)), events)  # fmt: skip


def _both(of: Truth, targets: Sequence[Target]) -> Floats:
    """(n,) 1 where both look at the same one of these, 0 where one looks at none, NaN where neither can be said."""
    adult, child = (of.looks[who] for who in PAIR)
    may = ["", *targets]
    unknown = ((adult == "") & np.isin(child, may)) | ((child == "") & np.isin(adult, may))
    return np.where(unknown, np.nan, ((adult == child) & np.isin(adult, targets)).astype(float))


def _each_second(values: Floats, slow: Clock) -> Floats:
    """Means over the known looks of each second; NaN where fewer than half of them are known."""
    out = np.full((slow.count, *values.shape[1:]), np.nan)
    for second in range(slow.count):
        part = values[second * RATE : (second + 1) * RATE]
        known = part[~np.isnan(part.reshape(len(part), -1)).any(axis=1)]
        if 2 * len(known) >= len(part):
            out[second] = known.mean(axis=0)
    return out


def codes(of: Truth) -> Iterator[tuple[str, str, Span]]:
    """Tier, code and span of everything that a careful person would have coded, tier by tier."""
    clock = of.dyad.clock
    hidden = {who: clock.spans(of.looks[who] == "") for who in PAIR}
    for who in PAIR:
        for target in TARGETS:
            yield from ((f"{who}_looks", target, span) for span in clock.spans(coded(of.looks[who]) == target))
        yield from ((f"{who}_looks", "uncodable", span) for span in hidden[who])
        for tier, deed in DEEDS:
            done = of.play.spans(who, deed)
            seen = [left for span in done for left in subtract(span, hidden[who])]
            yield from ((f"{who}_{tier}", "yes", span) for span in seen)
    for tier, targets in SHARED:
        both = _both(of, targets)
        yield from ((tier, "yes", span) for span in clock.spans(both == 1))
        yield from ((tier, "uncodable", span) for span in clock.spans(np.isnan(both)))
    yield from (("moment", chain.kind, chain.span) for chain in of.play.chains)


def to_csv(of: Truth) -> str:
    """Codes as CSV: tier,code,onset_s,offset_s,coder,confidence, sorted by tier and time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("tier", "code", "onset_s", "offset_s", "coder", "confidence"))
    rows = sorted((tier, round(span.start, 3), round(span.end, 3), code) for tier, code, span in codes(of))
    writer.writerows((tier, code, start, end, "script", 1) for tier, start, end, code in rows)
    return out.getvalue()
