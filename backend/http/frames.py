"""The messages of the graphql-transport-ws protocol: what may come in, and how ours are written."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

import orjson

from backend.execution.answers import Answer
from backend.execution.problems import RefusedOperation
from backend.http.bodies import decode

SUBPROTOCOL = "graphql-transport-ws"
_ID_CHARACTERS = 128

Kind = Literal["connection_init", "ping", "pong", "subscribe", "complete"]
_KINDS: dict[str, Kind] = {
    "connection_init": "connection_init",
    "ping": "ping",
    "pong": "pong",
    "subscribe": "subscribe",
    "complete": "complete",
}
_WITH_ID = frozenset({"subscribe", "complete"})

CONNECTION_ACK = '{"type":"connection_ack"}'
PING = '{"type":"ping"}'
PONG = '{"type":"pong"}'


class Close(IntEnum):
    """Why a socket is closed: the codes of the protocol, and of WebSockets."""

    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    BAD_MESSAGE = 4400
    UNAUTHORISED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL = 4406
    INIT_TIMEOUT = 4408
    SUBSCRIBER_EXISTS = 4409
    TOO_MANY = 4429


class ClosingError(Exception):
    """A message, or what came of it, that ends the socket."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Frame:
    """A message of the client, of a kind the protocol knows, with an id where one is needed."""

    kind: Kind
    id: str
    payload: Any

    @classmethod
    def of(cls, raw: str | None, *, nesting: int) -> "Frame":
        """Read a message; None stands for a binary one. Raises `ClosingError` (4400), quoting nothing of it."""
        try:
            content = decode((raw or "").encode(), nesting=nesting)
        except (RefusedOperation, UnicodeEncodeError):
            raise ClosingError(Close.BAD_MESSAGE, "The message is not valid JSON") from None
        if not isinstance(content, dict):
            raise ClosingError(Close.BAD_MESSAGE, "The message is not an object")
        name, id_, payload = content.get("type"), content.get("id", ""), content.get("payload")
        kind = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            raise ClosingError(Close.BAD_MESSAGE, "The message has no known type")
        if not isinstance(id_, str) or len(id_) > _ID_CHARACTERS or (kind in _WITH_ID and not id_):
            raise ClosingError(Close.BAD_MESSAGE, "The message has no valid id")
        if not isinstance(payload, dict) and (payload is not None or kind == "subscribe"):
            raise ClosingError(Close.BAD_MESSAGE, "The message has no valid payload")
        return cls(kind, id_, payload)


def next_message(operation_id: str, answer: Answer) -> str:
    return _message("next", operation_id, answer.body())


def error_message(operation_id: str, answer: Answer) -> str:
    return _message("error", operation_id, orjson.dumps(answer.errors()))


def complete_message(operation_id: str) -> str:
    return orjson.dumps({"id": operation_id, "type": "complete"}).decode()


def _message(kind: str, operation_id: str, payload: bytes) -> str:
    return f'{{"id":{orjson.dumps(operation_id).decode()},"type":"{kind}","payload":{payload.decode()}}}'
