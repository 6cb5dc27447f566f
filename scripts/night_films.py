"""Folders of short films for the trials of a night: copies, pieces, films encoded again, broken ones, and a crasher."""

from __future__ import annotations

import random
import shutil
import wave
from fractions import Fraction
from pathlib import Path

import av

from attune.demo.film import make
from attune.demo.script import improvise
from attune.demo.stage import staged
from attune.media.container import NAMES

KINDS = ((".mp4", "libx264", 480), (".mkv", "libx264", 360), (".avi", "mpeg4", 480), (".mov", "libx264", 540))
"""How pieces are encoded again: container, codec, height."""

CRASH = "crash"
"""What the film is called on which a process dies, as in a decoder at fault."""

BROKEN = 4
"""How many broken films `spoil` makes."""


def sources(clips: Path | None, scratch: Path) -> list[Path]:
    """The films to cut pieces of: those of a folder, or two drawn ones."""
    if clips:
        return sorted(path for path in clips.iterdir() if path.suffix.lower() in NAMES)
    made = [scratch / f"{seed}.mp4" for seed in (1, 2)]
    for seed, path in enumerate(made, 1):
        make(path, improvise(seed, 2), staged(seed))
    return made


def length(path: Path) -> float:
    """Seconds of a film, as its file says."""
    with av.open(str(path)) as film:
        return float(film.duration or 0) / 1e6


def piece(source: Path, out: Path, codec: str, height: int, start: float, lasts: float) -> None:
    """Some seconds of a film, encoded again, without sound."""
    with av.open(str(source)) as film, av.open(str(out), "w") as target:
        rate = Fraction(film.streams.video[0].average_rate or 25).limit_denominator(100)
        stream = target.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = height * 16 // 9 // 2 * 2, height, "yuv420p"
        shown = 0
        for frame in film.decode(video=0):
            if frame.time is None or frame.time < start:
                continue
            if frame.time >= start + lasts:
                break
            picture = frame.reformat(width=stream.width, height=height, format="yuv420p")
            picture.pts, picture.time_base, shown = shown, 1 / rate, shown + 1
            target.mux(stream.encode(picture))
        target.mux(stream.encode())


def fill(folder: Path, of: list[Path], films: int, lasts: float, dice: random.Random) -> None:
    """Good films: a third are copies of short ones, every fifth is a piece three times as long, the others are pieces,
    all in several kinds of file. The last one is called CRASH."""
    folder.mkdir()
    short = [source for source in of if length(source) <= 1.5 * lasts]
    for number in range(films):
        name, lot = CRASH if number == films - 1 else f"film-{number:02}", number % 15
        if short and lot % 3 == 0:
            source = short[number // 3 % len(short)]
            shutil.copyfile(source, folder / f"{name}{source.suffix}")
            continue
        long = dice.uniform(0.5, 1) * lasts * (3 if lot % 5 == 4 else 1)
        source = dice.choice([source for source in of if length(source) >= long])
        suffix, codec, height = KINDS[number % len(KINDS)]
        piece(source, folder / f"{name}{suffix}", codec, height, dice.uniform(0, length(source) - long), long)


def spoil(folder: Path, dice: random.Random) -> None:
    """Four broken films: an empty one, a letter, one cut off before its index, and sound alone."""
    (folder / "broken-empty.mp4").touch()
    (folder / "broken-letter.mov").write_text("Dear all, here are the films.")
    (folder / "broken-cut.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + dice.randbytes(30_000))
    with wave.open(str(folder / "broken-sound.avi"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
