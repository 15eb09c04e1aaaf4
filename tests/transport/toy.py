"""A schema, and ports, made to show what the transport does: things that fail, wait, flood and end."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.execution.engine import OperationKind
from backend.execution.events import Execute, Told
from backend.rules.errors import AccessEnded, ErrorCode, PublicError

TOKENS = {"token-of-kate": "kate", "token-of-andrew": "andrew"}
CANARY = "canary-kate-smith-1984"


@dataclass
class World:
    """What happened, for tests to look at, and what they may bring about."""

    started: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    contexts: int = 0
    is_ready: bool = True
    is_released: bool = True
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    tokens: dict[str, str] = field(default_factory=lambda: dict(TOKENS))

    async def wait(self, name: str, seconds: float) -> None:
        """Take so long, and note whether it came to the end."""
        self.started.append(name)
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise
        self.finished.append(name)


@dataclass
class Context:
    world: World
    user: str | None
    kind: str
    number: int


class ToyPorts:
    def __init__(self, world: World) -> None:
        self.world = world

    @asynccontextmanager
    async def open_context(
        self, *, token: str | None, caller: str, request_id: str, kind: OperationKind
    ) -> AsyncIterator[object]:
        user = await self.authenticate(token=token, caller=caller)
        self.world.contexts += 1
        yield Context(self.world, user, kind, self.world.contexts)

    async def run_event(self, context: object, what: Hashable, execute: Execute, /) -> Told:
        assert isinstance(context, Context)
        self.world.contexts += 1
        return await execute(Context(context.world, context.user, context.kind, self.world.contexts))

    async def authenticate(self, *, token: str | None, caller: str) -> str | None:
        if token is None:
            return None
        if token not in self.world.tokens:
            raise PublicError(ErrorCode.UNAUTHENTICATED, "The token is not that of a session.")
        return self.world.tokens[token]

    async def is_ready(self) -> bool:
        if not self.world.is_ready:
            raise ConnectionError(CANARY)
        return True

    async def is_released(self) -> bool:
        return self.world.is_released


Info = strawberry.Info[Context, None]


def _pounds(value: object) -> str:
    if not isinstance(value, str) or not value.replace(".", "").isdecimal():
        raise PublicError(ErrorCode.BAD_USER_INPUT, "Pounds are written as digits, a point and two places.")
    return value


class Pounds(str):
    __slots__ = ()


@strawberry.enum
class Status(Enum):
    OPEN = "open"
    CLOSED = "closed"


@strawberry.input(one_of=True)
class ClaimBy:
    id: strawberry.ID | None = strawberry.UNSET
    reference: str | None = strawberry.UNSET


@strawberry.input
class LodgeClaimInput:
    name: str
    amount: Pounds
    seconds: float = 0.0


@strawberry.type
class Claim:
    id: strawberry.ID

    @strawberry.field
    def claims(self, first: int | None = None, last: int | None = None) -> "ClaimConnection":
        return ClaimConnection(edges=[], total_count=0)

    @strawberry.field
    def parent(self) -> "Claim | None":
        return Claim(id=self.id)


@strawberry.type
class ClaimEdge:
    cursor: str
    node: Claim


@strawberry.type
class ClaimConnection:
    edges: list[ClaimEdge]
    total_count: int


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def claim(self, by: ClaimBy | None = None) -> Claim | None:
        return Claim(id=strawberry.ID("1"))

    @strawberry.field
    def claims(self, first: int | None = None, last: int | None = None) -> ClaimConnection:
        return ClaimConnection(edges=[ClaimEdge(cursor="a", node=Claim(id=strawberry.ID("1")))], total_count=1)

    @strawberry.field
    def priced(self, amount: Pounds, status: Status = Status.OPEN) -> str:
        return f"{amount} {status.name}"

    @strawberry.field
    def viewer(self, info: Info) -> str | None:
        return info.context.user

    @strawberry.field
    async def slow(self, info: Info, seconds: float, name: str = "slow") -> str:
        await info.context.world.wait(name, seconds)
        return name

    @strawberry.field
    def faulty(self) -> str | None:
        raise ValueError(CANARY)

    @strawberry.field
    def unwritable(self) -> Pounds | None:
        return object()  # type: ignore[return-value]

    @strawberry.field
    def throttled(self) -> str | None:
        raise PublicError(ErrorCode.RATE_LIMITED, "Too many attempts.", retry_after=60)


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def lodge_claim(self, info: Info, input: LodgeClaimInput) -> str:  # noqa: A002
        await info.context.world.wait(input.name, input.seconds)
        return input.name


@strawberry.type
class Opened:
    stream: int

    @strawberry.field
    def event(self, info: Info) -> int:
        return info.context.number


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, info: Info, to: int, every: float = 0.0) -> AsyncGenerator[int, None]:
        try:
            for number in range(to):
                await asyncio.sleep(every)
                yield number
        finally:
            info.context.world.closed.append("count")

    @strawberry.subscription
    async def claim_changed(self, info: Info) -> AsyncGenerator[Claim, None]:
        for number in range(3):
            yield Claim(id=strawberry.ID(f"{number}"))

    @strawberry.subscription
    async def until_access_ends(self) -> AsyncGenerator[int, None]:
        yield 0
        raise AccessEnded

    @strawberry.subscription
    async def until_it_fails(self) -> AsyncGenerator[int, None]:
        yield 0
        raise ValueError(CANARY)

    @strawberry.subscription
    async def flood(self, info: Info, size: int) -> AsyncGenerator[str, None]:
        try:
            while True:
                yield "x" * size
                await asyncio.sleep(0)
        finally:
            info.context.world.closed.append("flood")

    @strawberry.subscription
    async def contexts(self, info: Info, to: int) -> AsyncGenerator[Opened, None]:
        for _ in range(to):
            yield Opened(stream=info.context.number)


def make_schema() -> strawberry.Schema:
    pounds = strawberry.scalar(name="Pounds", serialize=lambda value: value, parse_value=_pounds)
    config = StrawberryConfig(scalar_map={Pounds: pounds})
    return strawberry.Schema(Query, mutation=Mutation, subscription=Subscription, config=config)
