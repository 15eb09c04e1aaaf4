"""A case group comes into enforcement, and is routed to a case manager, who works its routing service request."""

import pytest

from backend.models import ServiceRequestNote
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import (
    ActivityStatus,
    CaseArea,
    EventKind,
    KindCode,
    NoteKind,
    Role,
    ServiceRequestStatus,
)
from tests.builders.enforcement_cases import agency
from tests.builders.service import Service


@pytest.mark.requirement("R-02", "R-06")
async def test_a_referred_case_waits_at_its_jurisdictions_team_for_the_team_leader_to_route_it(
    service: Service,
) -> None:
    theirs = await agency(service)
    referred = await theirs.refer()
    request, row = await referred.request(), await referred.row()
    assert (row.area, row.team_id) == (CaseArea.ENFORCEMENT, theirs.leader.team_id)
    assert (request.reason, request.owner_id, request.team_id) == (
        "Case transferred to enforcement.", None, theirs.leader.team_id,
    )  # fmt: skip
    with pytest.raises(refusals.Refused) as refused:
        await referred.start()
    assert refused.value.reasons == (reasons.NOT_ASSIGNED_TO_YOU,)
    await referred.assign()
    await referred.start()
    assert (await referred.request()).status is ServiceRequestStatus.IN_PROGRESS


@pytest.mark.requirement("R-19")
async def test_what_was_done_before_a_case_came_is_a_note_of_its_routing_in_the_order_told(service: Service) -> None:
    told = ("12 May 2025: deduction from earnings order, employer left", "3 August 2025: no answer", "1 May 2025: call")
    referred = await (await agency(service)).refer(earlier_actions=told)
    (note,) = await service.all(ServiceRequestNote)
    assert (note.service_request_id, note.written_by, note.kind) == (referred.routing, None, NoteKind.NOTE)
    assert note.text.splitlines() == ["Done before the case was referred:", *told]
    last = (await referred.history())[-1]
    assert (last.kind, last.subject_id) == (EventKind.SERVICE_REQUEST_NOTED, referred.routing)
    assert (await referred.request()).version == 2


@pytest.mark.requirement("R-19")
async def test_a_case_about_which_nothing_was_done_before_comes_without_a_note(service: Service) -> None:
    referred = await (await agency(service)).refer()
    assert await service.all(ServiceRequestNote) == []
    assert (await referred.history())[-1].kind is EventKind.SERVICE_REQUEST_OPENED
    assert (await referred.request()).version == 1


@pytest.mark.requirement("R-10", "R-13")
async def test_initiating_data_gathering_opens_a_child_that_whoever_works_the_case_owns(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    await referred.start()
    await referred.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of his means.")
    (child,) = await referred.requests(KindCode.GATHER_INFORMATION)
    assert (child.parent_id, child.owner_id) == (referred.routing, referred.agency.manager.user_id)
    assert (await referred.statuses())["INITIATE_DATA_GATHERING"] is ActivityStatus.COMPLETE


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("role", [Role.DOT, Role.COMPLAINTS_WORKER, Role.SENIOR_MANAGER, Role.TRANSITION_WORKER])
async def test_whoever_has_nothing_to_do_with_a_case_does_not_find_it(service: Service, role: Role) -> None:
    theirs = await agency(service)
    referred = await theirs.refer()

    async def look(unit: Unit) -> Outcome:
        await load(unit, referred.id)
        return Outcome()

    with pytest.raises(refusals.NotFound):
        await service.carry_out(theirs.others[role], look)
