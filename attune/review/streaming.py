"""A film as a browser asks for it, piece by piece; of a sealed case each piece is opened in memory as it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from attune import files

BLOCK = 1 << 18
"""Bytes that are sent at once."""

TYPES = {".webm": "video/webm"}
"""What the browser is told that a film is, by its name; all others are MP4."""

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def film(request: Request, path: Path) -> Response:
    """As much of the film as is asked for. Raises OSError, StoreError."""
    kind = TYPES.get(path.suffix.lower(), "video/mp4")
    if not files.kept(path):
        return FileResponse(path, media_type=kind)
    size = files.about(path).size
    asked = between(request.headers.get("range", ""), size)
    if asked is None:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    start, end = asked
    headers = {"accept-ranges": "bytes", "content-length": str(end - start)}
    if "range" in request.headers:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if "range" in request.headers else 200
    return StreamingResponse(_read(path, start, end), status, headers, media_type=kind)


def between(asked: str, size: int) -> tuple[int, int] | None:
    """From which byte to before which one a range asks for; all of it where it asks in a way that players do not; None
    where it asks for what is not there."""
    found = RANGE.fullmatch(asked.strip())
    if not found or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None


def _read(path: Path, start: int, end: int) -> Iterator[bytes]:
    with files.opened(path) as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block
