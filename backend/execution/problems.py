"""Entries of the answer's `errors`, as data: what may be told of a failure, with nothing of what the client sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from backend.rules.errors import ErrorCode, PublicError


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of `errors`, but for the request id, which is added when it is written."""

    code: ErrorCode
    message: str
    locations: tuple[tuple[int, int], ...] = ()
    """Line and column in the document, from 1."""
    path: tuple[str | int, ...] | None = None
    retry_after: int | None = None
    """Seconds."""
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, error: PublicError) -> "Problem":
        return cls(error.code, error.message, retry_after=error.retry_after)

    def at(self, *, locations: tuple[tuple[int, int], ...], path: tuple[str | int, ...] | None) -> "Problem":
        return replace(self, locations=locations, path=path)

    def entry(self, request_id: str) -> dict[str, Any]:
        """Write the entry as GraphQL publishes it."""
        entry: dict[str, Any] = {"message": self.message}
        if self.locations:
            entry["locations"] = [{"line": line, "column": column} for line, column in self.locations]
        if self.path is not None:
            entry["path"] = self.path
        extensions = {"code": self.code.value, "requestId": request_id, **self.details}
        if self.retry_after is not None:
            extensions["retryAfter"] = self.retry_after
        entry["extensions"] = extensions
        return entry


INTERNAL = Problem(ErrorCode.INTERNAL, "Something went wrong on our side.")


class RefusedOperation(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """The operation was refused before anything of it ran."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: ErrorCode, message: str) -> "RefusedOperation":
        return cls(Problem(code, message))
