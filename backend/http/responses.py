"""Sending answers and refusals: every one of them is a GraphQL body with a status that says the same."""

import orjson
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from backend.execution.answers import Answer
from backend.execution.problems import Problem
from backend.http.negotiation import GRAPHQL, JSON, wanted
from backend.rules.errors import ErrorCode

STATUSES = {
    ErrorCode.BAD_USER_INPUT: 400,
    ErrorCode.OPERATION_TOO_EXPENSIVE: 400,
    ErrorCode.OPERATION_NOT_TRUSTED: 400,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.INTERNAL: 500,
    ErrorCode.TIMEOUT: 503,
    ErrorCode.SERVICE_UNAVAILABLE: 503,
}
_HTTP_ONLY = "websocket.http.response"
RawHeaders = list[tuple[bytes, bytes]]


def request_id(scope: Scope) -> str:
    """Find the id that the outermost middleware gave this request."""
    found: str = scope["state"]["request_id"]
    return found


def caller(scope: Scope) -> str:
    """Find the address the request came from, as the server knows it (behind a proxy, as the proxy says)."""
    client = scope.get("client")
    return client[0] if client else "unknown"


def bearer(header: str | None) -> str | None:
    """Read the token of an Authorization header; None for none, or for another scheme."""
    scheme, _, token = (header or "").strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


async def send_answer(send: Send, answer: Answer, *, media: str) -> None:
    """Send the outcome of an operation with the status that GraphQL over HTTP gives it."""
    status, headers = 200, list[tuple[bytes, bytes]]()
    if not answer.is_run and answer.problems:
        first = answer.problems[0]
        status, headers = STATUSES[first.code], _headers(first)
        if media == JSON and status == 400:  # noqa: PLR2004  clients of the older media type look for 200
            status = 200
    await send_body(send, answer.body(), status=status, media=media, headers=headers)


async def send_body(send: Send, body: bytes, *, status: int, media: str, headers: RawHeaders | None = None) -> None:
    fixed = [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*fixed, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})


async def refuse(
    scope: Scope,
    send: Send,
    problem: Problem,
    *,
    status: int | None = None,
    headers: RawHeaders | None = None,
) -> None:
    """Refuse a request, or the handshake of a WebSocket, before anything looked at what it asks."""
    status = status or STATUSES[problem.code]
    media = wanted(Headers(scope=scope).get("accept"), offers=(JSON, GRAPHQL)) or JSON
    body = orjson.dumps({"errors": [problem.entry(request_id(scope))]})
    fields = [*_headers(problem), *(headers or [])]
    if scope["type"] == "http":
        await send_body(send, body, status=status, media=media, headers=fields)
    elif _HTTP_ONLY in scope.get("extensions", {}):
        kind = (b"content-type", f"{media}; charset=utf-8".encode())
        await send({"type": f"{_HTTP_ONLY}.start", "status": status, "headers": [kind, *fields]})
        await send({"type": f"{_HTTP_ONLY}.body", "body": body})
    else:
        await send({"type": "websocket.close", "code": 1008})


async def left(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _headers(problem: Problem) -> RawHeaders:
    headers: RawHeaders = []
    if problem.retry_after is not None:
        headers.append((b"retry-after", str(problem.retry_after).encode()))
    if problem.code is ErrorCode.UNAUTHENTICATED:
        headers.append((b"www-authenticate", b"Bearer"))
    return headers
