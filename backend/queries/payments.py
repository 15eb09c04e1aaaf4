"""Payments of court fees: the claimant's and the court's; for everybody else there is none (W-07, W-08)."""

from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Payment, WritApplication
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Entity, Field, Related
from backend.rules.access import Actor
from backend.rules.vocabulary import CLAIMANT_AND_COURT, Relation


def known_to(visible: FromClause, _actor: Actor) -> ColumnElement[bool]:
    """Payments exist for the claimant and the court only."""
    return scope.stands_as(visible, CLAIMANT_AND_COURT)


FEE_PAYMENT = Entity(
    name="FeePayment",
    source=Payment.__table__.join(WritApplication.__table__, WritApplication.id == Payment.application_id),
    counted=Payment.__table__,
    key=Payment.id,
    case=Payment.case_id,
    rows=known_to,
    fields={
        "key": Field(Payment.id, published=False),
        "id": Field(Payment.id, show=lambda key: to_node_id("FeePayment", key)),
        "case_id": Field(Payment.case_id, published=False),
        "reference": Field(Payment.reference),
        "application_reference": Field(WritApplication.reference),
        "amount_pence": Field(Payment.amount_pence),
        "fee_policy": Field(WritApplication.fee_policy),
        "state": Field(Payment.state),
        "next_url": Field(Payment.next_url, to=Relation.CLAIMANT),
        "received_pence": Field(Payment.received_pence),
        "failure": Field(Payment.failure),
        "intended_at": Field(Payment.intended_at),
        "ended_at": Field(Payment.ended_at),
    },
)
PAYMENTS_OF_APPLICATION = Related(
    target=lambda: FEE_PAYMENT, child=lambda: Payment.application_id, order=("intended_at", "key")
)
