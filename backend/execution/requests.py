"""What a client asks for: the members of a GraphQL request, checked, whichever way it came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.execution.problems import RefusedOperation
from backend.rules.errors import ErrorCode

_ID_CHARACTERS = 128
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_UNSTORABLE_ESCAPE = re.compile(r"\\u(0000|\{0+\}|[dD][89a-fA-F])|[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Request:
    """A document, by its text or by its id in the manifest, and what it is to be run with."""

    query: str | None = None
    document_id: str | None = None
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, payload: object) -> "Request":
        """Read the parameters of GraphQL over HTTP, which `subscribe` on a WebSocket shares.

        Raises `RefusedOperation` (BAD_USER_INPUT) when they have not the shape of a request.
        """
        if isinstance(payload, list):
            raise _malformed("Batches of operations are not accepted.")
        if not isinstance(payload, dict):
            raise _malformed("A request must be a JSON object.")
        query = _text(payload, "query") or None  # clients that send an id may leave an empty text beside it
        document_id = _document_id(payload)
        if query is None and document_id is None:
            raise _malformed("A request must hold `query` or `documentId`.")
        variables = _object(payload, "variables")
        if not _is_storable(variables) or (query is not None and _UNSTORABLE_ESCAPE.search(query)):
            raise _malformed("A string holds a character that cannot be stored: NUL, or half of a surrogate pair.")
        return cls(query, document_id, _text(payload, "operationName") or None, variables)


def _is_storable(value: Any) -> bool:
    """Whether every store and client can hold the strings in a value: looked at once an operation, not per field."""
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, dict):
        return all(_is_storable(each) for each in value.values())
    return not isinstance(value, list) or all(map(_is_storable, value))


def _document_id(payload: dict[str, Any]) -> str | None:
    """Find the id, under the name of the GraphQL drafts or of Apollo's persisted queries."""
    given = _text(payload, "documentId")
    persisted = _object(payload, "extensions").get("persistedQuery")
    if given is None and isinstance(persisted, dict):
        given = _text(persisted, "sha256Hash")
    if given is None:
        return None
    if len(given) > _ID_CHARACTERS:
        raise _malformed("A document's id is not that long.")
    return given.removeprefix("sha256:")


def _text(payload: dict[str, Any], name: str) -> str | None:
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        raise _malformed(f"`{name}` must be a string.")
    return value


def _object(payload: dict[str, Any], name: str) -> dict[str, Any]:
    value = payload.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _malformed(f"`{name}` must be an object.")
    return value


def _malformed(message: str) -> RefusedOperation:
    return RefusedOperation.because(ErrorCode.BAD_USER_INPUT, message)
