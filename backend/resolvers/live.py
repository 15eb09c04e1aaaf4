"""The live streams: listen first, catch up from the cursor, go on; rights judged anew each time (X-02, P17)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from backend.context import Context, current
from backend.operations.feed import Listener
from backend.queries import events, work_queue
from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.events import Position
from backend.queries.model import Entity
from backend.queries.reading import Reading, Row
from backend.resolvers.answers import CALLED, Asking, named
from backend.resolvers.enforcement_cases import named as named_case
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
    noun: Entity = CLAIM
    """What is followed, where it is one case: the stream ends when it is no longer the viewer's to see."""


async def case_changed(info: Asking, by: inputs.ClaimBy, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of one claim that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    case_id = await _case_of(context, CLAIM, named(by))
    followed = Followed(partial(events.seen_after, case_id=case_id), change_of)
    async with context.feed.listen(context.actor, case_id) as listener:
        async for event in _follow(context, listener, after, followed):
            yield event


async def enforcement_case_changed(
    info: Asking, by: of_the_agency.EnforcementCaseBy, after: EventCursor | None = None
) -> AsyncGenerator[Any]:
    """Every change of one enforcement case that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    case_id = await _case_of(context, ENFORCEMENT_CASE, named_case(by, context.actor))
    followed = Followed(partial(events.seen_after, case_id=case_id), change_of, ENFORCEMENT_CASE)
    async with context.feed.listen(context.actor, case_id) as listener:
        async for event in _follow(context, listener, after, followed):
            yield event


async def dashboard_changed(info: Asking, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of all the claims and enforcement cases that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    async with context.feed.listen(context.actor) as listener:
        async for event in _follow(context, listener, after, Followed(events.seen_after, change_of)):
            yield event


async def work_queue_changed(info: Asking, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of what is in the viewer's work queue, and that something left it, once and in order."""
    context = info.context
    if not context.signed_in.is_staff:
        raise PublicError(ErrorCode.FORBIDDEN, "There is no work queue for you.")
    async with context.feed.listen(context.actor) as listener:
        async for event in _follow(context, listener, after, Followed(work_queue.seen_after, WorkQueueChange)):
            yield event


async def _follow(
    context: Context, listener: Listener, after: EventCursor | None, followed: Followed
) -> AsyncGenerator[Any]:
    position = position_at(context, after) if after else await events.last_position(context.ground.database)
    if not after:
        # At once, so that a client that is cut before the first change knows where to go on from.
        yield await _heartbeat(context, position)
    elif await _has_lost_the_thread(context, listener, position, followed):
        position = await events.last_position(context.ground.database)
        yield ResyncRequired(cursor=_cursor(context, position))
    time = asyncio.get_running_loop().time
    # Moved by what was told, never by what was not: or a beat that is late would tell that something hidden happened.
    quiet_until = time() + context.feed.heartbeat_seconds
    while True:
        entries = await _entries(context, listener, position, followed, limit=PAGE)
        for entry in entries:
            position = events.position_of(entry)
            yield followed.change(cursor=_cursor(context, position), entry_row=entry)
            if listener.woken.is_set():
                # Something happened meanwhile, perhaps to the viewer's rights: the rest is read anew under them.
                break
        if entries:
            quiet_until = time() + context.feed.heartbeat_seconds
        if len(entries) < PAGE and (not await listener.wait(quiet_until - time()) or time() >= quiet_until):
            await current(context)
            yield await _heartbeat(context, position)
            quiet_until = time() + context.feed.heartbeat_seconds


async def _has_lost_the_thread(context: Context, listener: Listener, position: Position, followed: Followed) -> bool:
    """Whether a client that comes again has to read everything anew: it is too far behind, or knows what is no more."""
    if await _entries(context, listener, position, followed, skip=TOO_MANY, limit=1):
        return True
    return not await events.is_known(context.ground.database, position)


async def _heartbeat(context: Context, position: Position) -> Heartbeat:
    return Heartbeat(cursor=_cursor(context, position), at=await context.ground.clock.now())


async def _entries(
    context: Context, listener: Listener, position: Position, followed: Followed, *, skip: int = 0, limit: int
) -> list[Row]:
    """The next entries under the viewer's rights as they stand now. Raises `AccessEnded`."""
    async with context.feed.turns:
        if listener.has_ended:
            raise AccessEnded
        actor = await current(context)
        if actor != listener.actor:
            # Other rights than it was opened with: the client comes again, and starts from what it may see now.
            raise AccessEnded
        reading = Reading(context.ground.database, actor, await context.ground.clock.now())
        try:
            if listener.case_id is not None and not await _sees(reading, followed.noun, listener.case_id):
                raise AccessEnded
            dialect = context.ground.database.dialect
            return await followed.entries(reading, position, dialect=dialect, skip=skip, limit=limit)
        finally:
            await reading.close()


async def _sees(reading: Reading, noun: Entity, case_id: UUID) -> bool:
    return await reading.one(noun, noun.key == case_id) is not None


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
