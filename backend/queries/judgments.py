"""The judgment and the requests for it, and the debts with their typed lines."""

from sqlalchemy import func

from backend.models import Debt, Judgment, JudgmentRequest, LedgerLine
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Field, Related, Sum
from backend.rules.deadlines import Deadline
from backend.rules.vocabulary import PARTIES_AND_COURT

ORDERED = ("payment_order", "pay_by", "instalment_pence", "instalment_frequency", "first_instalment_on")

JUDGMENT = Entity(
    name="Judgment",
    source=Judgment.__table__,
    key=Judgment.id,
    case=Judgment.case_id,
    fields={
        "id": Field(Judgment.id, show=lambda key: to_node_id("Judgment", key)),
        "case_id": Field(Judgment.case_id, published=False),
        "number": Field(Judgment.number),
        "basis": Field(Judgment.basis),
        "entered_at": Field(Judgment.entered_at),
        "entered_on": Field(Judgment.entered_on),
        "total_pence": Field(Judgment.total_pence),
        **{name: Field(getattr(Judgment, name), published=False) for name in ORDERED},
        "payable_deadline": Field(Judgment.payable_deadline, published=False),
        "register_deadline": Field(Judgment.register_deadline, published=False),
    },
)

JUDGMENT_REQUEST = Entity(
    name="JudgmentRequest",
    source=JudgmentRequest.__table__,
    key=JudgmentRequest.id,
    case=JudgmentRequest.case_id,
    rows=scope.for_parties_and_court,
    fields={
        "id": Field(JudgmentRequest.id, show=lambda key: to_node_id("JudgmentRequest", key)),
        "basis": Field(JudgmentRequest.basis),
        "state": Field(JudgmentRequest.state),
        "requested_at": Field(JudgmentRequest.requested_at),
        "decided_at": Field(JudgmentRequest.decided_at),
        "refusal_code": Field(JudgmentRequest.refusal_code),
        **{name: Field(getattr(JudgmentRequest, name), published=False) for name in ORDERED},
    },
)

LEDGER_LINE = Entity(
    name="LedgerLine",
    source=LedgerLine.__table__,
    key=LedgerLine.id,
    case=LedgerLine.case_id,
    rows=scope.for_parties_and_court,
    fields={
        "id": Field(LedgerLine.id, show=lambda key: to_node_id("LedgerLine", key)),
        "position": Field(LedgerLine.position, published=False),
        "kind": Field(LedgerLine.kind),
        "amount_pence": Field(LedgerLine.amount_pence),
        "on": Field(LedgerLine.on),
        "explanation": Field(LedgerLine.explanation),
        "policy": Field(LedgerLine.policy),
    },
)

DEBT = Entity(
    name="Debt",
    source=Debt.__table__,
    key=Debt.id,
    case=Debt.case_id,
    rows=scope.for_parties_and_court,
    fields={
        "key": Field(Debt.id, published=False),
        "id": Field(Debt.id, show=lambda key: to_node_id("Debt", key)),
        "kind": Field(Debt.kind),
    },
)

DEBT_LINES = Related(target=lambda: LEDGER_LINE, child=lambda: LedgerLine.debt_id, parent="key", order=("position",))
DEBT_TOTAL = Sum(
    name="owed",
    source=LedgerLine.__table__,
    by=LedgerLine.debt_id,
    expression=func.sum(LedgerLine.amount_pence),
    case=LedgerLine.case_id,
    parent="key",
)
DEBT_TOTAL_OF = Derived(lambda f: f.sums["owed"], sums=(DEBT_TOTAL,))
ORDER = Derived(lambda f: {name: f.stored[name] for name in ORDERED})
ORDER_OF_JUDGMENT = Derived(ORDER.compute, to=PARTIES_AND_COURT)
PAY_WITHIN_28_DAYS = Derived(lambda f: Deadline.from_json(f.stored["payable_deadline"]), to=PARTIES_AND_COURT)
REGISTER_LAST_DAY = Derived(lambda f: Deadline.from_json(f.stored["register_deadline"]), to=PARTIES_AND_COURT)
