"""What goes back to the client, before any transport has put it in its own envelope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from backend.execution.faults import fault
from backend.execution.problems import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of an operation, or of one event of a subscription."""

    request_id: str
    data: Mapping[str, Any] | None = None
    is_run: bool = False
    """Whether anything ran: only then does the answer have a `data` entry, if only a null one."""
    problems: tuple[Problem, ...] = ()
    cost: int | None = None
    written: bytes | None = None
    """The data as JSON, where it was written already."""

    @classmethod
    def refused(cls, request_id: str, *problems: Problem) -> "Answer":
        return cls(request_id, problems=problems)

    def errors(self) -> list[dict[str, Any]]:
        return [problem.entry(self.request_id) for problem in self.problems]

    def body(self) -> bytes:
        """Write the answer as JSON in UTF-8."""
        content: dict[str, Any] = {}
        if self.problems:
            content["errors"] = self.errors()
        if self.is_run:
            content["data"] = self.data if self.written is None else orjson.Fragment(self.written)
        if self.cost is not None:
            content["extensions"] = {"cost": self.cost}
        try:
            return orjson.dumps(content)
        except TypeError as error:  # a scalar of ours gave what JSON cannot hold
            return orjson.dumps({"errors": [fault(error, request_id=self.request_id).entry(self.request_id)]})
