"""Judgment in default: asked for, judged anew at entry, reckoned once and told to both (D-11, D-12, D-14)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from backend.models import (
    Claim,
    Debt,
    HistoryEntry,
    Judgment,
    JudgmentRequest,
    LedgerLine,
    Letter,
    SecurityCode,
    Timer,
)
from backend.rules import refusals
from backend.rules.deadlines import Deadline
from backend.rules.judgments import PaymentTerms
from backend.rules.vocabulary import (
    ClaimState,
    DebtKind,
    EventKind,
    InstalmentFrequency,
    JudgmentBasis,
    JudgmentRequestState,
    Jurisdiction,
    LineKind,
    PaymentOrder,
    Role,
)
from backend.rules.vocabulary import Letter as Named
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.lodgings import andrew, lodging, person
from tests.builders.people import add_actor
from tests.builders.service import Service

ENTERED_AT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 April in London."""
ALL_REASONS = (refusals.JUDGMENT_NOT_REQUESTED, refusals.RESPONSE_TIME_NOT_OVER)


async def requested(service: Service, **changed: object) -> UUID:
    """A claim on which judgment was requested as soon as it could be."""
    case_id = await service.lodge(lodging(**changed))
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    return case_id


async def lines_of(service: Service, case_id: UUID, kind: DebtKind) -> list[tuple[LineKind, int]]:
    debt = await service.one(Debt, case_id=case_id, kind=kind)
    return [
        (line.kind, line.amount_pence)
        for line in await service.all(LedgerLine, by=LedgerLine.position, debt_id=debt.id)
    ]


@pytest.mark.requirement("D-11", "D-12")
async def test_judgment_can_be_requested_from_the_very_end_of_the_time_to_respond(service: Service) -> None:
    case_id = await service.lodge()
    before = await service.counts()
    for at in (LODGED_AT, RESPONSE_DUE_AT.replace(hour=15, minute=59, second=59, microsecond=999_999)):
        service.clock.set(at)
        with pytest.raises(refusals.Refused) as refused:
            await service.request(case_id)
        assert refused.value.reasons == (refusals.RESPONSE_TIME_NOT_OVER,)
        with pytest.raises(refusals.Refused) as refused:
            await service.enter(case_id)
        assert refused.value.reasons == ALL_REASONS
    assert await service.counts() == before
    service.clock.set(RESPONSE_DUE_AT)
    outcome = await service.request(case_id)
    asked = await service.one(JudgmentRequest, case_id=case_id)
    assert outcome.subjects == {"claim": case_id, "request": asked.id}
    assert (asked.basis, asked.state) == (JudgmentBasis.DEFAULT, JudgmentRequestState.REQUESTED)
    assert (asked.requested_at, asked.requested_by) == (RESPONSE_DUE_AT, service.kate.user_id)
    assert (await service.one(Claim, case_id=case_id)).state is ClaimState.JUDGMENT_REQUESTED
    told = {letter.template for letter in await service.all(Letter, created_at=RESPONSE_DUE_AT)}
    assert told == {Named.JUDGMENT_REQUESTED_TO_CLAIMANT, Named.JUDGMENT_REQUESTED_TO_DEFENDANT}
    with pytest.raises(refusals.Refused) as refused:
        await service.request(case_id)
    assert refused.value.reasons == (refusals.JUDGMENT_ALREADY_REQUESTED,)


@pytest.mark.requirement("D-12")
async def test_nobody_but_the_claimant_requests_judgment(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    before = await service.counts()
    for actor, refusal in (
        (service.andrew, refusals.NotPermitted),
        (service.officer, refusals.NotPermitted),
        (service.stranger, refusals.NotFound),
    ):
        with pytest.raises(refusal):
            await service.request(case_id, by=actor)
    assert await service.counts() == before


@pytest.mark.requirement("D-12")
async def test_judgment_is_entered_by_the_court_of_the_jurisdiction_only(service: Service) -> None:
    case_id = await requested(service)
    await service.join(case_id)
    elsewhere = await add_actor(service.ground, "Una", Role.COURT_OFFICER, {Jurisdiction.SCOTLAND})
    agency = await add_actor(service.ground, "Cas", Role.CASE_MANAGER, set(Jurisdiction))
    before = await service.counts()
    for actor, refusal in (
        (service.kate, refusals.NotPermitted),
        (service.andrew, refusals.NotPermitted),
        (service.stranger, refusals.NotFound),
        (elsewhere, refusals.NotFound),
        (agency, refusals.NotFound),
    ):
        with pytest.raises(refusal):
            await service.enter(case_id, by=actor)
    assert await service.counts() == before


@pytest.mark.requirement("D-12")
async def test_the_order_of_payment_lies_in_the_future_and_within_what_is_owed(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(RESPONSE_DUE_AT)
    today, before = RESPONSE_DUE_AT.date(), await service.counts()
    for pence in (0, 1_379_87):
        with pytest.raises(refusals.Invalid) as refused:
            await service.request(
                case_id, PaymentTerms(PaymentOrder.INSTALMENTS, None, pence, InstalmentFrequency.MONTHLY, today)
            )
        assert [(problem.code, problem.path) for problem in refused.value.problems] == [
            ("AMOUNT_OUT_OF_RANGE", ("paymentOrder", "byInstalments", "amount")),
            ("DATE_NOT_IN_FUTURE", ("paymentOrder", "byInstalments", "firstOn")),
        ]
    with pytest.raises(refusals.Invalid) as refused:
        await service.request(case_id, PaymentTerms(PaymentOrder.BY_DATE, today))
    assert [problem.path for problem in refused.value.problems] == [("paymentOrder", "byDate")]
    assert await service.counts() == before
    await service.request(
        case_id,
        PaymentTerms(PaymentOrder.INSTALMENTS, None, 1_379_86, InstalmentFrequency.EVERY_TWO_WEEKS, date(2026, 3, 24)),
    )
    await service.enter(case_id)
    judgment = await service.one(Judgment, case_id=case_id)
    assert (judgment.payment_order, judgment.instalment_pence) == (PaymentOrder.INSTALMENTS, 1_379_86)
    assert judgment.instalment_frequency is InstalmentFrequency.EVERY_TWO_WEEKS
    assert (judgment.first_instalment_on, judgment.pay_by) == (date(2026, 3, 24), None)


@pytest.mark.requirement("D-12")
async def test_the_judgment_is_debt_interest_and_fee_with_interest_rounded_once_in_all(service: Service) -> None:
    """212 days of 8% on £1,250 are £58.08; 182 of them stood in the claim as £49.86, 30 more alone would be £8.22."""
    case_id = await requested(service)
    service.clock.set(ENTERED_AT)
    await service.enter(case_id)
    claimed = [(LineKind.PRINCIPAL, 1_250_00), (LineKind.INTEREST, 49_86), (LineKind.COURT_FEE, 80_00)]
    assert await lines_of(service, case_id, DebtKind.CLAIM) == [*claimed, (LineKind.MERGED, -1_379_86)]
    assert await lines_of(service, case_id, DebtKind.JUDGMENT) == [*claimed, (LineKind.INTEREST, 8_22)]
    judgment = await service.one(Judgment, case_id=case_id)
    assert judgment.total_pence == 1_388_08
    assert sum(line.amount_pence for line in await service.all(LedgerLine, case_id=case_id)) == 1_388_08


@pytest.mark.requirement("D-12")
async def test_interest_is_rounded_over_its_whole_time_and_not_a_piece_at_a_time(service: Service) -> None:
    """8% on £10 is 0.219p a day: 19 days are 4.16p, 25 more 5.48p, 9p when rounded apart; together they are 9.64p."""
    case_id = await requested(service, amount_pence=10_00, interest_from=date(2026, 2, 11))
    service.clock.set(datetime(2026, 3, 27, 12, tzinfo=UTC))
    await service.enter(case_id)
    lines = await lines_of(service, case_id, DebtKind.JUDGMENT)
    assert [pence for kind, pence in lines if kind is LineKind.INTEREST] == [4, 6]
    assert sum(pence for _, pence in lines) == (await service.one(Judgment)).total_pence


@pytest.mark.requirement("D-12")
async def test_without_interest_claimed_the_judgment_is_for_what_was_claimed(service: Service) -> None:
    case_id = await requested(service, interest_from=None)
    await service.enter(case_id)
    assert await lines_of(service, case_id, DebtKind.JUDGMENT) == [
        (LineKind.PRINCIPAL, 1_250_00),
        (LineKind.COURT_FEE, 80_00),
    ]
    assert (await service.one(Judgment)).total_pence == 1_330_00


@pytest.mark.requirement("D-14")
async def test_the_judgment_tells_its_28_days_and_the_last_day_of_the_register(service: Service) -> None:
    case_id = await requested(service)
    service.clock.set(ENTERED_AT)
    outcome = await service.enter(case_id)
    judgment = await service.one(Judgment, case_id=case_id)
    assert outcome.subjects == {"claim": case_id, "judgment": judgment.id}
    assert judgment.number.startswith("CCJ-")
    assert (judgment.entered_at, judgment.entered_on) == (ENTERED_AT, date(2026, 4, 1))
    assert judgment.entered_by == service.officer.user_id
    assert judgment.pay_within_28_days_by == Deadline.from_json(judgment.payable_deadline).on == date(2026, 4, 29)
    assert judgment.register_last_on == Deadline.from_json(judgment.register_deadline).on == date(2026, 5, 1)
    assert (await service.one(Claim, case_id=case_id)).state is ClaimState.JUDGMENT_ENTERED
    asked = await service.one(JudgmentRequest, case_id=case_id)
    assert (asked.state, asked.decided_at) == (JudgmentRequestState.ENTERED, ENTERED_AT)
    assert all(timer.done_at for timer in await service.all(Timer, case_id=case_id))
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[-1]
    assert entry.kind is EventKind.JUDGMENT_ENTERED
    assert entry.changes == {
        "judgmentNumber": judgment.number,
        "total": 1_388_08,
        "payWithin28DaysBy": "2026-04-29",
        "registerLastOn": "2026-05-01",
    }


@pytest.mark.requirement("D-14")
async def test_in_the_shortest_month_the_register_closes_on_the_28th_day_too(service: Service) -> None:
    case_id = await requested(service)
    service.clock.set(datetime(2027, 1, 31, 12, tzinfo=UTC))
    await service.enter(case_id)
    judgment = await service.one(Judgment)
    assert (judgment.pay_within_28_days_by, judgment.register_last_on) == (date(2027, 2, 28), date(2027, 2, 28))


@pytest.mark.requirement("D-12")
async def test_only_a_defendant_who_never_linked_gets_a_fresh_code_with_the_judgment(service: Service) -> None:
    case_id = await requested(service, defendants=(andrew(), person("Beth Ray")))
    await service.join(case_id)
    service.clock.set(ENTERED_AT)
    await service.enter(case_id)
    judged = {
        letter.party_id: letter for letter in await service.all(Letter, template=Named.JUDGMENT_ENTERED_TO_DEFENDANT)
    }
    his = judged[(await service.party(case_id, "Andrew Hollis")).id]
    hers = judged[beth := (await service.party(case_id, "Beth Ray")).id]
    assert len(judged) == 2
    assert (his.secret, his.facts["code_expires_on"]) == (None, None)
    assert (hers.facts["code_expires_on"], hers.facts["total_pence"]) == ("2026-09-28", 1_388_08)
    (fresh,) = await service.all(SecurityCode, issued_at=ENTERED_AT)
    assert fresh.party_id == beth
    printed = service.ground.sealer.open(hers.secret, "letter").decode()
    assert fresh.code_hash == {code.text: code.hash for code in await service.codes()}[printed]
    assert len(await service.all(Letter, template=Named.JUDGMENT_ENTERED_TO_CLAIMANT)) == 1


@pytest.mark.requirement("D-11")
async def test_a_judgment_is_entered_once(service: Service) -> None:
    case_id = await requested(service)
    await service.enter(case_id)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await service.enter(case_id)
    assert refused.value.reasons == (refusals.JUDGMENT_ALREADY_ENTERED,)
    with pytest.raises(refusals.Refused) as refused:
        await service.request(case_id)
    assert refused.value.reasons == (refusals.JUDGMENT_ALREADY_ENTERED,)
    assert await service.counts() == before
