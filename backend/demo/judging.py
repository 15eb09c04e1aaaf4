"""What happens in generated claims about judgment: requested, refused by a late response, entered."""

from datetime import datetime, timedelta
from typing import Any

from backend.demo.rows import Row
from backend.demo.telling import Telling
from backend.models import Judgment, JudgmentRequest
from backend.rules import deadlines, ledger, refusals
from backend.rules.judgments import PaymentTerms
from backend.rules.periods import london_day
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    ClaimState,
    DebtKind,
    EventKind,
    InstalmentFrequency,
    JudgmentBasis,
    JudgmentRequestState,
    Letter,
    LineKind,
    PartySide,
    PaymentOrder,
    TimerKind,
)

CLAIMANT, DEFENDANT = PartySide.CLAIMANT, PartySide.DEFENDANT
ORDER = ("payment_order", "pay_by", "instalment_pence", "instalment_frequency", "first_instalment_on")


def request_judgment(telling: Telling, at: datetime) -> None:
    """The claimant asks for judgment in default; both are told."""
    draft, order = telling.draft, draw_order(telling, at)
    draft.claim["state"] = ClaimState.JUDGMENT_REQUESTED
    by = telling.by(CLAIMANT)
    telling.request = draft.rows.add(
        JudgmentRequest,
        id=draft.rows.new_id(),
        case_id=draft.case["id"],
        basis=JudgmentBasis.DEFAULT,
        state=JudgmentRequestState.REQUESTED,
        requested_at=at,
        requested_by=by.user_id,
        decided_at=None,
        refusal_code=None,
        **order,
    )
    changes = {"basis": JudgmentBasis.DEFAULT, "paymentOrder": order["payment_order"]}
    draft.record(EventKind.JUDGMENT_REQUESTED, at, by, audience=PARTIES_AND_COURT, changes=changes)
    for side, letter in (
        (CLAIMANT, Letter.JUDGMENT_REQUESTED_TO_CLAIMANT),
        (DEFENDANT, Letter.JUDGMENT_REQUESTED_TO_DEFENDANT),
    ):
        for party in telling.of(side):
            telling.write(party, letter, at, requested_at=at, **order)
    draft.forget(at, TimerKind.JUDGMENT_REMINDER)


def refuse_request(telling: Telling, at: datetime) -> None:
    """A response came before the judgment was entered: the request is refused by it."""
    code = refusals.RESPONSE_ALREADY_RECEIVED.code
    telling.request |= {"state": JudgmentRequestState.REFUSED, "decided_at": at, "refusal_code": code}
    by = telling.by(DEFENDANT)
    telling.draft.record(EventKind.JUDGMENT_REFUSED, at, by, audience=PARTIES_AND_COURT, changes={"refusal": code})


def enter_judgment(telling: Telling, at: datetime) -> None:
    """The court enters judgment: the claim's debt is merged in the judgment's, and both are told."""
    draft = telling.draft
    telling.request |= {"state": JudgmentRequestState.ENTERED, "decided_at": at}
    draft.claim["state"] = ClaimState.JUDGMENT_ENTERED
    judgment = _enter(telling, at)
    draft.claim["payment_due_at"] = deadlines.payment_due(judgment["entered_on"], _terms(judgment)).at
    changes = {
        "judgmentNumber": judgment["number"],
        "total": judgment["total_pence"],
        "payWithin28DaysBy": judgment["pay_within_28_days_by"].isoformat(),
        "registerLastOn": judgment["register_last_on"].isoformat(),
    }
    by = telling.by_the_court()
    draft.record(EventKind.JUDGMENT_ENTERED, at, by, audience=PARTIES_AND_COURT, changes=changes)
    _tell(telling, judgment, at)
    draft.forget(at, *TimerKind)


def _enter(telling: Telling, at: datetime) -> Row:
    draft, today = telling.draft, london_day(at)
    claimed = draft.lines
    lines = ledger.lines_of_judgment(claimed, interest_from=draft.claim["interest_from"], entered_on=today)
    merged = ledger.Line(LineKind.MERGED, -ledger.balance(claimed), today, "Merged in the judgment")
    draft.add_lines(telling.debt, [merged], start=len(claimed) + 1)
    draft.add_lines(draft.open_debt(DebtKind.JUDGMENT), lines)
    draft.lines = lines
    within, register = deadlines.pay_within_28_days(today), deadlines.register_last_day(today)
    return draft.rows.add(
        Judgment,
        id=draft.rows.new_id(),
        case_id=draft.case["id"],
        number=f"CCJ-{draft.case['reference'].removeprefix('MC-')}",
        basis=JudgmentBasis.DEFAULT,
        entered_at=at,
        entered_on=today,
        entered_by=telling.officer,
        total_pence=ledger.balance(lines),
        payable_deadline=within.to_json(),
        pay_within_28_days_by=within.on,
        register_deadline=register.to_json(),
        register_last_on=register.on,
        **{name: telling.request[name] for name in ORDER},
    )


def _terms(judgment: Row) -> PaymentTerms:
    return PaymentTerms(**{name: judgment[name] for name in ORDER})


def _tell(telling: Telling, judgment: Row, at: datetime) -> None:
    """Both are told; a defendant who never linked gets a fresh code."""
    facts = {name: judgment[name] for name in (*ORDER, "entered_on", "total_pence")}
    facts |= {name: judgment[name] for name in ("pay_within_28_days_by", "register_last_on")}
    facts["judgment_number"] = judgment["number"]
    for party in telling.of(CLAIMANT):
        telling.write(party, Letter.JUDGMENT_ENTERED_TO_CLAIMANT, at, **facts)
    for party in telling.of(DEFENDANT):
        expires_on = None if party["id"] in telling.draft.linked else telling.give_code(party, at)
        telling.write(party, Letter.JUDGMENT_ENTERED_TO_DEFENDANT, at, code_expires_on=expires_on, **facts)


def draw_order(telling: Telling, at: datetime) -> dict[str, Any]:
    """How the debt is to be paid: at once, by a date, or by instalments of about a twelfth."""
    rng, today = telling.rng, london_day(at)
    order: dict[str, Any] = dict.fromkeys(ORDER)
    order["payment_order"] = rng.choice(list(PaymentOrder))
    match order["payment_order"]:
        case PaymentOrder.BY_DATE:
            order["pay_by"] = today + timedelta(days=rng.randint(30, 90))
        case PaymentOrder.INSTALMENTS:
            order["instalment_pence"] = max(100, ledger.balance(telling.draft.lines) // 1200 * 100)
            order["instalment_frequency"] = rng.choice(list(InstalmentFrequency))
            order["first_instalment_on"] = today + timedelta(days=31)
    return order
