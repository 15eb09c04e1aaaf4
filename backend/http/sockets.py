"""GraphQL over WebSocket (graphql-transport-ws): one connection, many operations, each with a context of its own."""

import asyncio
from contextlib import ExitStack

from starlette.websockets import WebSocket, WebSocketDisconnect

from backend.execution.answers import Answer
from backend.execution.faults import fault
from backend.execution.problems import Problem, RefusedOperation
from backend.execution.requests import Request
from backend.http.frames import CONNECTION_ACK, PING, PONG, SUBPROTOCOL, Close, ClosingError, Frame, error_message
from backend.http.measures import CLOSES, SOCKETS
from backend.http.responses import bearer, caller, refuse, request_id
from backend.http.service import Service
from backend.http.socket_operations import SocketOperation
from backend.rules.errors import ErrorCode, PublicError

_INTERNAL_ERROR = 1011
_AUTHORISATION = ("authorization", "Authorization")


class GraphQLOverWebSocket:
    """The application behind the WebSocket side of the endpoint."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._open = 0

    async def accept(self, websocket: WebSocket) -> None:
        """Take a socket from its handshake to its end."""
        if self._open >= self._service.door.sockets:
            await refuse(websocket.scope, websocket.send, Problem.of(self._service.admission.busy()))
            return
        if SUBPROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            await websocket.close(Close.SUBPROTOCOL, "Subprotocol not acceptable")
            return
        self._open += 1
        SOCKETS.inc()
        try:
            await websocket.accept(SUBPROTOCOL)
            await Connection(websocket, self._service).run()
        except WebSocketDisconnect:
            return
        finally:
            self._open -= 1
            SOCKETS.dec()


class Connection:
    """One open socket: who it belongs to, and what runs on it."""

    def __init__(self, websocket: WebSocket, service: Service) -> None:
        self.service = service
        self.caller = caller(websocket.scope)
        self.token: str | None = None
        self.user: str | None = None
        self._websocket = websocket
        self._seat = ExitStack()
        self._running: dict[asyncio.Task[None], SocketOperation] = {}
        self._by_id: dict[str, asyncio.Task[None]] = {}
        self._is_initialised = self._is_acknowledged = self._is_closing = False
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Serve the socket until either side closes it; a mutation that began is finished even then."""
        tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._ping())]
        try:
            await self._ended.wait()
        finally:
            self._is_closing = True
            self._by_id.clear()
            for task, operation in self._running.items():
                if operation.kind != "mutation":
                    task.cancel()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, *self._running, return_exceptions=True)
            self._seat.close()

    def is_wanted(self, operation: SocketOperation) -> bool:
        """Whether the client still waits for the messages of an operation."""
        task = self._by_id.get(operation.id)
        return task is not None and self._running.get(task) is operation

    async def send(self, message: str) -> None:
        """Send a message. Raises `ClosingError` (1013) when the client has not read for too long.

        What waits is bounded: the server's own buffer, and beyond it one message for each operation.
        """
        if self._is_closing:
            return
        try:
            async with asyncio.timeout(self.service.door.stall_seconds):
                await self._websocket.send_text(message)
        except TimeoutError:
            raise ClosingError(Close.TRY_AGAIN_LATER, "Messages are not being read") from None
        except WebSocketDisconnect:
            self._ended.set()

    async def close(self, code: int, reason: str) -> None:
        """Close the socket; one that does not even take that is let go."""
        if self._is_closing:
            return
        self._is_closing = True
        CLOSES.labels(str(int(code))).inc()
        try:
            async with asyncio.timeout(self.service.door.stall_seconds):
                await self._websocket.close(code, reason)
        except (TimeoutError, WebSocketDisconnect):
            pass
        finally:
            self._ended.set()

    async def _read(self) -> None:
        deadline = asyncio.get_running_loop().time() + self.service.door.init_seconds
        try:
            while True:
                async with asyncio.timeout_at(None if self._is_acknowledged else deadline):
                    message = await self._websocket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                await self._take(Frame.of(message.get("text"), nesting=self.service.door.nesting))
        except TimeoutError:
            await self.close(Close.INIT_TIMEOUT, "Connection initialisation timeout")
        except ClosingError as closing:
            await self.close(closing.code, closing.reason)
        except Exception as error:  # noqa: BLE001  a fault of ours ends the socket with a code, not a dead line
            fault(error, request_id=request_id(self._websocket.scope))
            await self.close(_INTERNAL_ERROR, "Internal error")
        finally:
            self._ended.set()

    async def _take(self, frame: Frame) -> None:
        match frame.kind:
            case "connection_init":
                await self._initialise(frame.payload or {})
            case "ping":
                await self.send(PONG)
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(frame)
            case "complete":
                task = self._by_id.pop(frame.id, None)
                if task is not None and self._running[task].kind != "mutation":
                    task.cancel()

    async def _initialise(self, payload: dict[str, object]) -> None:
        if self._is_initialised:
            raise ClosingError(Close.TOO_MANY, "Too many initialisation requests")
        self._is_initialised = True
        given = next((payload[name] for name in _AUTHORISATION if name in payload), None)
        header = self._websocket.headers.get("authorization")
        self.token = bearer(given if isinstance(given, str) else header)
        try:
            self.user = await self.service.ports.authenticate(token=self.token, caller=self.caller)
            self._seat.enter_context(self.service.sockets.seat(user=self.user, caller=self.caller))
        except PublicError as error:
            raise ClosingError(_REFUSALS.get(error.code, Close.TRY_AGAIN_LATER), error.message) from None
        self._is_acknowledged = True
        await self.send(CONNECTION_ACK)

    async def _subscribe(self, frame: Frame) -> None:
        if not self._is_acknowledged:
            raise ClosingError(Close.UNAUTHORISED, "Unauthorised: the connection is not acknowledged")
        if frame.id in self._by_id:
            raise ClosingError(Close.SUBSCRIBER_EXISTS, "A subscriber with this id already exists")
        operation_id = SocketOperation.new_request_id()
        try:
            if len(self._running) >= self.service.door.operations_per_socket:
                raise RefusedOperation.because(ErrorCode.RATE_LIMITED, "Too many operations run on this connection.")
            prepared = self.service.engine.prepare(Request.of(frame.payload))
        except RefusedOperation as refusal:
            await self.send(error_message(frame.id, Answer.refused(operation_id, *refusal.problems)))
            return
        operation = SocketOperation(self, frame.id, prepared, request_id=operation_id)
        task = asyncio.create_task(operation.run())
        self._running[task] = operation
        self._by_id[frame.id] = task
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        operation = self._running.pop(task)
        if self._by_id.get(operation.id) is task:
            del self._by_id[operation.id]

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self.service.door.ping_seconds)
            if self._is_acknowledged:
                try:
                    await self.send(PING)
                except ClosingError as closing:
                    await self.close(closing.code, closing.reason)


_REFUSALS = {
    ErrorCode.UNAUTHENTICATED: Close.FORBIDDEN,
    ErrorCode.FORBIDDEN: Close.FORBIDDEN,
    ErrorCode.RATE_LIMITED: Close.TOO_MANY,
}
