"""A case group comes into enforcement, and is routed to a case manager, who works its routing service request."""

import pytest

from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import ActivityStatus, CaseArea, KindCode, Role, ServiceRequestStatus
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
