"""Applying for a writ of control: begun, filled in, sent to the court, corrected, amended, withdrawn (W-05 to W-10)."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from backend.models import (
    Claim,
    HistoryEntry,
    Letter,
    Payment,
    ServiceRequest,
    Stream,
    WritApplication,
)
from backend.operations import applying, writ_applications
from backend.operations.ground import machine_now
from backend.operations.submitting import submitted
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.reasons import hceos as against_officers
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import (
    Act,
    ClaimState,
    Correction,
    EventKind,
    FeeMethod,
    PaymentState,
    Relation,
    WritApplicationState,
)
from backend.rules.vocabulary import Letter as Named
from backend.rules.writ_details import Address, Details, Paid
from tests.builders.enforcement import (
    OWED_PENCE,
    UNPAID_AT,
    Application,
    complete_application,
    draft_application,
    submitted_application,
    unpaid_judgment,
)
from tests.builders.officers import add_officer, suspend
from tests.builders.people import add_actor
from tests.builders.service import Service

S = WritApplicationState
HOME = Address(("14 Clarence Street", "York"), "YO31 7EW")
PAID = Paid(date(2026, 3, 24), 100_00)


async def kinds(service: Service, made: Application) -> list[EventKind]:
    """What happened to the application, in order."""
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, subject_id=made.id)
    return [entry.kind for entry in entries]


async def pay(service: Service, made: Application, state: PaymentState) -> Payment:
    """A payment of the fee as it stands in this state."""
    payment = Payment(
        case_id=made.case_id,
        application_id=made.id,
        reference="PAY-0000-0001",
        amount_pence=80_00,
        state=state,
        intended_at=service.clock.at,
        intended_by=service.kate.user_id,
        look_at=machine_now(),
    )

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SETTLE_FEE_PAYMENT)
        unit.session.add(payment)
        return Outcome()

    await service.carry_out(service.officer, act)
    return payment


async def _settle(service: Service, made: Application, paid: Payment) -> None:
    """Its fee was paid, and the application is sent by that."""

    async def settle(unit: Unit) -> Outcome:
        subject, application = await applying.load(unit, made.id)
        unit.permit(Act.SETTLE_FEE_PAYMENT)
        await submitted(unit, subject, application, Act.SETTLE_FEE_PAYMENT, payment=paid)
        return Outcome()

    await service.carry_out(service.officer, settle)


@pytest.mark.requirement("W-05")
async def test_an_application_begins_with_what_the_court_knows_and_the_fee_of_the_day(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    before = await service.stream(case_id)
    made = await draft_application(service, case_id)
    stored, after = await made.stored(), await service.stream(case_id)
    assert Details.from_json(stored.details) == Details(("Andrew Hollis",), (HOME,), OWED_PENCE)
    assert stored.reference.startswith("WA-")
    assert (stored.state, stored.details_given_at, stored.fee_method) == (S.DRAFT, None, None)
    assert (stored.fee_pence, stored.fee_policy) == (80_00, "WRIT_FEE_2025")
    assert (stored.started_at, stored.started_by) == (UNPAID_AT, service.kate.user_id)
    assert (await service.one(Claim, case_id=case_id)).state is ClaimState.JUDGMENT_ENTERED
    assert await kinds(service, made) == [EventKind.WRIT_APPLICATION_STARTED]
    moved = {word for word in ("claimant", "defendant", "court")
             if getattr(after, f"{word}_version") != getattr(before, f"{word}_version")}  # fmt: skip
    assert moved == {"claimant", "court"}


@pytest.mark.requirement("D-17", "W-03")
async def test_an_application_can_be_begun_once_and_only_when_payment_is_due(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    service.clock.set(datetime(2026, 3, 23, 23, 59, 59, tzinfo=UTC))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await draft_application(service, case_id)
    assert refused.value.reasons == (reasons.PAYMENT_NOT_DUE,)
    assert await service.counts() == before
    service.clock.set(datetime(2026, 3, 24, tzinfo=UTC))
    await draft_application(service, case_id)
    with pytest.raises(refusals.Refused) as refused:
        await draft_application(service, case_id)
    assert refused.value.reasons == (reasons.APPLICATION_LIVE,)


@pytest.mark.requirement("X-08")
async def test_for_the_defendant_there_is_no_application_to_act_on(service: Service) -> None:
    made = await submitted_application(service)
    before = await service.counts()
    for actor in (service.andrew, service.stranger):
        for act in (made.give_details, made.appoint, made.use_help_with_fees, made.resubmit, made.withdraw, made.amend):
            with pytest.raises(refusals.NotFound):
                await act(by=actor)
    for act in (made.give_details, made.withdraw):
        with pytest.raises(refusals.NotPermitted):
            await act(by=service.officer)
    with pytest.raises(refusals.NotPermitted):
        await made.amend(by=service.kate)
    assert await service.counts() == before


@pytest.mark.requirement("W-05")
async def test_details_are_confirmed_and_what_corrects_the_court_is_flagged(service: Service) -> None:
    made = await draft_application(service)
    await made.give_details(vehicles=("AB12 CDE",))
    stored = await made.stored()
    assert (stored.details_given_at, stored.corrections) == (UNPAID_AT, [])
    elsewhere = Address(("1 High Street", "York"), "YO1 7HH")
    await made.give_details(
        defendants=("Andrew Holliss",), addresses=(elsewhere,), payments=(PAID,), due_pence=OWED_PENCE - 100_00
    )
    stored = await made.stored()
    assert stored.corrections == [Correction.DEFENDANT_NAME, Correction.DEFENDANT_ADDRESS, Correction.AMOUNT]
    assert (await made.details()).vehicles == ("AB12 CDE",)


@pytest.mark.requirement("W-05")
async def test_wrong_details_and_a_debt_that_is_not_for_the_high_court_change_nothing(service: Service) -> None:
    made = await draft_application(service)
    before, stored = await service.counts(), await made.stored()
    with pytest.raises(refusals.Invalid) as invalid:
        await made.give_details(defendants=(), due_pence=1)
    assert [(each.code, each.path) for each in invalid.value.problems] == [
        ("COUNT_OUT_OF_RANGE", ("defendants",)),
        ("AMOUNT_DIFFERS", ("amountDue",)),
    ]
    with pytest.raises(refusals.Refused) as refused:
        await made.give_details(is_regulated=True)
    assert refused.value.reasons == (reasons.REGULATED_AGREEMENT,)
    much = Paid(date(2026, 3, 24), OWED_PENCE - 599_99)
    with pytest.raises(refusals.Refused) as refused:
        await made.give_details(payments=(much,), due_pence=599_99)
    assert refused.value.reasons == (reasons.SUM_TOO_SMALL,)
    assert await service.counts() == before
    assert (await made.stored()).details == stored.details


@pytest.mark.requirement("W-07", "W-08")
async def test_help_with_fees_covers_the_fee_and_sends_the_application_to_the_court(service: Service) -> None:
    made = await complete_application(service)
    await made.use_help_with_fees(" hwf-a1b-2c3 ")
    stored = await made.stored()
    assert (stored.state, stored.submitted_at) == (S.SUBMITTED, UNPAID_AT)
    assert (stored.fee_method, stored.help_with_fees_reference) == (FeeMethod.HELP_WITH_FEES, "HWF-A1B-2C3")
    assert await made.results() == {
        "ELIGIBLE": "HOLDS",
        "DEFENDANT_NAMES": "HOLDS",
        "ADDRESSES": "HOLDS",
        "AMOUNT": "HOLDS",
        "OFFICER": "HOLDS",
        "FEE": "TO_BE_SETTLED",
    }
    request = await service.one(ServiceRequest, case_id=made.case_id)
    assert request.subject_id == made.id
    letter = await service.one(Letter, template=Named.WRIT_APPLICATION_SUBMITTED)
    assert letter.facts["application_reference"] == stored.reference
    assert (letter.facts["total_pence"], letter.facts["payment_reference"]) == (OWED_PENCE, None)
    assert await kinds(service, made) == [
        EventKind.WRIT_APPLICATION_STARTED,
        EventKind.WRIT_DETAILS_GIVEN,
        EventKind.HCEO_CHOSEN,
        EventKind.HELP_WITH_FEES_USED,
        EventKind.WRIT_APPLICATION_SUBMITTED,
    ]
    entries = await service.all(HistoryEntry, subject_id=made.id)
    assert not any(entry.audience & int(Relation.DEFENDANT) for entry in entries)
    assert "HWF-A1B-2C3" not in str([entry.changes for entry in entries])


@pytest.mark.requirement("W-07")
@pytest.mark.parametrize("reference", ["", "A1B-2C3", "HWF-A1B2C3", "HWF-A1B-2C3-4", "HWF-A!B-2C3"])
async def test_what_is_no_reference_covers_no_fee(service: Service, reference: str) -> None:
    made = await complete_application(service)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as invalid:
        await made.use_help_with_fees(reference)
    assert [(each.code, each.path) for each in invalid.value.problems] == [("HELP_WITH_FEES_REFERENCE", ("reference",))]
    assert await service.counts() == before
    assert (await made.stored()).help_with_fees_reference is None


@pytest.mark.requirement("W-10")
async def test_an_application_sent_back_is_corrected_and_sent_again_with_its_fee_covered(service: Service) -> None:
    made = await submitted_application(service)
    with pytest.raises(refusals.Refused) as refused:
        await made.give_details()
    assert refused.value.reasons == (reasons.APPLICATION_NOT_YOURS_NOW,)
    await made.send_back(" Spell the name as on the judgment. ")
    stored = await made.stored()
    assert (stored.state, stored.decision_reason) == (S.RETURNED, "Spell the name as on the judgment.")
    letter = await service.one(Letter, template=Named.WRIT_APPLICATION_RETURNED)
    assert letter.facts["reason"] == "Spell the name as on the judgment."
    service.clock.go(hours=1)
    await made.give_details()
    await made.resubmit()
    stored = await made.stored()
    assert (stored.state, stored.decision_reason, stored.decided_at) == (S.SUBMITTED, None, None)
    assert stored.fee_method is FeeMethod.HELP_WITH_FEES
    assert len(await service.all(ServiceRequest, subject_id=made.id)) == 2
    with pytest.raises(refusals.Refused) as refused:
        await made.resubmit()
    assert refused.value.reasons == (reasons.APPLICATION_NOT_RETURNED,)


@pytest.mark.requirement("W-07", "W-10")
async def test_a_reference_that_the_court_could_not_find_is_replaced_after_it_was_sent_back(service: Service) -> None:
    made = await submitted_application(service)
    with pytest.raises(refusals.Refused) as refused:
        await made.use_help_with_fees("HWF-XYZ-123")
    assert refused.value.reasons == (reasons.APPLICATION_NOT_YOURS_NOW, reasons.FEE_COVERED)
    await made.send_back("There is no such Help with Fees reference.")
    await made.use_help_with_fees("HWF-XYZ-123")
    stored = await made.stored()
    assert (stored.state, stored.help_with_fees_reference) == (S.SUBMITTED, "HWF-XYZ-123")
    assert len(await service.all(ServiceRequest, subject_id=made.id)) == 2


@pytest.mark.requirement("W-10")
async def test_a_rejected_application_has_ended_and_another_can_be_begun(service: Service) -> None:
    made = await submitted_application(service)
    with pytest.raises(refusals.NotPermitted):
        await made.reject(by=service.kate)
    with pytest.raises(refusals.Invalid):
        await made.reject("  ")
    await made.reject()
    stored = await made.stored()
    assert (stored.state, stored.decision_reason) == (S.REJECTED, "The judgment was set aside.")
    for decide in (made.reject, made.send_back):
        with pytest.raises(refusals.Refused) as refused:
            await decide()
        assert refused.value.reasons == (reasons.APPLICATION_NOT_SUBMITTED,)
    another = await draft_application(service, made.case_id)
    assert [each.state for each in await service.all(WritApplication, case_id=made.case_id)] == [S.REJECTED, S.DRAFT]
    assert another.id != made.id


@pytest.mark.requirement("W-10")
async def test_staff_amend_what_was_submitted_and_are_noted_each_once(service: Service) -> None:
    made = await submitted_application(service)
    other = await add_actor(service.ground, "Una Officer", service.officer.role, service.officer.jurisdictions)
    await made.amend(defendants=("Andrew J Hollis",))
    await made.amend()
    await made.amend(by=other)
    stored = await made.stored()
    assert stored.amended_by == sorted([str(service.officer.user_id), str(other.user_id)])
    assert (stored.state, stored.corrections) == (S.SUBMITTED, [Correction.DEFENDANT_NAME])
    assert (await made.results())["DEFENDANT_NAMES"] == "TO_BE_SETTLED"


@pytest.mark.requirement("W-08")
async def test_applications_are_sent_three_times_a_day_at_most_and_a_fee_paid_is_never_refused(
    service: Service,
) -> None:
    hceo_id = await add_officer(service.ground)
    made = await submitted_application(service, hceo_id=hceo_id)
    await made.send_back()
    await made.resubmit()
    await made.withdraw()
    another = await complete_application(service, made.case_id, hceo_id=hceo_id)
    await another.use_help_with_fees()
    await another.send_back()
    before = await service.counts()
    for act in (another.resubmit, another.use_help_with_fees):
        with pytest.raises(refusals.Refused) as refused:
            await act()
        assert refused.value.reasons == (reasons.TOO_MANY_SUBMISSIONS,)
    assert await service.counts() == before
    paid = await pay(service, another, PaymentState.SUCCEEDED)
    await service.change(update(WritApplication).where(WritApplication.id == another.id).values(state=S.DRAFT))
    await _settle(service, another, paid)
    assert (await another.stored()).state is S.SUBMITTED
    await another.withdraw()
    with pytest.raises(refusals.Refused) as refused:
        await draft_application(service, made.case_id)
    assert refused.value.reasons == (reasons.TOO_MANY_SUBMISSIONS,)
    service.clock.set(datetime(2026, 3, 26, tzinfo=UTC))
    await submitted_application(service, made.case_id, hceo_id=hceo_id)


@pytest.mark.requirement("W-07")
async def test_an_application_is_withdrawn_unless_a_payment_is_in_progress(service: Service) -> None:
    made = await complete_application(service)
    await pay(service, made, PaymentState.CREATED)
    before = await service.counts()
    for act in (made.withdraw, made.use_help_with_fees):
        with pytest.raises(refusals.Refused) as refused:
            await act()
        assert refused.value.reasons == (reasons.PAYMENT_IN_PROGRESS,)
    assert await service.counts() == before
    ended = Payment.__table__.update().values(state=PaymentState.EXPIRED, ended_at=UNPAID_AT)
    await service.change(ended)
    await made.withdraw()
    stored = await made.stored()
    assert (stored.state, stored.decided_at) == (S.WITHDRAWN, UNPAID_AT)
    with pytest.raises(refusals.Refused) as refused:
        await made.withdraw()
    assert refused.value.reasons == (reasons.APPLICATION_ENDED,)


@pytest.mark.requirement("W-06", "W-08")
async def test_what_stands_against_a_paid_application_is_found_by_its_checks_and_refuses_no_money(
    service: Service,
) -> None:
    hceo_id = await add_officer(service.ground)
    made = await complete_application(service, hceo_id=hceo_id)
    await suspend(service.ground, hceo_id)
    with pytest.raises(refusals.Refused) as refused:
        await made.use_help_with_fees()
    assert refused.value.reasons == (against_officers.HCEO_NOT_ACTIVE,)
    paid = await pay(service, made, PaymentState.SUCCEEDED)
    await _settle(service, made, paid)
    stored = await made.stored()
    assert (stored.state, stored.fee_method) == (S.SUBMITTED, FeeMethod.GOV_UK_PAY)
    assert {code: result for code, result in (await made.results()).items() if result != "HOLDS"} == {
        "OFFICER": "FAILS"
    }
    letter = await service.one(Letter, template=Named.WRIT_APPLICATION_SUBMITTED)
    assert letter.facts["payment_reference"] == "PAY-0000-0001"
    await made.send_back()
    with pytest.raises(refusals.Refused) as refused:
        await made.resubmit()
    assert refused.value.reasons == (against_officers.HCEO_NOT_ACTIVE,)


@pytest.mark.requirement("W-05")
async def test_a_version_that_somebody_else_moved_is_not_acted_on(service: Service) -> None:
    made = await draft_application(service)
    version = (await service.stream(made.case_id)).claimant_version
    await made.give_details()
    details = await made.details()
    with pytest.raises(refusals.Stale) as stale:
        await service.carry_out(
            service.kate,
            lambda unit: writ_applications.give_details(unit, made.id, details, expected_version=version),
        )
    assert (stale.value.expected, stale.value.current) == (version, version + 1)
    assert isinstance(await service.stream(made.case_id), Stream)


@pytest.mark.requirement("W-07")
async def test_of_two_sendings_at_once_one_is_done(service: Service) -> None:
    made = await complete_application(service)
    found = await asyncio.gather(made.use_help_with_fees(), made.use_help_with_fees(), return_exceptions=True)
    refused = [each for each in found if isinstance(each, refusals.Refused)]
    assert [each.reasons for each in refused] == [(reasons.APPLICATION_NOT_YOURS_NOW, reasons.FEE_COVERED)]
    assert len(await service.all(ServiceRequest, subject_id=made.id)) == 1
    assert len(await service.all(Letter, template=Named.WRIT_APPLICATION_SUBMITTED)) == 1
