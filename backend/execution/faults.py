"""Masking: a fault of ours is logged by its type and its place in our code, and told as INTERNAL.

Neither the log nor the answer holds messages of exceptions, values of variables or names that the client chose, for any
of them may hold personal data.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path

import structlog
from graphql import FieldNode, GraphQLError

from backend.execution.problems import INTERNAL, Problem
from backend.execution.validation import locations
from backend.rules.errors import AccessEnded, ErrorCode, PublicError

_log = structlog.stdlib.get_logger("backend.faults")
_FRAMES = 12
_ARGUMENT_VALUES = "graphql/execution/values.py"
_BAD_ARGUMENT = Problem(ErrorCode.BAD_USER_INPUT, "An argument was given a value that does not fit its type.")


def problem_of(error: GraphQLError, *, request_id: str) -> Problem:
    """Say what may be said of an error that was met while running, and log the rest.

    Raises `AccessEnded` when that is what lies beneath: it ends more than the field it was met in.
    """
    cause = _cause(error)
    if isinstance(cause, AccessEnded):
        raise cause
    if isinstance(cause, PublicError):
        told = Problem.of(cause)
    elif isinstance(cause, GraphQLError) and _is_about_arguments(cause):
        told = _BAD_ARGUMENT
    else:
        told = INTERNAL
        log_fault(cause, request_id=request_id, field=_field(error))
    return told.at(locations=locations(error), path=tuple(error.path) if error.path else None)


def fault(error: BaseException, *, request_id: str) -> Problem:
    """Log an exception that no field can be blamed for, and say INTERNAL; a `PublicError` is told as it is."""
    if isinstance(error, PublicError):
        return Problem.of(error)
    log_fault(error, request_id=request_id)
    return INTERNAL


def log_fault(error: BaseException, *, request_id: str, field: str | None = None) -> None:
    """Write an exception to the log: types and places, never messages."""
    _log.error(
        "fault",
        request_id=request_id,
        field=field,
        exceptions=[f"{type(each).__module__}.{type(each).__qualname__}" for each in _chain(error)],
        frames=[
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        ],
    )


def _cause(error: GraphQLError) -> BaseException:
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions
        waiting += [link for link in (each.__cause__, each.__context__) if link is not None]


def _is_about_arguments(error: GraphQLError) -> bool:
    """Whether graphql-core raised it while fitting arguments to a field, as a null in a variable can bring about."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and any(frame.filename.endswith(_ARGUMENT_VALUES) for frame in frames[-3:])


def _field(error: GraphQLError) -> str | None:
    """Name the field of the schema; the path would name it by an alias, which is the client's own text."""
    node = error.nodes[0] if error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else None
