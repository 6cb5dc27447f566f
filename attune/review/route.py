"""A route of the page: its work beside the server's own, and what came with a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from attune.errors import FormatError
from attune.review.shelf import Shelf

Kind = Callable[[Request, Shelf], Response]


def route(path: str, work: Kind, shelf: Shelf, method: str = "GET", raw: bool = False) -> Route:
    """A route whose work is done beside the server's own, so that a slow disk holds nobody up. What is posted is an
    object, in `request.state.given`, or bytes where it is `raw`."""

    async def answer(request: Request) -> Response:
        if method == "POST":
            request.state.given = await request.body() if raw else await _given(request)
        return await run_in_threadpool(_worked, work, request, shelf)

    return Route(path, answer, methods=[method])


def _worked(work: Kind, request: Request, shelf: Shelf) -> Response:
    """The work, and that somebody is at it."""
    shelf.beat(request.path_params.get("film", ""))
    return work(request, shelf)


async def _given(request: Request) -> dict[str, Any]:
    """The object that came with a request, {} where none did. Raises FormatError."""
    try:
        given = json.loads(await request.body() or b"{}")
    except ValueError as why:
        raise FormatError("The page sent what is no JSON. Load it again.") from why
    if not isinstance(given, dict):
        raise FormatError("The page sent another kind of thing. Load it again.")
    return given
