"""Who of the agency may do what with a case that is not theirs: other teams, other areas, senior managers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.sql.elements import False_

from backend.models import EnforcementCase, Party, PaymentIn, Schedule
from backend.operations import arrears, flags, marking, offline_tasks, party_details, work_queue
from backend.operations.arrears import Share
from backend.operations.unit import Outcome, Unit
from backend.queries.enforcement_cases import ENFORCEMENT_CASE, JURISDICTION, Asked, conditions
from backend.queries.history import HISTORY_ENTRY
from backend.queries.letters import LETTER
from backend.queries.parties import PARTY
from backend.queries.reading import Reading
from backend.queries.service_requests import NOTE, SERVICE_REQUEST
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.forms import Entry
from backend.rules.offline_tasks import Task
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    CaseArea,
    Compliance,
    EventKind,
    Flag,
    FormFieldKind,
    Jurisdiction,
    KindCode,
    OfflineTaskKind,
    PartySide,
    Role,
    ServiceRequestStatus,
)
from tests.builders.agency_requests import (
    action,
    approve,
    fill_in,
    have_opened,
    link,
    note,
    open_by_hand,
    request_approval,
)
from tests.builders.enforcement_cases import Agency, Referred, agency
from tests.builders.people import add_actor
from tests.builders.service import Service

NOW, TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC), date(2026, 11, 20)


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def read(service: Service, actor: Actor, entity: Any, case: Referred) -> list[Any]:
    """What somebody is given of a case, whatever they ask for."""
    reading = Reading(service.ground.database, actor, await service.ground.clock.now())
    try:
        return await reading.rows(entity, reading.select(entity).where(entity.case == case.id))
    finally:
        await reading.close()


async def add(service: Service, *rows: Any) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add_all(rows)
        return Outcome()

    await service.carry_out(SYSTEM, act)


async def leader_of(theirs: Agency, team: str) -> Actor:
    made = await add_actor(theirs.service.ground, "Rhodri Vaughan", Role.TEAM_LEADER, frozenset(Jurisdiction))
    return replace(made, team_id=theirs.teams[team])


async def put_up(service: Service) -> Referred:
    """A case whose transfer to the central team waits for approval."""
    case = await (await agency(service)).assigned()
    await case.start()
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="It belongs there.")
    await request_approval(case, case.routing)
    return case


@pytest.mark.requirement("X-08", "R-37")
async def test_the_leader_of_another_team_decides_nothing_that_is_not_with_their_team(service: Service) -> None:
    case = await put_up(service)
    other = await leader_of(case.agency, "Complex Cases")
    key = await have_opened(case, KindCode.NEGOTIATION)
    await service.carry_out(
        case.agency.leader,
        lambda unit: work_queue.give_to_team(unit, key, case.agency.teams["Complex Cases"], expected_version=None),
    )
    with pytest.raises(refusals.Refused) as refused:
        await approve(case, case.routing, by=other)
    assert codes(refused) == ["WORK_OF_ANOTHER_TEAM"]
    with pytest.raises(refusals.Refused) as refused:
        await case.assign(other, by=other)
    assert codes(refused) == ["WORK_OF_ANOTHER_TEAM"]
    row = await case.request()
    assert (row.status, row.owner_id) == (
        ServiceRequestStatus.INITIATE_APPROVAL_PROCESS, case.agency.manager.user_id,
    )  # fmt: skip
    await case.assign(case.agency.others[Role.COMPLEX_CASE_WORKER], key=key, by=other)


@pytest.mark.requirement("X-08", "R-37")
async def test_a_leader_who_only_owns_work_of_a_case_leads_nothing_of_it(service: Service) -> None:
    case = await put_up(service)
    other = await leader_of(case.agency, "Complex Cases")
    await have_opened(case, KindCode.NEGOTIATION, owner=other)
    with pytest.raises(refusals.NotPermitted):
        await approve(case, case.routing, by=other)
    key = (await service.one(Party, case_id=case.id, side=PartySide.PAYING_PARENT)).id
    with pytest.raises(refusals.NotPermitted):
        await service.carry_out(other, lambda unit: party_details.read(unit, case.id, key, reason="Because."))


@pytest.mark.requirement("X-08", "R-06")
async def test_a_case_manager_who_opens_work_on_a_case_of_somebody_else_does_not_get_it_by_that(
    service: Service,
) -> None:
    case = await (await agency(service)).assigned()
    key = await open_by_hand(case, KindCode.REVIEW_CASE, by=case.agency.colleague)
    assert (await case.request(key)).owner_id is None
    with pytest.raises(refusals.Refused) as refused:
        await case.start(key, by=case.agency.colleague)
    assert codes(refused) == ["NOT_ASSIGNED_TO_YOU"]
    assert {each.seen["address_lines"] for each in await read(service, case.agency.colleague, PARTY, case)} == {None}


async def with_maintenance(service: Service) -> tuple[Referred, Actor]:
    """A case that maintenance sent in, and one of theirs who opened what is theirs to open, and owns it."""
    case = await (await agency(service)).assigned(origin=CaseArea.MAINTENANCE)
    await note(case, case.routing, "The child lives with her grandmother.")
    callum = case.agency.others[Role.MAINTENANCE_WORKER]
    await open_by_hand(case, KindCode.CLEAR_OLD_ACTIONS, by=callum)
    return case, callum


@pytest.mark.requirement("X-08", "R-44")
async def test_another_area_sees_its_own_work_of_a_case_and_nobodys_notes_letters_or_addresses(
    service: Service,
) -> None:
    case, callum = await with_maintenance(service)
    assert len(await read(service, callum, ENFORCEMENT_CASE, case)) == 1
    (own,) = await read(service, callum, SERVICE_REQUEST, case)
    assert own.stored["sub_area"] == "Clear Old Enforcement Actions"
    told = await read(service, callum, HISTORY_ENTRY, case)
    assert [each.stored["kind"] for each in told] == [EventKind.SERVICE_REQUEST_OPENED]
    assert await read(service, callum, NOTE, case) == []
    assert await read(service, callum, LETTER, case) == []
    assert {each.seen["address_lines"] for each in await read(service, callum, PARTY, case)} == {None}
    assert len(await read(service, case.agency.manager, SERVICE_REQUEST, case)) == 2


@pytest.mark.requirement("X-08", "R-44", "R-53")
async def test_another_area_does_nothing_with_enforcement_action_beside_its_own_work(service: Service) -> None:
    case, callum = await with_maintenance(service)
    power = await action(case)
    task = Task(OfflineTaskKind.PROCUREMENT_CARD_PAYMENT, "Callum", TODAY, "A court", None, 1_00)
    tries = (
        lambda unit: marking.mark(unit, power, Act.MARK_READY_FOR_CANCELLATION, note="So."),
        lambda unit: offline_tasks.record(unit, power, task),
    )
    for each in tries:
        with pytest.raises(refusals.Refused) as refused:
            await service.carry_out(callum, each)
        assert codes(refused) == ["NOT_ASSIGNED_TO_YOU"]
    with pytest.raises(refusals.Refused) as refused:
        await link(case, power, case.routing, by=callum)
    assert codes(refused) == ["NOT_ASSIGNED_TO_YOU"]
    payment = PaymentIn(
        case_id=case.id, external_id="1", amount_pence=1_00, received_on=TODAY, state="UNALLOCATED",
        recorded_at=NOW,
    )  # fmt: skip
    await add(service, payment)
    (row,) = await service.all(PaymentIn)
    with pytest.raises(refusals.Refused) as refused:
        await service.carry_out(callum, lambda unit: arrears.allocate(unit, row.id, [Share(None, 1_00)]))
    assert codes(refused) == ["NOT_AN_ENFORCER"]


@pytest.mark.requirement("X-08", "R-52")
async def test_a_senior_manager_sees_of_a_case_what_waits_to_be_signed_off(service: Service) -> None:
    case = await (await agency(service)).assigned()
    patricia = case.agency.others[Role.SENIOR_MANAGER]
    assert await read(service, patricia, ENFORCEMENT_CASE, case) == []
    waiting = await have_opened(case, KindCode.SIGN_OFF_LETTER, owner=patricia)
    (seen,) = await read(service, patricia, SERVICE_REQUEST, case)
    assert seen.stored["key"] == waiting
    assert {each.stored["subject_id"] for each in await read(service, patricia, HISTORY_ENTRY, case)} == {waiting}


@pytest.mark.requirement("R-37", "X-08")
@pytest.mark.parametrize("is_approved", [False, True], ids=["put-up", "approved"])
async def test_what_is_put_up_is_decided_and_put_up_again_once_its_form_is_changed(
    service: Service, is_approved: bool
) -> None:
    case = await put_up(service)
    if is_approved:
        await approve(case, case.routing, by=case.agency.leader)
    await fill_in(case, case.routing, Entry("ARREARS_REMAIN", FormFieldKind.YES_NO, True))
    row, line = await case.request(), (await case.lines())["TRANSFER_CASE"]
    assert (row.status, row.approval_requested_by, row.decided_by) == (ServiceRequestStatus.IN_PROGRESS, None, None)
    assert (line.status, line.outcome, line.done_by) == (ActivityStatus.OUTSTANDING, None, None)
    assert [each.kind for each in await case.history()][-2:] == [EventKind.APPROVAL_LAPSED, EventKind.FORM_RECORDED]
    with pytest.raises(refusals.Refused) as refused:
        await approve(case, case.routing, by=case.agency.leader)
    assert codes(refused) == ["APPROVAL_NOT_REQUESTED"]
    with pytest.raises(refusals.Refused) as refused:
        await request_approval(case, case.routing)
    assert "NOTHING_TO_APPROVE" in codes(refused)
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="It belongs there.")
    await request_approval(case, case.routing)
    await approve(case, case.routing, by=case.agency.leader)


@pytest.mark.requirement("R-50")
async def test_the_monitor_stays_disabled_by_hand_too_while_a_deduction_order_is_not_met(service: Service) -> None:
    case = await (await agency(service)).assigned()
    flag, leanne = Flag.DISABLE_MISSED_PAYMENT_MONITOR, case.agency.manager
    await service.carry_out(leanne, lambda unit: flags.set_by_hand(unit, case.id, flag, reason="Not met."))
    await add(
        service,
        Schedule(
            case_id=case.id, kind="REGULAR_DEDUCTION_ORDER", frequency="MONTHLY", instalment_pence=1, total_pence=1,
            first_on=TODAY, agreed_at=NOW, compliance=Compliance.NON_COMPLIANT,
        ),
    )  # fmt: skip
    with pytest.raises(refusals.Refused) as refused:
        await service.carry_out(leanne, lambda unit: flags.remove_by_hand(unit, case.id, flag, reason="Enough."))
    assert codes(refused) == ["MONITOR_MUST_BE_DISABLED"]


@pytest.mark.requirement("X-08", "R-20")
async def test_whoever_is_owed_is_not_told_where_the_paying_parent_moved_to(service: Service) -> None:
    case = await (await agency(service)).assigned()
    await service.join(case.id, by=service.kate, name="Chantelle Grant")
    await service.join(case.id, by=service.andrew, name="Dean Sutton")

    async def moved(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        (await unit.session.get_one(EnforcementCase, case.id)).moved_to = Jurisdiction.SCOTLAND
        return Outcome()

    await service.carry_out(SYSTEM, moved)
    from_whom = {}
    for name, actor in (("owed", service.kate), ("owes", service.andrew), ("manager", case.agency.manager)):
        reading = Reading(service.ground.database, actor, NOW)
        (row,) = await read(service, actor, ENFORCEMENT_CASE, case)
        from_whom[name] = reading.derive_now(row, JURISDICTION)
    assert from_whom == {
        "owed": Jurisdiction.ENGLAND_WALES, "owes": Jurisdiction.SCOTLAND, "manager": Jurisdiction.SCOTLAND,
    }  # fmt: skip


@pytest.mark.requirement("X-08", "R-52", "R-50")
async def test_no_filter_tells_somebody_of_the_agency_what_they_are_not_shown(service: Service) -> None:
    case = await (await agency(service)).assigned()
    await have_opened(case, KindCode.SIGN_OFF_LETTER)
    await add(
        service,
        Schedule(
            case_id=case.id, kind="REGULAR_DEDUCTION_ORDER", frequency="MONTHLY", instalment_pence=1, total_pence=1,
            first_on=TODAY, agreed_at=NOW,
        ),
    )  # fmt: skip
    overlays = {
        "none": Asked(), "flag": Asked(flag=()), "review": Asked(review_due_before=TODAY),
        "surveillance": Asked(is_in_surveillance=False),
    }  # fmt: skip
    for role, hidden in ((Role.SENIOR_MANAGER, {"flag", "review", "surveillance"}), (Role.DOT, {"surveillance"})):
        who = case.agency.others[role]
        found = {name: conditions(asked, who) for name, asked in overlays.items()}
        assert {name for name, condition in found.items() if isinstance(condition, False_)} == hidden
        assert len(await read(service, who, ENFORCEMENT_CASE, case)) == 1
