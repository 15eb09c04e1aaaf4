"""Service requests of the agency: their data form, notes, links, tasks outside, and who closes and approves them."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from backend.models import (
    ActivityPlan,
    EnforcementCase,
    LiabilityOrder,
    OfflineTask,
    RelatedServiceRequest,
    ServiceRequestNote,
    new_id,
)
from backend.rules import refusals
from backend.rules.casework.forms import Entry
from backend.rules.offline_tasks import Task
from backend.rules.vocabulary import (
    ActivityStatus,
    EventKind,
    FormFieldKind,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    NoteKind,
    OfflineTaskKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders.agency_requests import (
    CANCELLED,
    CONSIDERED,
    action,
    approve,
    fill_in,
    have_opened,
    link,
    note,
    receive_task,
    record_task,
    request_approval,
)
from tests.builders.enforcement_cases import WELFARE, Referred, agency
from tests.builders.service import Service

A, F, K = ActivityStatus, FormFieldKind, EventKind
COMPLETE = ServiceRequestSubStatus.COMPLETE
COURT_ENFORCED = Entry("COURT_ENFORCED_SCHEDULE", F.YES_NO, True)


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def started(service: Service, **changed: object) -> Referred:
    """A case whose routing service request Leanne has started."""
    case = await (await agency(service)).assigned(**changed)
    await case.start()
    return case


@pytest.mark.requirement("R-10", "R-16")
async def test_of_several_starts_at_once_one_generates_the_plan(service: Service) -> None:
    case = await (await agency(service)).assigned()
    ended = await asyncio.gather(*(case.start() for _ in range(4)), return_exceptions=True)
    refused = [each for each in ended if isinstance(each, refusals.Refused)]
    assert [[reason.code for reason in each.reasons] for each in refused] == [["SERVICE_REQUEST_STARTED"]] * 3
    (plan,) = await service.all(ActivityPlan)
    assert (plan.service_request_id, plan.template.split("/")[0]) == (case.routing, "REVIEW_CASE")


@pytest.mark.requirement("R-12", "R-13", "R-16", "R-17", "R-54")
async def test_enforcement_is_initiated_step_by_step_and_each_service_request_is_closed_by_hand(
    service: Service,
) -> None:
    case = await started(service)
    await case.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Initiate")
    (child,) = await case.requests(KindCode.GATHER_INFORMATION)
    with pytest.raises(refusals.Refused) as refused:
        await case.complete("INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason="Decision to initiate", note="He works.")
    assert {"OPEN_CHILDREN", "FORM_NOT_FILLED_IN"} <= set(codes(refused))
    await case.start(child.id)
    await note(case, child.id, WELFARE, NoteKind.WELFARE_DECISION)
    await case.complete("THIRD_PARTIES", "GATHERED", key=child.id, note="He works at the port.")
    await case.complete("CREDIT_REFERENCE_AGENCY", "NOT_ASKED", key=child.id, reason="Not needed.")
    await case.complete("WELFARE_OF_THE_CHILD", "RECORDED", key=child.id)
    assert (await case.request(child.id)).status is ServiceRequestStatus.IN_PROGRESS
    await case.close(child.id)
    await fill_in(case, case.routing, *CONSIDERED)
    with pytest.raises(refusals.Refused) as refused:
        await case.complete("INITIATE_ENFORCEMENT_ACTION", "INITIATE")
    assert codes(refused) == ["REASON_REQUIRED", "NOTE_REQUIRED"]
    reason = "decision to initiate enforcement action"
    await case.complete("INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason=reason, note="He works at the port.")
    assert (await case.request()).status is ServiceRequestStatus.IN_PROGRESS
    assert (await case.lines())["INITIATE_ENFORCEMENT_ACTION"].reason == reason
    await case.close()
    row = await case.request()
    assert (row.status, row.sub_status, row.resolution) == (ServiceRequestStatus.CLOSED, COMPLETE, "INITIATED")
    assert set((await case.statuses()).values()) == {A.COMPLETE, A.NOT_REQUIRED}


@pytest.mark.requirement("R-12")
async def test_closing_as_complete_makes_what_is_optional_and_undone_not_required(service: Service) -> None:
    case = await started(service)
    with pytest.raises(refusals.Refused) as refused:
        await case.close()
    assert codes(refused) == ["ACTIVITIES_OUTSTANDING"]
    await case.complete("INITIATE_DATA_GATHERING", "NOT_NEEDED", reason="All is known.")
    await case.close()
    statuses = await case.statuses()
    assert statuses.pop("INITIATE_DATA_GATHERING") is A.COMPLETE
    assert set(statuses.values()) == {A.NOT_REQUIRED}


@pytest.mark.requirement("R-03")
async def test_a_later_value_replaces_an_earlier_one_and_the_history_names_the_fields_alone(service: Service) -> None:
    case = await (await agency(service)).assigned()
    await fill_in(case, case.routing, *CONSIDERED)
    await fill_in(case, case.routing, Entry("PARALLEL_ACTION_RESULT", F.TEXT, " A charge on the house. "))
    row = await case.request()
    assert row.data == {"PARALLEL_ACTION_CONSIDERED": True, "PARALLEL_ACTION_RESULT": "A charge on the house."}
    entries = [entry for entry in await case.history() if entry.kind is K.FORM_RECORDED]
    assert [entry.changes["fields"] for entry in entries] == [
        "PARALLEL_ACTION_CONSIDERED, PARALLEL_ACTION_RESULT",
        "PARALLEL_ACTION_RESULT",
    ]
    assert "charge" not in str([entry.changes for entry in entries])


@pytest.mark.requirement("R-03")
@pytest.mark.parametrize(
    ("entry", "code", "path"),
    [
        (Entry("NO_SUCH_FIELD", F.TEXT, "x"), "FIELD_UNKNOWN", "code"),
        (Entry("DISABLE_MISSED_PAYMENTS", F.TEXT, "yes"), "FIELD_KIND", "value"),
        (Entry("CASE_NUMBERS", F.CASE_NUMBERS, ("999999999999",)), "CASE_NUMBER", "value"),
        (Entry("CASE_NUMBERS", F.CASE_NUMBERS, ()), "CASE_NUMBER", "value"),
    ],
    ids=["unknown", "wrong-kind", "of-another-group", "none"],
)
async def test_what_a_form_cannot_hold_is_refused_with_its_path_and_nothing_is_kept(
    service: Service, entry: Entry, code: str, path: str
) -> None:
    case = await (await agency(service)).assigned()
    key = await have_opened(case, KindCode.ACTION_MISSED_PAYMENT)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as refused:
        await fill_in(case, key, COURT_ENFORCED, entry)
    assert [(each.code, each.path) for each in refused.value.problems] == [(code, ("fields", "1", path))]
    assert await service.counts() == before
    assert (await case.request(key)).data == {}


@pytest.mark.requirement("R-03", "R-49")
async def test_what_has_a_required_field_is_closed_once_it_is_filled_in(service: Service) -> None:
    case = await (await agency(service)).assigned()
    key = await have_opened(case, KindCode.ACTION_MISSED_PAYMENT)
    await case.start(key)
    assert len(await case.lines(key)) == 5
    for code, outcome in (
        ("CONTACT_PAYING_PARENT", "NOT_REACHED"),
        ("REVIEW_PAYMENTS", "REVIEWED"),
        ("REVIEW_SCHEDULE", "UNCHANGED"),
        ("SET_FLAGS", "UNCHANGED"),
    ):
        await case.complete(code, outcome, key=key)
    await case.complete("RECORD_OUTCOME", "RECORDED", key=key, note="Nothing is to be changed.")
    with pytest.raises(refusals.Refused) as refused:
        await case.close(key)
    assert codes(refused) == ["FORM_NOT_FILLED_IN"]
    await fill_in(case, key, Entry("CASE_NUMBERS", F.CASE_NUMBERS, ("121000456701",)))
    await case.close(key)
    assert (await case.request(key)).sub_status is COMPLETE


@pytest.mark.requirement("R-14")
async def test_the_welfare_decision_is_recorded_where_information_is_gathered(service: Service) -> None:
    case = await (await agency(service)).assigned()
    with pytest.raises(refusals.Refused) as refused:
        await note(case, case.routing, WELFARE, NoteKind.WELFARE_DECISION)
    assert codes(refused) == ["WELFARE_DECISION_ELSEWHERE"]
    assert await service.all(ServiceRequestNote) == []
    child = await have_opened(case, KindCode.GATHER_INFORMATION, parent=case.routing)
    await note(case, child, WELFARE, NoteKind.WELFARE_DECISION)
    (written,) = await service.all(ServiceRequestNote)
    assert (written.kind, written.text, written.written_by) == (
        NoteKind.WELFARE_DECISION, WELFARE, case.agency.manager.user_id,
    )  # fmt: skip


@pytest.mark.requirement("R-14", "R-19")
async def test_of_a_migrated_case_it_is_recorded_where_the_case_is_routed(service: Service) -> None:
    case = await (await agency(service)).assigned()
    await service.change(update(EnforcementCase).values(is_migrated=True))
    await note(case, case.routing, WELFARE, NoteKind.WELFARE_DECISION)
    assert (await service.one(ServiceRequestNote)).service_request_id == case.routing


@pytest.mark.requirement("R-18")
async def test_two_service_requests_are_linked_once_whichever_is_named_first(service: Service) -> None:
    case = await (await agency(service)).assigned()
    power = await have_opened(case, KindCode.LIABILITY_ORDER)
    await link(case, case.routing, power)
    with pytest.raises(refusals.Refused) as refused:
        await link(case, power, case.routing)
    assert codes(refused) == ["ALREADY_LINKED"]
    row = await service.one(RelatedServiceRequest)
    assert {row.first_id, row.second_id} == {case.routing, power}
    (entry,) = [each for each in await case.history() if each.kind is K.SERVICE_REQUESTS_LINKED]
    assert entry.changes["related"] == (await case.request(power)).reference


@pytest.mark.requirement("R-18")
async def test_service_requests_of_two_cases_are_not_linked(service: Service) -> None:
    theirs = await agency(service)
    case, other = await theirs.assigned(), await theirs.refer()
    for key in (other.routing, case.routing, new_id()):
        with pytest.raises(refusals.Refused) as refused:
            await link(case, case.routing, key)
        assert codes(refused) == ["NOT_ON_ONE_CASE"]
    assert await service.all(RelatedServiceRequest) == []


@pytest.mark.requirement("R-09")
async def test_a_payment_by_procurement_card_is_recorded_with_its_amount(service: Service) -> None:
    case = await (await agency(service)).assigned()
    today = service.clock.at.date()
    paid = Task(OfflineTaskKind.PROCUREMENT_CARD_PAYMENT, "Leanne Whitaker", today, "Manchester County Court", "GPC-7")
    with pytest.raises(refusals.Invalid) as refused:
        await record_task(case, case.routing, paid)
    assert [(each.code, each.path) for each in refused.value.problems] == [("AMOUNT_OUT_OF_RANGE", ("amount",))]
    assert await service.all(OfflineTask) == []
    await record_task(case, case.routing, Task(**{**_fields(paid), "amount_pence": 11_900}))
    row = await service.one(OfflineTask)
    assert (row.with_whom, row.by_whom, row.reference, row.amount_pence, row.requested_on, row.received_on) == (
        "Manchester County Court", "Leanne Whitaker", "GPC-7", 11_900, today, None,
    )  # fmt: skip


def _fields(task: Task) -> dict[str, object]:
    return {name: getattr(task, name) for name in Task.__dataclass_fields__}


async def grant_order(case: Referred, where: Jurisdiction) -> None:
    """A liability order was granted there, before the paying parent moved."""
    order = {
        "id": new_id(),
        "case_id": case.id,
        "number": "LO-0001",
        "amount_pence": 100_000,
        "jurisdiction": where,
        "court": "Wherever",
        "granted_on": date(2026, 1, 5),
        "state": LiabilityOrderState.GRANTED,
        "is_court_enforced": False,
        "recorded_at": case.service.clock.at,
    }
    await case.service.change(insert(LiabilityOrder).values(**order))


@pytest.mark.requirement("R-21")
@pytest.mark.parametrize(
    ("granted_in", "court"),
    [(Jurisdiction.SCOTLAND, "Sheriff court"), (Jurisdiction.NORTHERN_IRELAND, "County court")],
)
async def test_a_certificate_is_asked_of_the_court_that_granted_the_order(
    service: Service, granted_in: Jurisdiction, court: str
) -> None:
    case = await (await agency(service)).assigned()
    today = service.clock.at.date()
    task = Task(OfflineTaskKind.CERTIFICATE_OF_MONEY_PROVISION, "The contracted solicitors", today - timedelta(days=9))
    with pytest.raises(refusals.Refused) as refused:
        await record_task(case, case.routing, task)
    assert codes(refused) == ["NO_CERTIFICATE_NEEDED"]
    await grant_order(case, granted_in)
    key = await record_task(case, case.routing, task)
    with pytest.raises(refusals.Invalid):
        await receive_task(case, case.routing, key, today - timedelta(days=10))
    await receive_task(case, case.routing, key, today)
    row = await service.one(OfflineTask)
    assert (row.with_whom, row.by_whom, row.received_on) == (court, "The contracted solicitors", today)
    with pytest.raises(refusals.Refused) as refused:
        await receive_task(case, case.routing, key, today)
    assert codes(refused) == ["TASK_RECEIVED"]


@pytest.mark.requirement("R-37")
async def test_a_transfer_to_the_central_team_waits_for_the_team_leader_and_nobody_approves_their_own(
    service: Service,
) -> None:
    case = await started(service)
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="All action is completed.", note="Spoke to him.")
    with pytest.raises(refusals.Refused) as refused:
        await case.close()
    assert codes(refused) == ["APPROVAL_NEEDED"]
    await request_approval(case, case.routing)
    for who in (case.agency.manager, case.agency.colleague):
        with pytest.raises(refusals.NotPermitted):
            await approve(case, case.routing, by=who)
    await approve(case, case.routing, by=case.agency.leader)
    assert (await case.request()).status is ServiceRequestStatus.APPROVED


@pytest.mark.requirement("R-37")
async def test_a_team_leader_does_not_approve_what_she_put_up_herself(service: Service) -> None:
    case = await started(service)
    leader = case.agency.leader
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="All action is completed.", note="Spoke to him.")
    await case.assign(leader)
    await request_approval(case, case.routing, by=leader)
    with pytest.raises(refusals.Refused) as refused:
        await approve(case, case.routing, by=leader)
    assert codes(refused) == ["YOUR_OWN_WORK"]


@pytest.mark.requirement("R-30")
async def test_a_routing_service_request_with_its_plan_done_stays_open_until_it_is_closed_by_hand(
    service: Service,
) -> None:
    case = await started(service)
    await case.complete("NO_FURTHER_ACTION", "RECORDED", note="The charging order is being prepared.")
    assert (await case.request()).status is ServiceRequestStatus.IN_PROGRESS
    power = await action(case)
    with pytest.raises(refusals.Refused):
        await case.close(power, CANCELLED, note="In error.")
    await case.close()
    assert (await case.request()).status is ServiceRequestStatus.CLOSED
    assert (await case.request(power)).status is ServiceRequestStatus.IN_PROGRESS
