"""Judgment in default: requested by the claimant, entered by the court, judged anew each time (D-11, D-12)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import Debt, Judgment, JudgmentRequest, Link, new_id
from backend.operations.codes import NewCode, add_code, expiry_day
from backend.operations.ledger import rows_of
from backend.operations.letter_facts import claim_facts, of_judgment, of_request
from backend.operations.subject import Subject, load, new_reference
from backend.operations.telling import tell
from backend.operations.unit import Outcome, Unit
from backend.rules import claims as rules
from backend.rules import deadlines, ledger, refusals
from backend.rules.judgments import PaymentTerms
from backend.rules.periods import london_day
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    Act,
    DebtKind,
    EventKind,
    JudgmentBasis,
    JudgmentRequestState,
    Letter,
    LineKind,
    PartySide,
    TimerKind,
)


async def request(unit: Unit, case_id: UUID, terms: PaymentTerms, *, expected_version: int | None) -> Outcome:
    """The claimant asks for judgment in default; it is not entered by that, and both are told."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.REQUEST_JUDGMENT, unit)
    if problems := terms.problems(today=london_day(unit.now), owed_pence=subject.owed_pence):
        raise refusals.Invalid(*problems)
    subject.claim.state = rules.after(subject.claim.state, Act.REQUEST_JUDGMENT)
    asked = JudgmentRequest(
        id=new_id(),
        case_id=case_id,
        basis=JudgmentBasis.DEFAULT,
        state=JudgmentRequestState.REQUESTED,
        requested_at=unit.now,
        requested_by=unit.actor.user_id,
        **_columns(terms),
    )
    unit.session.add(asked)
    unit.record(
        subject.stream,
        EventKind.JUDGMENT_REQUESTED,
        audience=PARTIES_AND_COURT,
        changes={"basis": JudgmentBasis.DEFAULT, "paymentOrder": terms.payment_order},
    )
    told = Letter.JUDGMENT_REQUESTED_TO_CLAIMANT, Letter.JUDGMENT_REQUESTED_TO_DEFENDANT
    tell(unit, subject, *told, **of_request(asked))
    await unit.forget(TimerKind.JUDGMENT_REMINDER, about=case_id)
    return Outcome({"claim": case_id, "request": asked.id})


async def enter(unit: Unit, case_id: UUID, codes: tuple[NewCode, ...], *, expected_version: int | None) -> Outcome:
    """The court enters judgment, the conditions judged again; the debt of the claim becomes the debt of the judgment.

    `codes` are fresh ones for defendants who never linked themselves: at least as many as there are defendants.
    """
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.ENTER_JUDGMENT, unit)
    asked = await subject.live_request(unit)
    asked.state, asked.decided_at = JudgmentRequestState.ENTERED, unit.now
    subject.claim.state = rules.after(subject.claim.state, Act.ENTER_JUDGMENT)
    judgment = await _enter(unit, subject, asked)
    unit.record(
        subject.stream,
        EventKind.JUDGMENT_ENTERED,
        audience=PARTIES_AND_COURT,
        changes={
            "judgmentNumber": judgment.number,
            "total": judgment.total_pence,
            "payWithin28DaysBy": judgment.pay_within_28_days_by.isoformat(),
            "registerLastOn": judgment.register_last_on.isoformat(),
        },
    )
    await _tell(unit, subject, judgment, codes)
    await unit.forget(*TimerKind, about=case_id)
    return Outcome({"claim": case_id, "judgment": judgment.id})


async def _enter(unit: Unit, subject: Subject, asked: JudgmentRequest) -> Judgment:
    """Merge the debt: the claim's ledger is closed by one line, the judgment's opens with all of them and interest."""
    today = london_day(unit.now)
    case_id = subject.case.id
    subject.claim.payment_due_at = deadlines.payment_due(today, _terms(asked)).at
    lines = ledger.lines_of_judgment(subject.lines, interest_from=subject.claim.interest_from, entered_on=today)
    merged = ledger.Line(LineKind.MERGED, -subject.owed_pence, today, "Merged in the judgment")
    claimed = (await unit.session.scalars(select(Debt).where(Debt.case_id == case_id))).one()
    debt = Debt(id=new_id(), case_id=case_id, kind=DebtKind.JUDGMENT)
    within, register = deadlines.pay_within_28_days(today), deadlines.register_last_day(today)
    judgment = Judgment(
        id=new_id(),
        case_id=case_id,
        number=new_reference("CCJ"),
        basis=asked.basis,
        entered_at=unit.now,
        entered_on=today,
        entered_by=unit.actor.user_id,
        total_pence=ledger.balance(lines),
        payable_deadline=within.to_json(),
        pay_within_28_days_by=within.on,
        register_deadline=register.to_json(),
        register_last_on=register.on,
        **_columns(asked),
    )
    unit.session.add_all([debt, judgment])
    await unit.session.flush()
    unit.session.add_all(rows_of(claimed, [merged], start=len(subject.lines) + 1))
    unit.session.add_all(rows_of(debt, lines))
    return judgment


async def _tell(unit: Unit, subject: Subject, judgment: Judgment, codes: tuple[NewCode, ...]) -> None:
    """Tell both; a defendant who never linked gets a fresh code."""
    linked = set(
        await unit.session.scalars(
            select(Link.party_id).where(Link.case_id == subject.case.id, Link.ended_at.is_(None))
        )
    )
    tell(unit, subject, Letter.JUDGMENT_ENTERED_TO_CLAIMANT, **of_judgment(judgment))
    letter = Letter.JUDGMENT_ENTERED_TO_DEFENDANT
    defendants = subject.of(PartySide.DEFENDANT)
    for party, code in zip(defendants, codes[: len(defendants)], strict=True):
        if party.id in linked:
            unit.write_to(party, letter, claim_facts(subject, letter, **of_judgment(judgment)))
        else:
            add_code(unit, party, code)
            facts = claim_facts(subject, letter, **of_judgment(judgment, code_expires_on=expiry_day(unit)))
            unit.write_to(party, letter, facts, code=code.text)


def _terms(asked: JudgmentRequest) -> PaymentTerms:
    return PaymentTerms(
        asked.payment_order, asked.pay_by, asked.instalment_pence, asked.instalment_frequency, asked.first_instalment_on
    )


def _columns(terms: PaymentTerms | JudgmentRequest) -> dict[str, object]:
    names = ("payment_order", "pay_by", "instalment_pence", "instalment_frequency", "first_instalment_on")
    return {name: getattr(terms, name) for name in names}
