"""Starting the page: on this computer alone, at its usual port or a free one, with a token that nobody can guess."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from attune.review.app import app
from attune.review.door import Door
from attune.review.port import listening
from attune.review.shelf import Shelf

PATIENCE = 1
"""Seconds that a browser which is still fetching a film is waited for at the end."""


@dataclass(frozen=True)
class Server:
    """A page that is ready to be served: those who come before `run` wait for it.

    door  whose `address` is the one to open
    """

    door: Door
    listening: socket.socket

    def run(self) -> None:
        """Serves until the process is told to end."""
        self.server().run([self.listening])

    def server(self) -> uvicorn.Server:
        """What serves. It writes no log: what somebody looked at is nobody's business."""
        config = uvicorn.Config(
            self.door, log_config=None, log_level="critical", access_log=False, lifespan="off", ws="none",
            loop="asyncio", http="h11", server_header=False, proxy_headers=False, timeout_graceful_shutdown=PATIENCE,
        )  # fmt: skip
        return uvicorn.Server(config)


def server(shelf: Shelf, port: int = 0) -> Server:
    """A page on these films, at this port where it is free, else at another."""
    heard = listening(port)
    return Server(Door(app(shelf), secrets.token_urlsafe(32), heard.getsockname()[1]), heard)


def serve(shelf: Shelf, opened: Callable[[str], None], port: int = 0) -> None:
    """Serves the page until the process is told to end; `opened` is told its address first. `port` as `server`."""
    ready = server(shelf, port)
    opened(ready.door.address)
    ready.run()
