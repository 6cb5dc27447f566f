"""BORIS projects, .boris: observations of events (Friard & Gamba, Methods Ecol. Evol. 7, 2016; project format 7.0).

A behaviour is a tier, "subject.behaviour" where a subject does it; a modifier is a code. Each observation is one
coder's: the independent variable `coder` says whose, or else the observation's own name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import unquote

from attune.codes import YES, Code, Codes
from attune.errors import FormatError
from attune.exchange.cells import About, Cell, decoded, in_lanes, number

NOBODY = "No focal subject"
VERSION = "7.0"
UNNAMED = "codes"
"""What an observation is called whose coder nobody named."""

CODER = "coder"
PLAYERS = 8
"""BORIS plays up to eight films at a time; a project has a list of files for each."""


class Event(NamedTuple):
    """One press of a key: a point, or one end of a state. `of` is what is observed."""

    where: str
    time: float
    subject: str
    behaviour: str
    modifier: str
    state: bool
    of: tuple[str, ...]


def read(data: bytes) -> Iterator[Cell]:
    """All codes of all observations; a state that is begun and never ended has no end. Raises FormatError."""
    try:
        project = json.loads(decoded(data))
    except json.JSONDecodeError as why:
        raise FormatError(f"line {why.lineno}: not JSON ({why.msg}).") from why
    except (RecursionError, ValueError) as why:
        raise FormatError(f"line 1: not a project of BORIS ({why}).") from why
    observations = project.get("observations") if isinstance(project, dict) else None
    if not isinstance(observations, dict) or not observations:
        raise FormatError("observations: there are none in this project. Expected at least one with events.")
    try:
        states = _states(project)
        for name, observation in observations.items():
            yield from paired(_events(name, observation, states), _coder(name, observation))
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError) as why:
        raise FormatError(f"behaviors_conf or observations: not as BORIS writes them ({why!r}).") from why


def _states(project: Mapping[str, Any]) -> set[str]:
    """Behaviours that last."""
    own = project.get("behaviors_conf", {}).values()
    return {behaviour["code"] for behaviour in own if behaviour["type"].lower().startswith("state")}


def _coder(name: str, observation: Mapping[str, Any]) -> str:
    variables = observation.get("independent_variables", {})
    return str(variables.get(CODER, name))


def _events(name: str, observation: Mapping[str, Any], states: set[str]) -> Iterator[Event]:
    files = observation.get("file") or {}
    films = [PurePath(film).name for player in files.values() for film in player] if isinstance(files, dict) else []
    for n, event in enumerate(observation["events"], 1):
        where = f'observation "{name}", event {n}'
        if not isinstance(event, list) or len(event) < 3:
            raise FormatError(f"{where}: not an event. Expected time, subject, behaviour.")
        modifier = str(event[3]) if len(event) > 3 else ""
        subject, behaviour, time = str(event[1]), str(event[2]), number(str(event[0]), where, "the time")
        yield Event(where, time, subject, behaviour, modifier, behaviour in states, (name, *films))


def paired(events: Iterable[Event], coder: str) -> Iterator[Cell]:
    """States by their two ends, points as they are. Of one subject, behaviour and modifier a state is on or off."""
    begun: dict[tuple[str, str, str], Event] = {}
    for event in sorted(events, key=lambda e: e.time):
        subject = "" if event.subject == NOBODY else event.subject
        tier, code = tier_of(subject, event.behaviour), code_of(event.modifier)
        if not event.state:
            yield Cell(event.where, tier, code, event.time, event.time, coder, None, event.of)
            continue
        key = (subject, event.behaviour, event.modifier)
        first = begun.pop(key, None)
        if first is None:
            begun[key] = event
        else:
            yield Cell(first.where, tier, code, first.time, event.time, coder, None, event.of)
    for event in begun.values():
        subject = "" if event.subject == NOBODY else event.subject
        yield Cell(
            event.where, tier_of(subject, event.behaviour), code_of(event.modifier), event.time, math.nan, coder,
            None, event.of,
        )  # fmt: skip


def tier_of(subject: str, behaviour: str) -> str:
    """The tier of what somebody does."""
    return f"{subject}.{behaviour}" if subject else behaviour


def code_of(modifier: str) -> str:
    """The code of a modifier; "yes" where none was chosen."""
    return YES if modifier in ("", "None") else modifier


def to_boris(codes: Codes, about: About) -> bytes:
    """A project with an observation for each coder, or several where the same code overlaps itself."""
    observations: dict[tuple[str, int], list[Code]] = {}
    for (coder, _, _), lanes in in_lanes(codes, lambda c: (c.coder, c.tier, c.code)).items():
        for n, lane in enumerate(lanes):
            observations.setdefault((coder, n), []).extend(lane)
    names: dict[str, list[Code]] = {}
    for (coder, n), own in sorted(observations.items()):
        name = (coder or UNNAMED) + (f" ({n + 1})" if n else "")
        names[f"{name} [{len(names) + 1}]" if name in names else name] = own
    project = {
        "time_format": "hh:mm:ss",
        "project_date": "",
        "project_name": "attune",
        "project_description": "",
        "project_format_version": VERSION,
        "subjects_conf": {},
        "behaviors_conf": {str(n): _behaviour(tier, codes) for n, tier in enumerate(codes.tiers)},
        "behavioral_categories": [],
        "independent_variables": {"0": {"label": CODER, "description": "", "type": "text", "default value": "",
                                        "possible values": ""}},
        "observations": {name: _observation(own, about) for name, own in names.items()},
        "coding_map": {},
        "converters": {},
    }  # fmt: skip
    return (json.dumps(project, indent=1, ensure_ascii=False) + "\n").encode()


def _behaviour(tier: str, codes: Codes) -> dict[str, Any]:
    values = sorted({code.code for code in codes if code.tier == tier} - {YES})
    modifiers = {"0": {"name": "code", "type": 0, "values": values}} if values else {}
    return {"type": "State event", "key": "", "code": tier, "description": "", "category": "", "modifiers": modifiers,
            "excluded": "", "coding map": ""}  # fmt: skip


def _observation(codes: list[Code], about: About) -> dict[str, Any]:
    files: dict[str, list[str]] = {str(player): [] for player in range(1, PLAYERS + 1)}
    rows = [
        [time, "", code.tier, "" if code.code == YES else code.code, ""]
        for code in sorted(codes, key=lambda c: c.span)
        for time in (code.span.start, code.span.end)
    ]
    film = unquote(about.media)
    info = {"length": {film: about.seconds}, "fps": {film: about.rate}, "hasVideo": {film: True},
            "hasAudio": {}, "offset": {str(player): 0.0 for player in range(1, PLAYERS + 1)}}  # fmt: skip
    return {
        "file": files | {"1": [film]},
        "type": "MEDIA",
        "date": "",
        "description": "",
        "time offset": 0.0,
        "events": sorted(rows, key=lambda row: float(str(row[0]))),
        "independent_variables": {CODER: codes[0].coder},
        "visualize_spectrogram": False,
        "close_behaviors_between_videos": False,
        "media_info": info,
    }
