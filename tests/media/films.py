"""Small films made here with a known picture at every instant, so that a test can prove which frame it got.

The upper part of each picture is a bar code of the frame's number, the lower left is red, the lower right blue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

WIDTH, HEIGHT = 192, 128
BITS = 12
SOUND_RATE = 48_000
CLICK = 0.004
"""Seconds that a click in the sound lasts."""

# Matrices of a film's header, as the QuickTime format defines them: (x, y) is shown at (ax + cy, bx + dy).
ONE = 1 << 16
UPRIGHT = {
    0: [ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30],
    90: [0, ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30],
    180: [-ONE, 0, 0, 0, -ONE, 0, 0, 0, 1 << 30],
    270: [0, -ONE, 0, ONE, 0, 0, 0, 0, 1 << 30],
}
"""Clockwise degrees by which a player turns the stored picture -> display matrix."""
MIRRORED = [-ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30]

X264 = {"preset": "ultrafast", "bf": "2", "g": "12"}
X264_OPEN = {"preset": "veryfast", "x264-params": "open-gop=1:keyint=12:bframes=3:b-adapt=0:scenecut=0"}
X265_OPEN = {
    "preset": "ultrafast",
    "x265-params": "log-level=none:open-gop=1:keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0:pools=none",
}
OPTIONS = {
    "libx264": X264,
    "libx265": X265_OPEN,
    "libvpx-vp9": {"cpu-used": "8", "deadline": "realtime", "g": "12"},
    "mpeg2video": {"g": "12", "bf": "2", "b": "2M"},
    "mpeg4": {"g": "12", "bf": "0", "b": "2M"},
    "mjpeg": {"q:v": "3"},
}
PIXELS = {"mjpeg": "yuvj420p"}

Pixels = NDArray[np.uint8]
Painter = Callable[[int], Pixels]


def steady(seconds: float, rate: float = 25) -> list[float]:
    """Presentation times of a film with a constant rate."""
    return [i / rate for i in range(round(seconds * rate))]


def uneven(seconds: float, seed: int = 0) -> list[float]:
    """Presentation times of a home film: 20 to 60 ms apart, with a pause of 0.4 s now and then, in whole ms."""
    rng = np.random.default_rng(seed)
    out = [0.0]
    while out[-1] < seconds:
        gap = 0.4 if rng.random() < 0.04 else rng.integers(20, 61) / 1000
        out.append(round(out[-1] + float(gap), 3))
    return out


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """(height, width, 3) BGR: a bar code of the number above; red on the lower left, blue on the lower right."""
    out = np.zeros((height, width, 3), np.uint8)
    bars = np.array([235 if number >> bit & 1 else 20 for bit in range(BITS)], np.uint8)
    out[: height * 2 // 3] = bars[np.arange(width) * BITS // width][None, :, None]
    out[height * 2 // 3 :, : width // 2] = (20, 20, 220)
    out[height * 2 // 3 :, width // 2 :] = (220, 20, 20)
    return out


def number_of(pixels: Pixels) -> int:
    """The number that a picture's bar code says, whatever the picture's size."""
    height, width = pixels.shape[:2]
    line = pixels[height // 6 : height // 2].mean(axis=(0, 2))
    cells = [line[int((bit + 0.5) * width / BITS)] for bit in range(BITS)]
    assert all(v < 80 or v > 170 for v in cells), f"no bar code: {cells}"
    return sum(1 << bit for bit, value in enumerate(cells) if value > 128)


def faithful(pixels: Pixels) -> bool:
    """Whether this is the whole picture of its number, with no part of another."""
    wanted = numbered(number_of(pixels), pixels.shape[1], pixels.shape[0])
    away = np.abs(pixels.astype(int) - wanted).mean(axis=2)
    return float(np.quantile(away, 0.9)) < 25 and float(away.mean()) < 12


def make_film(
    path: Path,
    times: Sequence[float],
    *,
    codec: str = "libx264",
    options: Mapping[str, str] | None = None,
    paint: Painter = numbered,
    start: float = 0.0,
    matrix: Sequence[int] | None = None,
    square: Fraction | None = None,
    clicks: Sequence[float] | None = None,
    sound_seconds: float = 0.0,
    samples: NDArray[np.float32] | None = None,
    sound_rate: int = SOUND_RATE,
    sound_start: float = 0.0,
    rate: int = 25,
    tick: Fraction = Fraction(1, 90_000),
) -> Path:
    """Writes a film that shows paint(i) from times[i] on, with clicks in the sound at the given seconds.

    `start` is added to every presentation time. `square` is the shape of a pixel. `samples` (channels, n) at
    `sound_rate` are the sound instead of clicks, from `sound_start` on; without either there is none.
    """
    if samples is None and clicks is not None:
        samples = clicking(clicks, sound_seconds)[None]
    first = paint(0)
    muxer = {".mts": "mpegts", ".mkv": "matroska", ".mov": "mov"}.get(path.suffix)
    with av.open(str(path), "w", format=muxer) as container:
        chosen = dict(OPTIONS[codec] if options is None else options)
        stream = container.add_stream(codec, rate=rate, options=chosen)
        stream.width, stream.height, stream.pix_fmt = first.shape[1], first.shape[0], PIXELS.get(codec, "yuv420p")
        stream.codec_context.time_base = tick
        if square is not None:
            stream.codec_context.sample_aspect_ratio = square
        if matrix is not None:
            stream.set_display_matrix(matrix)
        hiss = None
        if samples is not None:
            layout = "mono" if len(samples) == 1 else "stereo"
            hiss = container.add_stream(sound_codec(path), rate=sound_rate, layout=layout)
        for number, time in enumerate(times):
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(paint(number)), "bgr24")
            frame = frame.reformat(format=stream.pix_fmt)
            frame.pts, frame.time_base = round((time + start) / tick), tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if hiss is not None and samples is not None:
            _write_sound(container, hiss, samples, sound_rate, start + sound_start)
    return path


def sound_codec(path: Path) -> str:
    return {".webm": "libopus", ".mts": "mp2", ".avi": "mp2"}.get(path.suffix, "aac")


def clicking(clicks: Sequence[float], seconds: float, rate: int = SOUND_RATE) -> NDArray[np.float32]:
    """(n,) near silence with a short burst at each of the seconds."""
    out = np.zeros(round(seconds * rate), np.float32)
    for click in clicks:
        at = round(click * rate)
        burst = out[at : at + round(CLICK * rate)]
        burst[:] = 0.8 * np.sin(np.arange(len(burst)) * 2 * np.pi * 2000 / rate)
    return out


def clicks_in(samples: NDArray[np.floating], rate: int = SOUND_RATE) -> list[float]:
    """The seconds at which the clicks of `clicking` begin."""
    loud = np.flatnonzero(np.abs(samples) > 0.25)
    if not len(loud):
        return []
    return [float(i) / rate for i in loud[np.diff(loud, prepend=-rate) > 0.05 * rate]]


def _write_sound(container, stream, samples: NDArray[np.float32], rate: int, start: float) -> None:
    for at in range(0, samples.shape[1], 4800):
        block = np.ascontiguousarray(samples[:, at : at + 4800] * 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(block, "s16p", "mono" if len(samples) == 1 else "stereo")
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = round(start * rate) + at
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def cut_off(path: Path, share: float, out: Path) -> Path:
    """The first part of a file, as a download that broke off leaves it."""
    data = path.read_bytes()
    out.write_bytes(data[: int(len(data) * share)])
    return out


def index_first(path: Path, out: Path) -> Path:
    """The same mp4 with its index in front, as cameras' apps and web sites send it."""
    with av.open(str(path)) as old, av.open(str(out), "w", container_options={"movflags": "+faststart"}) as new:
        copies = {s.index: new.add_stream_from_template(s) for s in old.streams}
        for packet in old.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                new.mux(packet)
    return out


def damaged(path: Path, out: Path, share: float = 0.5, length: int = 400) -> Path:
    """The same file with some bytes in the middle written over."""
    data = bytearray(path.read_bytes())
    at = int(len(data) * share)
    data[at : at + length] = np.random.default_rng(1).integers(0, 256, length, np.uint8).tobytes()
    out.write_bytes(bytes(data))
    return out
