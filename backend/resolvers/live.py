"""The live streams: listen first, catch up from the cursor, go on; rights judged anew each time (X-02, P17)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from backend.context import Context
from backend.operations.feed import Listener
from backend.operations.together import Found, found
from backend.queries import events, work_queue
from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.events import Position
from backend.queries.model import Entity
from backend.queries.reading import Reading, Row
from backend.resolvers.answers import CALLED, Asking, named
from backend.resolvers.enforcement_cases import named as named_case
from backend.rules.access import Actor
from backend.rules.errors import AccessEnded, ErrorCode, PublicError
from backend.schema.filters import position_at
from backend.schema.inputs import claims as inputs
from backend.schema.inputs import enforcement_cases as of_the_agency
from backend.schema.live import Heartbeat, ResyncRequired, change_of
from backend.schema.scalars import EventCursor
from backend.schema.work_queue import WorkQueueChange

PAGE = 100
TOO_MANY = 1_000
"""A client further behind than this reads everything anew: cheaper for both than so many changes."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a stream follows: how the entries beyond a place are read, and the shape that each is told in."""

    entries: Callable[..., Awaitable[list[Row]]]
    change: Callable[..., Any]
    case_id: UUID | None = None
    """The one case that is followed: the stream ends when it is no longer the viewer's to see."""
    noun: Entity = CLAIM
    """What that case is."""


async def case_changed(info: Asking, by: inputs.ClaimBy, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of one claim that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    case_id = await _case_of(context, CLAIM, named(by))
    return _follow(context, after, Followed(events.seen_after, change_of, case_id))


async def enforcement_case_changed(
    info: Asking, by: of_the_agency.EnforcementCaseBy, after: EventCursor | None = None
) -> AsyncGenerator[Any]:
    """Every change of one enforcement case that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    case_id = await _case_of(context, ENFORCEMENT_CASE, named_case(by, context.actor))
    return _follow(context, after, Followed(events.seen_after, change_of, case_id, ENFORCEMENT_CASE))


async def dashboard_changed(info: Asking, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of all the claims and enforcement cases that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    return _follow(context, after, Followed(events.seen_after, change_of))


async def work_queue_changed(info: Asking, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of what is in the viewer's work queue, and that something left it, once and in order."""
    context = info.context
    if not context.signed_in.is_staff:
        raise PublicError(ErrorCode.FORBIDDEN, "There is no work queue for you.")
    return _follow(context, after, Followed(work_queue.seen_after, WorkQueueChange))


async def _follow(context: Context, after: EventCursor | None, followed: Followed) -> AsyncGenerator[Any]:
    async with context.feed.listen(context.actor, followed.case_id) as listener:
        stream = Stream(context, listener, followed)
        position = position_at(context, after) if after else await events.last_position(context.ground.database)
        if not after:
            # At once, so that a client that is cut before the first change knows where to go on from.
            yield await stream.heartbeat(position)
        elif await stream.has_lost_the_thread(position):
            position = await events.last_position(context.ground.database)
            yield ResyncRequired(cursor=_cursor(context, position))
        time = asyncio.get_running_loop().time
        # Moved by what was told, never by what was not: or a late beat would tell that something hidden happened.
        quiet_until = time() + context.feed.heartbeat_seconds
        while True:
            changes = await stream.changes(position, limit=PAGE)
            for change in changes:
                position = events.position_of(change.entry_row)
                yield change
                if listener.woken.is_set():
                    # Something happened meanwhile, perhaps to the viewer's rights: the rest is read anew under them.
                    break
            if changes:
                quiet_until = time() + context.feed.heartbeat_seconds
            if len(changes) < PAGE and (not await listener.wait(quiet_until - time()) or time() >= quiet_until):
                yield await stream.heartbeat(position)
                quiet_until = time() + context.feed.heartbeat_seconds


@dataclass(frozen=True, slots=True)
class Stream:
    """One live stream of one viewer, and what it reads."""

    context: Context
    listener: Listener
    followed: Followed

    async def changes(self, position: Position, *, skip: int = 0, limit: int) -> list[Any]:
        """The next changes under the viewer's rights, read once for all who stand alike here. Raises `AccessEnded`."""
        if self.listener.has_ended:
            raise AccessEnded
        followed, viewer = self.followed, self.listener.actor
        what = (followed.entries, followed.case_id, position, skip, limit)
        find = partial(_find, self.context, viewer, followed, position, skip=skip, limit=limit)
        return await self.context.feed.together.ask_as(viewer, what, find)

    async def has_lost_the_thread(self, position: Position) -> bool:
        """Whether a client that comes again reads everything anew: too far behind, or knowing what is no more."""
        if await self.changes(position, skip=TOO_MANY, limit=1):
            return True
        return not await events.is_known(self.context.ground.database, position)

    async def heartbeat(self, position: Position) -> Heartbeat:
        return Heartbeat(cursor=_cursor(self.context, position), at=await self.context.ground.clock.now())


async def _find(
    context: Context, viewer: Actor, followed: Followed, position: Position, *, skip: int, limit: int
) -> Found[list[Any]]:
    reading = Reading(context.ground.database, viewer, await context.ground.clock.now())
    try:
        changes = _changes(context, reading, followed, position, skip=skip, limit=limit)
        return await found(changes, lambda: reading.is_personal)
    finally:
        await reading.close()


async def _changes(
    context: Context, reading: Reading, followed: Followed, position: Position, *, skip: int, limit: int
) -> list[Any]:
    if followed.case_id is None:
        narrowed = {}
    elif await reading.one(followed.noun, followed.noun.key == followed.case_id) is None:
        raise AccessEnded
    else:
        narrowed = {"case_id": followed.case_id}
    dialect = context.ground.database.dialect
    entries = await followed.entries(reading, position, dialect=dialect, skip=skip, limit=limit, **narrowed)
    return [followed.change(cursor=_cursor(context, events.position_of(entry)), entry_row=entry) for entry in entries]


async def _case_of(context: Context, noun: Entity, is_meant: Any) -> UUID:
    """The case to follow. Unknown and not visible answer alike: FORBIDDEN."""
    row = await context.reading.one(noun, is_meant)
    await context.reading.close()
    if row is None:
        raise PublicError(ErrorCode.FORBIDDEN, f"There is no such {CALLED[noun]}, or none that you may follow.")
    case_id: UUID = row.stored["case_id"]
    return case_id


def _cursor(context: Context, position: Position) -> EventCursor:
    return EventCursor(events.to_cursor(context.ground.sealer, position))
