"""Payments that an application tells of: taken off what is to be enforced, entered in the ledger at issue (W-05)."""

from datetime import date

import pytest

from backend.models import HistoryEntry, LedgerLine, Letter
from backend.rules import refusals
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import EventKind, LineKind, WritApplicationState
from backend.rules.vocabulary import Letter as Named
from backend.rules.writ_details import Details, Paid
from tests.builders.enforcement import (
    OWED_PENCE,
    complete_application,
    draft_application,
    put_on_record,
    submitted_application,
    unpaid_judgment,
)
from tests.builders.service import Service

S = WritApplicationState
PAID = Paid(date(2026, 3, 24), 100_00)


@pytest.mark.requirement("W-05", "X-08")
async def test_payments_told_of_are_taken_off_what_is_enforced_and_the_ledger_does_not_move_until_issue(
    service: Service,
) -> None:
    made = await complete_application(service, payments=(PAID,), due_pence=OWED_PENCE - 100_00)
    case_id = made.case_id
    defendant = (await service.stream(case_id)).defendant_version
    await made.use_help_with_fees()
    assert (await made.results())["AMOUNT"] == "TO_BE_SETTLED"
    letter = await service.one(Letter, template=Named.WRIT_APPLICATION_SUBMITTED)
    assert letter.facts["total_pence"] == OWED_PENCE - 100_00
    await made.send_back()
    await made.give_details(payments=(PAID, PAID), due_pence=OWED_PENCE - 200_00)
    await made.resubmit()
    assert (await made.results())["AMOUNT"] == "TO_BE_SETTLED"
    assert (await service.stream(case_id)).defendant_version == defendant
    assert await service.all(LedgerLine, case_id=case_id, kind=LineKind.PAYMENT) == []
    assert await service.all(HistoryEntry, stream_id=case_id, kind=EventKind.JUDGMENT_PAYMENTS_RECORDED) == []


@pytest.mark.requirement("W-05")
async def test_a_claimant_cannot_leave_out_what_is_on_record(service: Service) -> None:
    made = await draft_application(service)
    await put_on_record(service, made.case_id, PAID)
    with pytest.raises(refusals.Invalid) as invalid:
        await made.give_details(payments=(), due_pence=OWED_PENCE)
    assert [each.code for each in invalid.value.problems] == ["PAYMENT_LEFT_OUT"]
    await made.give_details(payments=(PAID,), due_pence=OWED_PENCE - 100_00)
    assert (await made.stored()).corrections == []


@pytest.mark.requirement("W-05", "W-10")
async def test_what_the_ledger_gained_after_the_details_were_given_is_followed_and_never_taken_back(
    service: Service,
) -> None:
    made = await complete_application(service, payments=(PAID,), due_pence=OWED_PENCE - 100_00)
    gained = Paid(date(2026, 3, 25), 200_00)
    await put_on_record(service, made.case_id, gained)
    await made.use_help_with_fees()
    details = Details.from_json((await made.stored()).details)
    assert (details.payments, details.due_pence) == ((PAID, gained), OWED_PENCE - 300_00)
    lines = await service.all(LedgerLine, case_id=made.case_id, kind=LineKind.PAYMENT)
    assert [line.amount_pence for line in lines] == [-200_00]
    assert (await made.results())["AMOUNT"] == "TO_BE_SETTLED"


@pytest.mark.requirement("W-03", "W-05")
async def test_what_was_declared_and_what_was_recorded_meanwhile_are_taken_off_together(service: Service) -> None:
    made = await complete_application(service, payments=(PAID,), due_pence=OWED_PENCE - 100_00)
    await put_on_record(service, made.case_id, Paid(date(2026, 3, 25), OWED_PENCE - 699_99))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await made.use_help_with_fees()
    assert refused.value.reasons == (reasons.SUM_TOO_SMALL,)
    assert await service.counts() == before
    assert (await made.stored()).state is S.DRAFT


@pytest.mark.requirement("W-10")
async def test_staff_take_back_a_payment_that_was_none_by_a_line_of_its_own(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    await put_on_record(service, case_id, PAID)
    made = await submitted_application(service, case_id)
    await made.amend(payments=(), due_pence=OWED_PENCE)
    lines = await service.all(LedgerLine, by=LedgerLine.position, case_id=made.case_id, kind=LineKind.PAYMENT)
    assert [line.amount_pence for line in lines] == [-100_00, 100_00]
    entry = await service.one(HistoryEntry, stream_id=case_id, kind=EventKind.JUDGMENT_PAYMENTS_RECORDED)
    assert entry.changes == {"amount": -100_00, "amountOwed": OWED_PENCE}
    assert (await made.results())["AMOUNT"] == "HOLDS"


@pytest.mark.requirement("W-10")
async def test_staff_strike_out_a_payment_told_of_without_a_line(service: Service) -> None:
    made = await submitted_application(service, payments=(PAID,), due_pence=OWED_PENCE - 100_00)
    await made.amend(payments=(), due_pence=OWED_PENCE)
    assert await service.all(LedgerLine, case_id=made.case_id, kind=LineKind.PAYMENT) == []
    assert (await made.results())["AMOUNT"] == "HOLDS"
