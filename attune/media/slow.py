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


LEAD = 0.035
"""Seconds by which one pass that halves the speed comes early, as measured on clicks and on tones that start and stop:
it begins each piece where its window does, and hears the middle of it. A pass that slows less leads by less."""


def slowed(blocks: Iterator[Samples], speed: float, rate: int, channels: int) -> Iterator[Samples]:
    """Blocks (channels, n) that last 1 / speed times as long, to within a few hundredths of a second, at one pitch.

    FFmpeg's atempo puts together pieces of the sound where their waves fit. `speed` lies in (0, 1).
    """
    layout = "mono" if channels == 1 else "stereo"
    passes = _passes(speed)
    yield np.zeros((channels, round(_lead(passes) * rate)), np.float32)
    graph, done = _graph(passes, rate, layout), 0
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


def _passes(speed: float) -> list[float]:
    """Speeds of the passes that slow down to `speed` together."""
    if speed < SLOWEST_STEP:
        return [SLOWEST_STEP, *_passes(speed / SLOWEST_STEP)]
    return [speed]


def _lead(passes: list[float]) -> float:
    """Seconds by which the last of the passes comes early."""
    lead = 0.0
    for one in passes:
        lead = lead / one + (1 / one - 1) * LEAD
    return lead


def _graph(passes: list[float], rate: int, layout: str) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(sample_rate=rate, format="fltp", layout=layout, time_base=Fraction(1, rate))
    chain = [graph.add("atempo", f"{one:.6f}") for one in passes]
    form = graph.add("aformat", f"sample_fmts=fltp:channel_layouts={layout}")
    graph.link_nodes(source, *chain, form, graph.add("abuffersink")).configure()
    return graph


def _ready(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            yield cast(Samples, cast(AudioFrame, graph.pull()).to_ndarray())
        except (av.error.BlockingIOError, av.error.EOFError):
            return
