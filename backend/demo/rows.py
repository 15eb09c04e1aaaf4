"""Rows on their way into the database: gathered by table, written in the order in which they refer to each other."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.adapters.database import driver_of
from backend.models import (
    Base,
    Case,
    Claim,
    Debt,
    Hceo,
    HceoDistrict,
    HistoryEntry,
    Judgment,
    JudgmentRequest,
    LedgerLine,
    Letter,
    Link,
    LinkGuard,
    Organisation,
    Party,
    Response,
    SecurityCode,
    Stream,
    Team,
    Timer,
    User,
)

ORDER: tuple[type[Base], ...] = (
    Team,
    Organisation,
    User,
    Hceo,
    HceoDistrict,
    Stream,
    Case,
    Claim,
    LinkGuard,
    Party,
    Link,
    SecurityCode,
    Debt,
    LedgerLine,
    JudgmentRequest,
    Judgment,
    Response,
    Letter,
    Timer,
    HistoryEntry,
)
MOST_AT_ONCE = 2_000
"""Rows a statement: far from the time limit of one, and from any driver's limit of what it holds."""

Row = dict[str, Any]


class Rows:
    """The rows of some claims. Keys are drawn from the seed and sort by the instant that they were told last."""

    def __init__(self, rng: Random, *, at: datetime) -> None:
        self._rng = rng
        self._rows: dict[type[Base], list[Row]] = defaultdict(list)
        self._milliseconds = 0
        self.date(at)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def date(self, at: datetime) -> None:
        """Let the keys drawn from here on sort to this instant."""
        self._milliseconds = int(at.timestamp() * 1000)

    def new_id(self) -> UUID:
        """A UUIDv7 that the seed decides, so that the same seed makes the same world."""
        chance = self._rng.getrandbits(74)
        high, low = chance >> 62, chance & (1 << 62) - 1
        return UUID(int=self._milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)

    def add(self, table: type[Base], /, **row: Any) -> Row:
        """Add a row; it may still be changed until it is written."""
        self._rows[table].append(row)
        return row

    def of(self, table: type[Base]) -> list[Row]:
        """The rows gathered for one table."""
        return self._rows[table]

    async def write(self, session: AsyncSession) -> None:
        """Insert everything and forget it. The caller commits."""
        connection = await session.connection()
        driver = driver_of(connection)
        for model in ORDER:
            rows = self._rows.pop(model, [])
            for start in range(0, len(rows), MOST_AT_ONCE):
                some = rows[start : start + MOST_AT_ONCE]
                sql, values = _prepared(model, tuple(some[0]), connection.dialect)
                await driver.executemany(sql, [values(row) for row in some])


Values = Callable[[Row], tuple[Any, ...]]


@cache
def _prepared(model: type[Base], names: tuple[str, ...], dialect: Dialect) -> tuple[str, Values]:
    """The statement for rows of these columns, and what makes the driver's values of one.

    SQLAlchemy writes the one and converts the other; handing the rows to the driver ourselves halves the time a row
    takes, which is most of the time that a million claims take.
    """
    table = Base.metadata.tables[model.__tablename__]
    compiled = insert(table).values({name: bindparam(name) for name in names}).compile(dialect=dialect)
    order = compiled.positiontup or ()
    convert = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]

    def values(row: Row) -> tuple[Any, ...]:
        return tuple([process(row[name]) if process else row[name] for name, process in convert])

    return str(compiled), values
