"""What a film is: how long, how large, how fast, with sound or without, and what is wrong with its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from attune import files
from attune.errors import FilmError
from attune.media.container import NAMES, opened, packets, picture_stream, sound_stream
from attune.media.frames import frames_from
from attune.media.upright import upright_size
from attune.timeline import Floats

Progress = Callable[[str, float, float], None]

# A film this much shorter than its file promises, in seconds, was cut off; less is how long different programs hold
# the last picture.
EARLY = 0.5

# MPEG transport streams are written in packets of one of these sizes (plain, camcorder, with error correction).
TRANSPORT_PACKETS = (188, 192, 204)

BLOCK = 1 << 20


@dataclass(frozen=True)
class Film:
    """The facts of a film that can be read.

    path           the file
    seconds        from the first picture's presentation time to the end of the last one
    width, height  of its pictures, upright, with square pixels
    rate           mean number of pictures a second
    start          presentation time of the first picture on the file's own clock: second 0 of everything in attune
    sound          whether there is sound that can be read
    notes          plain sentences on what is wrong with the file
    """

    path: Path
    seconds: float
    width: int
    height: int
    rate: float
    start: float
    sound: bool
    notes: tuple[str, ...] = ()

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


def films_in(folder: Path) -> list[Path]:
    """The films that lie in a folder itself, by name. Raises FilmError where there is no folder, or no film in it."""
    if not folder.is_dir():
        raise FilmError(f"There is no folder {folder}. Expected a folder of films.")
    found = [path for path in files.within(folder) if path.suffix.lower() in NAMES]
    if not found:
        raise FilmError(f"There is no film in {folder}. Expected files such as .mp4, .mov, .mts, .avi, .mkv or .webm.")
    return found


def open_film(path: Path) -> Film:
    """The film's facts. Reads the whole file once without decoding it, and decodes the first picture.

    Raises FilmError, in one plain line, where the file is missing, no film, or holds no picture that can be read.
    """
    path = Path(path)
    with closing(frames_from(path, None)) as shown:
        first = next(shown, None)
    if first is None:
        raise FilmError(f"No picture of {path.name} can be read. Copy it again from the camera.")
    with opened(path) as container:
        stream = picture_stream(container, path.name)
        width, height = upright_size(stream, first.frame)
        survey = _survey(container, stream, first.time)
        seconds = survey.end - first.time
        if survey.count < 2:
            raise FilmError(f"{path.name} holds one picture. Expected a film.")
        notes = _notes(path, container, stream, survey, first.time)
    return Film(path, seconds, width, height, survey.count / seconds, first.time, survey.sound, notes)


@dataclass(frozen=True)
class _Survey:
    """What the packets say: number of pictures, end of the last one, whether sound was met, end of everything."""

    count: int
    end: float
    sound: bool
    reached: float


def _survey(container: InputContainer, stream: VideoStream, start: float) -> _Survey:
    ear = sound_stream(container)
    times: list[float] = []
    holds: list[float] = []
    heard = float("-inf")
    for packet in packets(container, *([stream, ear] if ear else [stream])):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or packet.is_discard:
            continue
        time, hold = float(stamp * packet.time_base), float((packet.duration or 0) * packet.time_base)
        if packet.stream is stream:
            times.append(time)
            holds.append(hold)
        else:
            heard = max(heard, time + hold)
    count, end = _last(np.array(times), np.array(holds), start)
    return _Survey(count, end, heard > float("-inf"), max(end, heard))


def _last(times: Floats, holds: Floats, start: float) -> tuple[int, float]:
    """Number of pictures from `start` on, and the end of the last; without a length it is held as long as most are."""
    kept = times >= start - 1e-6
    order = np.argsort(times[kept])
    times, holds = times[kept][order], holds[kept][order]
    if len(times) < 2:
        return len(times), start
    return len(times), float(times[-1] + (holds[-1] or np.median(np.diff(times))))


def _notes(
    path: Path, container: InputContainer, stream: VideoStream, survey: _Survey, start: float
) -> tuple[str, ...]:
    kind = container.format.name
    readable = survey.end - start
    if kind == "mpegts":
        if any(files.about(path).size % size == 0 for size in TRANSPORT_PACKETS):
            return ()
        return (f"The file stops in the middle of a packet and may be cut off: {_about(readable)} s can be read.",)
    promised, reached = _promise(container, stream), survey.end
    if promised is None and container.duration:
        begin = 0.0 if "matroska" in kind else (container.start_time or 0) / 1e6
        promised, reached = begin + container.duration / 1e6, survey.reached
    if promised is None or reached > promised - EARLY:
        return ()
    return (f"The file ends early: about {_about(readable)} of {_about(promised - start)} s can be read.",)


def _promise(container: InputContainer, stream: Stream) -> float | None:
    """Where the picture ends on the file's clock, as its header says; None where the header is silent on pictures."""
    tag = stream.metadata.get("DURATION")
    if tag and tag.count(":") == 2:
        hours, minutes, seconds = tag.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    # An AVI's number of pictures is from its header, its duration is guessed from what there is.
    length = stream.frames if container.format.name == "avi" else stream.duration
    if "matroska" in container.format.name or not length:
        return None
    return float((length + (stream.start_time or 0)) * (stream.time_base or Fraction(1)))


def _about(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}"


def fingerprint(path: Path, progress: Progress | None = None) -> str:
    """sha256 of the file's bytes in hexadecimal. Progress is in bytes. Raises FilmError where it cannot be read."""
    digest = hashlib.sha256()
    done, total = 0, 0
    try:
        with files.opened(path) as file:
            total = files.about(path).size
            while block := file.read(BLOCK):
                digest.update(block)
                done += len(block)
                if progress:
                    progress("reading", done, total)
    except OSError as why:
        raise FilmError(f"{path} cannot be read: {why.strerror}.") from why
    return digest.hexdigest()
