"""Who may come in: the browser of this computer that was given the address, and no page of anybody else's."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"

RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own files, and nothing from anywhere else."""

SAID = {
    "content-security-policy": RULES,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer says to the browser."""

SHUT = "This page opens with the address that attune printed when it was started. Start `attune review` to get one."


@dataclass(frozen=True)
class Door:
    """Lets through to `house` who holds the token.

    The token is in the address that is opened first. It is taken from there into a cookie and the browser is sent on,
    so it stays in no history. A request must also be meant for this very address (Host), and one that changes anything
    must come from this very page (Origin): another page in the same browser can then neither read nor write.
    """

    house: ASGIApp
    token: str
    port: int

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.port}/enter?token={self.token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if scope["path"] == "/enter" and refusal is None:
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._cookie, self.token, httponly=True, samesite="strict")
            await answer(scope, receive, _saying(send))
        elif refusal is not None:
            await refusal(scope, receive, _saying(send))
        else:
            await self.house(scope, receive, _saying(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        if headers.get("host") not in hosts:
            return PlainTextResponse("Not this address.", 421)
        ours = {f"http://{host}" for host in hosts}
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") not in ours:
            return PlainTextResponse("Not from this page.", 403)
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return PlainTextResponse("Not from this page.", 403)
        return None if self._holds_token(scope, headers) else PlainTextResponse(SHUT, 403)

    def _holds_token(self, scope: Scope, headers: Headers) -> bool:
        if scope["path"] == "/enter":
            given = scope["query_string"].decode("ascii", "replace").removeprefix("token=")
        else:
            given = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        return hmac.compare_digest(given.encode(), self.token.encode())

    @property
    def _cookie(self) -> str:
        """Cookies are shared by all ports of a host, so its name holds the port."""
        return f"attune-{self.port}"


def _saying(send: Send) -> Send:
    """`send`, with what every answer says added."""

    async def out(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in SAID.items():
                headers.setdefault(name, value)
            message["headers"] = headers.raw
        await send(message)

    return out
