"""What an act would do is told by doing it, and nothing of it stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.models import Base
from backend.operations import rehearsal, service_requests
from backend.operations.rehearsal import TIMERS_IN_WORDS, Looked, Rehearsed, WouldOpen
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.lines import Given
from backend.rules.vocabulary import EventKind, KindCode, Relation, Role, ServiceRequestSubStatus, TimerKind
from tests.builders.agency_requests import have_opened
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

NOTHING = Given()


async def everything(service: Service) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    async with service.ground.database.reading(SYSTEM) as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


async def outcome(
    case: Referred, code: str, chosen: str, given: Given = NOTHING, *, by: Actor | None = None
) -> Rehearsed:
    """What completing a line of the routing plan would do."""

    async def act(unit: Unit) -> Outcome:
        return await service_requests.complete(
            unit, case.routing, code, outcome=chosen, given=given, expected_version=None
        )

    return await rehearsal.rehearse(case.service.ground, by or case.agency.manager, looked(case), act)


def looked(case: Referred) -> Looked:
    """A case manager looks, from the routing service request."""
    return Looked(case.id, case.routing, Relation.AGENCY | Relation.ASSIGNED)


async def started(service: Service) -> Referred:
    case = await (await agency(service)).assigned()
    await case.start()
    return case


@pytest.mark.requirement("X-04", "R-13")
async def test_it_tells_what_would_be_opened_and_changes_nothing(service: Service) -> None:
    case = await started(service)
    before = await everything(service)
    told = await outcome(case, "INITIATE_DATA_GATHERING", "INITIATE", Given("Nothing is known."))
    assert told.refusal is None
    reference = (await case.request()).reference
    assert told.opened == (WouldOpen(KindCode.GATHER_INFORMATION, f"Opened under {reference}."),)
    assert [each.kind for each in told.history] == [EventKind.ACTIVITY_COMPLETED, EventKind.SERVICE_REQUEST_OPENED]
    assert told.history[0].summary == "Initiate Data Gathering: Initiate."
    assert (told.letters, told.timers) == ((), ())
    assert await everything(service) == before
    await case.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known.")


@pytest.mark.requirement("X-04", "R-15")
async def test_it_tells_every_reason_for_which_it_would_be_refused(service: Service) -> None:
    case = await started(service)
    before = await everything(service)
    told = await outcome(case, "INITIATE_DATA_GATHERING", "INITIATE")
    assert isinstance(told.refusal, refusals.Refused)
    assert [reason.code for reason in told.refusal.reasons] == ["REASON_REQUIRED"]
    assert told == Rehearsed(told.refusal)
    assert await everything(service) == before


@pytest.mark.requirement("X-04", "R-22")
async def test_it_tells_the_dates_that_would_be_set(service: Service) -> None:
    case = await started(service)
    power = await have_opened(case, KindCode.CHARGING_ORDER)
    await case.start(power)
    before = await everything(service)
    review_on = service.clock.at.date() + timedelta(days=60)
    told = await outcome(case, "SET_CASE_FOR_REVIEW", "SETUP_ONLY", Given("He is in hospital.", "So.", review_on))
    if told.refusal is None:
        assert [each.kind for each in told.timers] == [TimerKind.CASE_REVIEW]
        assert EventKind.REVIEW_SET in {each.kind for each in told.history}
    assert await everything(service) == before


@pytest.mark.requirement("X-04", "R-12")
async def test_closing_is_rehearsed_too(service: Service) -> None:
    case = await started(service)
    await case.complete("NO_FURTHER_ACTION", "RECORDED", note="Done.")
    before = await everything(service)

    async def act(unit: Unit) -> Outcome:
        how = ServiceRequestSubStatus.COMPLETE
        return await service_requests.close(unit, case.routing, how, note=None, expected_version=None)

    told = await rehearsal.rehearse(service.ground, case.agency.manager, looked(case), act)
    assert [each.kind for each in told.history] == [EventKind.SERVICE_REQUEST_CLOSED]
    assert await everything(service) == before


@pytest.mark.requirement("X-08")
async def test_nobody_finds_out_by_it_what_they_may_not_see(service: Service) -> None:
    case = await started(service)
    for who in (case.agency.others[Role.DOT], service.officer, service.kate):
        told = await outcome(case, "NO_FURTHER_ACTION", "RECORDED", Given(note="So."), by=who)
        assert isinstance(told.refusal, refusals.NotFound)
        assert told == Rehearsed(told.refusal)


def test_every_timer_is_told_in_words() -> None:
    assert set(TIMERS_IN_WORDS) == set(TimerKind)
