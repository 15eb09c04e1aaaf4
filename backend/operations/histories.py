"""Reading histories as their keepers do: what happened on a case, and whether the chains are whole (X-03, P7)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.adapters.database import Database
from backend.models import Case, Claim, HistoryEntry, Stream, Timer
from backend.operations.recording import hash_of
from backend.rules.access import SYSTEM
from backend.rules.chain import START
from backend.rules.deadlines import Deadline
from backend.rules.summaries import summary
from backend.rules.vocabulary import ClaimState, TimerKind

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class ExplainedEntry:
    """One entry, in words."""

    number: int
    at: datetime
    actor_role: str
    summary: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A timer that stands."""

    kind: TimerKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """What there is to tell of a case."""

    reference: str
    state: ClaimState
    deadline: str
    entries: tuple[ExplainedEntry, ...]
    waits_for: tuple[Waiting, ...]


async def explain(database: Database, reference: str) -> Explained | None:
    """What happened on a case, what it waits for, and how its deadline was reckoned; None where there is none."""
    async with database.reading(SYSTEM) as connection:
        found = await connection.execute(
            select(Case.id, Claim.state, Claim.response_deadline)
            .join(Claim, Claim.case_id == Case.id)
            .where(Case.reference == reference)
        )
        case = found.one_or_none()
        if case is None:
            return None
        entries = await connection.execute(
            select(
                HistoryEntry.number, HistoryEntry.at, HistoryEntry.actor_role, HistoryEntry.kind, HistoryEntry.changes
            )
            .where(HistoryEntry.stream_id == case.id)
            .order_by(HistoryEntry.number)
        )
        timers = await connection.execute(
            select(Timer.kind, Timer.due_at)
            .where(Timer.case_id == case.id, Timer.done_at.is_(None))
            .order_by(Timer.due_at)
        )
        return Explained(
            reference,
            case.state,
            Deadline.from_json(case.response_deadline).explanation,
            tuple(ExplainedEntry(e.number, e.at, e.actor_role, summary(e.kind, e.changes)) for e in entries),
            tuple(Waiting(*row) for row in timers),
        )


@dataclass(slots=True)
class Verified:
    """What looking through the chains found: their heads, and what is wrong, in words."""

    entries: int = 0
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


async def verify(database: Database, *, against: Mapping[str, Sequence[Any]] | None = None) -> Verified:
    """Reckon every hash anew, in pages, and compare the heads with the streams, and with heads anchored outside."""
    found = Verified()
    anchored = dict(against or {})
    last: tuple[UUID, int, bytes] | None = None
    async with database.reading(SYSTEM) as connection:
        async for entry in _entries(connection):
            found.entries += 1
            number, head = (last[1], last[2]) if last and last[0] == entry.stream_id else (0, START)
            _check(entry, number, head, found.faults)
            last = (entry.stream_id, entry.number, entry.hash)
            found.heads[entry.stream_id.hex] = (entry.number, entry.hash.hex())
            _check_anchor(entry, anchored, found.faults)
        streams = await connection.execute(select(Stream.id, Stream.entry_count, Stream.head))
        for stream in streams:
            _check_head(stream, found)
    _compare(found, anchored)
    return found


async def _entries(connection: AsyncConnection) -> AsyncIterator[Row[*tuple[Any, ...]]]:
    after: tuple[UUID, int] | None = None
    while True:
        statement = select(HistoryEntry.__table__).order_by(HistoryEntry.stream_id, HistoryEntry.number).limit(PAGE)
        if after is not None:
            statement = statement.where(tuple_(HistoryEntry.stream_id, HistoryEntry.number) > tuple_(*_literal(after)))
        page: Sequence[Row[*tuple[Any, ...]]] = (await connection.execute(statement)).all()
        for entry in page:
            yield entry
        if len(page) < PAGE:
            return
        after = (page[-1].stream_id, page[-1].number)


def _literal(after: tuple[UUID, int]) -> tuple[Any, ...]:
    return literal(after[0], HistoryEntry.stream_id.type), literal(after[1])


def _check(entry: Row[*tuple[Any, ...]], number: int, head: bytes, faults: list[str]) -> None:
    place = f"history {entry.stream_id.hex}, entry {entry.number}"
    if entry.number != number + 1:
        faults.append(f"{place}: entry {number + 1} is missing")
    if entry.previous_hash != head:
        faults.append(f"{place}: does not follow the entry before it")
    if entry.hash != hash_of(entry):
        faults.append(f"{place}: was changed")


def _check_anchor(entry: Row[*tuple[Any, ...]], anchored: Mapping[str, Sequence[Any]], faults: list[str]) -> None:
    """A history that was written anew from its beginning is whole in itself: only its anchor tells."""
    number, head = anchored.get(entry.stream_id.hex, (0, ""))
    if entry.number == number and entry.hash.hex() != head:
        faults.append(f"history {entry.stream_id.hex}, entry {entry.number}: is not the one that was anchored")


def _check_head(stream: Row[*tuple[Any, ...]], found: Verified) -> None:
    number, head = found.heads.get(stream.id.hex, (0, ""))
    if (number, head) != (stream.entry_count, stream.head.hex()):
        found.faults.append(f"history {stream.id.hex}: its end is not the one its stream tells of")


def _compare(found: Verified, anchored: Mapping[str, Sequence[Any]]) -> None:
    for stream, (number, _) in anchored.items():
        if found.heads.get(stream, (0, ""))[0] < number:
            found.faults.append(f"history {stream}: entries that were anchored are gone")
