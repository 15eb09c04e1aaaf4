"""Surveillance: everything of R-33 is made so in one act, and each of five triggers brings the case out once."""

from datetime import timedelta

import pytest

from backend.models import FlagSetting, Movement, Surveillance
from backend.operations import reviews, segments, surveillance
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.periods import london_day
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    Flag,
    KindCode,
    ReviewKind,
    RoutingReason,
    Segment,
    ServiceRequestStatus,
)
from tests.builders.case_acts import (
    as_if,
    by_the_service,
    flags_of,
    notes_of,
    open_request,
    review_timers,
    reviews_of,
    set_flag,
    set_review_date,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

TRIGGERS = [
    RoutingReason.SURVEILLANCE_NEW_ADDRESS,
    RoutingReason.SURVEILLANCE_NEW_EMPLOYMENT,
    RoutingReason.SURVEILLANCE_CLIENT_CONTACT,
    RoutingReason.SURVEILLANCE_ANNUAL_REVIEW,
    RoutingReason.SURVEILLANCE_REVIEW_REACHED,
]
WATCHED = {Flag.EVER_IN_ENFORCEMENT, Flag.DEO_DESIRE, Flag.DISABLE_MISSED_PAYMENT_MONITOR}


async def decided(service: Service, **changed: bool) -> Referred:
    """Nobody knows where he lives: the case manager decided on surveillance, and has not closed it yet."""
    referred = await (await agency(service)).assigned(**changed)
    await referred.start()
    if not changed.get("is_criminal"):
        await referred.complete("EVER_IN_ENFORCEMENT", "YES")
    await as_if(referred, has_confident_address=False)
    await set_flag(referred, Flag.DEO_DESIRE)
    day = london_day(service.clock.at) + timedelta(days=180)
    await set_review_date(referred, day, outcome="SETUP_AND_TRANSFER")
    return referred


async def watched(service: Service) -> Referred:
    referred = await decided(service)
    await referred.close()
    return referred


@pytest.mark.requirement("R-32", "R-33", "R-34")
async def test_closing_puts_the_case_into_surveillance_with_everything_that_goes_with_it(service: Service) -> None:
    referred = await decided(service)
    assert (await referred.row()).area is CaseArea.ENFORCEMENT
    await referred.close()
    row, request = await referred.row(), await referred.request()
    assert (row.area, row.team_id) == (CaseArea.MAINTENANCE, referred.agency.teams["Maintenance"])
    assert await flags_of(referred) == WATCHED
    (review,) = await reviews_of(referred)
    assert (review.kind, review.due_on) == (
        ReviewKind.SETUP_AND_TRANSFER, london_day(service.clock.at) + timedelta(days=180),
    )  # fmt: skip
    assert len(await review_timers(referred)) == 1
    assert "Case is in Surveillance: Waits." in await notes_of(referred)
    assert (request.resolution, request.status) == ("SETUP_AND_TRANSFER", ServiceRequestStatus.CLOSED)
    (stay,) = await service.all(Surveillance, case_id=referred.id)
    assert (stay.reason, stay.started_by, stay.ended_at) == ("Waits.", referred.agency.manager.user_id, None)
    (movement,) = await service.all(Movement, case_id=referred.id)
    assert (movement.from_area, movement.to_area, movement.service_request_id) == (
        CaseArea.ENFORCEMENT, CaseArea.MAINTENANCE, referred.routing,
    )  # fmt: skip
    assert {EventKind.SURVEILLANCE_STARTED, EventKind.CASE_MOVED} <= {e.kind for e in await referred.history()}


@pytest.mark.requirement("R-33")
async def test_lock_assignment_is_removed_and_what_was_set_stays_as_it_was(service: Service) -> None:
    referred = await decided(service)
    await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    await set_flag(referred, Flag.DISABLE_MISSED_PAYMENT_MONITOR, reason="A deduction order was made.")
    await referred.close()
    assert await flags_of(referred) == WATCHED
    monitor = await service.one(FlagSetting, case_id=referred.id, flag=Flag.DISABLE_MISSED_PAYMENT_MONITOR)
    assert monitor.reason == "A deduction order was made."


@pytest.mark.requirement("R-11", "R-33")
async def test_criminal_enforcement_goes_into_surveillance_without_ever_in_enforcement(service: Service) -> None:
    referred = await decided(service, is_criminal=True)
    await referred.close()
    assert await flags_of(referred) == WATCHED - {Flag.EVER_IN_ENFORCEMENT}


@pytest.mark.requirement("R-33", "R-38")
async def test_what_came_between_decision_and_closing_stands_in_the_way_and_nothing_is_changed(
    service: Service,
) -> None:
    referred = await decided(service)
    await set_flag(referred, Flag.COURT_ENFORCED_SCHEDULE)
    await open_request(referred, KindCode.NEGOTIATION)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await referred.close()
    assert refused.value.reasons == (
        enforcement.OTHER_SERVICE_REQUESTS_OPEN, enforcement.SCHEDULE_COURT_ENFORCED,
    )  # fmt: skip
    assert (await service.counts(), (await referred.row()).area) == (before, CaseArea.ENFORCEMENT)
    assert (await referred.request()).status is ServiceRequestStatus.IN_PROGRESS


@pytest.mark.requirement("R-33")
async def test_a_review_that_ended_before_closing_is_set_again_and_one_that_has_come_is_refused(
    service: Service,
) -> None:
    referred = await decided(service)
    await by_the_service(referred, lambda unit, of: reviews.end_review(unit, of, "it came"))
    service.clock.go(days=200)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await referred.close()
    assert (refused.value.reasons, await service.counts()) == ((reasons.REVIEW_DATE_GONE,), before)
    service.clock.go(days=-100)
    await referred.close()
    assert [row.ended_why for row in await reviews_of(referred)] == ["it came", None]


@pytest.mark.requirement("R-32")
async def test_without_a_confident_address_no_case_comes_into_enforcement(service: Service) -> None:
    theirs = await agency(service)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as refused:
        await theirs.refer(has_confident_address=False)
    assert [each.code for each in refused.value.problems] == ["NO_CONFIDENT_ADDRESS"]
    assert await service.counts() == before


@pytest.mark.requirement("R-35")
@pytest.mark.parametrize("trigger", TRIGGERS)
async def test_each_trigger_brings_the_case_back_into_enforcement_once(
    service: Service, trigger: RoutingReason
) -> None:
    referred = await watched(service)
    told: list[bool] = []

    async def twice(unit: Unit, case_file: CaseFile) -> None:
        told.extend([await surveillance.leave(unit, case_file, trigger) for _ in range(2)])

    await by_the_service(referred, twice)
    assert told == [True, False]
    row = await referred.row()
    assert (row.area, row.team_id) == (CaseArea.ENFORCEMENT, referred.agency.leader.team_id)
    (stay,) = await service.all(Surveillance, case_id=referred.id)
    assert (stay.exit, stay.ended_at) == (trigger, service.clock.at)
    assert [row.ended_why for row in await reviews_of(referred)] == [surveillance.ENDED]
    assert (await review_timers(referred), await flags_of(referred)) == ([], WATCHED)
    kinds = [entry.kind for entry in await referred.history()]
    assert kinds[-3:] == [EventKind.SURVEILLANCE_ENDED, EventKind.REVIEW_ENDED, EventKind.CASE_MOVED]


@pytest.mark.requirement("R-32")
async def test_an_arrears_only_case_that_was_in_surveillance_before_is_categorised(service: Service) -> None:
    referred = await watched(service)
    await by_the_service(referred, lambda unit, of: surveillance.leave(unit, of, TRIGGERS[0]))
    await as_if(referred, segment=Segment.ARREARS_ONLY)
    with pytest.raises(refusals.NotPermitted):
        await categorise(referred)
    await open_request(referred, KindCode.REVIEW_CASE)
    await categorise(referred)
    assert (await referred.row()).segment is Segment.ARREARS_ONLY_CATEGORISED
    assert (await referred.history())[-1].kind is EventKind.ARREARS_CATEGORISED
    with pytest.raises(refusals.Refused) as refused:
        await categorise(referred)
    assert refused.value.reasons == (reasons.NOT_ARREARS_ONLY,)


@pytest.mark.requirement("R-32")
async def test_a_case_that_never_was_in_surveillance_is_not_categorised(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await categorise(referred)
    assert refused.value.reasons == (reasons.NOT_ARREARS_ONLY, reasons.NEVER_IN_SURVEILLANCE)
    assert (await service.counts(), (await referred.row()).segment) == (before, Segment.STANDARD)


async def categorise(referred: Referred) -> None:
    await referred.service.carry_out(
        referred.agency.manager,
        lambda unit: segments.categorise_arrears(unit, referred.id, reason="Nothing more can be had."),
    )
