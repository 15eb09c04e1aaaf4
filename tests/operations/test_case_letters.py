"""Letters of the agency: written by whoever works the case, signed off where they are free text."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from backend.models import (
    HistoryEntry,
    ServiceRequest,
    ServiceRequestNote,
)
from backend.operations import case_letters, letters, transfers
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.reasons import case_letters as reasons
from backend.rules.reasons import casework as casework_reasons
from backend.rules.vocabulary import (
    EventKind,
    Flag,
    Jurisdiction,
    KindCode,
    LetterState,
    LiabilityOrderState,
    PartySide,
    Role,
    SanctionChange,
)
from backend.rules.vocabulary import Letter as Name
from tests.builders.case_acts import by_the_service, set_flag
from tests.builders.case_letters import (
    TEXT,
    add,
    died,
    draft,
    given_to_leanne,
    instruct,
    letters_of,
    order,
    party,
    pause,
    refused,
    sign_off_of,
    signed,
    tell_numbers,
    warrant,
)
from tests.builders.enforcement_cases import Agency, agency, referral
from tests.builders.lodgings import person
from tests.builders.service import Service


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


@pytest.mark.requirement("R-23", "R-52")
async def test_the_receiving_parent_is_told_of_the_pause_and_nothing_of_the_other_parent(theirs: Agency) -> None:
    case = await theirs.assigned()
    await pause(case)
    (letter,) = await letters_of(case)
    to = await party(case, PartySide.RECEIVING_PARENT)
    assert (letter.template, letter.party_id, letter.state) == (Name.CMEL7402, to.id, LetterState.WAITING)
    assert (letter.service_request_id, letter.written_by) == (case.routing, theirs.manager.user_id)
    assert letter.facts.keys() == {"reference", "case_numbers", "paused_until"}
    assert letter.facts["case_numbers"] == ["121000456701"]
    written = (await case.history())[-1]
    assert (written.kind, written.changes["letter"]) == (EventKind.LETTER_WRITTEN, "CMEL7402")


@pytest.mark.requirement("R-52", "X-07")
async def test_when_it_has_left_the_history_says_so_to_staff_and_to_its_reader_alone(theirs: Agency) -> None:
    case = await theirs.assigned()
    await pause(case)
    (letter,) = await letters_of(case)
    await case.service.carry_out(SYSTEM, lambda unit: letters.record_delivery(unit, letter.id, LetterState.SENT))
    sent = (await case.history())[-1]
    assert (sent.kind, sent.party_id) == (EventKind.LETTER_SENT, letter.party_id)
    assert sent.audience == 256 + 1024 + 16
    assert len(await case.requests(KindCode.UNDELIVERED_AGENCY_LETTER)) == 0


@pytest.mark.requirement("R-52")
@pytest.mark.parametrize("side", [PartySide.PAYING_PARENT, PartySide.SOLICITOR], ids=str)
async def test_a_letter_goes_to_no_other_side_than_its_own(theirs: Agency, side: PartySide) -> None:
    case = await theirs.assigned()
    assert await refused(pause(case, side)) == (reasons.NOT_ITS_READER,)
    assert await letters_of(case) == []


@pytest.mark.requirement("R-23")
async def test_a_pause_is_told_until_a_day_to_come(theirs: Agency) -> None:
    case = await theirs.assigned()
    with pytest.raises(refusals.Invalid):
        await pause(case, days=0)
    assert await letters_of(case) == []


@pytest.mark.requirement("R-52", "R-53")
async def test_only_whoever_works_the_service_request_writes_from_it(theirs: Agency) -> None:
    case = await theirs.assigned()
    for stranger in (theirs.colleague, theirs.leader):
        with pytest.raises((refusals.NotPermitted, refusals.Refused)):
            await pause(case, by=stranger)
        with pytest.raises((refusals.NotPermitted, refusals.Refused)):
            await draft(case, by=stranger)
    for role in (Role.DOT, Role.COMPLAINTS_WORKER, Role.SENIOR_MANAGER):
        with pytest.raises(refusals.NotFound):
            await draft(case, by=theirs.others[role])
    assert await letters_of(case) == []


@pytest.mark.requirement("R-42", "R-52")
async def test_the_solicitor_is_told_which_sanction_to_lift_with_its_day_and_both_sums(theirs: Agency) -> None:
    case = await theirs.assigned()
    assert await refused(instruct(case)) == (reasons.NO_SUCH_SANCTION,)
    await add(case, warrant(case))
    await instruct(case, change=SanctionChange.REDUCED, paid_pence=200_000, outstanding_pence=40_000)
    (letter,) = await letters_of(case)
    assert (letter.template, letter.party_id) == (Name.CMEL9116, (await party(case, PartySide.SOLICITOR)).id)
    assert letter.facts == {
        "reference": letter.facts["reference"], "jurisdiction": "ENGLAND_WALES", "paying_parent_names": ["Dean Sutton"],
        "sanction": "COMMITMENT", "change": "REDUCED", "commenced_on": "2026-01-12", "paid_pence": 200_000,
        "outstanding_pence": 40_000,
    }  # fmt: skip


@pytest.mark.requirement("R-42")
async def test_a_case_without_a_solicitor_says_so(theirs: Agency) -> None:
    case = await theirs.assigned(referral(solicitor=None))
    await add(case, warrant(case))
    assert await refused(instruct(case)) == (reasons.NO_SOLICITOR,)


@pytest.mark.requirement("R-48", "R-52", "R-55")
async def test_the_paying_parent_is_told_the_numbers_of_the_orders_that_stand_and_told_again(theirs: Agency) -> None:
    case = await theirs.assigned()
    assert await refused(tell_numbers(case)) == (reasons.NO_ORDER_NUMBER,)
    await add(case, order(case, "LO-1"), order(case, "LO-2"), order(case, "LO-3", LiabilityOrderState.PAID_OFF))
    await tell_numbers(case)
    await tell_numbers(case, is_again=True)
    told = [(each.template, each.facts["order_numbers"], each.facts["is_again"]) for each in await letters_of(case)]
    assert told == [(Name.CMSB046, ["LO-1", "LO-2"], False), (Name.CMSB046, ["LO-1", "LO-2"], True)]


@pytest.mark.requirement("R-52")
async def test_free_text_waits_for_a_senior_manager_and_leaves_once_signed_off(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    (letter,) = await letters_of(case)
    asked = await sign_off_of(case)
    assert letter.state is LetterState.AWAITING_SIGN_OFF
    assert (asked.subject_id, asked.owner_id, asked.team_id) == (letter.id, None, theirs.teams["Senior Managers"])
    await signed(case)
    (letter,) = await letters_of(case)
    assert (letter.state, letter.facts["text"]) == (LetterState.WAITING, TEXT)
    kinds = [entry.kind for entry in await case.history()]
    assert [kinds.count(kind) for kind in (EventKind.LETTER_DRAFTED, EventKind.LETTER_SIGNED_OFF)] == [1, 1]


@pytest.mark.requirement("R-52")
async def test_what_is_sent_back_never_leaves_and_its_author_reads_why(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    await signed(case, "SENT_BACK", reason="Say until when.")
    (letter,) = await letters_of(case)
    assert (letter.state, letter.failure) == (LetterState.WITHHELD, "SENT_BACK")
    notes = await case.service.all(ServiceRequestNote, service_request_id=case.routing)
    assert [(note.text, note.written_by) for note in notes] == [
        ("Say until when.", theirs.others[Role.SENIOR_MANAGER].user_id)
    ]
    returned = [entry for entry in await case.history() if entry.kind is EventKind.LETTER_RETURNED]
    assert [(entry.audience, entry.party_id) for entry in returned] == [(1024 + 16, None)]


@pytest.mark.requirement("R-52")
async def test_no_case_manager_signs_off_though_a_team_leader_gives_it_to_them(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    asked = await sign_off_of(case)
    assert await refused(case.start(asked.id, by=theirs.colleague)) == (casework_reasons.NOT_ASSIGNED_TO_YOU,)
    await case.service.change(
        update(ServiceRequest).where(ServiceRequest.id == asked.id).values(owner_id=theirs.colleague.user_id)
    )
    await case.start(asked.id, by=theirs.colleague)
    tried = case.complete("SIGN_OFF", "SIGNED_OFF", key=asked.id, by=theirs.colleague)
    assert await refused(tried) == (reasons.NOT_A_SENIOR_MANAGER,)
    assert (await letters_of(case))[0].state is LetterState.AWAITING_SIGN_OFF


@pytest.mark.requirement("R-52")
async def test_the_author_never_signs_off_not_even_once_a_senior_manager(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    promoted = replace(theirs.manager, role=Role.SENIOR_MANAGER)
    with pytest.raises(refusals.Refused) as found:
        await signed(case, by=promoted)
    assert found.value.reasons == (reasons.YOUR_OWN_LETTER,)
    assert (await letters_of(case))[0].state is LetterState.AWAITING_SIGN_OFF


@pytest.mark.requirement("R-52")
async def test_from_the_signing_off_itself_no_letter_is_written(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    asked, senior = await sign_off_of(case), theirs.others[Role.SENIOR_MANAGER]
    await case.start(asked.id, by=senior)
    to = (await party(case, PartySide.PAYING_PARENT)).id
    tried = case.service.carry_out(
        senior,
        lambda unit: case_letters.draft(unit, asked.id, Name.CMEL9271, to_id=to, text="x", expected_version=None),
    )
    assert await refused(tried) == (reasons.NOT_FROM_A_SIGN_OFF,)


@pytest.mark.requirement("R-40", "R-52")
async def test_after_the_paying_parents_death_the_representative_is_written_to(theirs: Agency) -> None:
    case = await theirs.assigned(referral(representative=person("Mona Sutton")))
    assert await refused(draft(case, PartySide.REPRESENTATIVE)) == (reasons.PAYING_PARENT_LIVES,)
    await died(case)
    assert await refused(draft(case)) == (reasons.PAYING_PARENT_DIED,)
    await draft(case, PartySide.REPRESENTATIVE)
    await draft(case, PartySide.RECEIVING_PARENT)
    assert [each.facts["text"] for each in await letters_of(case)] == [TEXT, TEXT]


@pytest.mark.requirement("R-40")
async def test_a_letter_drafted_before_the_death_is_not_signed_off_after_it(theirs: Agency) -> None:
    case = await theirs.assigned()
    await draft(case)
    await died(case)
    with pytest.raises(refusals.Refused) as found:
        await signed(case)
    assert found.value.reasons == (reasons.PAYING_PARENT_DIED,)


@pytest.mark.requirement("R-51", "R-56")
@pytest.mark.parametrize(
    ("place", "wrong", "right"),
    [
        (Jurisdiction.NORTHERN_IRELAND, "contracted solicitor", "crown solicitor's office"),
        (Jurisdiction.SCOTLAND, "Crown  Solicitor\N{RIGHT SINGLE QUOTATION MARK}s office", "contracted solicitor"),
        (Jurisdiction.ENGLAND_WALES, "crown solicitor's office", "contracted solicitor"),
    ],
    ids=str,
)
async def test_free_text_calls_the_solicitor_as_the_jurisdiction_does(
    theirs: Agency, place: Jurisdiction, wrong: str, right: str
) -> None:
    case = await given_to_leanne(theirs, place)
    with pytest.raises(refusals.Invalid) as found:
        await draft(case, text=f"Our {wrong} has written to you.")
    assert [(each.code, each.message) for each in found.value.problems] == [
        ("WRONG_TERM", f"Here it is called the {right}.")
    ]
    await draft(case, text=f"Our {right} has written to you.")


@pytest.mark.requirement("R-20", "R-21", "R-51")
async def test_letters_of_a_locked_case_call_the_solicitor_as_is_done_where_it_is_enforced(theirs: Agency) -> None:
    case = await theirs.assigned()
    await set_flag(case, Flag.LOCK_ASSIGNMENT)
    await by_the_service(case, lambda unit, of: transfers.change_jurisdiction(unit, of, Jurisdiction.NORTHERN_IRELAND))
    await add(case, warrant(case))
    await instruct(case)
    (letter,) = await letters_of(case)
    assert letter.facts["jurisdiction"] == Jurisdiction.NORTHERN_IRELAND
    with pytest.raises(refusals.Invalid):
        await draft(case, text="Our contracted solicitor has written to you.")
    await draft(case, text="Our crown solicitor's office has written to you.")
    assert len(await letters_of(case)) == 2


@pytest.mark.requirement("R-52")
@pytest.mark.parametrize("text", ["", " \n ", "x" * 5_001], ids=["none", "blank", "too long"])
async def test_a_text_that_says_nothing_or_too_much_is_no_letter(theirs: Agency, text: str) -> None:
    case = await theirs.assigned()
    with pytest.raises(refusals.Invalid):
        await draft(case, text=text)
    assert await letters_of(case) == []


@pytest.mark.requirement("R-56")
@pytest.mark.parametrize("place", Jurisdiction, ids=str)
async def test_each_letter_is_written_in_each_jurisdiction(theirs: Agency, place: Jurisdiction) -> None:
    case = await given_to_leanne(theirs, place)
    await add(case, warrant(case), order(case, "LO-1"))
    await pause(case)
    await instruct(case)
    await tell_numbers(case)
    await draft(case)
    assert {each.template for each in await letters_of(case)} == {
        Name.CMEL7402, Name.CMEL9116, Name.CMSB046, Name.CMEL9271,
    }  # fmt: skip


async def test_an_entry_about_a_service_request_moves_its_version(theirs: Agency) -> None:
    case = await theirs.assigned()
    before = (await case.request()).version
    await pause(case)
    about = await case.service.all(HistoryEntry, subject_id=case.routing)
    assert (await case.request()).version == before + 1 == len(about)
