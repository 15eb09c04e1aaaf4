"""The history as a feed: in the order of its writing transactions, and only what is published.

A sequence alone loses events: a transaction that took its number early may commit late. So the order is (transaction,
number), and nothing is published while an older transaction still writes.
"""

import json
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, literal_column, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.models import HistoryEntry
from backend.queries.history import HISTORY_ENTRY
from backend.queries.reading import Reading, Row
from backend.rules.access import SYSTEM

PURPOSE = "event cursor"
_NOISE = 8
_LENGTH = 64
"""Of what is sealed: two numbers of 19 digits, and the noise."""


class Position(NamedTuple):
    """A place in the feed."""

    xid: int
    id: int


START = Position(-1, -1)


class Written(NamedTuple):
    """One published entry, as far as the feed itself needs it."""

    xid: int
    id: int
    stream_id: Any

    @property
    def position(self) -> Position:
        return Position(self.xid, self.id)


def to_cursor(sealer: Sealer, position: Position) -> str:
    """A place in the feed as an opaque text: as long as any other, and never twice the same.

    Two equal ones would tell that nobody had written anything between them, anywhere in the service.
    """
    content = json.dumps([*position, secrets.token_hex(_NOISE)])
    return sealer.seal_text(PURPOSE, content.ljust(_LENGTH).encode())


def from_cursor(sealer: Sealer, text: str) -> Position:
    """The place that a cursor names. Raises `SealBrokenError`."""
    xid, entry_id, *_noise = json.loads(sealer.open_text(PURPOSE, text))
    return Position(xid, entry_id)


def published(dialect: str) -> ColumnElement[bool]:
    """The entries that no transaction still running can precede. SQLite's one writer gives the order by itself."""
    if dialect == "sqlite":
        return true()
    horizon: ColumnElement[int] = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)
    return HistoryEntry.xid < horizon


def beyond(position: Position | None) -> ColumnElement[bool]:
    return tuple_(HistoryEntry.xid, HistoryEntry.id) > tuple_(*position) if position else true()


async def last_position(database: Database) -> Position:
    """The last published place of the feed."""
    async with database.reading(SYSTEM) as connection:
        found = await connection.execute(
            select(HistoryEntry.xid, HistoryEntry.id)
            .where(published(database.dialect))
            .order_by(HistoryEntry.xid.desc(), HistoryEntry.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
    return Position(*row) if row else START


async def is_known(database: Database, position: Position) -> bool:
    """Whether the feed has this place. It has not where the entry was lost with what a restored backup lacks."""
    if position == START:
        return True
    here = select(HistoryEntry.id).where(HistoryEntry.id == position.id, HistoryEntry.xid == position.xid)
    return await database.scalar(here) is not None


async def after(
    connection: AsyncConnection, position: Position | None, *, dialect: str, limit: int
) -> Sequence[Written]:
    """The published entries beyond a place, read as the service."""
    found = await connection.execute(
        select(HistoryEntry.xid, HistoryEntry.id, HistoryEntry.stream_id)
        .where(published(dialect), beyond(position))
        .order_by(HistoryEntry.xid, HistoryEntry.id)
        .limit(limit)
    )
    return [Written(*row) for row in found]


async def seen_after(
    reading: Reading, position: Position, *, dialect: str, case_id: Any = None, skip: int = 0, limit: int
) -> list[Row]:
    """The published entries beyond a place that the viewer may see, of one case or of all of theirs."""
    statement = reading.select(HISTORY_ENTRY).where(published(dialect), beyond(position))
    if case_id is not None:
        statement = statement.where(HistoryEntry.stream_id == case_id)
    ordered = statement.order_by(HistoryEntry.xid, HistoryEntry.id).offset(skip).limit(limit)
    return await reading.rows(HISTORY_ENTRY, ordered)


def position_of(entry: Row) -> Position:
    """Where an entry stands in the feed."""
    return Position(entry.stored["xid"], entry.stored["key"])
