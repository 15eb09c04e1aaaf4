"""The live streams: listen first, catch up from the cursor, go on; rights judged anew each time (X-02, P17)."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from backend.context import Context, current
from backend.operations.feed import Listener
from backend.queries import events
from backend.queries.claims import CLAIM
from backend.queries.events import Position
from backend.queries.reading import Reading, Row
from backend.resolvers.answers import Asking, named
from backend.rules.errors import AccessEnded, ErrorCode, PublicError
from backend.schema import inputs
from backend.schema.filters import position_at
from backend.schema.live import CaseChange, Heartbeat, ResyncRequired
from backend.schema.scalars import EventCursor

HEARTBEAT_SECONDS = 20.0
PAGE = 100
TOO_MANY = 1_000
"""A client further behind than this reads everything anew: cheaper for both than so many changes."""


async def case_changed(info: Asking, by: inputs.ClaimBy, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of one claim that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    async with context.feed.listen(context.actor, await _case_of(context, by)) as listener:
        async for event in _follow(context, listener, after):
            yield event


async def dashboard_changed(info: Asking, after: EventCursor | None = None) -> AsyncGenerator[Any]:
    """Every change of all the claims that the viewer may see, once and in order."""
    context = info.context
    _ = context.signed_in
    async with context.feed.listen(context.actor) as listener:
        async for event in _follow(context, listener, after):
            yield event


async def _follow(context: Context, listener: Listener, after: EventCursor | None) -> AsyncGenerator[Any]:
    ground = context.ground
    position = position_at(context, after) if after else await events.last_position(ground.database)
    behind = 0
    while True:
        entries = await _entries(context, listener, position)
        for entry in entries:
            position = events.position_of(entry)
            yield CaseChange(cursor=_cursor(context, position), entry_row=entry)
        behind = behind + len(entries) if len(entries) == PAGE else 0
        if behind >= TOO_MANY:
            position, behind = await events.last_position(ground.database), 0
            yield ResyncRequired(cursor=_cursor(context, position))
        elif len(entries) < PAGE and not await listener.wait(HEARTBEAT_SECONDS):
            await current(context)
            yield Heartbeat(cursor=_cursor(context, position), at=await ground.clock.now())


async def _entries(context: Context, listener: Listener, position: Position) -> list[Row]:
    """The next entries under the viewer's rights as they stand now. Raises `AccessEnded`."""
    if listener.has_ended:
        raise AccessEnded
    actor = await current(context)
    context.actor = listener.actor = actor
    reading = Reading(context.ground.database, actor, await context.ground.clock.now())
    try:
        if listener.case_id is not None and not await _sees(reading, listener.case_id):
            raise AccessEnded
        return await events.seen_after(
            reading, position, dialect=context.ground.database.dialect, case_id=listener.case_id, limit=PAGE
        )
    finally:
        await reading.close()


async def _sees(reading: Reading, case_id: UUID) -> bool:
    return await reading.one(CLAIM, CLAIM.key == case_id) is not None


async def _case_of(context: Context, by: inputs.ClaimBy) -> UUID:
    """The case to follow. Unknown and not visible answer alike: FORBIDDEN."""
    row = await context.reading.one(CLAIM, named(by))
    await context.reading.close()
    if row is None:
        raise PublicError(ErrorCode.FORBIDDEN, "There is no such claim, or none that you may follow.")
    case_id: UUID = row.stored["case_id"]
    return case_id


def _cursor(context: Context, position: Position) -> EventCursor:
    return EventCursor(events.to_cursor(context.ground.sealer, position))
