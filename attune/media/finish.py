"""What is done to pictures and sound on their way into a clip: a last change by others, fades, drawn pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from attune.errors import HideError
from attune.knobs import Knobbed, knob
from attune.media.film import Film
from attune.media.frames import Shown
from attune.media.sound import Samples
from attune.media.upright import CODINGS, Pixels, Upright, pixels_of
from attune.timeline import Floats, Span

Retouch = Callable[[Pixels, float], Pixels]
"""A last change to a picture before it leaves attune: its pixels (h, w, 3), BGR, upright, read-only, and its own second
of the film -> pixels of the same shape. Every picture of a film that is handed out goes through it."""

Inspect = Callable[[Pixels, float], bool]
"""Whether a picture may leave: its pixels as they were read back from what was written, and its second of the film."""

TRIES = 4
"""How often something is written that may not leave: what was found uncovered is covered in the next try. Where that
does not help three times, it will not."""

NO_TIME = 1e-6
"""Seconds in which nothing can fade."""

GREY = 128
"""What stands for no colour in a plane of colour differences."""

BLACK = 16
"""What stands for black in a plane of brightness, but where the film uses its whole range."""


EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND
"""Without it grey becomes a little green."""


@dataclass(frozen=True)
class Showing(Knobbed):
    """How moments begin and end when they are shown."""

    picture_fade: float = knob(0.3, low=0, high=2, unit="s", why="no jolt; longer hides how it began")
    sound_fade: float = knob(0.3, low=0, high=2, unit="s", why="no click, and no word that starts at full voice")
    title: float = knob(2.5, low=0.5, high=10, unit="s", why="a number, a time and a few words are read twice")


@dataclass(frozen=True)
class Finish:
    """How pictures and sound leave attune. Without `retouch` pictures stay as they are; without `inspect` nobody looks
    at the result; `mute` leaves the sound out."""

    showing: Showing = field(default_factory=Showing)
    retouch: Retouch | None = None
    inspect: Inspect | None = None
    mute: bool = False


def until_it_may_leave(write: Callable[[], None], out: Path) -> None:
    """Writes `out`, and again where that raises HideError: TRIES times in all. Raises the last one's and then
    leaves no file of that name: an earlier one would be taken for the one that was asked for."""
    for _ in range(TRIES - 1):
        with suppress(HideError):
            return write()
    try:
        return write()
    except HideError:
        out.unlink(missing_ok=True)
        raise


def uncovered(name: str, second: float) -> str:
    """What is said of a file that may not leave."""
    return (
        f"{name} was not handed out: at {second:.1f} s of the film a face in it is not covered. Nothing else was lost."
    )


def level(seconds: Floats, span: Span, core: Span, longest: float) -> Floats:
    """(n,) how bright or loud it is at these seconds, 0..1: risen from the span's start on, falling to its end.

    Each fade is a half wave of a cosine, `longest` seconds long, or as long as there is room outside the core: in the
    core it is 1.
    """
    before, after = min(longest, core.start - span.start), min(longest, span.end - core.end)
    rise = np.clip((seconds - span.start) / before, 0, 1) if before > NO_TIME else np.ones_like(seconds)
    fall = np.clip((span.end - seconds) / after, 0, 1) if after > NO_TIME else np.ones_like(seconds)
    share: Floats = np.minimum(rise, fall)
    bright: Floats = 0.5 - 0.5 * np.cos(np.pi * share)
    return bright


def faded(blocks: Iterator[Samples], span: Span, core: Span, longest: float, rate: int) -> Iterator[Samples]:
    """The sound of a span, faded at its ends."""
    done = 0
    for block in blocks:
        seconds = span.start + (done + np.arange(block.shape[1])) / rate
        done += block.shape[1]
        yield block * level(seconds, span, core, longest).astype(np.float32)


class Painter:
    """Makes pictures of one film ready for the encoder: upright, changed, dimmed; and drawn ones in its colours."""

    def __init__(self, film: Film, width: int, height: int, retouch: Retouch | None) -> None:
        self._film, self._retouch = film, retouch
        self._coded = Upright(width, height, "yuv420p")
        self._seen = Upright(width, height, "bgr24")

    def filmed(self, shown: Shown, brightness: float = 1.0) -> VideoFrame:
        """A frame of the film, yuv420p; `shown.time` is its second of the film."""
        frame = self._coded(shown.frame)
        if self._retouch is not None:
            frame = drawn(self._retouch(pixels_of(self._seen(shown.frame)), shown.time), frame)
        return dimmed(frame, brightness)

    def like(self, shown: Shown) -> VideoFrame:
        """A frame of which the colours alone matter."""
        return self._coded(shown.frame)


def drawn(pixels: Pixels, like: VideoFrame) -> VideoFrame:
    """(h, w, 3) BGR, both sides even, as yuv420p that is coded as `like` is."""
    plain = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), "bgr24")
    known = like.colorspace in CODINGS
    frame = VideoReformatter().reformat(
        plain,
        format="yuv420p",
        interpolation=EXACT,
        dst_colorspace=like.colorspace if known else Colorspace.ITU601,
        dst_color_range=ColorRange.JPEG if _whole_range(like) else ColorRange.MPEG,
    )
    return _coded_as(frame, like)


def dimmed(frame: VideoFrame, brightness: float) -> VideoFrame:
    """A yuv420p frame at a share 0..1 of its brightness; the frame itself at 1."""
    if brightness >= 1:
        return frame
    planes = np.asarray(frame.to_ndarray(), np.float32)
    zero = np.full((len(planes), 1), GREY)
    zero[: frame.height] = 0 if _whole_range(frame) else BLACK
    darker = np.round(zero + brightness * (planes - zero)).astype(np.uint8)
    return _coded_as(VideoFrame.from_ndarray(darker, "yuv420p"), frame)


def _whole_range(frame: VideoFrame) -> bool:
    return bool(frame.color_range == ColorRange.JPEG)


def _coded_as(frame: VideoFrame, like: VideoFrame) -> VideoFrame:
    frame.colorspace, frame.color_range = like.colorspace, like.color_range
    frame.color_primaries, frame.color_trc = like.color_primaries, like.color_trc
    return frame
