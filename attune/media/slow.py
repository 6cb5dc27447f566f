"""Sound made slower without becoming deeper."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import cast

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from attune.media.sound import Samples

SLOWEST_STEP = 0.5
"""One pass of the filter slows no further."""


def slowed(blocks: Iterator[Samples], speed: float, rate: int, channels: int) -> Iterator[Samples]:
    """Blocks (channels, n) that last 1 / speed times as long, to within a few hundredths of a second, at one pitch.

    FFmpeg's atempo puts together pieces of the sound where their waves fit. `speed` lies in (0, 1).
    """
    layout = "mono" if channels == 1 else "stereo"
    graph, done = _graph(speed, rate, layout), 0
    for block in blocks:
        if block.shape[1]:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block, np.float32), "fltp", layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, done, Fraction(1, rate)
            done += block.shape[1]
            graph.push(frame)
            yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def lasting(blocks: Iterator[Samples], total: int, channels: int) -> Iterator[Samples]:
    """The blocks cut off after, or filled with silence to, `total` samples."""
    left = total
    for block in blocks:
        yield block[:, :left]
        left -= min(left, block.shape[1])
    yield np.zeros((channels, left), np.float32)


def _graph(speed: float, rate: int, layout: str) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(sample_rate=rate, format="fltp", layout=layout, time_base=Fraction(1, rate))
    steps = []
    while speed < SLOWEST_STEP:
        steps.append(SLOWEST_STEP)
        speed /= SLOWEST_STEP
    chain = [graph.add("atempo", f"{step:.6f}") for step in (*steps, speed)]
    form = graph.add("aformat", f"sample_fmts=fltp:channel_layouts={layout}")
    graph.link_nodes(source, *chain, form, graph.add("abuffersink")).configure()
    return graph


def _ready(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            yield cast(Samples, cast(AudioFrame, graph.pull()).to_ndarray())
        except (av.error.BlockingIOError, av.error.EOFError):
            return
