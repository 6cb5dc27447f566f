"""ELAN's .eaf: annotations on tiers (Max Planck Institute for Psycholinguistics, schema EAFv3.0)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from attune.codes import YES, Code, Codes
from attune.errors import FormatError
from attune.exchange.cells import About, Cell, by_name, number, tier_and_coder
from attune.exchange.markup import Element, parse

TYPE = "code"
"""The linguistic type of all tiers: free text, aligned to time."""


class Part(NamedTuple):
    """An annotation that has its time from another: the `nth` of `siblings` on its tier that refer to `parent`."""

    parent: str
    nth: int
    siblings: int


def read(data: bytes) -> Iterator[Cell]:
    """Every annotation of every tier. One that refers to another has that one's time, or its even share of it.

    Time slots without a value lie evenly between those around them, as ELAN shows them. Raises FormatError.
    """
    document = parse(data)
    if document.tag != "ANNOTATION_DOCUMENT":
        raise FormatError(f"line {document.line}: <{document.tag}> begins no ELAN file. Expected ANNOTATION_DOCUMENT.")
    for header in document.all("HEADER"):
        if header.attributes.get("TIME_UNITS", "milliseconds") != "milliseconds":
            raise FormatError(f"line {header.line}: TIME_UNITS must be milliseconds. Save the file with a newer ELAN.")
    tiers = list(document.all("TIER"))
    spans, parts = _spans(tiers, _slots(document)), _parts(tiers)
    for tier in tiers:
        name, coder = tier_and_coder(tier.needed("TIER_ID"))
        for annotation in _annotations(tier):
            start, end = _span(annotation, spans, parts)
            value = next((one.text for one in annotation.all("ANNOTATION_VALUE")), "").strip()
            who = tier.attributes.get("ANNOTATOR", "") or coder
            yield Cell(f"line {annotation.line}", name, value or YES, start, end, who)


def _slots(document: Element) -> dict[str, float]:
    """Seconds of each time slot; NaN where no slot has a value."""
    slots = [slot for order in document.all("TIME_ORDER") for slot in order.all("TIME_SLOT")]
    given = [slot.attributes.get("TIME_VALUE") for slot in slots]
    times = [
        np.nan if text is None else number(text, f"line {slot.line}", "TIME_VALUE") / 1000
        for slot, text in zip(slots, given, strict=True)
    ]
    known = [i for i, time in enumerate(times) if not np.isnan(time)]
    whole = np.interp(np.arange(len(times)), known, [times[i] for i in known]) if known else times
    return {slot.needed("TIME_SLOT_ID"): float(time) for slot, time in zip(slots, whole, strict=True)}


def _annotations(tier: Element) -> Iterator[Element]:
    return (one for annotation in tier.all("ANNOTATION") for one in annotation.inside)


def _spans(tiers: Sequence[Element], slots: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Start and end of the annotations that have their own."""
    out = {}
    for one in (one for tier in tiers for one in _annotations(tier) if one.tag == "ALIGNABLE_ANNOTATION"):
        ends = one.needed("TIME_SLOT_REF1"), one.needed("TIME_SLOT_REF2")
        for slot in ends:
            if slot not in slots:
                raise FormatError(f"line {one.line}: there is no time slot {slot}.")
        out[one.needed("ANNOTATION_ID")] = (slots[ends[0]], slots[ends[1]])
    return out


def _parts(tiers: Sequence[Element]) -> dict[str, Part]:
    out: dict[str, Part] = {}
    for tier in tiers:
        own: dict[str, list[str]] = {}
        for one in _annotations(tier):
            if one.tag == "REF_ANNOTATION":
                own.setdefault(one.needed("ANNOTATION_REF"), []).append(one.needed("ANNOTATION_ID"))
        for parent, children in own.items():
            out |= {child: Part(parent, nth, len(children)) for nth, child in enumerate(children)}
    return out


def _span(one: Element, spans: dict[str, tuple[float, float]], parts: dict[str, Part]) -> tuple[float, float]:
    """Start and end of any annotation; noted in `spans` once found."""
    key, way = one.needed("ANNOTATION_ID"), []
    while key not in spans:
        if key not in parts or key in way:
            raise FormatError(f"line {one.line}: the annotation refers to {key}, which has no time.")
        way.append(key)
        key = parts[key].parent
    for key in reversed(way):
        parent, nth, count = parts[key]
        start, end = spans[parent]
        spans[key] = (start + (end - start) * nth / count, start + (end - start) * (nth + 1) / count)
    return spans[one.needed("ANNOTATION_ID")]


def to_eaf(codes: Codes, about: About, made: datetime | None = None) -> bytes:
    """A document with a tier for each tier and coder, or several where codes overlap; the film by the way to it."""
    lanes, slots = by_name(codes), _Slots()
    tiers = [line for name, lane in lanes.items() for line in _tier(name, lane, slots)]
    date = (made or datetime.now(UTC)).isoformat(timespec="seconds")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ANNOTATION_DOCUMENT AUTHOR="attune" DATE="{date}" FORMAT="3.0" VERSION="3.0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">'
    )
    media = quoteattr(f"./{about.media}" if not about.media.startswith((".", "file:")) else about.media)
    lines = [
        head,
        '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">',
        f"<MEDIA_DESCRIPTOR MEDIA_URL={media} MIME_TYPE={quoteattr(_kind(about.name))} RELATIVE_MEDIA_URL={media}/>",
        f'<PROPERTY NAME="lastUsedAnnotationId">{len(codes)}</PROPERTY>',
        "</HEADER>",
        "<TIME_ORDER>",
        *slots.written(),
        "</TIME_ORDER>",
        *tiers,
        f'<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="{TYPE}" TIME_ALIGNABLE="true"/>',
        "</ANNOTATION_DOCUMENT>",
    ]
    return ("\n".join(lines) + "\n").encode()


class _Slots:
    """Two time slots for each annotation. They are numbered as asked for, and written in the order of their times."""

    def __init__(self) -> None:
        self.times: list[int] = []

    def add(self, second: float) -> str:
        self.times.append(round(second * 1000))
        return f"ts{len(self.times)}"

    def written(self) -> list[str]:
        order = sorted(range(len(self.times)), key=lambda i: self.times[i])
        return [f'<TIME_SLOT TIME_SLOT_ID="ts{i + 1}" TIME_VALUE="{self.times[i]}"/>' for i in order]


def _tier(name: str, lane: Sequence[Code], slots: _Slots) -> Iterator[str]:
    coder = f" ANNOTATOR={quoteattr(lane[0].coder)}" if lane[0].coder else ""
    yield f'<TIER{coder} LINGUISTIC_TYPE_REF="{TYPE}" TIER_ID={quoteattr(name)}>'
    for code in lane:
        start, end = slots.add(code.span.start), slots.add(code.span.end)
        which = f'ANNOTATION_ID="a{len(slots.times) // 2}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}"'
        value = f"<ANNOTATION_VALUE>{escape(code.code)}</ANNOTATION_VALUE>"
        yield f"<ANNOTATION><ALIGNABLE_ANNOTATION {which}>{value}</ALIGNABLE_ANNOTATION></ANNOTATION>"
    yield "</TIER>"


def _kind(name: str) -> str:
    """The MIME type by which ELAN knows a film; "unknown" lets it look for itself."""
    kinds = {"mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "mpg": "video/mpeg"}
    return kinds.get(name.lower().rpartition(".")[2], "unknown")
