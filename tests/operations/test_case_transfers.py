"""A case goes to another area or team: what stands in the way, who approves, where it arrives (R-08, R-20, R-36)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.models import Movement
from backend.operations import flags, reviews, service_requests, transfers, worked
from backend.operations.case_file import CaseFile
from backend.operations.service_requests import Prepared
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.periods import london_day
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import casework, enforcement
from backend.rules.vocabulary import (
    Act,
    CaseArea,
    EventKind,
    Flag,
    Jurisdiction,
    KindCode,
    Power,
    ReviewKind,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders.case_acts import (
    as_if,
    by_the_service,
    flags_of,
    note,
    open_power,
    open_request,
    ready,
    remove_flag,
    review_timers,
    set_flag,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

WHY = "The work of enforcement is done."
IN_THE_WAY = {
    Flag.LOCK_ASSIGNMENT: enforcement.ASSIGNMENT_LOCKED,
    Flag.DISABLE_MISSED_PAYMENT_MONITOR: enforcement.MONITOR_DISABLED,
    Flag.COURT_ENFORCED_SCHEDULE: enforcement.SCHEDULE_COURT_ENFORCED,
}


async def decided(service: Service, to: str = "TO_MAINTENANCE_ONLY", **changed: Any) -> Referred:
    """The case manager decided to transfer the case, and has not closed the service request yet."""
    referred = await ready(await (await agency(service)).assigned(**changed))
    await referred.complete("TRANSFER_CASE", to, reason=WHY)
    return referred


async def approve(referred: Referred, *, by: Actor | None = None) -> None:
    service, key = referred.service, referred.routing
    await service.carry_out(
        referred.agency.manager, lambda unit: service_requests.request_approval(unit, key, expected_version=None)
    )
    await service.carry_out(
        by or referred.agency.leader,
        lambda unit: service_requests.approve(unit, key, prepared=Prepared(), expected_version=None),
    )


@pytest.mark.requirement("R-36", "R-37", "R-39")
async def test_the_line_decides_the_route_and_closing_carries_it_out_without_approval_to_maintenance(
    service: Service,
) -> None:
    referred = await decided(service)
    assert (await referred.row()).area is CaseArea.ENFORCEMENT
    await referred.close()
    row, request = await referred.row(), await referred.request()
    assert (row.area, row.team_id) == (CaseArea.MAINTENANCE, referred.agency.teams["Maintenance"])
    assert (request.status, request.sub_status) == (ServiceRequestStatus.CLOSED, ServiceRequestSubStatus.COMPLETE)
    (movement,) = await service.all(Movement, case_id=referred.id)
    assert (movement.from_area, movement.to_area, movement.reason, movement.by, movement.service_request_id) == (
        CaseArea.ENFORCEMENT, CaseArea.MAINTENANCE, WHY, referred.agency.manager.user_id, referred.routing,
    )  # fmt: skip
    assert (await referred.history())[-1].changes == {"area": "MAINTENANCE", "team": "Maintenance"}


@pytest.mark.requirement("R-07", "R-38")
@pytest.mark.parametrize("flag", list(IN_THE_WAY))
async def test_a_flag_that_is_set_still_keeps_the_case_from_maintenance_and_is_named(
    service: Service, flag: Flag
) -> None:
    referred = await decided(service)
    await set_flag(referred, flag)
    await refused_at_closing(referred, IN_THE_WAY[flag])


@pytest.mark.requirement("R-38")
@pytest.mark.parametrize("kind", [KindCode.REVIEW_CASE, KindCode.NEGOTIATION, KindCode.CHARGING_ORDER])
async def test_another_open_service_request_keeps_the_case_from_maintenance(service: Service, kind: KindCode) -> None:
    referred = await decided(service)
    await open_request(referred, kind)
    await refused_at_closing(referred, enforcement.OTHER_SERVICE_REQUESTS_OPEN)


@pytest.mark.requirement("R-07", "R-38")
async def test_everything_that_stands_in_the_way_is_told_at_once(service: Service) -> None:
    referred = await decided(service)
    for flag in (*IN_THE_WAY, Flag.MANUAL_ALLOCATION):
        await set_flag(referred, flag)
    await open_request(referred, KindCode.NEGOTIATION)
    await refused_at_closing(
        referred,
        enforcement.OTHER_SERVICE_REQUESTS_OPEN,
        reasons.MANUAL_ALLOCATION_UNEXPLAINED,
        enforcement.MONITOR_DISABLED,
        enforcement.ASSIGNMENT_LOCKED,
        enforcement.SCHEDULE_COURT_ENFORCED,
    )


@pytest.mark.requirement("R-36")
async def test_manual_allocation_stays_with_a_note_that_explains_it(service: Service) -> None:
    referred = await decided(service, earlier_actions=("2025: the service notes this, and no reason.",))
    await set_flag(referred, Flag.MANUAL_ALLOCATION)
    await refused_at_closing(referred, reasons.MANUAL_ALLOCATION_UNEXPLAINED)
    await note(referred, "He still gives the wrong reference: payments are allocated by hand.")
    await referred.close()
    assert (await referred.row()).area is CaseArea.MAINTENANCE
    assert await flags_of(referred) == {Flag.EVER_IN_ENFORCEMENT, Flag.MANUAL_ALLOCATION}


async def refused_at_closing(referred: Referred, *against: refusals.Reason) -> None:
    before, set_before = await referred.service.counts(), await flags_of(referred)
    with pytest.raises(refusals.Refused) as refused:
        await referred.close()
    assert refused.value.reasons == against
    assert (await referred.service.counts(), await flags_of(referred)) == (before, set_before)
    row, request = await referred.row(), await referred.request()
    assert (row.area, request.status) == (CaseArea.ENFORCEMENT, ServiceRequestStatus.IN_PROGRESS)


@pytest.mark.requirement("R-37")
@pytest.mark.parametrize(
    ("outcome", "area", "team"),
    [
        ("TO_CENTRAL_TEAM", CaseArea.CENTRAL_TEAM, "Central Team"),
        ("TO_COMPLEX_CASE_TEAM", CaseArea.COMPLEX_CASE_TEAM, "Complex Cases"),
    ],
)
async def test_a_transfer_to_the_central_or_a_complex_case_team_needs_the_team_leaders_approval(
    service: Service, outcome: str, area: CaseArea, team: str
) -> None:
    referred = await decided(service, outcome)
    with pytest.raises(refusals.Refused) as refused:
        await referred.close()
    assert refused.value.reasons == (casework.APPROVAL_NEEDED,)
    await approve(referred)
    assert (await referred.row()).area is CaseArea.ENFORCEMENT
    await referred.close()
    row = await referred.row()
    assert (row.area, row.team_id) == (area, referred.agency.teams[team])


@pytest.mark.requirement("R-36", "R-37")
async def test_the_complex_case_team_gets_what_is_open_and_a_routing_of_its_own(service: Service) -> None:
    referred = await ready(await (await agency(service)).assigned())
    power = await open_power(referred, Power.CHARGING_ORDER)
    await referred.complete("TRANSFER_CASE", "TO_COMPLEX_CASE_TEAM", reason=WHY)
    await approve(referred)
    await referred.close()
    there = referred.agency.teams["Complex Cases"]
    handed = await referred.request(power)
    assert (handed.owner_id, handed.team_id) == (None, there)
    (routing,) = [each for each in await referred.requests(KindCode.REVIEW_CASE) if each.id != referred.routing]
    assert (routing.team_id, routing.owner_id, routing.reason) == (there, None, "Case transferred to enforcement.")


@pytest.mark.requirement("R-39")
async def test_a_case_sent_in_from_elsewhere_returns_to_the_area_that_sent_it(service: Service) -> None:
    referred = await decided(service, "TO_ORIGINATING_AREA", origin=CaseArea.COMPLAINTS)
    await referred.close()
    row = await referred.row()
    assert (row.area, row.team_id) == (CaseArea.COMPLAINTS, referred.agency.teams["Complaints"])


@pytest.mark.requirement("R-39")
async def test_a_case_that_maintenance_sends_in_remembers_maintenance_as_its_origin(service: Service) -> None:
    referred = await decided(service)
    await as_if(referred, origin=CaseArea.COMPLAINTS)
    await referred.close()
    worker = referred.agency.others[Role.MAINTENANCE_WORKER]
    old = await open_request(referred, KindCode.CLEAR_OLD_ACTIONS, owner=worker)

    async def send_in(unit: Unit) -> Outcome:
        on = await worked.load(unit, old)
        unit.permit(Act.CLOSE_SERVICE_REQUEST)
        await transfers.transfer(unit, on, CaseArea.ENFORCEMENT, "An artefact is to be cleared.")
        return on.outcome

    await service.carry_out(worker, send_in)
    row = await referred.row()
    assert (row.area, row.origin, row.team_id) == (
        CaseArea.ENFORCEMENT, CaseArea.MAINTENANCE, referred.agency.leader.team_id,
    )  # fmt: skip


@pytest.mark.requirement("R-36")
async def test_leaving_for_maintenance_ends_a_review_date_that_waits(service: Service) -> None:
    referred = await decided(service)
    day = london_day(service.clock.at) + timedelta(days=30)

    async def wait(unit: Unit, of: CaseFile) -> None:
        await reviews.set_review(
            unit, of, kind=ReviewKind.SETUP_ONLY, due_on=day, reason="Waits.", service_request=None
        )

    await by_the_service(referred, wait)
    await referred.close()
    assert await review_timers(referred) == []


@pytest.mark.requirement("R-08")
async def test_a_rejected_referral_goes_back_to_where_it_came_from_and_sets_no_flag(service: Service) -> None:
    referred = await (await agency(service)).assigned(origin=CaseArea.COMPLAINTS)
    await referred.start()
    await referred.complete("EVER_IN_ENFORCEMENT", "REFERRAL_REJECTED", reason="The arrears are not calculated.")
    row = await referred.row()
    assert (row.rejected_at, row.area) == (service.clock.at, CaseArea.COMPLAINTS)
    assert await flags_of(referred) == set()
    kinds = [entry.kind for entry in await referred.history()]
    assert kinds[-2:] == [EventKind.REFERRAL_REJECTED, EventKind.CASE_MOVED]
    with pytest.raises(refusals.Refused) as refused:
        await by_the_service(referred, lambda unit, of: flags.set_flag(unit, of, Flag.EVER_IN_ENFORCEMENT, "No."))
    assert refused.value.reasons == (enforcement.REFERRAL_IS_REJECTED,)


@pytest.mark.requirement("R-08")
async def test_a_referral_is_not_rejected_while_something_of_enforcement_is_open(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    await referred.start()
    await open_power(referred, Power.CHARGING_ORDER)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await referred.complete("EVER_IN_ENFORCEMENT", "REFERRAL_REJECTED", reason="Not complete.")
    assert enforcement.OTHER_SERVICE_REQUESTS_OPEN in refused.value.reasons
    row = await referred.row()
    assert (await service.counts(), row.rejected_at, row.area) == (before, None, CaseArea.ENFORCEMENT)


@pytest.mark.requirement("R-20")
@pytest.mark.parametrize("place", [Jurisdiction.SCOTLAND, Jurisdiction.NORTHERN_IRELAND])
async def test_a_case_group_without_lock_assignment_goes_to_the_new_jurisdictions_team_with_what_is_open(
    service: Service, place: Jurisdiction
) -> None:
    referred = await (await agency(service)).assigned()
    await by_the_service(referred, lambda unit, of: transfers.change_jurisdiction(unit, of, place))
    there = referred.agency.teams[f"Enforcement {place}"]
    row, request = await referred.row(), await referred.request()
    assert ((await service.case(referred.id)).jurisdiction, row.team_id, row.area) == (
        place, there, CaseArea.ENFORCEMENT,
    )  # fmt: skip
    assert (request.team_id, request.owner_id) == (there, None)
    changed = next(each for each in await referred.history() if each.kind is EventKind.JURISDICTION_CHANGED)
    assert changed.changes == {"fromJurisdiction": "ENGLAND_WALES", "jurisdiction": place}


@pytest.mark.requirement("R-20", "R-21")
async def test_a_case_group_with_lock_assignment_stays_with_its_team_and_is_enforced_where_he_lives(
    service: Service,
) -> None:
    referred = await (await agency(service)).assigned()
    await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    before, request = await referred.row(), await referred.request()
    enforced_in: list[Jurisdiction] = []

    async def move(unit: Unit, of: CaseFile) -> None:
        for place in (Jurisdiction.SCOTLAND, Jurisdiction.SCOTLAND):
            await transfers.change_jurisdiction(unit, of, place)
        enforced_in.append(of.facts.jurisdiction)

    await by_the_service(referred, move)
    row, after = await referred.row(), await referred.request()
    assert ((await service.case(referred.id)).jurisdiction, row.team_id, enforced_in) == (
        Jurisdiction.ENGLAND_WALES, before.team_id, [Jurisdiction.SCOTLAND],
    )  # fmt: skip
    assert (after.team_id, after.owner_id) == (request.team_id, request.owner_id)
    changed = [each for each in await referred.history() if each.kind is EventKind.JURISDICTION_CHANGED]
    assert len(changed) == 1


@pytest.mark.requirement("R-20")
async def test_once_the_lock_is_gone_the_case_goes_to_where_he_lives_when_it_next_comes_into_enforcement(
    service: Service,
) -> None:
    referred = await (await agency(service)).assigned()
    await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    await by_the_service(referred, lambda unit, of: transfers.change_jurisdiction(unit, of, Jurisdiction.SCOTLAND))
    await remove_flag(referred, Flag.LOCK_ASSIGNMENT)
    assert (await referred.row()).moved_to is Jurisdiction.SCOTLAND
    await by_the_service(
        referred, lambda unit, of: transfers.move(unit, of, CaseArea.ENFORCEMENT, reason="It came back.")
    )
    row = await referred.row()
    assert (row.moved_to, row.team_id) == (None, referred.agency.teams["Enforcement SCOTLAND"])
    assert (await service.case(referred.id)).jurisdiction is Jurisdiction.SCOTLAND
