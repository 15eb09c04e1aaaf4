"""A money claim: its facts, what follows from them, what hangs on it, and the lists people make of it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, false, func, literal, not_, or_, true
from sqlalchemy.sql import ColumnElement

from backend.models import (
    Case,
    Claim,
    Debt,
    HistoryEntry,
    Judgment,
    JudgmentRequest,
    LedgerLine,
    Letter,
    Party,
    Response,
    Stream,
    Writ,
    WritApplication,
)
from backend.queries import scope, versions
from backend.queries.history import HISTORY_ENTRY
from backend.queries.ids import to_node_id
from backend.queries.judgments import DEBT, JUDGMENT, JUDGMENT_REQUEST
from backend.queries.letters import LETTER
from backend.queries.model import Derived, Entity, Facts, Field, Order, Related, Sum
from backend.queries.parties import PARTY
from backend.queries.reading import Reading
from backend.queries.restraints import RESTRAINTS, restraints_of
from backend.queries.submissions import SUBMISSIONS
from backend.rules import claims as rules
from backend.rules import position, writ_applications, writs
from backend.rules.access import Actor
from backend.rules.claim_facts import Adjudged, ClaimFacts, status_of
from backend.rules.deadlines import Deadline
from backend.rules.periods import end_of, london_day, london_instant
from backend.rules.vocabulary import CLAIMANT_AND_COURT, PARTIES_AND_COURT, ClaimState, ClaimStatus

RESPONSE = Entity(
    name="Response",
    source=Response.__table__,
    key=Response.id,
    case=Response.case_id,
    rows=scope.for_parties_and_court,
    fields={
        "id": Field(Response.id, show=lambda key: to_node_id("Response", key)),
        "kind": Field(Response.kind),
        "statement": Field(Response.statement, to=PARTIES_AND_COURT),
        "disputed_pence": Field(Response.disputed_pence, to=PARTIES_AND_COURT),
        "received_at": Field(Response.received_at),
        "counts_as_filed_on": Field(Response.counts_as_filed_on),
    },
)

LISTED = Case.__table__.join(Claim.__table__, Claim.case_id == Case.id)

CLAIM = Entity(
    name="Claim",
    source=LISTED.join(Stream.__table__, Stream.id == Case.id)
    .outerjoin(Judgment.__table__, Judgment.case_id == Case.id)
    .outerjoin(
        WritApplication.__table__,
        and_(WritApplication.case_id == Case.id, WritApplication.state.in_(writ_applications.LIVE)),
    )
    .outerjoin(Writ.__table__, and_(Writ.case_id == Case.id, Writ.state.in_(writs.LIVE))),
    counted=LISTED,
    key=Case.id,
    case=Case.id,
    fields={
        "case_id": Field(Case.id, published=False),
        "id": Field(Case.id, show=lambda key: to_node_id("Claim", key)),
        "reference": Field(Case.reference),
        "jurisdiction": Field(Case.jurisdiction),
        "state": Field(Claim.state, published=False),
        "amount_pence": Field(Claim.amount_pence),
        "interest_from": Field(Claim.interest_from, to=PARTIES_AND_COURT),
        "what_for": Field(Claim.what_for, to=PARTIES_AND_COURT),
        "events": Field(Claim.events, to=PARTIES_AND_COURT, published=False),
        "evidence": Field(Claim.evidence, to=PARTIES_AND_COURT, published=False),
        "lodged_at": Field(Claim.lodged_at),
        "issued_on": Field(Claim.issued_on),
        "served_on": Field(Claim.served_on),
        "response_due_at": Field(Claim.response_due_at, published=False),
        "payment_due_at": Field(Claim.payment_due_at, published=False),
        "judgment_entered_on": Field(Judgment.entered_on, published=False),
        "judgment_payment_order": Field(Judgment.payment_order, published=False),
        "application_state": Field(WritApplication.state, published=False),
        "writ_state": Field(Writ.state, published=False),
        "writ_acknowledged_at": Field(Writ.acknowledged_at, published=False),
        "writ_expires_on": Field(Writ.expires_on, published=False),
        "writ_enforceable_at": Field(Writ.enforceable_at, published=False),
        "deadline": Field(Claim.response_deadline, load=Deadline.from_json, published=False),
        **versions.FIELDS,
    },
    orders={
        "LODGED_FIRST": Order(("lodged_at", "case_id")),
        "LODGED_LAST": Order(("lodged_at", "case_id"), descending=True),
        "DUE_FIRST": Order(("response_due_at", "case_id")),
    },
)

COUNTED_TO = 1_000

OWED = Sum(
    name="owed",
    source=LedgerLine.__table__,
    by=LedgerLine.case_id,
    expression=func.sum(LedgerLine.amount_pence),
    case=LedgerLine.case_id,
    parent="case_id",
    to=PARTIES_AND_COURT,
)

JUDGED_BY = (OWED, RESTRAINTS, SUBMISSIONS)


def facts_of(facts: Facts) -> ClaimFacts:
    """What the rules need of a claim, from its declared facts. An application does not exist for the other side."""
    stored = facts.stored
    return ClaimFacts(
        state=stored["state"],
        deadline=stored["deadline"],
        owed_pence=facts.sums.get("owed", 0),
        now=facts.now,
        jurisdiction=stored["jurisdiction"],
        judgment=Adjudged(stored["judgment_entered_on"], stored["judgment_payment_order"], stored["payment_due_at"])
        if stored["judgment_entered_on"]
        else None,
        application=stored["application_state"] if facts.relation & CLAIMANT_AND_COURT else None,
        writ=stored["writ_state"],
        writ_acknowledged_at=stored["writ_acknowledged_at"],
        writ_expires_on=stored["writ_expires_on"],
        enforceable_at=stored["writ_enforceable_at"],
        restraints=restraints_of(facts.sums.get("restraints", 0)),
        submissions_today=facts.sums.get("submissions", 0),
    )


STATUS = Derived(lambda f: status_of(f.stored["state"], f.stored["response_due_at"], f.stored["payment_due_at"], f.now))
RESPONSE_DEADLINE = Derived(lambda f: f.stored["deadline"])
VERSION, UPDATED_AT = versions.VERSION, versions.UPDATED_AT
AMOUNT_OWED = Derived(lambda f: f.sums["owed"], sums=(OWED,), to=PARTIES_AND_COURT)
EVENTS = Derived(lambda f: f.stored["events"], to=PARTIES_AND_COURT)
EVIDENCE = Derived(lambda f: f.stored["evidence"], to=PARTIES_AND_COURT)
ACTIONS = Derived(lambda f: rules.actions(facts_of(f), f.relation), sums=JUDGED_BY)
NEXT_STEPS = Derived(lambda f: position.next_steps(facts_of(f), f.relation), sums=JUDGED_BY)
TIMELINE = Derived(lambda f: position.timeline(facts_of(f), lodged_on=london_day(f.stored["lodged_at"])))
POSITION = Derived(lambda f: position.position(facts_of(f), f.relation), sums=(OWED,))
NOTICES = Derived(lambda f: position.notices(facts_of(f), f.relation), sums=JUDGED_BY)

PARTIES = Related(target=lambda: PARTY, child=lambda: Party.case_id, parent="case_id", order=("side", "position"))
HISTORY = Related(target=lambda: HISTORY_ENTRY, child=lambda: HistoryEntry.stream_id, parent="case_id")
LETTERS = Related(target=lambda: LETTER, child=lambda: Letter.case_id, parent="case_id", order=("created_at", "key"))
RESPONSES = Related(
    target=lambda: RESPONSE,
    child=lambda: Response.case_id,
    parent="case_id",
    order=("received_at",),
    to=PARTIES_AND_COURT,
)
JUDGMENT_OF = Related(target=lambda: JUDGMENT, child=lambda: Judgment.case_id, parent="case_id", one=True)
JUDGMENT_REQUESTS = Related(
    target=lambda: JUDGMENT_REQUEST,
    child=lambda: JudgmentRequest.case_id,
    parent="case_id",
    order=("requested_at",),
    to=PARTIES_AND_COURT,
)
DEBTS = Related(
    target=lambda: DEBT, child=lambda: Debt.case_id, parent="case_id", order=("kind",), to=PARTIES_AND_COURT
)


def status_is(status: ClaimStatus, now: datetime) -> ColumnElement[bool]:
    """The claims that show this status at this instant: the twin in SQL of `rules.status_of`."""
    overdue = Claim.response_due_at <= literal(now, Claim.response_due_at.type)
    if status is ClaimStatus.RESPONSE_OVERDUE:
        return and_(Claim.state == ClaimState.AWAITING_RESPONSE, overdue)
    if status is ClaimStatus.AWAITING_RESPONSE:
        return and_(Claim.state == ClaimState.AWAITING_RESPONSE, not_(overdue))
    unpaid = Claim.payment_due_at <= literal(now, Claim.payment_due_at.type)
    if status is ClaimStatus.JUDGMENT_UNPAID:
        return and_(Claim.state == ClaimState.JUDGMENT_ENTERED, unpaid)
    if status is ClaimStatus.JUDGMENT_ENTERED:
        return and_(Claim.state == ClaimState.JUDGMENT_ENTERED, func.coalesce(not_(unpaid), true()))
    return Claim.state == ClaimState(status)


def conditions(given: Mapping[str, Any], *, actor: Actor, now: datetime) -> ColumnElement[bool]:
    """A claim filter as SQL. Every key given must hold; `and_`, `or_` and `not_` hold further filters."""
    parts = [_condition(name, value, actor=actor, now=now) for name, value in given.items() if value is not None]
    return and_(true(), *parts)


def _condition(name: str, value: Any, *, actor: Actor, now: datetime) -> ColumnElement[bool]:
    def inner(each: Mapping[str, Any]) -> ColumnElement[bool]:
        return conditions(each, actor=actor, now=now)

    build: dict[str, Callable[[], ColumnElement[bool]]] = {
        "and_": lambda: and_(true(), *map(inner, value)),
        "or_": lambda: or_(false(), *map(inner, value)),
        "not_": lambda: not_(inner(value)),
        "status": lambda: or_(false(), *(status_is(status, now) for status in value)),
        "jurisdiction": lambda: Case.jurisdiction.in_(value),
        "reference": lambda: Case.reference == value,
        "my_side": lambda: Case.id.in_(scope.cases_on_side(actor, value)),
        "lodged_on": lambda: within(Claim.lodged_at, value),
        "response_due_on": lambda: within(Claim.response_due_at, value),
        "amount_from": lambda: Claim.amount_pence >= value,
        "amount_to": lambda: Claim.amount_pence <= value,
    }
    return build[name]()


def within(column: Any, days: tuple[date | None, date | None]) -> ColumnElement[bool]:
    """Instants within whole London days, both ends included."""
    first, last = days
    return and_(
        column >= london_instant(first, time.min) if first else true(),
        column < end_of(last) if last and last < date.max else true(),
    )


async def count_by_status(reading: Reading) -> list[tuple[ClaimStatus, int]]:
    """How many of the viewer's claims show each status, counted up to 1,000: one statement."""
    each = [status_is(status, reading.now) for status in ClaimStatus]
    found = await reading.count_each(CLAIM, each, at_most=COUNTED_TO, along=Claim.response_due_at)
    return list(zip(ClaimStatus, found, strict=True))
