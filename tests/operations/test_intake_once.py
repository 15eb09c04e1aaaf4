"""Messages of outside systems are taken in once, kept whatever they are, and nobody else can read them (X-05, X-08)."""

import asyncio

import orjson
import pytest
from sqlalchemy import update

from backend.models import (
    EnforcementCase,
    Finding,
    IntakeMessage,
    MaintenanceCase,
    Party,
    ServiceRequest,
)
from backend.operations.intake import PURPOSE
from backend.operations.received import Answer, Taken
from backend.operations.unplaced_messages import NOBODY, key_of
from backend.rules.vocabulary import (
    EventKind,
    Feed,
    Jurisdiction,
    MessageState,
    ServiceRequestStatus,
)
from tests.builders.enforcement_cases import Agency, Referred, agency
from tests.builders.intake import DATA, insist, message, send, send_body
from tests.builders.service import Service
from tests.builders.told_before import deducted, done, granted, kinds, opened

ACCEPTED, KNOWN = Taken(Answer.ACCEPTED), Taken(Answer.KNOWN)


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


@pytest.fixture
async def case(theirs: Agency) -> Referred:
    """Dean's case, in enforcement; what it was referred with is closed, so that what is opened later stands out."""
    referred = await theirs.refer()
    closed = update(ServiceRequest).values(status=ServiceRequestStatus.CLOSED)
    await theirs.service.change(closed.where(ServiceRequest.id == referred.routing))
    return referred


@pytest.mark.requirement("R-35", "X-05")
async def test_the_same_message_at_once_from_everywhere_has_one_effect(service: Service, case: Referred) -> None:
    answers = await asyncio.gather(*(insist(service, "employment", "e-1") for _ in range(8)))
    assert sorted(answer.answer.name for answer in answers) == ["ACCEPTED", *["KNOWN"] * 7]
    assert len(await service.all(Finding)) == len(await service.all(IntakeMessage)) == len(await opened(case)) == 1


@pytest.mark.requirement("X-05")
async def test_the_same_referral_at_once_under_two_ids_makes_one_case(service: Service, theirs: Agency) -> None:
    answers = await asyncio.gather(*(insist(service, "case_referred", f"f-{number}") for number in range(4)))
    assert sorted(answer.answer.name for answer in answers) == ["ACCEPTED", *["REFUSED"] * 3]
    assert len(await service.all(MaintenanceCase)) == 1


async def test_blanks_and_the_order_of_fields_make_no_other_message_but_content_does(
    service: Service, case: Referred
) -> None:
    given = message("employment", "e-1")
    turned = orjson.dumps(dict(reversed(given.items())), option=orjson.OPT_INDENT_2)
    assert await send(service, "employment", "e-1") == ACCEPTED
    before = await service.counts()
    assert await send_body(service, Feed.HMRC, turned) == KNOWN
    assert (await send(service, "employment", "e-1", employer="Somebody else")).answer is Answer.OTHER_CONTENT
    assert await service.counts() == before


async def test_the_same_id_of_another_feed_is_another_message(service: Service, case: Referred) -> None:
    assert await send(service, "employment", "m-1") == ACCEPTED
    assert await send(service, "credit_report", "m-1") == ACCEPTED
    assert len(await service.all(IntakeMessage)) == 2


@pytest.mark.requirement("X-08")
async def test_a_message_is_kept_as_it_came_and_cannot_be_read_in_the_database(
    service: Service, case: Referred
) -> None:
    await send(service, "employment", "e-1")
    kept = await service.one(IntakeMessage, message_id="e-1")
    assert (kept.state, kept.case_id, kept.refusal) == (MessageState.ACCEPTED, case.id, None)
    assert b"Hollis" not in kept.content
    assert orjson.loads(service.ground.sealer.open(kept.content, PURPOSE)) == message("employment", "e-1")


async def test_a_refused_message_says_so_again_and_asks_somebody_once(service: Service, case: Referred) -> None:
    first = await send(service, "death", "d-1", diedOn="2026-03-03")
    assert (first.answer, first.code) == (Answer.REFUSED, "DATE_TO_COME")
    before = await service.counts()
    assert await send(service, "death", "d-1", diedOn="2026-03-03") == first
    assert await service.counts() == before
    assert (await case.row()).died_on is None
    assert await service.all(Finding) == []
    assert (await kinds(case))[-2:] == [EventKind.MESSAGE_REFUSED, EventKind.SERVICE_REQUEST_OPENED]


@pytest.mark.requirement("X-08")
async def test_what_names_no_case_is_worked_on_the_standing_case_of_its_jurisdiction(
    service: Service, theirs: Agency
) -> None:
    taken = await send(service, "employment", "e-1", caseNumber="999")
    assert taken.code == "CASE_UNKNOWN"
    await send(service, "address_changed", "a-1", caseNumber="999", jurisdiction="SCOTLAND")
    await send_body(service, Feed.BANCS, b"no JSON at all")
    here, there = key_of(Jurisdiction.ENGLAND_WALES), key_of(Jurisdiction.SCOTLAND)
    assert {case.case_id for case in await service.all(EnforcementCase)} == {here, there}
    requests = await service.all(ServiceRequest, by=ServiceRequest.opened_for, case_id=here)
    assert [(each.team_id, each.reason) for each in requests] == [
        (theirs.leader.team_id, "A message of BaNCS could not be used. It is not a JSON object with an id and a kind."),
        (theirs.leader.team_id, "Message e-1 of HMRC could not be used. No case has this number."),
    ]
    standing = Referred(theirs, here, requests[0].id)
    assert (await service.one(Party, case_id=here)).name == NOBODY.name
    await standing.assign()
    await standing.start()
    await standing.complete("LOOK", "SENT_AGAIN", note="BaNCS sent it again.")
    await standing.close()
    assert (await standing.request()).status is ServiceRequestStatus.CLOSED


async def test_messages_that_name_no_case_at_once_make_one_standing_case(service: Service, theirs: Agency) -> None:
    await asyncio.gather(*(insist(service, "employment", f"e-{number}", caseNumber="999") for number in range(6)))
    assert len(await service.all(EnforcementCase)) == 1
    assert len(await service.all(ServiceRequest)) == 6


@pytest.mark.requirement("X-05")
@pytest.mark.parametrize("kind", [*DATA, "case_referred"])
async def test_an_act_that_was_cut_off_left_nothing_and_does_it_all_when_it_is_sent_again(
    service: Service, case: Referred, kind: str
) -> None:
    """Wherever it is cut off there is all of it, or nothing: a message that is kept has had its effect."""
    await done(case, granted)
    await done(case, deducted)
    before = await service.counts()
    for turns in range(0, 60, 15):
        cut = asyncio.create_task(send(service, kind, "k-1"))
        for _ in range(turns):
            await asyncio.sleep(0)
        cut.cancel()
        await asyncio.gather(cut, return_exceptions=True)
        if (counted := await service.counts()) != before:
            assert counted["intake_messages"] == 1
            break
    first = await insist(service, kind, "k-1")
    after = await service.counts()
    assert await insist(service, kind, "k-1") == first or first == ACCEPTED
    assert await service.counts() == after
    assert after["intake_messages"] == 1
