"""Applications for a writ: the claimant's and the court's; for everybody else none exists until its writ is issued."""

from sqlalchemy import and_, case, func, or_
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Case, Claim, Hceo, Judgment, Payment, Stream, Writ, WritApplication
from backend.queries import claims, scope, versions
from backend.queries.claims import JUDGED_BY
from backend.queries.hceos import HCEO
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field, Related, Sum
from backend.rules import writ_applications as rules
from backend.rules import writs
from backend.rules.access import Actor
from backend.rules.deadlines import Deadline
from backend.rules.payments import LIVE
from backend.rules.vocabulary import CLAIMANT_AND_COURT, COURT_ONLY, Correction, WritApplicationState
from backend.rules.writ_applications import ApplicationFacts
from backend.rules.writ_details import Details


def known_to(visible: FromClause, _actor: Actor) -> ColumnElement[bool]:
    """Which applications exist for a viewer: all of them for the claimant and the court, else those with a writ."""
    knows = scope.stands_as(visible, CLAIMANT_AND_COURT)
    return or_(knows, WritApplication.state == WritApplicationState.ISSUED)


WRIT_APPLICATION = Entity(
    name="WritApplication",
    source=WritApplication.__table__.join(Stream.__table__, Stream.id == WritApplication.case_id)
    .join(Case.__table__, Case.id == WritApplication.case_id)
    .join(Claim.__table__, Claim.case_id == WritApplication.case_id)
    .outerjoin(Judgment.__table__, Judgment.case_id == WritApplication.case_id)
    .outerjoin(Writ.__table__, and_(Writ.case_id == WritApplication.case_id, Writ.state.in_(writs.LIVE))),
    counted=WritApplication.__table__,
    key=WritApplication.id,
    case=WritApplication.case_id,
    rows=known_to,
    fields={
        "id": Field(WritApplication.id, show=lambda key: to_node_id("WritApplication", key)),
        "case_id": Field(WritApplication.case_id, published=False),
        "claim_reference": Field(Case.reference),
        "reference": Field(WritApplication.reference),
        "application_state": Field(WritApplication.state),
        "submitted_at": Field(WritApplication.submitted_at),
        "decided_at": Field(WritApplication.decided_at),
        "started_at": Field(WritApplication.started_at, to=CLAIMANT_AND_COURT),
        "decision_reason": Field(WritApplication.decision_reason, to=CLAIMANT_AND_COURT),
        "details": Field(WritApplication.details, load=Details.from_json, published=False),
        "details_given_at": Field(WritApplication.details_given_at, to=CLAIMANT_AND_COURT),
        "corrections": Field(
            WritApplication.corrections, to=CLAIMANT_AND_COURT, show=lambda found: list(map(Correction, found))
        ),
        "appointment_method": Field(WritApplication.appointment_method, to=CLAIMANT_AND_COURT),
        "region": Field(WritApplication.region, to=CLAIMANT_AND_COURT),
        "hceo_id": Field(WritApplication.hceo_id, published=False),
        "fee_pence": Field(WritApplication.fee_pence, to=CLAIMANT_AND_COURT),
        "fee_policy": Field(WritApplication.fee_policy, to=CLAIMANT_AND_COURT),
        "fee_method": Field(WritApplication.fee_method, to=CLAIMANT_AND_COURT),
        "help_with_fees_reference": Field(WritApplication.help_with_fees_reference, to=CLAIMANT_AND_COURT),
        "amended_by": Field(WritApplication.amended_by, published=False),
        "checks": Field(WritApplication.checks, published=False),
        "state": Field(Claim.state, published=False),
        "jurisdiction": Field(Case.jurisdiction, published=False),
        "deadline": Field(Claim.response_deadline, load=Deadline.from_json, published=False),
        "payment_due_at": Field(Claim.payment_due_at, published=False),
        "judgment_entered_on": Field(Judgment.entered_on, published=False),
        "judgment_payment_order": Field(Judgment.payment_order, published=False),
        "writ_state": Field(Writ.state, published=False),
        "writ_acknowledged_at": Field(Writ.acknowledged_at, published=False),
        "writ_expires_on": Field(Writ.expires_on, published=False),
        "writ_enforceable_at": Field(Writ.enforceable_at, published=False),
        **versions.FIELDS,
    },
)
"""It shares its claim's version; `state` is the claim's, as `queries.claims.facts_of` reads it."""

ENDED_PAYMENT, LIVE_PAYMENT = 1, 2
PAYMENTS = Sum(
    name="payments",
    source=Payment.__table__,
    by=Payment.application_id,
    expression=func.max(case((Payment.state.in_(LIVE), LIVE_PAYMENT), else_=ENDED_PAYMENT)),
    case=Payment.case_id,
)
"""Nought where none was begun."""
JUDGED_APPLICATION_BY = (*JUDGED_BY, PAYMENTS)


def facts_of(facts: Facts) -> ApplicationFacts:
    """What the rules need of an application, from its declared facts; the same as `operations.applying.facts_of`."""
    stored, payments = facts.stored, facts.sums["payments"]
    return rules.facts_of(
        claims.facts_of(facts),
        state=stored["application_state"],
        details=stored["details"] if stored["details_given_at"] else None,
        appointment_method=stored["appointment_method"],
        fee_method=stored["fee_method"],
        has_payment=payments >= ENDED_PAYMENT,
        is_payment_live=payments == LIVE_PAYMENT,
    )


VERSION, UPDATED_AT = versions.VERSION, versions.UPDATED_AT
ACTIONS = Derived(lambda f: rules.actions(facts_of(f), f.relation), sums=JUDGED_APPLICATION_BY)
NEXT_STEP = Derived(lambda f: rules.next_step(facts_of(f)), sums=JUDGED_APPLICATION_BY, to=CLAIMANT_AND_COURT)
DETAILS = Derived(lambda f: f.stored["details"], to=CLAIMANT_AND_COURT)
CHECKS = Derived(lambda f: tuple(f.stored["checks"]), to=COURT_ONLY)
IS_AMENDED = Derived(lambda f: bool(f.stored["amended_by"]), to=CLAIMANT_AND_COURT)
OFFICER = Related(target=lambda: HCEO, child=lambda: Hceo.id, parent="hceo_id", one=True, to=CLAIMANT_AND_COURT)
APPLICATIONS_OF_CLAIM = Related(
    target=lambda: WRIT_APPLICATION,
    child=lambda: WritApplication.case_id,
    parent="case_id",
    order=("started_at", "id"),
)
