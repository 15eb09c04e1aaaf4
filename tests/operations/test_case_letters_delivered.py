"""Letters of the agency on their way: printed where e-mail fails, at the address of that moment, and never unseen."""

from typing import Any

import pytest
from sqlalchemy import update

from backend.models import (
    EnforcementCase,
    Party,
)
from backend.operations import letters, printing
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.reasons import case_letters as reasons
from backend.rules.vocabulary import (
    CaseKind,
    EventKind,
    KindCode,
    LetterState,
)
from tests.builders.case_letters import (
    add,
    letters_of,
    order,
    pause,
    refused,
    tell_numbers,
)
from tests.builders.enforcement_cases import Agency, agency, dean, referral
from tests.builders.service import Service


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


@pytest.mark.requirement("X-07")
async def test_a_letter_that_could_not_be_sent_is_printed_and_somebody_of_the_case_sees_to_it(theirs: Agency) -> None:
    case = await theirs.assigned()
    await pause(case)
    (letter,) = await letters_of(case)
    await case.service.carry_out(
        SYSTEM, lambda unit: letters.record_delivery(unit, letter.id, LetterState.FAILED, failure="550 RECIPIENT")
    )
    (opened,) = await case.requests(KindCode.UNDELIVERED_AGENCY_LETTER)
    assert (opened.subject_id, opened.team_id) == (letter.id, theirs.leader.team_id)
    assert (await letters_of(case))[0].state is LetterState.TO_PRINT
    told = (await case.history())[-2:]
    assert [entry.kind for entry in told] == [EventKind.LETTER_TO_PRINT, EventKind.SERVICE_REQUEST_OPENED]
    assert [entry.audience & 8 for entry in told] == [0, 0]


@pytest.mark.requirement("X-07", "X-08")
async def test_whose_email_address_is_gone_gets_the_letter_on_paper_at_the_address_of_that_moment(
    theirs: Agency,
) -> None:
    case = await theirs.assigned()
    await pause(case)
    (letter,) = await letters_of(case)
    await case.service.change(
        update(Party).where(Party.id == letter.party_id).values(email=None, address_lines=["1 New Road", "Hull"])
    )
    await case.service.carry_out(
        SYSTEM, lambda unit: letters.record_delivery(unit, letter.id, LetterState.WITHHELD, failure="ADDRESS_GONE")
    )
    printed: list[Any] = []

    async def take(unit: Unit) -> Outcome:
        printed[:] = await printing.take(unit, letter.id)
        return Outcome()

    with pytest.raises(refusals.NotFound):
        await case.service.carry_out(theirs.colleague, take)
    await case.service.carry_out(theirs.manager, take)
    assert printed[0].address_lines[:2] == ("1 New Road", "Hull")
    assert printed[0].sender.value == ("Child Maintenance Service", "Our reference")
    await case.service.carry_out(
        theirs.manager, lambda unit: letters.mark_posted(unit, letter.id, CaseKind.ENFORCEMENT)
    )
    assert (await letters_of(case))[0].state is LetterState.POSTED


@pytest.mark.requirement("X-07")
async def test_without_a_certain_address_a_letter_waits_and_is_not_printed(theirs: Agency) -> None:
    case = await theirs.assigned(referral(paying_parent=dean(email=None)))
    await add(case, order(case, "LO-1"))
    await case.service.change(
        update(EnforcementCase).where(EnforcementCase.case_id == case.id).values(has_confident_address=False)
    )
    await tell_numbers(case)
    (letter,) = await letters_of(case)
    (opened,) = await case.requests(KindCode.UNDELIVERED_AGENCY_LETTER)
    assert (letter.state, opened.subject_id) == (LetterState.TO_PRINT, letter.id)

    async def take(unit: Unit) -> Outcome:
        await printing.take(unit, letter.id)
        return Outcome()

    assert await refused(case.service.carry_out(theirs.manager, take)) == (reasons.ADDRESS_NOT_CERTAIN,)
    assert (await letters_of(case))[0].state is LetterState.TO_PRINT


@pytest.mark.requirement("X-08")
async def test_the_court_neither_prints_nor_posts_a_letter_of_the_agency(theirs: Agency) -> None:
    case = await theirs.assigned()
    await case.service.change(update(Party).where(Party.case_id == case.id).values(email=None))
    await pause(case)
    (letter,) = await letters_of(case)
    for act in (printing.take, letters.mark_posted):
        with pytest.raises(refusals.NotFound):
            await case.service.carry_out(case.service.officer, lambda unit, act=act: act(unit, letter.id))
    with pytest.raises(refusals.NotPermitted):
        await case.service.carry_out(theirs.manager, lambda unit: letters.mark_posted(unit, letter.id))
