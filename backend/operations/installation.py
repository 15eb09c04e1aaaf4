"""Is this the database that people use, or a restored copy? A copy lets nothing leave until it is released (P20).

A copy holds everything that the original holds, also the letters that wait and the payments under way. So the place
where the database is at home stands in it, and is compared with the place where it is found. Writing it down is the
owner's; the service may read it only.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, func, insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.adapters.database import Database
from backend.adapters.installation import place_of
from backend.adapters.migrations import owner_engine
from backend.adapters.standing import TELL, settings_of
from backend.models import HistoryEntry, Installation, Letter, Session
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import LetterState

ROW = 1
HELD = "held at "
"""What stands before the place when nothing is to leave from there."""
GAP = 1_000_000
"""So many numbers of the history are left out at a release: no entry that was lost shares one with a later entry."""
STORED = select(Installation.fingerprint).where(Installation.id == ROW)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The letters that would leave a database as soon as it is released."""

    letters: int
    oldest_at: datetime | None
    """When the oldest of them was written, by the clock of the rules (UTC)."""


async def is_released(database: Database) -> bool:
    """Whether anything may leave the service from this database. One that was never said to be at home may not."""
    async with database.glancing() as connection:
        stored = await connection.scalar(STORED)
        return stored is not None and stored == await place_of(connection)


async def stamp(owner_url: str, *, at: datetime) -> None:
    """Write down where a new database is at home. One in which something stands already keeps it."""
    async with _owned(owner_url) as connection:
        is_there = await connection.run_sync(lambda sync: inspect(sync).has_table(Installation.__tablename__))
        if is_there and await connection.scalar(STORED) is None:
            await _write(connection, await place_of(connection), at)
            await connection.commit()


async def release(owner_url: str, *, at: datetime) -> bool:
    """Let this database act from here on. False where it was at home already.

    What was true of the original and is not of a copy is put right in the same transaction: a letter that waits may
    have been sent since the backup; a session that ended since would live again; and the numbers of transactions, by
    which the live feed is ordered, belong to another cluster. The chain of hashes covers none of this.
    """
    async with _owned(owner_url) as connection:
        place, stored = await place_of(connection), await connection.scalar(STORED)
        if stored == place:
            return False
        await _stand_as_service(connection)
        await connection.execute(update(Letter).where(Letter.state == LetterState.WAITING).values(may_be_copy=True))
        await connection.execute(update(Session).where(Session.ended_at.is_(None)).values(ended_at=at))
        if connection.dialect.name == "postgresql" and stored != HELD + place:
            await _begin_feed_anew(connection)
        await _write(connection, place, at)
        await connection.commit()
    return True


async def hold(owner_url: str, *, at: datetime) -> None:
    """Let nothing leave until `release`: also for a copy that cannot be told from its original."""
    async with _owned(owner_url) as connection:
        await _write(connection, HELD + await place_of(connection), at)
        await connection.commit()


async def waiting(owner_url: str) -> Waiting:
    """What would leave, for whoever is about to release a database."""
    async with _owned(owner_url) as connection:
        await _stand_as_service(connection)
        is_open = Letter.state.in_((LetterState.WAITING, LetterState.SENDING))
        counted = await connection.execute(select(func.count(), func.min(Letter.created_at)).where(is_open))
        return Waiting(*counted.one())


async def _write(connection: AsyncConnection, place: str, at: datetime) -> None:
    changed = await connection.execute(
        update(Installation).where(Installation.id == ROW).values(fingerprint=place, released_at=at)
    )
    if not changed.rowcount:
        await connection.execute(insert(Installation).values(id=ROW, fingerprint=place, released_at=at))


async def _begin_feed_anew(connection: AsyncConnection) -> None:
    """Order what stands by its number alone, before all that is written from now on.

    Transaction numbers above the cluster's own would keep their entries from being told, those below would mix with
    its new ones. Policies keep even the owner from changing a history, so they are lifted for the one statement.
    """
    history: Table = HistoryEntry.__table__  # type: ignore[assignment]
    await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    await connection.execute(text("ALTER TABLE history NO FORCE ROW LEVEL SECURITY"))
    await connection.execute(update(history).where(history.c.xid != 0).values(xid=0))
    if last := await connection.scalar(select(func.max(history.c.id))):
        sequence = func.pg_get_serial_sequence("history", "id")
        await connection.execute(select(func.setval(sequence, last + GAP)))
    await connection.execute(text("ALTER TABLE history FORCE ROW LEVEL SECURITY"))


async def _stand_as_service(connection: AsyncConnection) -> None:
    """Policies bind the owner of the tables too."""
    if connection.dialect.name == "postgresql":
        await connection.execute(TELL, settings_of(SYSTEM))


@asynccontextmanager
async def _owned(owner_url: str) -> AsyncIterator[AsyncConnection]:
    """A connection as the owner of the tables. Leaving it rolls back what was not committed."""
    engine = owner_engine(owner_url)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
