"""What stands in the database at a moment of a crash run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from backend.adapters.database import Database
from backend.models import (
    ActivityPlan,
    ArrearsLine,
    Case,
    Debt,
    Document,
    HistoryEntry,
    IdempotencyKey,
    Judgment,
    LedgerLine,
    Letter,
    Link,
    Payment,
    ServiceRequest,
    Writ,
    WritApplication,
)
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import EventKind
from tests.crash.told import ROWS


@dataclass(frozen=True)
class Found:
    """Everything that stands in the database, table by table."""

    rows: dict[type, Sequence[Any]]

    def of(self, model: type, **values: Any) -> list[Any]:
        """The rows of a table that have these values."""
        return [row for row in self.rows[model] if all(getattr(row, name) == given for name, given in values.items())]

    def events(self, kind: EventKind) -> list[Any]:
        return self.of(HistoryEntry, kind=kind)


async def look(database: Database) -> Found:
    """Read every table that is checked, in one snapshot."""
    tables = (
        ActivityPlan, ArrearsLine, Case, Debt, HistoryEntry, IdempotencyKey, Judgment, LedgerLine, Letter, Link,
        Payment, ServiceRequest, Writ, WritApplication, *ROWS,
    )  # fmt: skip
    async with database.reading(SYSTEM) as connection:
        rows = {table: (await connection.execute(select(table.__table__))).all() for table in tables}
        columns = [column for column in Document.__table__.columns if column.name != "content"]
        rows[Document] = (await connection.execute(select(*columns))).all()
    return Found(rows)
