"""Server-sent events: the distinct connections mode of the GraphQL over SSE protocol, one operation a stream."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing, suppress

from starlette.types import Receive, Send

from backend.execution.answers import Answer
from backend.execution.problems import Problem
from backend.http.door import Door
from backend.http.measures import STREAMS
from backend.http.negotiation import EVENTS
from backend.http.responses import left
from backend.rules.errors import AccessEnded, ErrorCode

_HEADERS = [
    (b"content-type", f"{EVENTS}; charset=utf-8".encode()),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),
]
_COMMENT = b":\n\n"
_COMPLETE = b"event: complete\ndata:\n\n"
ACCESS_ENDED = Problem(ErrorCode.FORBIDDEN, "The access that this stream rested on has ended.")


class EventStream:
    """Writes answers as events, with comments between them so that nobody on the way takes the line for dead."""

    def __init__(self, send: Send, *, door: Door, stopping: asyncio.Event) -> None:
        self._send = send
        self._door = door
        self._stopping = stopping

    async def once(self, answer: Answer) -> None:
        """Send a stream of one answer."""
        await self._start()
        await self._write(_next(answer) + _COMPLETE, more=False)

    async def run(self, receive: Receive, answers: AsyncGenerator[Answer, None], *, request_id: str) -> str:
        """Send answers until they end, the client leaves or stalls, or the service stops; say which.

        A stream that the service ends by stopping has no `complete`, so that its reader comes again.
        """
        waiting: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        ending: asyncio.Queue[str] = asyncio.Queue()
        tasks = [
            asyncio.create_task(_produce(answers, waiting, request_id)),
            asyncio.create_task(_tell(left(receive), ending, "LEFT")),
            asyncio.create_task(_tell(self._stopping.wait(), ending, "STOPPED")),
            asyncio.create_task(self._consume(waiting, ending)),
        ]
        STREAMS.inc()
        try:
            word = await ending.get()
            if word == "STOPPED":
                tasks[-1].cancel()
                with suppress(TimeoutError, OSError):
                    await self._write(b"", more=False)
            return word
        finally:
            STREAMS.dec()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _consume(self, waiting: asyncio.Queue[bytes | None], ending: asyncio.Queue[str]) -> None:
        try:
            await self._start()
            await self._write(_COMMENT)
            while True:
                try:
                    async with asyncio.timeout(self._door.heartbeat_seconds):
                        event = await waiting.get()
                except TimeoutError:
                    await self._write(_COMMENT)
                    continue
                if event is None:
                    await self._write(_COMPLETE, more=False)
                    ending.put_nowait("OK")
                    return
                await self._write(event)
        except (TimeoutError, OSError):
            ending.put_nowait("STALLED")

    async def _start(self) -> None:
        await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})

    async def _write(self, text: bytes, *, more: bool = True) -> None:
        """Send; raises `TimeoutError` when the client has not read for too long."""
        async with asyncio.timeout(self._door.stall_seconds):
            await self._send({"type": "http.response.body", "body": text, "more_body": more})


async def _produce(
    answers: AsyncGenerator[Answer, None], waiting: asyncio.Queue[bytes | None], request_id: str
) -> None:
    """Run the operation, in one task from its first event to its end; waits for each event to be taken."""
    try:
        async with aclosing(answers):
            async for answer in answers:
                await waiting.put(_next(answer))
    except AccessEnded:
        await waiting.put(_next(Answer.refused(request_id, ACCESS_ENDED)))
    await waiting.put(None)


def _next(answer: Answer) -> bytes:
    return b"event: next\ndata: " + answer.body() + b"\n\n"


async def _tell(event: Awaitable[object], ending: asyncio.Queue[str], word: str) -> None:
    await event
    ending.put_nowait(word)
