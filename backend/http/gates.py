"""The gates a request passes before any route sees it: headers of the answer, host, size and turn, origin."""

import asyncio
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.execution.problems import Problem
from backend.http.admission import Admission
from backend.http.door import Door
from backend.http.negotiation import EVENTS
from backend.http.responses import refuse
from backend.rules.errors import ErrorCode, PublicError

_UNLIMITED = frozenset({"/livez", "/readyz", "/metrics"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_UNLESS_SET = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
_TOO_LARGE = 413
_DRAIN = 1_000_000
_DRAIN_SECONDS = 1.0
_CLOSE = [(b"connection", b"close")]


class SecurityHeaders:
    """Puts on every answer what browsers need to be told; a page of ours may bring its own content policy."""

    def __init__(self, app: ASGIApp, *, door: Door) -> None:
        self._app = app
        self._https = door.is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                for name, value in _UNLESS_SET.items():
                    headers.setdefault(name, value)
                if self._https:
                    headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"
            await send(message)

        await self._app(scope, receive, with_headers)


class Hosts:
    """Answers only to the names of this service, so that no link is ever built from a forged one."""

    def __init__(self, app: ASGIApp, *, door: Door) -> None:
        self._app = app
        self._hosts = door.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not self._hosts or _name(Headers(scope=scope).get("host")) in self._hosts:
            await self._app(scope, receive, send)
            return
        await refuse(scope, send, Problem(ErrorCode.FORBIDDEN, "This service does not answer to that host."))


class Turnstile:
    """Takes in the body of a request, bounded in size and time, and then gives it its turn.

    The turn comes after the body, so that a client who sends slowly keeps nobody waiting; it ends where a stream of
    events begins. When the line of those who wait is full, a request is refused before its body is read.
    """

    def __init__(self, app: ASGIApp, *, door: Door, admission: Admission) -> None:
        self._app = app
        self._door = door
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _UNLIMITED:
            await self._app(scope, receive, send)
            return
        try:
            if self._admission.is_full:
                raise self._admission.busy()
            body = await self._body(scope, receive)
            if body is not None:
                await self._in_turn(scope, _replay(body, receive), send)
        except PublicError as error:
            await refuse(scope, send, Problem.of(error), headers=_CLOSE)
        except _BodyError as error:
            problem = Problem(ErrorCode.BAD_USER_INPUT, str(error))
            if error.status == _TOO_LARGE:
                await _drain(receive)
            await refuse(scope, send, problem, status=error.status, headers=_CLOSE)

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        turn = self._admission.place()
        await turn.__aenter__()
        is_held = True

        async def until_stream(message: MutableMapping[str, Any]) -> None:
            nonlocal is_held
            if is_held and message["type"] == "http.response.start" and _is_stream(message):
                is_held = False
                await turn.__aexit__(None, None, None)
            await send(message)

        try:
            await self._app(scope, receive, until_stream)
        finally:
            if is_held:
                await turn.__aexit__(None, None, None)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """Read the body; None when the client left before its end."""
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self._door.body:
            raise _BodyError(_TOO_LARGE, f"A body may hold {self._door.body} bytes at most.")
        chunks, size = list[bytes](), 0
        try:
            async with asyncio.timeout(self._door.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    chunks.append(message.get("body", b""))
                    size += len(chunks[-1])
                    if size > self._door.body:
                        raise _BodyError(_TOO_LARGE, f"A body may hold {self._door.body} bytes at most.")
                    if not message.get("more_body", False):
                        return b"".join(chunks)
        except TimeoutError:
            raise _BodyError(408, "The body did not arrive in time.") from None


class Origins:
    """Refuses what a page of another origin sends: no cookie, token or socket of ours is for its use."""

    def __init__(self, app: ASGIApp, *, door: Door) -> None:
        self._app = app
        self._origins = door.origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._may(scope):
            await self._app(scope, receive, send)
            return
        await refuse(scope, send, Problem(ErrorCode.FORBIDDEN, "Requests from this origin are not accepted."))

    def _may(self, scope: Scope) -> bool:
        if scope["type"] == "http" and scope["method"] in _SAFE_METHODS:
            return True
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not origins:
            return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        own = {f"{scheme}://{headers.get('host', '')}" for scheme in ("http", "https")}
        return len(origins) == 1 and (origins[0] in own or origins[0] in self._origins)


class _BodyError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def _drain(receive: Receive) -> None:
    """Let the rest of a refused body run out, within reason: a client still sending would not read our answer."""
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while size < _DRAIN:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> MutableMapping[str, Any]:
        return waiting.pop() if waiting else await receive()

    return replayed


def _is_stream(message: MutableMapping[str, Any]) -> bool:
    return any(name == b"content-type" and value.startswith(EVENTS.encode()) for name, value in message["headers"])


def _name(host: str | None) -> str:
    """Cut the port from a Host header; an IPv6 address keeps its brackets."""
    name, colon, port = (host or "").rpartition(":")
    return (name if colon and port.isdecimal() else host or "").lower()
