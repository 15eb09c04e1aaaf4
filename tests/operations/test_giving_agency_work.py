"""What comes into the agency's queue by hand, and to whom a team leader gives it."""

from uuid import UUID, uuid4

import pytest

from backend.models import ServiceRequest, new_id
from backend.operations import assigning, work_queue
from backend.operations.assigning import Given, To
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.opening_by_hand import named
from backend.rules.vocabulary import KindCode, Role, ServiceRequestStatus, ServiceRequestSubStatus
from tests.builders.agency_requests import have_opened, open_by_hand
from tests.builders.enforcement_cases import Agency, Referred, agency
from tests.builders.service import Service


def codes(refusal: refusals.Refusal | None) -> list[str]:
    assert isinstance(refusal, refusals.Refused)
    return [reason.code for reason in refusal.reasons]


async def give(theirs: Agency, by: Actor, keys: list[UUID], to: To, *, key: UUID | None = None) -> tuple[Given, ...]:
    return await assigning.give_many(theirs.service.ground, by, keys, to, key=key or uuid4())


@pytest.mark.requirement("R-06", "R-45")
async def test_what_somebody_opens_by_hand_is_theirs_and_stands_where_the_procedure_says(service: Service) -> None:
    case = await (await agency(service)).assigned()
    key = await open_by_hand(case, KindCode.NEGOTIATION, reason=" He asked for a schedule. ", parent_id=case.routing)
    row = await case.request(key)
    assert (row.owner_id, row.parent_id, row.status) == (
        case.agency.manager.user_id, case.routing, ServiceRequestStatus.OPEN,
    )  # fmt: skip
    assert (row.process, row.area, row.sub_area, row.reason) == (
        "Enforcement", "Assess Next Action", "Negotiation", "He asked for a schedule.",
    )  # fmt: skip


@pytest.mark.requirement("R-06", "R-53")
async def test_a_kind_that_is_not_theirs_to_open_is_refused_and_nothing_is_opened(service: Service) -> None:
    case = await (await agency(service)).assigned()
    for kind in (KindCode.CHARGING_ORDER, KindCode.CLEAR_OLD_ACTIONS, KindCode.SIGN_OFF_LETTER):
        with pytest.raises(refusals.Refused) as refused:
            await open_by_hand(case, kind)
        assert codes(refused.value) == ["NOT_OPENED_BY_HAND"]
    assert len(await service.all(ServiceRequest)) == 1


@pytest.mark.requirement("R-12")
async def test_nothing_is_opened_under_a_service_request_that_is_closed_or_of_another_case(service: Service) -> None:
    theirs = await agency(service)
    case, other = await theirs.assigned(), await theirs.refer()
    with pytest.raises(refusals.NotFound):
        await open_by_hand(case, KindCode.NEGOTIATION, parent_id=other.routing)
    await case.start()
    await case.complete("NO_FURTHER_ACTION", "RECORDED", note="Done.")
    await case.close()
    with pytest.raises(refusals.Refused) as refused:
        await open_by_hand(case, KindCode.NEGOTIATION, parent_id=case.routing)
    assert codes(refused.value) == ["PARENT_CLOSED"]


@pytest.mark.requirement("R-06")
@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (("Enforcement", "Assess Next Action", "Review case and Decide Next Action"), KindCode.REVIEW_CASE),
        (("Enforcement", " Assess  Next Action ", "Review and decide next action"), KindCode.REVIEW_CASE),
        (("Arrears", "Arrears management", "Action Missed Payment"), KindCode.ACTION_MISSED_PAYMENT),
        (("Enforcement", "Assess Next Action", "Decide"), None),
        (("Enforcement", "Writ of control", "Verify application"), None),
    ],
    ids=["next-action", "blanks", "missed-payment", "nowhere", "the-courts"],
)
def test_a_place_is_known_in_every_spelling_of_the_source(place: tuple[str, str, str], kind: KindCode | None) -> None:
    found = named(place)
    assert (found.code if found else None) is kind


@pytest.mark.requirement("R-06")
async def test_a_team_leader_gives_to_people_of_her_team_and_not_to_another(service: Service) -> None:
    theirs = await agency(service)
    case = await theirs.refer()
    with pytest.raises(refusals.Refused) as refused:
        await case.assign(theirs.others[Role.COMPLEX_CASE_WORKER])
    assert codes(refused.value) == ["NOT_OF_YOUR_TEAM"]
    with pytest.raises(refusals.Refused) as refused:
        await case.assign(service.officer)
    assert codes(refused.value) == ["OWNER_NOT_OF_THE_AGENCY"]
    assert (await case.request()).owner_id is None
    with pytest.raises(refusals.NotPermitted):
        await case.assign(theirs.manager, by=theirs.colleague)
    await case.assign(theirs.colleague)
    assert (await case.request()).owner_id == theirs.colleague.user_id


@pytest.mark.requirement("R-06")
async def test_what_waits_in_another_team_may_go_to_its_people(service: Service) -> None:
    theirs = await agency(service)
    case = await theirs.refer()
    complex_cases = theirs.teams["Complex Cases"]
    await service.carry_out(
        theirs.leader,
        lambda unit: work_queue.give_to_team(unit, case.routing, complex_cases, expected_version=None),
    )
    await case.assign(theirs.others[Role.COMPLEX_CASE_WORKER])
    assert (await case.request()).team_id == complex_cases


@pytest.mark.requirement("R-06")
async def test_many_are_given_at_once_each_by_itself_and_once_for_one_key(service: Service) -> None:
    theirs = await agency(service)
    cases: list[Referred] = [await theirs.refer() for _ in range(3)]
    closed, unknown = cases[2], new_id()
    await closed.assign()
    await closed.close(how=ServiceRequestSubStatus.CANCELLED, note="In error.")
    keys, key = [*(case.routing for case in reversed(cases)), unknown], uuid4()
    to = To(owner_id=theirs.colleague.user_id)
    given = await give(theirs, theirs.leader, keys, to, key=key)
    assert [each.service_request_id for each in given] == [*(case.routing for case in cases), unknown]
    assert [each.outcome is not None for each in given] == [True, True, False, False]
    assert codes(given[2].refusal) == ["SERVICE_REQUEST_CLOSED"]
    assert isinstance(given[3].refusal, refusals.NotFound)
    before = await service.counts()
    again = await give(theirs, theirs.leader, keys, to, key=key)
    assert [each.outcome.replayed for each in again if each.outcome] == [True, True]
    assert await service.counts() == before
    for case in cases[:2]:
        assert (await case.request()).owner_id == theirs.colleague.user_id


@pytest.mark.requirement("R-06", "R-53")
async def test_giving_many_is_for_team_leaders_and_for_at_most_fifty(service: Service) -> None:
    theirs = await agency(service)
    case = await theirs.refer()
    to = To(owner_id=theirs.manager.user_id)
    for who in (theirs.manager, theirs.others[Role.DOT], service.officer):
        with pytest.raises(refusals.NotPermitted):
            await give(theirs, who, [case.routing], to)
    for keys in ([], [case.routing, case.routing], [new_id() for _ in range(51)]):
        with pytest.raises(refusals.Invalid) as refused:
            await give(theirs, theirs.leader, keys, to)
        assert [(each.code, each.path) for each in refused.value.problems] == [
            ("COUNT_OUT_OF_RANGE", ("serviceRequestIds",))
        ]
    assert (await case.request()).owner_id is None


@pytest.mark.requirement("R-53")
async def test_an_arrears_case_owner_owns_what_she_opens(service: Service) -> None:
    theirs = await agency(service)
    case = await theirs.assigned()
    nuala = theirs.others[Role.ARREARS_CASE_OWNER]
    review = await have_opened(case, KindCode.ARREARS_REVIEW, owner=nuala)
    key = await open_by_hand(case, KindCode.ACTION_MISSED_PAYMENT, by=nuala, parent_id=review)
    assert (await case.request(key)).owner_id == nuala.user_id
