"""The live feed of one process: it hears that something was written, and wakes whoever may be concerned (X-02).

What it hands out are hints. A subscription reads the history beyond its cursor itself, under its viewer's rights at
that moment. A wake too many tells nothing, for it moves no heartbeat; a wake that was lost is made good by the next or
by the heartbeat.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from sqlalchemy import select

from backend.models import Case, Link
from backend.operations import sessions
from backend.operations.ground import Ground
from backend.operations.together import Together
from backend.queries import events
from backend.queries.events import Position
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Jurisdiction

LOOK_SECONDS = 1.0
"""How often the feed looks by itself: for a wake that was lost, and for sessions that have ended."""
HEARTBEAT_SECONDS = 20.0
"""How long after the last thing it told a subscription says that it is alive, whatever happened unseen."""
BATCH = 500
AT_ONCE = 6
"""How many readings for the subscriptions that one event woke run at the same time: the rest is for requests."""

log = structlog.get_logger()


@dataclass(eq=False)
class Listener:
    """One live subscription: whom it is for, which case it is about (None: all of theirs), and whether to look."""

    actor: Actor
    case_id: UUID | None
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    has_ended: bool = False

    async def wait(self, seconds: float) -> bool:
        """Wait to be woken; False where nothing happened for so long."""
        # Not `wait_for`, which until Python 3.12 may lose the cancellation of whoever waits.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        was_woken = self.woken.is_set()
        self.woken.clear()
        return was_woken

    def concerns(self, touched: "Touched") -> bool:
        if self.case_id is not None:
            return self.case_id in touched.cases
        return self.actor.user_id in touched.users or bool(self.actor.jurisdictions & touched.jurisdictions)


@dataclass(frozen=True, slots=True)
class Touched:
    """The cases that a batch of entries is about, and who may be concerned by them."""

    cases: frozenset[UUID]
    users: frozenset[UUID]
    jurisdictions: frozenset[Jurisdiction]


class Feed:
    """Follows the published history and wakes the listeners of this process."""

    def __init__(self, ground: Ground, *, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.heartbeat_seconds = heartbeat_seconds
        self.together = Together(AT_ONCE)
        self._ground = ground
        self._judged: set[bytes] = set()
        self._listeners: set[Listener] = set()
        self._position: Position | None = None

    async def rights(self, session: bytes) -> Actor | None:
        """Whose this session is, with their rights as they stand now: one statement for all who ask at once."""
        self._judged.add(session)
        return (await self.together.ask("rights", self._standing)).get(session)

    async def _standing(self) -> dict[bytes, Actor]:
        judged, self._judged = frozenset(self._judged), set()
        return await sessions.standing(self._ground.database, judged)

    @asynccontextmanager
    async def listen(self, actor: Actor, case_id: UUID | None = None) -> AsyncGenerator[Listener]:
        """Be woken from now on. Listen first, then read: so nothing falls between."""
        listener = Listener(actor, case_id)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def run(self) -> None:
        """Follow the history until cancelled. A database that is away for a while is asked again."""
        try:
            async with self._ground.wake.listen() as wake:
                while True:
                    try:
                        await self.look()
                    except Exception as fault:  # noqa: BLE001 - whatever it was, the next look makes it good
                        log.warning("feed.look_failed", fault=type(fault).__name__)
                    await wake.wait(LOOK_SECONDS)
        finally:
            await self.together.close()

    async def look(self) -> None:
        """Read what was published since the last look, end the listeners whose session ended, wake those concerned."""
        if not self._listeners:
            self._position = None
            return
        if self._position is None:
            self._position = await events.last_position(self._ground.database)
            self._wake_all()
        while touched := await self._next_batch():
            for listener in self._listeners:
                if listener.concerns(touched):
                    listener.woken.set()
        await self._end_sessions()

    def _wake_all(self) -> None:
        for listener in self._listeners:
            listener.woken.set()

    async def _next_batch(self) -> Touched | None:
        async with self._ground.database.reading(SYSTEM) as connection:
            found = await events.after(connection, self._position, dialect=self._ground.database.dialect, limit=BATCH)
            if not found:
                return None
            cases = frozenset(each.stream_id for each in found)
            # Whose link has ended is woken as well: they have to notice that it did.
            users = await connection.execute(select(Link.user_id).where(Link.case_id.in_(cases)).distinct())
            places = await connection.execute(select(Case.jurisdiction).where(Case.id.in_(cases)).distinct())
            # Only now: a look that failed half way must find these entries again.
            self._position = found[-1].position
            return Touched(cases, frozenset(users.scalars()), frozenset(places.scalars()))

    async def _end_sessions(self) -> None:
        """One statement for all the sessions that are being listened with."""
        # Only those who listen now: who comes while this is read is not among the answers.
        watched = {each: each.actor.session for each in self._listeners if each.actor.session}
        standing = await sessions.standing(self._ground.database, frozenset(watched.values()))
        for listener, session in watched.items():
            if standing.get(session) != listener.actor:
                listener.has_ended = True
                listener.woken.set()
