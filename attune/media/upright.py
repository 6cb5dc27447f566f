"""Frames as people see them: square pixels, the right way up, in the colours asked for."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# How stored pixels become upright, as (rows and columns swapped, then mirrored, then upended) -> filters.
TURNS = {
    (False, False, False): (),
    (False, True, False): ("hflip",),
    (False, False, True): ("vflip",),
    (False, True, True): ("hflip", "vflip"),
    (True, False, False): ("transpose=cclock_flip",),
    (True, True, False): ("transpose=clock",),
    (True, False, True): ("transpose=cclock",),
    (True, True, True): ("transpose=clock_flip",),
}


CODINGS = (1, 4, 5, 6, 7, 9)
"""Ways of coding colours as brightness and two differences, by FFmpeg's numbers: others are unknown, or no such way."""


def turn_of(frame: VideoFrame) -> tuple[bool, bool, bool]:
    """The quarter turn and mirroring that the film's display matrix asks for, as a key of TURNS.

    The matrix (a b . / c d . / ...) shows the stored point (x, y) at (ax + cy, bx + dy), x to the right and y down.
    Odd angles go to the nearest quarter turn.
    """
    matrix = cast(Any, frame.side_data).get("DISPLAYMATRIX")
    if matrix is None:
        return False, False, False
    a, b, _, c, d = (int(v) for v in np.frombuffer(matrix, np.int32)[:5])
    if abs(b) + abs(c) > abs(a) + abs(d):
        return True, c < 0, b < 0
    return False, a < 0, d < 0


def upright_size(stream: VideoStream, frame: VideoFrame) -> tuple[int, int]:
    """(width, height) of the frame once its pixels are square and it stands upright. Stored lines keep their number."""
    wide = max(1, round(frame.width * float(stream.sample_aspect_ratio or 1)))
    return (frame.height, wide) if turn_of(frame)[0] else (wide, frame.height)


class Upright:
    """Turns frames upright and brings them to one size and one pixel format ("bgr24", "yuv420p").

    It keeps the filter graph from frame to frame, whose memory is used again as soon as a picture is let go: asking
    the system for 6 MB a picture costs several times as much as the conversion.
    """

    def __init__(self, width: int, height: int, form: str) -> None:
        self._wanted = (f"scale={width}:{height}", "setsar=1", f"format={form}")
        self._coded = form != "bgr24"
        self._kind: object = None
        self._graph = Graph()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        # Not the matrix itself: PyAV ties a frame whose side data was looked at into a ring, which keeps its memory.
        kind = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range, frame.rotation)
        if kind != self._kind:
            coding = coding_of(frame) if self._coded else ()
            self._kind, self._graph = kind, graph_of(frame, *coding, *TURNS[turn_of(frame)], *self._wanted)
        self._graph.vpush(frame)
        return self._graph.vpull()


def coding_of(frame: VideoFrame) -> tuple[str, ...]:
    """Tells a graph how its frames code their colours. It does not ask them, and would code them anew in its own way,
    which players take for another: a film in high definition would turn a little green."""
    told = {"colorspace": frame.colorspace if frame.colorspace in CODINGS else 0, "range": frame.color_range}
    known = [f"{name}={int(value)}" for name, value in told.items() if value]
    return (f"setparams={':'.join(known)}",) if known else ()


def graph_of(frame: VideoFrame, *filters: str) -> Graph:
    """A chain of filters ("name" or "name=arguments") for frames like this one."""
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    chain = [graph.add(*f.split("=", 1)) for f in filters]
    graph.link_nodes(source, *chain, graph.add("buffersink")).configure()
    return graph


def pixels_of(frame: VideoFrame) -> Pixels:
    """(h, w, 3) of a bgr24 frame: contiguous, read-only, and where possible the frame's own memory."""
    plane = frame.planes[0]
    lines = np.frombuffer(cast(Any, plane), np.uint8).reshape(-1, plane.line_size)
    pixels = np.ascontiguousarray(lines[: frame.height, : frame.width * 3]).reshape(frame.height, frame.width, 3)
    pixels.flags.writeable = False
    return pixels
