"""The outermost layer: every request gets an id, one line in the log, and an answer, whatever went wrong inside."""

import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from uuid_utils import uuid7

from backend.execution.faults import fault
from backend.http.measures import REQUEST_SECONDS, REQUESTS
from backend.http.responses import refuse

_log = structlog.stdlib.get_logger("backend.access")
_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})


class Identity:
    """Gives the id, catches what escaped, counts, and logs the method, route, status and time of a request.

    The path is logged as the route's pattern, never as it was sent: it may hold references and signatures.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request_id = uuid7().hex
        scope.setdefault("state", {})["request_id"] = request_id
        sending = _Sending(send, request_id)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, sending)
            except Exception as error:  # noqa: BLE001  nothing may reach the server's own log of tracebacks
                problem = fault(error, request_id=request_id)
                if sending.status is None:
                    await refuse(scope, sending, problem)
            finally:
                _note(scope, sending.status, time.perf_counter() - started)


class _Sending:
    """The way out: notes the status and adds the request id."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status: int | None = None

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            self.status = message["status"]
            MutableHeaders(scope=message)["x-request-id"] = self._request_id
        elif message["type"] == "websocket.accept":
            self.status = 101
        elif message["type"] == "websocket.close" and self.status is None:
            self.status = 403
        await self._send(message)


def _note(scope: Scope, status: int | None, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "other")
    method = scope.get("method", "GET")
    method = method if method in _METHODS else "OTHER"
    REQUESTS.labels(method, route, str(status)).inc()
    if scope["type"] == "http":
        REQUEST_SECONDS.labels(route).observe(seconds)
    if route not in _QUIET:
        _log.info(
            "request",
            kind=scope["type"],
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1e3, 1),
        )
