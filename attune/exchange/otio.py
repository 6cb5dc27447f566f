"""OpenTimelineIO, which video editors open: a cut for each moment, one after the other, with markers on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from opentimelineio.opentime import RationalTime, TimeRange
from opentimelineio.schema import Clip, ExternalReference, Marker, MarkerColor, Timeline, Track, TrackKind

from attune.moment import Moment
from attune.timeline import Span


class Media(NamedTuple):
    """The film that is cut: where it is found, as a URL, how long it is, its pictures a second, whether it sounds."""

    url: str
    seconds: float
    rate: float
    sound: bool


def to_otio(media: Media, moments: Sequence[tuple[str, Moment]]) -> str:
    """A timeline of the moments with their titles, in the given order, pictures and sound.

    Each cut has a marker on its core, with its sentence, and one on its still. Times are whole frames of the usual rate
    that is nearest to the film's own, because editors know no other.
    """
    rate = float(RationalTime.nearest_smpte_timecode_rate(media.rate))
    timeline = Timeline("moments")
    for kind in (TrackKind.Video, TrackKind.Audio) if media.sound else (TrackKind.Video,):
        track = Track("moments", kind=kind)
        track.extend([_clip(title, moment, media, rate) for title, moment in moments])
        timeline.tracks.append(track)
    return f"{timeline.to_json_string()}\n"


def _clip(title: str, moment: Moment, media: Media, rate: float) -> Clip:
    whole = ExternalReference(media.url, _range(Span(0.0, media.seconds), rate))
    about = {"attune": {"id": moment.key, "principles": list(moment.principles)}}
    clip = Clip(title, media_reference=whole, source_range=_range(moment.span, rate), metadata=about)
    still = TimeRange(_time(moment.still, rate), RationalTime(1, rate))
    clip.markers.extend(
        [
            Marker(title, _range(moment.core, rate), MarkerColor.GREEN, comment=moment.why),
            Marker("still", still, MarkerColor.YELLOW),
        ]
    )
    return clip


def _range(span: Span, rate: float) -> TimeRange:
    start = _time(span.start, rate)
    return TimeRange(start, _time(span.end, rate) - start)


def _time(second: float, rate: float) -> RationalTime:
    return RationalTime(round(second * rate), rate)
