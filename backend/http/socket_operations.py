"""One operation on a WebSocket, from `subscribe` to `complete`."""

from contextlib import aclosing
from typing import Protocol

from uuid_utils import uuid7

from backend.execution.answers import Answer
from backend.execution.engine import OpenContext, Operation, OperationKind
from backend.execution.faults import fault
from backend.execution.problems import Problem
from backend.http.frames import Close, ClosingError, complete_message, error_message, next_message
from backend.http.measures import OPERATIONS
from backend.http.service import Service
from backend.rules.errors import AccessEnded, ErrorCode, PublicError


class OpenSocket(Protocol):
    """What an operation needs of the socket it runs on."""

    service: Service
    caller: str
    token: str | None
    user: str | None

    def is_wanted(self, operation: "SocketOperation") -> bool: ...

    async def send(self, message: str) -> None: ...

    async def close(self, code: int, reason: str) -> None: ...


class SocketOperation:
    """Runs a prepared operation and sends what comes of it, as long as the client waits for it."""

    def __init__(self, socket: OpenSocket, id_: str, prepared: Operation, *, request_id: str) -> None:
        self.id = id_
        self._socket = socket
        self._prepared = prepared
        self._request_id = request_id

    @staticmethod
    def new_request_id() -> str:
        return uuid7().hex

    @property
    def kind(self) -> OperationKind:
        return self._prepared.kind

    async def run(self) -> None:
        """Run to the end; what ends the access, or the client's reading, closes the whole socket."""
        code = "LEFT"
        try:
            code = await (self._stream() if self.kind == "subscription" else self._once())
        except AccessEnded:
            code = ErrorCode.FORBIDDEN
            await self._socket.close(Close.FORBIDDEN, "Access has ended")
        except ClosingError as closing:
            await self._socket.close(closing.code, closing.reason)
        except Exception as error:  # noqa: BLE001  the socket lives on; the client learns that this operation does not
            problem = fault(error, request_id=self._request_id)
            code = problem.code
            await self._say(error_message(self.id, Answer.refused(self._request_id, problem)))
        finally:
            OPERATIONS.labels("websocket", self.kind, code).inc()

    async def _once(self) -> str:
        service = self._socket.service
        try:
            async with service.admission.place():
                answer = await service.engine.execute(self._prepared, self._context(), request_id=self._request_id)
        except PublicError as error:
            answer = Answer.refused(self._request_id, Problem.of(error))
        if await self._passed(answer):
            await self._say(complete_message(self.id))
        return answer.problems[0].code if answer.problems else "OK"

    async def _stream(self) -> str:
        service = self._socket.service
        answers = service.engine.subscribe(
            self._prepared,
            self._context(),
            run_event=service.ports.run_event,
            request_id=self._request_id,
        )
        async with aclosing(answers):
            async for answer in answers:
                if not await self._passed(answer):
                    return answer.problems[0].code
        await self._say(complete_message(self.id))
        return "OK"

    async def _passed(self, answer: Answer) -> bool:
        """Send an answer; False when it was the refusal that ends the operation."""
        if answer.is_run:
            await self._say(next_message(self.id, answer))
            return True
        if self._socket.user is not None and answer.problems[0].code is ErrorCode.UNAUTHENTICATED:
            raise ClosingError(Close.FORBIDDEN, "The session has ended")
        await self._say(error_message(self.id, answer))
        return False

    async def _say(self, message: str) -> None:
        if self._socket.is_wanted(self):
            await self._socket.send(message)

    def _context(self) -> OpenContext:
        return self._socket.service.ports.open_context(
            token=self._socket.token, caller=self._socket.caller, request_id=self._request_id, kind=self.kind
        )
