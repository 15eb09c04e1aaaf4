"""Issuing a writ: judged again, served once, all of it in one commit; then receipt and notice of enforcement."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.adapters.outside import OutsideInActError
from backend.adapters.seal import SealState
from backend.models import (
    Claim,
    Debt,
    Document,
    HistoryEntry,
    LedgerLine,
    Letter,
    Link,
    Stream,
    Writ,
    WritApplication,
)
from backend.operations import drafting, enforcement, writs
from backend.operations.unit import Outcome, Unit
from backend.operations.writs import NotAsPreparedError
from backend.rules import refusals
from backend.rules.reasons import hceos
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import (
    ClaimState,
    DebtKind,
    EventKind,
    LineKind,
    Relation,
    RestraintKind,
    WritApplicationState,
    WritState,
)
from backend.rules.vocabulary import Letter as LetterName
from backend.rules.writ_details import Address, Paid
from tests.builders.enforcement import OWED_PENCE, UNPAID_AT, put_on_record
from tests.builders.officers import suspend
from tests.builders.service import Service
from tests.builders.writs import Enforced, applied_for, issued

FEE_PENCE = 80_00
ALL = int(Relation.CLAIMANT | Relation.DEFENDANT | Relation.OFFICER | Relation.COURT | Relation.SYSTEM)
ISSUED_ON = date(2026, 3, 25)


async def stay(enforced: Enforced, kind: RestraintKind = RestraintKind.STAY) -> None:
    ends_on = date(2026, 5, 20) if kind is RestraintKind.BREATHING_SPACE else None
    await enforced.service.carry_out(
        enforced.service.officer,
        lambda unit: enforcement.restrain(
            unit, enforced.case_id, kind=kind, ends_on=ends_on, reason="By order.", expected_version=None
        ),
    )


async def refused(enforced: Enforced, act: Any, *given: refusals.Reason) -> None:
    """The act is refused for exactly these reasons, and nothing has changed."""
    before = await enforced.service.counts(), await enforced.service.stream(enforced.case_id)
    with pytest.raises(refusals.Refused) as refusal:
        await act
    assert refusal.value.reasons == given
    after = await enforced.service.counts(), await enforced.service.stream(enforced.case_id)
    assert after[0] == before[0]
    assert after[1].entry_count == before[1].entry_count


@pytest.mark.requirement("W-11", "W-15")
async def test_a_writ_is_issued_with_its_number_amounts_last_day_and_officer(service: Service) -> None:
    enforced = await applied_for(service)
    await enforced.issue()
    writ = await enforced.writ()
    assert writ.number.startswith("WOC-")
    assert (writ.state, writ.issued_at, writ.issued_on) == (WritState.ISSUED, UNPAID_AT, ISSUED_ON)
    assert writ.amounts == [
        {"text": "Judgment of Monday 23 March 2026", "pence": OWED_PENCE},
        {"text": "Court fee for the writ of control", "pence": FEE_PENCE},
    ]
    assert (writ.total_pence, writ.interest_daily_pence) == (OWED_PENCE + FEE_PENCE, None)
    assert (writ.expires_on, writ.served_at, writ.hceo_id) == (date(2027, 3, 24), UNPAID_AT, enforced.hceo_id)
    assert writ.approved_by == service.officer.user_id
    claim, application = await service.one(Claim), await service.one(WritApplication)
    assert (claim.state, application.state) == (ClaimState.WRIT_ISSUED, WritApplicationState.ISSUED)


@pytest.mark.requirement("W-11")
async def test_what_is_to_be_enforced_is_the_sum_of_the_judgments_ledger(service: Service) -> None:
    enforced = await issued(service)
    debt = await service.one(Debt, case_id=enforced.case_id, kind=DebtKind.JUDGMENT)
    lines = await service.all(LedgerLine, debt_id=debt.id, by=LedgerLine.position)
    assert sum(line.amount_pence for line in lines) == (await enforced.writ()).total_pence
    assert (lines[-1].kind, lines[-1].amount_pence, lines[-1].on) == (LineKind.COURT_FEE, FEE_PENCE, ISSUED_ON)
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.requirement("W-05", "W-11", "X-08")
async def test_payments_told_of_are_entered_at_issue_before_the_writs_own_lines_and_both_parties_see_them(
    service: Service,
) -> None:
    told = Paid(date(2026, 3, 24), 100_00)
    enforced = await applied_for(service, told={"payments": (told,), "due_pence": OWED_PENCE - 100_00})
    before = await service.stream(enforced.case_id)
    gained = Paid(ISSUED_ON, 50_00)
    await put_on_record(service, enforced.case_id, gained)
    await enforced.issue()
    debt = await service.one(Debt, case_id=enforced.case_id, kind=DebtKind.JUDGMENT)
    lines = await service.all(LedgerLine, debt_id=debt.id, by=LedgerLine.position)
    assert [line.amount_pence for line in lines[-3:]] == [-50_00, -100_00, FEE_PENCE]
    writ = await enforced.writ()
    assert writ.amounts[1] == {"text": "Less what was paid since", "pence": -150_00}
    assert writ.total_pence == OWED_PENCE - 150_00 + FEE_PENCE == sum(line.amount_pence for line in lines)
    entry = await service.one(HistoryEntry, kind=EventKind.JUDGMENT_PAYMENTS_RECORDED)
    issued_by = await service.one(HistoryEntry, kind=EventKind.WRIT_ISSUED)
    assert entry.changes == {"amount": 100_00, "amountOwed": OWED_PENCE - 150_00}
    assert (entry.subject_id, entry.number < issued_by.number) == (None, True)
    assert entry.number == before.entry_count + 1
    application = await service.one(WritApplication)
    assert application.details["due_pence"] == OWED_PENCE - 150_00


async def test_a_fee_that_was_remitted_is_owed_by_nobody(service: Service) -> None:
    enforced = await issued(service, is_fee_paid=False)
    assert (await enforced.writ()).total_pence == OWED_PENCE


async def test_a_judgment_of_5000_pounds_bears_interest_to_the_day_of_issue_and_daily(service: Service) -> None:
    enforced = await applied_for(service, amount_pence=6_000_00)
    service.clock.set(UNPAID_AT + timedelta(days=8))
    await enforced.issue()
    writ = await enforced.writ()
    assert [line["text"] for line in writ.amounts][1] == (
        "Interest on the judgment: 8% a year for 10 days, from Monday 23 March 2026"
    )
    assert writ.interest_daily_pence == round(writ.amounts[0]["pence"] * 8 / 36_500)


@pytest.mark.requirement("W-11", "W-12", "W-20")
async def test_the_sealed_document_is_stored_once_and_says_what_the_writ_says(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    assert prepared is not None
    writ_id = await enforced.issue(prepared)
    writ, document = await enforced.writ(), await service.one(Document, case_id=enforced.case_id)
    assert (document.subject_id, document.version, document.superseded_at) == (writ_id, 1, None)
    assert (document.name, document.media_type) == (f"writ-{writ.number}.pdf", "application/pdf")
    assert (document.byte_size, document.sha256) == (len(prepared.pdf), sha256(prepared.pdf).digest())
    assert document.audience == ALL
    seal = service.ground.seal
    assert seal is not None
    report = await asyncio.to_thread(seal.check, prepared.pdf)
    assert (report.state, report.sealed_for) == (SealState.HOLDS, f"{writ.number}/1")
    assert (prepared.content.total_pence, prepared.content.officer_name) == (writ.total_pence, "Idris Bowen")


@pytest.mark.requirement("W-05", "X-08")
async def test_only_the_address_of_service_is_printed_the_officer_is_told_all(service: Service) -> None:
    workshop = Address(("Unit 3", "Mill Lane", "York"), "YO1 9AA")
    enforced = await applied_for(service, addresses=(workshop,))
    prepared = await enforced.prepare()
    assert prepared is not None
    (debtor,) = prepared.content.defendants
    assert debtor.address == ("14 Clarence Street", "York", "YO31 7EW")
    await enforced.issue(prepared)
    assert (await enforced.writ()).enforcement_addresses[1] == {
        "lines": ["Unit 3", "Mill Lane", "York"],
        "post_code": "YO1 9AA",
    }


@pytest.mark.requirement("W-11", "D-18", "W-14", "W-15")
async def test_claimant_defendant_and_officer_are_told_and_the_history_says_so_to_all(service: Service) -> None:
    enforced = await issued(service)
    letters = {
        row.template: row
        for row in await service.all(Letter, case_id=enforced.case_id)
        if "WRIT_ISSUED" in row.template or "SERVED" in row.template
    }
    assert letters.keys() == {
        LetterName.WRIT_ISSUED_TO_CLAIMANT,
        LetterName.WRIT_ISSUED_TO_DEFENDANT,
        LetterName.WRIT_SERVED_ON_HCEO,
    }
    assert letters[LetterName.WRIT_SERVED_ON_HCEO].hceo_id == enforced.hceo_id
    assert letters[LetterName.WRIT_ISSUED_TO_DEFENDANT].facts["total_pence"] == OWED_PENCE + FEE_PENCE
    told = await service.all(HistoryEntry, stream_id=enforced.case_id, by=HistoryEntry.number)
    writ = await enforced.writ()
    ending = [(each.kind, each.audience, each.subject_id, each.changes) for each in told[-2:]]
    assert ending == [
        (EventKind.WRIT_ISSUED, ALL, writ.id, {"writ": writ.number, "total": writ.total_pence}),
        (EventKind.WRIT_SERVED, ALL, writ.id, {"writ": writ.number, "hceo": "Idris Bowen"}),
    ]


@pytest.mark.requirement("W-15")
async def test_the_officer_stands_in_the_case_from_the_issue_on_and_not_before(service: Service) -> None:
    enforced = await applied_for(service)
    assert await service.all(Link, hceo_id=enforced.hceo_id) == []
    await enforced.issue()
    link = await service.one(Link, hceo_id=enforced.hceo_id)
    assert (link.case_id, link.party_id, link.user_id) == (enforced.case_id, None, enforced.hceo.user_id)
    assert (link.relation, link.since, link.ended_at) == (int(Relation.OFFICER), UNPAID_AT, None)


@pytest.mark.requirement("X-08")
async def test_the_defendants_version_moves_with_the_issue_and_not_with_the_application(service: Service) -> None:
    enforced = await applied_for(service)
    before = await service.stream(enforced.case_id)
    assert before.defendant_version == 3
    await enforced.issue()
    after = await service.stream(enforced.case_id)
    assert (after.defendant_version, after.officer_version) == (5, 2)


@pytest.mark.requirement("W-11")
async def test_the_writ_its_document_and_letters_come_in_one_commit_or_not_at_all(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    before = await service.counts()

    async def act(unit: Unit) -> Outcome:
        subject = await writs.load(unit, enforced.case_id)
        assert subject.application is not None
        await writs.issue(unit, subject, subject.application, prepared)
        await unit.session.flush()
        raise refusals.Refused(reasons.WRIT_ENDED)

    with pytest.raises(refusals.Refused):
        await service.carry_out(service.officer, act)
    assert await service.counts() == before
    assert (await service.one(Claim)).state is ClaimState.JUDGMENT_ENTERED
    await enforced.issue(prepared)
    after = await service.counts()
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"writs": 1, "documents": 1, "ledger_lines": 1, "links": 1, "letters": 3, "history": 2}


@pytest.mark.requirement("W-10", "W-11")
async def test_of_many_approvals_at_once_one_writ_comes(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = [await enforced.prepare() for _ in range(4)]
    done = await asyncio.gather(*(enforced.issue(each) for each in prepared), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Refused", "Refused", "Refused", "UUID"]
    assert len(await service.all(Writ)) == len(await service.all(Document)) == 1
    assert len(await service.all(Link, hceo_id=enforced.hceo_id)) == 1


@pytest.mark.requirement("W-06", "W-10", "W-16")
async def test_a_suspended_officer_is_not_served(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    await suspend(service.ground, enforced.hceo_id)
    await refused(enforced, enforced.issue(prepared), hceos.HCEO_NOT_ACTIVE)


@pytest.mark.requirement("W-03", "W-10")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (RestraintKind.STAY, reasons.ENFORCEMENT_STAYED),
        (RestraintKind.BREATHING_SPACE, reasons.IN_BREATHING_SPACE),
        (RestraintKind.MENTAL_HEALTH_CRISIS, reasons.IN_BREATHING_SPACE),
    ],
)
async def test_nothing_is_issued_while_enforcement_is_restrained(
    service: Service, kind: RestraintKind, reason: refusals.Reason
) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    await stay(enforced, kind)
    await refused(enforced, enforced.issue(prepared), reason)


@pytest.mark.requirement("W-10")
async def test_nothing_is_issued_on_a_judgment_that_was_paid(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    await pay(enforced, OWED_PENCE)
    await refused(enforced, enforced.issue(prepared), reasons.JUDGMENT_PAID, reasons.SUM_TOO_SMALL)


@pytest.mark.requirement("W-11")
async def test_a_writ_that_no_longer_says_what_is_owed_is_not_issued_but_prepared_again(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    await pay(enforced, 100_00)
    before = await service.counts()
    with pytest.raises(NotAsPreparedError):
        await enforced.issue(prepared)
    assert await service.counts() == before
    await enforced.issue(await enforced.prepare())
    assert (await enforced.writ()).total_pence == OWED_PENCE - 100_00 + FEE_PENCE


async def test_a_writ_prepared_before_midnight_is_not_issued_after_it(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    service.clock.go(days=1)
    with pytest.raises(NotAsPreparedError):
        await enforced.issue(prepared)


async def test_a_document_made_for_another_writ_is_not_issued(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    assert prepared is not None
    forged = replace(prepared, content=replace(prepared.content, total_pence=1))
    with pytest.raises(NotAsPreparedError):
        await enforced.issue(forged)


@pytest.mark.requirement("X-08")
async def test_nobody_but_court_staff_issues_a_writ(service: Service) -> None:
    enforced = await applied_for(service)
    with pytest.raises(refusals.NotPermitted):
        await enforced.issue(by=service.kate)
    for somebody in (service.andrew, service.stranger):
        with pytest.raises((refusals.NotFound, refusals.NotPermitted)):
            await enforced.issue(by=somebody)
    assert await service.all(Writ) == []


async def test_nothing_is_prepared_of_an_application_that_is_not_live(service: Service) -> None:
    enforced = await applied_for(service)
    await service.change(update(WritApplication).values(state=WritApplicationState.REJECTED))
    assert await enforced.prepare() is None


async def test_rendering_and_sealing_are_kept_out_of_every_act(service: Service) -> None:
    enforced = await applied_for(service)
    prepared = await enforced.prepare()
    assert prepared is not None

    async def act(unit: Unit) -> Outcome:
        await drafting.sealed(unit.ground, prepared.content)
        return Outcome()

    with pytest.raises(OutsideInActError):
        await service.carry_out(service.officer, act)


async def pay(enforced: Enforced, pence: int) -> None:
    """Let a payment stand in the judgment's ledger."""
    service = enforced.service
    debt = await service.one(Debt, case_id=enforced.case_id, kind=DebtKind.JUDGMENT)

    async def act(unit: Unit) -> Outcome:
        unit.permit(writs.Act.ISSUE_WRIT)
        await unit.session.execute(select(Stream.id).where(Stream.id == enforced.case_id).with_for_update())
        unit.session.add(
            LedgerLine(
                case_id=enforced.case_id,
                debt_id=debt.id,
                position=50,
                kind=LineKind.PAYMENT,
                amount_pence=-pence,
                on=ISSUED_ON,
                explanation="Paid",
            )
        )
        return Outcome()

    await service.carry_out(writs.SYSTEM, act)
