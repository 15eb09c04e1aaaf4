"""One act, one transaction: permitted and whole, or nothing of it (P3)."""

import sqlite3
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from backend.models import Debt, HistoryEntry, Party, new_id
from backend.operations import claims
from backend.operations.subject import load
from backend.operations.unit import ATTEMPTS, Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.vocabulary import COURT_ONLY, PARTIES_AND_COURT, Act, DebtKind, EventKind, Relation
from tests.builders.lodgings import lodging
from tests.builders.service import Service


async def test_an_act_that_nothing_permitted_cannot_be_committed(service: Service) -> None:
    case_id = await service.lodge()
    before = await service.counts()

    async def look(unit: Unit) -> Outcome:
        await load(unit, case_id)
        return Outcome()

    async def write(unit: Unit) -> Outcome:
        unit.session.add(Debt(id=new_id(), case_id=case_id, kind=DebtKind.JUDGMENT))
        return Outcome()

    async def flush(unit: Unit) -> Outcome:
        outcome = await write(unit)
        await unit.session.flush()
        return outcome

    for act in (look, write):
        with pytest.raises(AssertionError, match="nothing permitted"):
            await service.carry_out(service.kate, act)
    with pytest.raises((AssertionError, DBAPIError)):
        await service.carry_out(service.kate, flush)
    assert await service.counts() == before


@pytest.mark.parametrize("ending", [refusals.Refused(refusals.NOTHING_OWED), refusals.NotFound(), ZeroDivisionError()])
async def test_whatever_an_act_ends_with_but_its_outcome_undoes_all_of_it(service: Service, ending: Exception) -> None:
    codes, before = await service.codes(1), await service.counts()

    async def act(unit: Unit) -> Outcome:
        await claims.lodge(unit, lodging(), codes)
        await unit.session.flush()
        raise ending

    with pytest.raises(type(ending)):
        await service.carry_out(service.kate, act)
    assert await service.counts() == before


async def test_an_act_that_is_undone_every_time_is_told_as_a_busy_service(service: Service) -> None:
    undone, before = [], await service.counts()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        undone.append(unit)
        fault = sqlite3.OperationalError("database is locked")
        fault.sqlite_errorname = "SQLITE_BUSY"
        raise DBAPIError("UPDATE", {}, fault)

    with pytest.raises(PublicError) as told:
        await service.carry_out(SYSTEM, act)
    assert told.value.code is ErrorCode.SERVICE_UNAVAILABLE
    assert len(undone) == ATTEMPTS
    assert await service.counts() == before


async def test_permission_is_refused_where_its_condition_does_not_hold(service: Service) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND, when=unit.actor.is_system)
        return Outcome()

    with pytest.raises(refusals.NotPermitted):
        await service.carry_out(service.officer, act)
    assert await service.carry_out(SYSTEM, act) == Outcome()


@pytest.mark.requirement("X-03")
async def test_an_entry_moves_the_versions_of_those_who_may_see_it(service: Service) -> None:
    case_id = await service.lodge()
    party_id = (await service.one(Party, case_id=case_id, name="Andrew Hollis")).id

    async def record(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        stream = (await load(unit, case_id)).stream
        unit.record(stream, EventKind.RESPONSE_OVERDUE, audience=PARTIES_AND_COURT)
        unit.record(stream, EventKind.DEFENDANT_UNLINKED, audience=COURT_ONLY)
        unit.record(stream, EventKind.RESPONSE_OVERDUE, audience=Relation.CLAIMANT | COURT_ONLY)
        unit.record(stream, EventKind.DEFENDANT_LINKED, audience=Relation.DEFENDANT | COURT_ONLY, party_id=party_id)
        unit.record(stream, EventKind.LETTER_SENT, audience=PARTIES_AND_COURT)
        return Outcome()

    outcome = await service.carry_out(SYSTEM, record)
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    assert outcome.history == tuple(entry.id for entry in entries[1:])
    assert [tuple(entry.versions[word] for word in ("claimant", "defendant", "court")) for entry in entries] == [
        (1, 1, 1),
        (2, 2, 2),
        (2, 2, 3),
        (3, 2, 4),
        (3, 2, 5),
        (3, 2, 5),
    ]
    stream = await service.stream(case_id)
    assert (stream.claimant_version, stream.defendant_version, stream.court_version) == (3, 2, 5)


@pytest.mark.requirement("X-08")
async def test_a_version_is_compared_only_for_those_who_see_the_claim(service: Service) -> None:
    case_id = await service.lodge()
    with pytest.raises(refusals.Stale) as stale:
        await service.request(case_id, version=7)
    assert (stale.value.case_id, stale.value.expected, stale.value.current) == (case_id, 7, 1)
    with pytest.raises(refusals.NotFound):
        await service.request(case_id, by=service.stranger, version=7)
    with pytest.raises(refusals.NotFound):
        await service.request(uuid4(), version=7)
