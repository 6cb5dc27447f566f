"""Decoded frames of a film in the order of their presentation times, from any second on."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av.error
from av.container import InputContainer
from av.error import FFmpegError
from av.filter import Graph
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from attune.media.container import opened, packets, picture_stream
from attune.media.upright import graph_of

# How far before the wanted second reading begins, in seconds: one second reaches the key frame before in nearly every
# film; files whose index is coarse or lost need more, and after the last try reading begins at the film's start.
REACH = (1.0, 5.0, 20.0, 80.0)

# Makes one whole picture of each pair of fields, looking at the pictures before and after; lets others through.
WEAVE = "bwdif=mode=send_frame:deint=interlaced"


class Shown(NamedTuple):
    """A frame and the second at which it is shown, on the container's own clock."""

    time: float
    frame: VideoFrame


def frames_from(path: Path, second: float | None, alone: bool = False) -> Generator[Shown]:
    """Frames in the order of time, deinterlaced where needed, the first of them before `second` (container time).

    None, or a second before the film's first frame: from the film's start. The frames are the same ones, to the bit,
    wherever reading began, save the first one of an interlaced film (its fields lack a neighbour); so ask for a
    second a little before the first frame that matters. Decoded by as many threads as there are cores, or by one alone:
    that takes a tenth less work, for those who work beside others like them. Raises FilmError.
    """
    for reach in REACH if second is not None else ():
        with opened(path) as container:
            stream = picture_stream(container, path.name)
            shown = _read_from(container, stream, (second or 0.0) - reach, alone)
            first = next(shown, None)
            if first is not None and first.time < (second or 0.0):
                yield first
                yield from shown
                return
    with opened(path) as container:
        yield from _read(container, picture_stream(container, path.name), alone)


def _read_from(container: InputContainer, stream: VideoStream, second: float, alone: bool) -> Iterator[Shown]:
    """Frames from the last key frame at or before `second`; nothing where the file cannot be searched."""
    base = stream.time_base or Fraction(1, 90000)
    try:
        container.seek(int(second / base), stream=stream)
    except FFmpegError:
        return
    yield from _read(container, stream, alone)


def _read(container: InputContainer, stream: VideoStream, alone: bool) -> Iterator[Shown]:
    stream.thread_type = "NONE" if alone else "AUTO"
    last = float("-inf")
    for frame in deinterlaced(_decoded(container, stream)):
        if frame.pts is None or frame.time_base is None:
            continue
        time = float(frame.pts * frame.time_base)
        if time > last:
            yield Shown(time, frame)
            last = time


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Whole frames: those that the decoder had to mend are left out.

    The decoders themselves hold back what leans on pictures that were not read (before the first key frame, and at an
    open group of pictures); the tests with torn films and far key frames show it.
    """
    for packet in packets(container, stream):
        yield from (frame for frame in _decode(stream, packet) if not frame.is_corrupt)
    yield from (frame for frame in _decode(stream, None) if not frame.is_corrupt)


def _decode(stream: VideoStream, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
    try:
        frames = stream.decode(packet)
    except FFmpegError:
        return []
    for frame in frames:
        # PyAV leaves the last ones, which come out at the end of the file, without it.
        frame.time_base = frame.time_base or stream.time_base
    return frames


def deinterlaced(frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    """The same frames at the same times, those made of two fields woven into one whole picture each (bwdif)."""
    graph: Graph | None = None
    shape: tuple[int, int, str] | None = None
    for frame in frames:
        now = (frame.width, frame.height, frame.format.name)
        if graph is not None and now != shape:
            yield from _drained(graph)
            graph = None
        if graph is None and frame.interlaced_frame:
            graph, shape = graph_of(frame, WEAVE), now
        if graph is None:
            yield frame
        else:
            graph.vpush(frame)
            yield from _ready(graph)
    if graph is not None:
        yield from _drained(graph)


def _ready(graph: Graph) -> Iterator[VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def _drained(graph: Graph) -> Iterator[VideoFrame]:
    graph.vpush(None)
    yield from _ready(graph)
