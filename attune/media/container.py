"""Opening a film file: which kinds are read, its streams, its packets, and what is said when it is no film."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from attune import files
from attune.errors import FilmError

S = TypeVar("S", bound=Stream)

FILMS = ("mov", "mp4", "matroska", "webm", "avi", "mpegts", "mpeg", "asf", "flv", "dv", "mxf", "ogg")
SOUNDS = ("wav", "mp3", "aac", "flac", "amr", "aiff", "w64", "caf")
STILLS = ("image2", "jpeg_pipe", "png_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe", "gif")

NAMES = (
    ".mp4", ".mov", ".m4v", ".mts", ".m2ts", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".3gp", ".asf", ".flv",
    ".dv", ".mxf", ".ogv", ".vob",
)  # fmt: skip
"""What a film's file is called at its end, in small letters, where a folder is looked through."""

# A play list could send the reader to other files or to the network; text would be drawn as a picture. So the kinds
# of file are named, and nothing but files is opened.
READ_SAFELY = {"format_whitelist": ",".join(FILMS + SOUNDS + STILLS), "protocol_whitelist": "file"}

# After so many unreadable packets in a row the rest of a file is taken as lost. A cut-off download lists thousands of
# packets past its end; damage in the middle of a file is a handful.
PATIENCE = 200


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The file, open for reading and closed after. Raises FilmError with one plain line where it is no film file."""
    with ExitStack() as stack:
        _refuse_what_is_no_file(path)
        file = stack.enter_context(files.opened(path)) if files.kept(path) else str(path.absolute())
        try:
            container = av.open(file, "r", options=READ_SAFELY, metadata_errors="replace")
        except (FFmpegError, OSError) as why:
            raise FilmError(_why_not(path, why)) from why
        yield stack.enter_context(container)


def _refuse_what_is_no_file(path: Path) -> None:
    if files.kept(path) and files.exists(path):
        return
    if not path.exists():
        files.need_open(path)
        raise FilmError(f"There is no file {path}. Check the name and the folder.")
    if path.is_dir():
        raise FilmError(f"{path} is a folder. Give the name of a film file in it.")
    if not path.is_file():
        raise FilmError(f"{path} is not a file. Give the name of a film file.")
    if path.stat().st_size == 0:
        raise FilmError(f"{path.name} is empty (0 bytes). Copy it again from the camera.")


def _why_not(path: Path, why: Exception) -> str:
    if isinstance(why, PermissionError):
        return f"{path.name} may not be read. Ask for the right to read it, or copy it to a folder of yours."
    with files.opened(path) as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return (
            f"{path.name} was cut off before its index was written, so no picture can be found in it. "
            "Copy it again from the camera."
        )
    return f"{path.name} is not a film that can be read. Expected a film such as .mp4, .mov, .mts, .avi, .mkv or .webm."


def picture_stream(container: InputContainer, name: str) -> VideoStream:
    """The stream that holds the film's pictures. Raises FilmError for a still picture, for sound alone, for neither."""
    kind = container.format.name.split(",")
    if any(k in STILLS for k in kind):
        raise FilmError(f"{name} is a still picture. Expected a film.")
    moving = [
        s for s in container.streams.video if not s.disposition & (Disposition.attached_pic | Disposition.still_image)
    ]
    readable = [s for s in moving if _has_decoder(s)]
    if readable:
        best = container.streams.best("video")
        return best if isinstance(best, VideoStream) and best in readable else readable[0]
    if moving:
        raise FilmError(f"{name} holds pictures in a form that cannot be read here. Save it as .mp4.")
    if container.streams.video:
        raise FilmError(f"{name} holds a still picture and no film.")
    if container.streams.audio:
        raise FilmError(f"{name} holds sound only. Expected a film with pictures.")
    raise FilmError(f"{name} holds no pictures. Expected a film.")


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The first sound that can be read, if there is any."""
    return next((s for s in container.streams.audio if _has_decoder(s)), None)


def _has_decoder(stream: Stream) -> bool:
    # PyAV leaves the context out where there is no decoder, although its types do not say so.
    return getattr(stream, "codec_context", None) is not None


def packets(container: InputContainer, *streams: S) -> Iterator[Packet[S]]:
    """The packets of these streams in file order, without damaged ones; what cannot be read is passed over."""
    unreadable = 0
    while unreadable < PATIENCE:
        try:
            for packet in container.demux(*streams):
                unreadable = 0
                if packet.size and not packet.is_corrupt:
                    yield cast("Packet[S]", packet)
            return
        except FFmpegError:
            unreadable += 1
