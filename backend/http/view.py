"""GraphQL over HTTP: one operation a POST, answered in the media type asked for, or as a stream of events."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from backend.execution.answers import Answer
from backend.execution.engine import Operation
from backend.execution.problems import Problem, RefusedOperation
from backend.execution.requests import Request
from backend.http.bodies import decode
from backend.http.events import EventStream
from backend.http.measures import OPERATION_SECONDS, OPERATIONS
from backend.http.negotiation import EVENTS, GRAPHQL, JSON, wanted
from backend.http.responses import STATUSES, bearer, caller, left, refuse, request_id, send_answer
from backend.http.service import Service
from backend.rules.errors import ErrorCode, PublicError

_OFFERS = (JSON, GRAPHQL)
_WATCH_AFTER = 0.05
"""Seconds after which it is worth noticing that the client has left; most operations have ended by then."""


class GraphQLOverHTTP:
    """The ASGI application behind the HTTP side of the endpoint."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._engine, self._ports, self._door = service.engine, service.ports, service.door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        accept = headers.get("accept")
        if scope["method"] != "POST":
            problem = Problem(ErrorCode.BAD_USER_INPUT, "Operations are sent by POST.")
            await refuse(scope, send, problem, status=405, headers=[(b"allow", b"POST")])
        elif not _is_json(headers.get("content-type")):
            problem = Problem(ErrorCode.BAD_USER_INPUT, "The body must be application/json in UTF-8.")
            await refuse(scope, send, problem, status=415)
        elif (media := wanted(accept, offers=(*_OFFERS, EVENTS))) is None:
            problem = Problem(ErrorCode.BAD_USER_INPUT, f"Answers are {JSON}, {GRAPHQL} or {EVENTS}.")
            await refuse(scope, send, problem, status=406)
        else:
            # A client that reads streams as well as answers gets the one its operation needs, whatever it names first.
            await self._answer(scope, receive, send, media=wanted(accept, offers=_OFFERS) or media)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, media: str) -> None:
        try:
            body = (await receive()).get("body", b"")
            request = Request.of(decode(body, nesting=self._door.nesting))
        except RefusedOperation as refusal:
            await refuse(scope, send, refusal.problems[0])
            return
        try:
            operation = self._engine.prepare(request)
        except RefusedOperation as refusal:
            OPERATIONS.labels("http", "unknown", refusal.problems[0].code).inc()
            answer = Answer.refused(request_id(scope), *refusal.problems)
            await self._send(send, answer, media=media)
            return
        if operation.kind == "subscription":
            await self._subscribe(scope, receive, send, operation)
            return
        result = await self._run(scope, receive, operation)
        if result is not None:
            await self._send(send, result, media=media)

    async def _send(self, send: Send, answer: Answer, *, media: str) -> None:
        """Send one answer; a client that reads nothing but streams gets a stream of one."""
        is_refused = not answer.is_run and STATUSES[answer.problems[0].code] != STATUSES[ErrorCode.BAD_USER_INPUT]
        if media == EVENTS and not is_refused:
            await EventStream(send, door=self._door, stopping=self._service.stopping).once(answer)
        else:
            await send_answer(send, answer, media=JSON if media == EVENTS else media)

    async def _subscribe(self, scope: Scope, receive: Receive, send: Send, operation: Operation) -> None:
        headers, identity = Headers(scope=scope), request_id(scope)
        if wanted(headers.get("accept"), offers=(EVENTS,)) is None:
            problem = Problem(ErrorCode.BAD_USER_INPUT, f"A subscription is answered over WebSocket or as {EVENTS}.")
            await refuse(scope, send, problem, status=406)
            return
        token = bearer(headers.get("authorization"))
        try:
            user = await self._ports.authenticate(token=token, caller=caller(scope))
            with self._service.streams.seat(user=user, caller=caller(scope)):
                context = self._ports.open_context(
                    token=token, caller=caller(scope), request_id=identity, kind="subscription"
                )
                answers = self._engine.subscribe(
                    operation, context, run_event=self._ports.run_event, request_id=identity
                )
                stream = EventStream(send, door=self._door, stopping=self._service.stopping)
                code = await stream.run(receive, answers, request_id=identity)
        except PublicError as error:
            await refuse(scope, send, Problem.of(error))
            code = error.code
        OPERATIONS.labels("events", "subscription", code).inc()

    async def _run(self, scope: Scope, receive: Receive, operation: Operation) -> Answer | None:
        """Run a query or mutation; None when the client left. A mutation that began is finished all the same."""
        identity, started = request_id(scope), time.perf_counter()
        context = self._ports.open_context(
            token=bearer(Headers(scope=scope).get("authorization")),
            caller=caller(scope),
            request_id=identity,
            kind=operation.kind,
        )
        run = self._engine.execute(operation, context, request_id=identity)
        answer = await (run if operation.kind == "mutation" else _unless_left(run, receive))
        code = "LEFT" if answer is None else answer.problems[0].code if answer.problems else "OK"
        OPERATIONS.labels("http", operation.kind, code).inc()
        OPERATION_SECONDS.labels(operation.kind).observe(time.perf_counter() - started)
        return answer


async def _unless_left(run: Coroutine[Any, Any, Answer], receive: Receive) -> Answer | None:
    """Wait for an answer, and give up when the client has left: None then."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()
    watches: list[asyncio.Task[None]] = []
    has_left = False

    async def watch() -> None:
        nonlocal has_left
        await left(receive)
        has_left = True
        if running is not None:
            running.cancel()

    timer = loop.call_later(_WATCH_AFTER, lambda: watches.append(loop.create_task(watch())))
    try:
        return await run
    except asyncio.CancelledError:
        if not has_left or running is None:
            raise
        running.uncancel()
        return None
    finally:
        timer.cancel()
        for each in watches:
            each.cancel()


def _is_json(content_type: str | None) -> bool:
    """Whether a body is JSON in UTF-8; a form or plain text would let a foreign page send it without being asked."""
    media, *parameters = (piece.strip().lower() for piece in (content_type or "").split(";"))
    charsets = [
        value.strip(' "') for name, _, value in (each.partition("=") for each in parameters) if name == "charset"
    ]
    return media == JSON and all(charset in {"utf-8", "utf8"} for charset in charsets)
