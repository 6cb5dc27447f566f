"""Writing an mp4 file that any player shows: H.264 and AAC, whole or not at all, marked as made by attune."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from attune import files
from attune.errors import FilmError, StoreError
from attune.media.container import opened

MADE_BY = "Made by attune"
"""The comment in the metadata of every film that attune writes."""

TICKS = 90_000
"""Units of a written presentation time in a second: whole for 24, 25, 30 and 50 pictures a second, 11 us at worst."""

SOUND_RATE = 48_000
"""Samples a second of a clip's sound: every camera's sound fits in it, and every player plays it."""

# Quality of the picture: 20 is where x264 is hard to tell from its source at play speed; "veryfast" keeps up with
# decoding. Without B-frames pictures are stored as they are shown, so the container can say exactly how long the last
# one stands. A key frame every two seconds lets a player jump about.
PICTURE = {"crf": "20", "preset": "veryfast", "bf": "0"}
KEY_SECONDS = 2.0
SOUND_BITS = 160_000

# So that a browser starts at once.
INDEX_FIRST = {"movflags": "+faststart"}


@contextmanager
def written(out: Path, inspect: Callable[[Path], None] | None = None) -> Iterator[OutputContainer]:
    """An mp4 to fill, which becomes `out` when all went well; otherwise what was at `out` stays and nothing is left.

    It is written beside `out` under another name, forced to the disk, given to `inspect`, which may raise what keeps it
    from leaving, and renamed; in a sealed case it is sealed as it is written. Raises StoreError where the disk is full
    or the folder refuses, FilmError where the pictures cannot be encoded.
    """
    sealed = files.kept(out)
    try:
        with _sealed(sealed) if sealed else _plain(out, inspect) as container:
            container.metadata["comment"] = MADE_BY
            yield container
    except OSError as why:
        raise StoreError(_why_not(out, why)) from why
    except FFmpegError as why:
        raise FilmError(f"{out.name} cannot be encoded: {why.strerror}.") from why


@contextmanager
def _plain(out: Path, inspect: Callable[[Path], None] | None) -> Iterator[OutputContainer]:
    part = out.with_name(f".{out.name}.part")
    try:
        with av.open(str(part.absolute()), "w", format="mp4", container_options=INDEX_FIRST) as container:
            yield container
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        if inspect:
            inspect(part)
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _sealed(out: files.Kept) -> Iterator[OutputContainer]:
    """Its index comes last: it could stand first only if all were written a second time."""
    with out.keeper.writing(out.name) as file, av.open(file, "w", format="mp4") as container:
        yield container


def _why_not(out: Path, why: OSError) -> str:
    if why.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"There is no room left for {out.name} in {out.parent}. Free some space and try again."
    return f"{out.name} cannot be written in {out.parent}: {os.strerror(why.errno or errno.EIO)}."


def made_by_attune(path: Path) -> bool:
    """Whether this is a film that attune wrote; false for everything else, films or not."""
    try:
        with opened(path) as container:
            return container.metadata.get("comment") == MADE_BY
    except FilmError:
        return False


class PictureTrack:
    """The pictures of an mp4 in the making: yuv420p frames of one size, both sides even, in the first one's colours."""

    def __init__(self, container: OutputContainer, width: int, height: int, rate: float) -> None:
        options = PICTURE | {"g": str(max(1, round(rate * KEY_SECONDS)))}
        stream = container.add_stream("libx264", rate=Fraction(rate).limit_denominator(1001), options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        self._container, self._stream = container, stream
        self._holds: dict[int, int] = {}

    def add(self, frame: VideoFrame, start: float, end: float) -> None:
        """A picture shown from `start` to `end`, in seconds of the new film; each starts after the one before."""
        if not self._stream.codec_context.is_open:
            _take_colours(self._stream, frame)
        frame.pts, frame.time_base = round(start * TICKS), Fraction(1, TICKS)
        frame.pict_type = PictureType.NONE
        self._holds[frame.pts] = max(1, round(end * TICKS) - frame.pts)
        self._mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Writes what the encoder still holds; without it the last pictures are lost."""
        self._mux(self._stream.encode(None))

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = self._holds.pop(cast(int, packet.pts))
            self._container.mux(packet)


def _take_colours(stream: VideoStream, frame: VideoFrame) -> None:
    stream.color_range, stream.colorspace = frame.color_range, frame.colorspace
    stream.color_primaries, stream.color_trc = frame.color_primaries, frame.color_trc


class SoundTrack:
    """The sound of an mp4 in the making: blocks that follow each other without gaps from second 0."""

    def __init__(self, container: OutputContainer, rate: int, channels: int) -> None:
        self._container, self._rate, self._done = container, rate, 0
        self._layout = "mono" if channels == 1 else "stereo"
        stream = container.add_stream("aac", rate=rate, layout=self._layout)
        assert isinstance(stream, AudioStream)
        stream.codec_context.bit_rate = SOUND_BITS
        self._stream = stream

    def add(self, samples: NDArray[np.float32]) -> None:
        """(channels, n) samples in -1..1."""
        if samples.shape[1] == 0:
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), "fltp", self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._done, Fraction(1, self._rate)
        self._done += samples.shape[1]
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Writes what the encoder still holds."""
        self._container.mux(self._stream.encode(None))
