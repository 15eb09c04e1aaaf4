"""A service request is opened once for its occasion, at the desk whose work it is, due on a working day."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import HistoryEntry, ServiceRequest, Team
from backend.operations.opening import open_once, open_service_request
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.operations.work_queue import open_by_hand
from backend.rules import refusals
from backend.rules.vocabulary import (
    COURT_ONLY,
    Act,
    Desk,
    EventKind,
    KindCode,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    Side,
)
from tests.builders.casework import add_team, casework
from tests.builders.service import Service

FRIDAY = datetime(2026, 3, 6, 10, tzinfo=UTC)


async def opened(
    service: Service, case_id: UUID, *, occasion: str | None = None, kind: KindCode = KindCode.UNDELIVERED_LETTER
) -> UUID | None:
    """Open one within an act of the court; its key, or None where the occasion had been met."""
    found: list[ServiceRequest | None] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.RECORD_DELIVERY)
        subject = await load(unit, case_id)
        on, case = subject.stream, subject.case
        if occasion is None:
            found[:] = [await open_service_request(unit, on, case, kind, reason="It came back.")]
        else:
            found[:] = [await open_once(unit, on, case, kind, occasion=occasion, reason="It came back.")]
        return Outcome()

    await service.carry_out(service.officer, act)
    return found[0].id if found[0] else None


async def test_it_waits_at_the_court_for_anybody_and_is_told_to_the_court_alone(service: Service) -> None:
    service.clock.set(FRIDAY)
    case_id = await service.lodge()
    post = await add_team(service, "Post", Desk.COURT_POST)
    key = await opened(service, case_id)
    row = await service.one(ServiceRequest)
    assert (row.id, row.status, row.version) == (key, ServiceRequestStatus.OPEN, 1)
    assert (row.process, row.area, row.sub_area) == ("Correspondence", "Letters", "Letter not delivered")
    assert (row.desk, row.team_id, row.owner_id) == (Desk.COURT_POST, post, None)
    assert row.due_on == date(2026, 3, 9)
    assert (row.opened_at, row.opened_by) == (FRIDAY, service.officer.user_id)
    entry = await service.one(HistoryEntry, kind=EventKind.SERVICE_REQUEST_OPENED)
    assert (entry.subject_id, entry.audience) == (key, int(COURT_ONLY))
    assert entry.changes == {"serviceRequest": row.reference, "reason": "It came back."}


async def test_it_goes_to_a_team_of_the_court_whose_desk_it_is_or_to_none(service: Service) -> None:
    case_id = await service.lodge()
    await add_team(service, "Agency", *Desk, side=Side.AGENCY)
    await add_team(service, "Payments", Desk.COURT_PAYMENTS)
    nobodys = await opened(service, case_id)
    await add_team(service, "Another Post Room", Desk.COURT_POST)
    await add_team(service, "Second Post Room", Desk.COURT_POST)
    somebodys = await opened(service, case_id)
    teams = {row.id: row.name for row in await service.all(Team)}
    assert (await service.one(ServiceRequest, id=nobodys)).team_id is None
    assert teams[(await service.one(ServiceRequest, id=somebodys)).team_id] == "Another Post Room"


@pytest.mark.requirement("R-10")
async def test_an_occasion_opens_one_however_often_and_by_how_many_it_is_met(service: Service) -> None:
    case_id, other = await service.lodge(), await service.lodge()
    met = await asyncio.gather(*(opened(service, case, occasion="letter:1") for case in (case_id, other) * 4))
    assert len([key for key in met if key is not None]) == 1
    assert len(await service.all(ServiceRequest)) == 1
    assert len(await service.all(HistoryEntry, kind=EventKind.SERVICE_REQUEST_OPENED)) == 1
    assert await opened(service, case_id, occasion="letter:2") is not None


async def test_an_occasion_is_met_once_even_when_what_it_opened_is_closed(service: Service) -> None:
    case_id = await service.lodge()
    await opened(service, case_id, occasion="letter:1")
    await service.change(update(ServiceRequest).values(status=ServiceRequestStatus.CLOSED))
    assert await opened(service, case_id, occasion="letter:1") is None


async def test_without_an_occasion_each_opens_its_own(service: Service) -> None:
    case_id = await service.lodge()
    assert await opened(service, case_id) != await opened(service, case_id)
    assert len({row.reference for row in await service.all(ServiceRequest)}) == 2


@pytest.mark.requirement("W-10")
async def test_an_application_whose_service_request_was_cancelled_is_taken_up_again_by_hand(service: Service) -> None:
    work = await casework(service)
    case_id, about = work.enforced.case_id, work.enforced.application_id

    async def take_up() -> Outcome:
        kind, reason = KindCode.VERIFY_WRIT_APPLICATION, "It was cancelled in error."
        return await service.carry_out(
            work.olu, lambda unit: open_by_hand(unit, case_id, kind, reason=reason, about=about)
        )

    with pytest.raises(refusals.Refused, match="ALREADY_OPENED"):
        await take_up()
    await work.close(ServiceRequestSubStatus.CANCELLED, note="By mistake.")
    key = (await take_up()).subjects["service_request"]
    await work.start(key=key)
    await work.complete("LOOK_AT_CHECKS", "SEND_BACK", key=key, reason="Incomplete.")
    await work.close(key=key)
    with pytest.raises(refusals.Refused, match="NOT_TO_BE_WORKED"):
        await take_up()
    assert len(await service.all(ServiceRequest)) == 2
