"""The sound of a film between two seconds, sample by sample in step with its pictures."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from fractions import Fraction
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

from attune.media.container import opened, packets, sound_stream
from attune.media.film import Film
from attune.timeline import Span

Samples = NDArray[np.float32]

# How far before the wanted second reading begins: a decoder needs some sound before it is right, and the index of
# some files is coarse. After the last try reading begins at the film's start.
REACH = (1.0, 10.0)

# Blocks whose time stamps are this near to where the sound stands, in seconds, follow on without a seam: some files
# round their time stamps to a millisecond, none to more.
SEAM = 0.005


def sound(film: Film, span: Span, rate: int, channels: int) -> Iterator[Samples]:
    """Blocks (channels, n) in -1..1 that together hold exactly round(span.seconds * rate) samples.

    Sample 0 is heard at span.start on the film's time. Silence stands where the film has no sound or it is damaged.
    channels is 1 or 2; more are mixed down. Raises FilmError.
    """
    for block, _ in heard(film, span, rate, channels):
        yield block


def heard(film: Film, span: Span, rate: int, channels: int) -> Iterator[tuple[Samples, bool]]:
    """As `sound`, and with each block whether the film has sound there: what stands for missing sound is no silence."""
    total, done = round(span.seconds * rate), 0
    with closing(_decoded_from(film, span.start, rate, channels)) as blocks:
        for time, block in blocks:
            at = round((time - span.start) * rate)
            at = done if done and abs(at - done) <= SEAM * rate else at
            if at > done:
                yield np.zeros((channels, min(at, total) - done), np.float32), False
                done = min(at, total)
            block = block[:, done - at : total - at] if at < total else block[:, :0]
            yield block, True
            done += block.shape[1]
            if done >= total:
                return
    yield np.zeros((channels, total - done), np.float32), False


def _decoded_from(film: Film, second: float, rate: int, channels: int) -> Generator[tuple[float, Samples]]:
    """Blocks of sound with the seconds of the film at which they begin, the first before `second` if any is."""
    for reach in (*REACH, None):
        with opened(film.path) as container:
            stream = sound_stream(container)
            if stream is None or (reach is not None and not _sought(container, stream, film.start + second - reach)):
                continue
            blocks = _resampled(container, stream, rate, channels)
            first = next(blocks, None)
            if first is None or (reach is not None and first[0] - film.start >= second):
                continue
            yield first[0] - film.start, first[1]
            for time, block in blocks:
                yield time - film.start, block
            return


def _sought(container: InputContainer, stream: AudioStream, second: float) -> bool:
    try:
        container.seek(int(second / (stream.time_base or Fraction(1, 90000))), stream=stream)
    except FFmpegError:
        return False
    return True


def _resampled(
    container: InputContainer, stream: AudioStream, rate: int, channels: int
) -> Iterator[tuple[float, Samples]]:
    layout = "mono" if channels == 1 else "stereo"
    kind: object = None
    resampler = AudioResampler("fltp", layout, rate)
    for frame in _decoded(container, stream):
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if now != kind:
            kind, resampler = now, AudioResampler("fltp", layout, rate)
        for out in resampler.resample(frame):
            if out.pts is not None and out.time_base is not None:
                yield float(out.pts * out.time_base), cast(Samples, out.to_ndarray())


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in packets(container, stream):
        try:
            yield from stream.decode(packet)
        except FFmpegError:
            continue
