"""One event of a subscription: what it asks, how it is carried out, and what came of it."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import TypeAlias

import orjson
from graphql import ExecutionResult, FieldNode, FragmentDefinitionNode, Node, OperationDefinitionNode, Visitor, visit


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an event: the same for all whose event was carried out with this one."""

    result: ExecutionResult
    written: bytes | None
    """The data as JSON, written once; None where a scalar of ours gave what JSON cannot hold."""

    @classmethod
    def of(cls, result: ExecutionResult) -> "Told":
        try:
            return cls(result, orjson.dumps(result.data))
        except TypeError:
            return cls(result, None)


Execute: TypeAlias = Callable[[object], Awaitable[Told]]
"""Carries out an event in the context that is given."""
RunEvent: TypeAlias = Callable[[object, Hashable, Execute], Awaitable[Told]]
"""Has an event of the stream with this context carried out; the hashable is equal where the same is asked of it."""


def variables_below(operation: OperationDefinitionNode, fragments: list[FragmentDefinitionNode]) -> frozenset[str]:
    """The variables that events of a subscription may depend on: all but those of its root field's own arguments."""
    parts: list[Node] = [*fragments]
    for each in operation.selection_set.selections:
        if isinstance(each, FieldNode) and each.selection_set is not None:
            parts += [each.selection_set, *(each.directives or ())]
        else:
            parts.append(each)
    names = _Names()
    for part in parts:
        visit(part, names)
    return frozenset(names.found)


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def enter_variable(self, node: Node, *_rest: object) -> None:
        self.found.add(node.name.value)  # type: ignore[attr-defined]
