"""The engine: runs the operations of one schema, whichever way they came in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Hashable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, cast

import strawberry
from graphql import ExecutionResult, OperationType
from graphql.execution import (
    Executor,
    create_source_event_stream,
    execute_root_selection_set,
    execute_subscription_event,
)

from backend.execution.answers import Answer
from backend.execution.documents import Documents, too_costly
from backend.execution.events import RunEvent, Told
from backend.execution.faults import fault, problem_of
from backend.execution.limits import Limits
from backend.execution.problems import Problem, RefusedOperation
from backend.execution.requests import Request
from backend.execution.validation import variable_problems
from backend.rules.errors import AccessEnded, ErrorCode

OperationKind: TypeAlias = Literal["query", "mutation", "subscription"]
OpenContext: TypeAlias = AbstractAsyncContextManager[object]

_TIMED_OUT = Problem(ErrorCode.TIMEOUT, "The operation took too long and was stopped.")
_NOT_TRUSTED = "Only documents of the published manifest are run here, by their id."
_UNKNOWN_ID = "No document of the published manifest has this id."


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that may be run, once: its document is valid, its variables fit, its cost is within the limit."""

    kind: OperationKind
    name: str | None
    cost: int
    executor: Executor[Any]
    asks: Hashable
    """What it asks, but for the arguments of a subscription's root field: equal asks of one event have one answer."""


class Engine:
    """Prepares an operation, then runs it in a context that is opened for it."""

    def __init__(
        self,
        schema: strawberry.Schema,
        *,
        limits: Limits | None = None,
        introspection: bool = False,
        manifest: Mapping[str, str] | None = None,
        trusted_only: bool = False,
    ) -> None:
        """Take the schema to run, and the manifest of trusted documents (id to text)."""
        self.limits = limits or Limits()
        self._schema = schema._schema  # noqa: SLF001  Strawberry publishes graphql-core's schema under this name only
        self._documents = Documents(self._schema, limits=self.limits, introspection=introspection)
        self._manifest = dict(manifest or {})
        self._trusted_only = trusted_only

    def prepare(self, request: Request) -> Operation:
        """Find out what is asked for, without running any of it. Raises `RefusedOperation`."""
        document = self._documents.read(self._text(request))
        planned = document.operation(request.operation_name)
        variables = dict(request.variables)
        executor = Executor.build(
            self._schema,
            document.node,
            raw_variable_values=variables,
            operation_name=request.operation_name,
            hide_suggestions=True,
        )
        if isinstance(executor, list):
            raise RefusedOperation(*variable_problems(self._schema, planned.node, variables, executor))
        cost = planned.price.due(executor.variable_values.coerced)
        if cost > self.limits.cost:
            raise RefusedOperation(too_costly(cost, self.limits.cost))
        name = planned.node.name.value if planned.node.name else None
        # One that is absent takes its default, which one that is null does not.
        asked_with = [(each, variables[each]) for each in sorted(planned.asks_with & variables.keys())]
        return Operation(_KINDS[planned.kind], name, cost, executor, (document.key, name, repr(asked_with)))

    async def execute(self, operation: Operation, context: OpenContext, *, request_id: str) -> Answer:
        """Run a query or mutation. Whatever fails is in the answer; only cancellation comes out."""
        try:
            async with self._time_limit(), context as value:
                operation.executor.context_value = value
                result = execute_root_selection_set(operation.executor)
                done = cast("ExecutionResult", await result if operation.executor.is_awaitable(result) else result)
                return _answer(done, request_id=request_id, cost=operation.cost)
        except RefusedOperation as refusal:
            return Answer.refused(request_id, *refusal.problems)
        except AccessEnded:
            return Answer.refused(request_id, Problem(ErrorCode.UNAUTHENTICATED, "The session has ended."))
        except Exception as error:  # noqa: BLE001  the last line of masking
            return Answer.refused(request_id, fault(error, request_id=request_id))

    async def subscribe(
        self, operation: Operation, context: OpenContext, *, run_event: RunEvent, request_id: str
    ) -> AsyncGenerator[Answer, None]:
        """Run a subscription: one answer an event, each by `run_event`; one that has not run is the last.

        Raises `AccessEnded` when the source of the events, or one of them, does.
        """
        try:
            async with context as value:
                operation.executor.context_value = value
                source = await self._source(operation.executor)
                if isinstance(source, ExecutionResult):
                    yield Answer.refused(request_id, *_problems(source, request_id=request_id))
                    return
                async with _closing(source):
                    async for payload in source:
                        # What was yielded to several is one object, which lives for as long as this event does.
                        asked = (operation.asks, id(payload))
                        told = await run_event(value, asked, partial(self._event, operation.executor, payload))
                        problems = _problems(told.result, request_id=request_id)
                        yield Answer(request_id, told.result.data, True, problems, written=told.written)
        except AccessEnded:
            raise
        except RefusedOperation as refusal:
            yield Answer.refused(request_id, *refusal.problems)
        except Exception as error:  # noqa: BLE001  the last line of masking
            yield Answer.refused(request_id, fault(error, request_id=request_id))

    async def _source(self, executor: Executor[Any]) -> AsyncIterable[Any] | ExecutionResult:
        async with self._time_limit():
            source = create_source_event_stream(executor)
            return cast(
                "AsyncIterable[Any] | ExecutionResult", await source if executor.is_awaitable(source) else source
            )

    async def _event(self, executor: Executor[Any], payload: object, context: object) -> Told:
        async with self._time_limit():
            event = executor.build_per_event_executor(payload)
            event.context_value = context
            result = execute_subscription_event(event)
            return Told.of(cast("ExecutionResult", await result if event.is_awaitable(result) else result))

    def _text(self, request: Request) -> str:
        known = self._manifest.get(request.document_id) if request.document_id is not None else None
        if known is not None and (request.query is None or request.query == known or not self._trusted_only):
            return known
        if request.query is not None and not self._trusted_only:
            return request.query
        message = _UNKNOWN_ID if request.query is None else _NOT_TRUSTED
        raise RefusedOperation.because(ErrorCode.OPERATION_NOT_TRUSTED, message)

    @asynccontextmanager
    async def _time_limit(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.limits.seconds) as limit:
                yield
        except TimeoutError:
            if limit.expired():
                raise RefusedOperation(_TIMED_OUT) from None
            raise


_KINDS: dict[OperationType, OperationKind] = {
    OperationType.QUERY: "query",
    OperationType.MUTATION: "mutation",
    OperationType.SUBSCRIPTION: "subscription",
}


def _answer(result: ExecutionResult, *, request_id: str, cost: int | None = None) -> Answer:
    return Answer(request_id, result.data, True, _problems(result, request_id=request_id), cost)


def _problems(result: ExecutionResult, *, request_id: str) -> tuple[Problem, ...]:
    return tuple(problem_of(error, request_id=request_id) for error in result.errors or ())


@asynccontextmanager
async def _closing(source: AsyncIterable[Any]) -> AsyncIterator[None]:
    """Close a generator at once when its iteration is given up, rather than when it is collected."""
    try:
        yield
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()
