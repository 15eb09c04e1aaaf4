"""What does one operation carry? Who acts, the instant, what it reads with, and how it carries out an act."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.operations import installation, sessions
from backend.operations.feed import Feed
from backend.operations.ground import Ground
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.queries.reading import Reading
from backend.rules.access import ANONYMOUS, Actor
from backend.rules.errors import AccessEnded, ErrorCode, PublicError

ActOnce = Callable[[Unit], Awaitable[Outcome]]


class Context:
    """The value that resolvers read as `info.context`."""

    def __init__(self, *, ground: Ground, feed: Feed, actor: Actor, now: datetime, caller: str) -> None:
        self.ground = ground
        self.feed = feed
        self.actor = actor
        self.now = now
        self.caller = caller
        self.reading = Reading(ground.database, actor, now)

    @property
    def signed_in(self) -> Actor:
        """The actor of an operation that only somebody signed in may ask for. Raises UNAUTHENTICATED."""
        if self.actor.user_id is None:
            raise PublicError(ErrorCode.UNAUTHENTICATED, "Sign in first.")
        return self.actor

    async def carry_out(self, act: ActOnce, *, key: UUID, name: str, given: Any) -> Outcome:
        """Carry out an act once for this key, as the viewer; what is read afterwards sees it."""
        outcome = await carry_out(self.ground, self.signed_in, act, once=Once.of(key, name, given))
        await self.renew()
        return outcome

    async def renew(self) -> None:
        """Read from here on as things stand now: nothing loaded before is used again."""
        await self.reading.close()
        self.now = await self.ground.clock.now()
        self.reading = Reading(self.ground.database, self.actor, self.now)


class Contexts:
    """Makes the context of each operation: what the transport asks for as its `Ports`."""

    def __init__(self, ground: Ground, feed: Feed, *, is_ready: Callable[[], Awaitable[bool]]) -> None:
        self._ground = ground
        self._feed = feed
        self._is_ready = is_ready

    @asynccontextmanager
    async def open_context(
        self, *, token: str | None, caller: str, request_id: str, kind: str
    ) -> AsyncGenerator[Context]:
        """What one operation carries; `UNAUTHENTICATED` for a token that names no session."""
        del request_id, kind
        async with self._hold(await self._actor(token), caller) as context:
            yield context

    @asynccontextmanager
    async def open_event_context(self, context: object, /) -> AsyncGenerator[Context]:
        """What one event of a subscription carries: the viewer's rights as they stand now, and nothing loaded."""
        if not isinstance(context, Context):
            raise TypeError
        async with self._feed.turns, self._hold(await current(context), context.caller) as fresh:
            yield fresh

    async def authenticate(self, *, token: str | None, caller: str) -> str | None:
        """The stable key by which a user's sockets are counted."""
        del caller
        actor = await self._actor(token)
        return str(actor.user_id) if actor.user_id else None

    async def is_ready(self) -> bool:
        return await self._is_ready()

    async def is_released(self) -> bool:
        return await installation.is_released(self._ground.database)

    async def _actor(self, token: str | None) -> Actor:
        if token is None:
            return ANONYMOUS
        actor = await sessions.authenticate(self._ground, token)
        if actor is None:
            raise PublicError(ErrorCode.UNAUTHENTICATED, "The session has ended. Sign in again.")
        return actor

    @asynccontextmanager
    async def _hold(self, actor: Actor, caller: str) -> AsyncGenerator[Context]:
        now = await self._ground.clock.now()
        context = Context(ground=self._ground, feed=self._feed, actor=actor, now=now, caller=caller)
        try:
            yield context
        finally:
            await context.reading.close()


async def current(context: Context) -> Actor:
    """The viewer of a live subscription with their rights as they stand now. Raises `AccessEnded`."""
    actor = context.actor
    if actor.session is None:
        raise AccessEnded
    standing = await sessions.standing(context.ground.database, frozenset({actor.session}))
    found = standing.get(actor.session)
    if found is None:
        raise AccessEnded
    return found
