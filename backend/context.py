"""What does one operation carry? Who acts, the instant, what it reads with, and how it carries out an act."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from backend.operations import installation, sessions
from backend.operations.feed import Feed
from backend.operations.ground import Ground
from backend.operations.together import Found, found
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.queries.reading import Reading
from backend.rules.access import ANONYMOUS, Actor
from backend.rules.errors import AccessEnded, ErrorCode, PublicError

T = TypeVar("T")
ActOnce = Callable[[Unit], Awaitable[Outcome]]


class Context:
    """The value that resolvers read as `info.context`."""

    def __init__(self, *, ground: Ground, feed: Feed, actor: Actor, now: datetime, caller: str) -> None:
        self.ground = ground
        self.feed = feed
        self.now = now
        self._actor = actor
        self._is_personal = False
        self.caller = caller
        self.reading = Reading(ground.database, actor, now)

    @property
    def actor(self) -> Actor:
        """Who acts. What is answered by it is theirs alone; by `reading.standing`, of all who stand as they do."""
        self._is_personal = True
        return self._actor

    @property
    def is_personal(self) -> bool:
        """Whether anything that was answered followed from who acts."""
        return self._is_personal or self.reading.is_personal

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
        self._is_personal = self.is_personal
        self.now = await self.ground.clock.now()
        self.reading = Reading(self.ground.database, self._actor, self.now)


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

    async def run_event(self, context: object, what: Hashable, execute: Callable[[object], Awaitable[T]], /) -> T:
        """Carry out one event of a subscription, once for all who stand alike and ask the same of it at this moment."""
        if not isinstance(context, Context):
            raise TypeError
        viewer, caller = context.actor, context.caller

        async def find() -> Found[T]:
            async with self._hold(viewer, caller) as fresh:
                return await found(execute(fresh), lambda: fresh.is_personal)

        told = await self._feed.together.ask_as(viewer, what, find)
        # After the reading: nothing is told to who has not, or no longer, the rights that it was read with.
        if viewer.session is None or await self._feed.rights(viewer.session) != viewer:
            raise AccessEnded
        return told

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
