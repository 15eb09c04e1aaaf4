"""A history that somebody altered behind the service's back is found out (X-03, P7)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.sql import Executable

from backend.adapters.engines import translated
from backend.models import HistoryEntry, Stream
from backend.operations.histories import verify
from backend.operations.recording import hash_of
from tests.builders.service import Service

CHANGES = {
    "kind": "'LETTER_SENT'",
    "at": "'2026-03-02 10:00:01'",
    "recorded_at": "'2026-03-02 10:00:01'",
    "uid": f"'{uuid4().hex}'",
    "actor_id": f"'{uuid4().hex}'",
    "actor_role": "'ADMIN'",
    "party_id": f"'{uuid4().hex}'",
    "audience": "15",
    "changes": """'{"party": "Somebody Else"}'""",
    "versions": """'{"court": 1, "claimant": 1, "defendant": 1}'""",
}
COLUMNS = "xid, kind, at, recorded_at, actor_id, actor_role, party_id, audience, changes, versions"


@dataclass
class Owner:
    """Whoever holds the database itself, past every rule of the service."""

    engine: AsyncEngine

    async def run(self, *statements: str | Executable) -> None:
        async with self.engine.begin() as connection:
            if self.engine.dialect.name == "sqlite":
                for verb in ("update", "delete"):
                    await connection.execute(text(f"DROP TRIGGER IF EXISTS history_refuses_{verb}"))
            for statement in statements:
                await connection.execute(text(statement) if isinstance(statement, str) else statement)


@pytest.fixture
async def owner(owner_url: str) -> AsyncIterator[Owner]:
    engine = create_async_engine(translated(owner_url))
    yield Owner(engine)
    await engine.dispose()


async def history_of_three(service: Service) -> UUID:
    case_id = await service.lodge()
    party_id = (await service.party(case_id, "Andrew Hollis")).id
    for _ in range(2):
        await service.issue_code(case_id, party_id)
    return case_id


def at(case_id: UUID, number: int) -> str:
    return f"WHERE stream_id = '{case_id.hex}' AND number = {number}"


async def faults_of(service: Service, case_id: UUID, **given: object) -> list[str]:
    """What is wrong with one history, and that nothing is with others."""
    found = (await verify(service.ground.database, **given)).faults
    start = f"history {case_id.hex}"
    assert [fault for fault in found if not fault.startswith(start)] == []
    return [fault.removeprefix(start).lstrip(",: ") for fault in found]


@pytest.mark.requirement("X-03")
async def test_histories_that_nobody_touched_are_whole(service: Service) -> None:
    cases = [await history_of_three(service) for _ in range(2)]
    found = await verify(service.ground.database)
    assert (found.entries, found.faults) == (6, [])
    for case_id in cases:
        stream = await service.stream(case_id)
        assert found.heads[case_id.hex] == (3, stream.head.hex())
    assert (await verify(service.ground.database, against=found.heads)).faults == []


@pytest.mark.requirement("X-03")
async def test_whatever_is_changed_of_an_entry_is_found(service: Service, owner: Owner) -> None:
    await history_of_three(service)
    for column, value in CHANGES.items():
        case_id = await history_of_three(service)
        earlier = (await verify(service.ground.database)).faults
        assert not any(case_id.hex in fault for fault in earlier)
        await owner.run(f"UPDATE history SET {column} = {value} {at(case_id, 2)}")
        found = (await verify(service.ground.database)).faults
        assert [each for each in found if each not in earlier] == [f"history {case_id.hex}, entry 2: was changed"], (
            column
        )


@pytest.mark.requirement("X-03")
async def test_an_entry_removed_is_found(service: Service, owner: Owner) -> None:
    case_id = await history_of_three(service)
    await history_of_three(service)
    await owner.run(f"DELETE FROM history {at(case_id, 2)}")
    assert await faults_of(service, case_id) == [
        "entry 3: entry 2 is missing",
        "entry 3: does not follow the entry before it",
    ]


@pytest.mark.requirement("X-03")
async def test_entries_swapped_are_found(service: Service, owner: Owner) -> None:
    case_id = await history_of_three(service)
    await owner.run(
        f"UPDATE history SET number = -2 {at(case_id, 2)}",
        f"UPDATE history SET number = 2 {at(case_id, 3)}",
        f"UPDATE history SET number = 3 {at(case_id, -2)}",
    )
    assert "entry 2: does not follow the entry before it" in await faults_of(service, case_id)


@pytest.mark.requirement("X-03")
async def test_an_entry_put_in_is_found_though_its_own_hash_be_right(service: Service, owner: Owner) -> None:
    case_id = await history_of_three(service)
    last = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[-1]
    last.uid, last.number, last.previous_hash = uuid4(), 4, last.hash
    await owner.run(
        f"INSERT INTO history (uid, stream_id, number, previous_hash, hash, {COLUMNS})"
        f" SELECT '{last.uid.hex}', stream_id, 4, hash, hash, {COLUMNS} FROM history {at(case_id, 3)}",
        update(HistoryEntry)
        .where(HistoryEntry.stream_id == case_id, HistoryEntry.number == 4)
        .values(hash=hash_of(last)),
    )
    assert await faults_of(service, case_id) == ["its end is not the one its stream tells of"]


@pytest.mark.requirement("X-03")
async def test_a_tail_cut_off_is_found_by_the_stream_or_else_by_the_anchor(service: Service, owner: Owner) -> None:
    case_id = await history_of_three(service)
    anchored = (await verify(service.ground.database)).heads
    await owner.run(f"DELETE FROM history {at(case_id, 3)}")
    assert await faults_of(service, case_id) == ["its end is not the one its stream tells of"]
    (*_, last) = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    await owner.run(update(Stream).where(Stream.id == case_id).values(entry_count=2, head=last.hash))
    assert await faults_of(service, case_id) == []
    assert await faults_of(service, case_id, against=anchored) == ["entries that were anchored are gone"]


@pytest.mark.requirement("X-03")
async def test_a_history_written_anew_from_its_beginning_is_found_by_the_anchor(service: Service, owner: Owner) -> None:
    case_id = await history_of_three(service)
    anchored = (await verify(service.ground.database)).heads
    head = b""
    for entry in await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id):
        entry.previous_hash = head
        entry.actor_role = "ADMIN"
        head = hash_of(entry)
        await owner.run(
            update(HistoryEntry)
            .where(HistoryEntry.id == entry.id)
            .values(actor_role="ADMIN", previous_hash=entry.previous_hash, hash=head)
        )
    await owner.run(update(Stream).where(Stream.id == case_id).values(head=head))
    assert await faults_of(service, case_id) == []
    assert await faults_of(service, case_id, against=anchored) == ["entry 3: is not the one that was anchored"]
    await service.issue_code(case_id, (await service.party(case_id, "Andrew Hollis")).id)
    assert await faults_of(service, case_id, against=anchored) == ["entry 3: is not the one that was anchored"]
