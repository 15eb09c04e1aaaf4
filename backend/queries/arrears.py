"""The arrears of an enforcement case: its ledger, liability orders, money that came in, schedules, artefacts."""

from sqlalchemy import func, or_, select, true
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import (
    ArrearsLine,
    Artefact,
    ExpectedPayment,
    LiabilityOrder,
    MaintenanceCase,
    PaymentIn,
    Schedule,
    ServiceRequest,
)
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Field, Related, Sum
from backend.rules.access import Actor
from backend.rules.vocabulary import Relation, Role, ScheduleKind

AREAS = Relation.AGENCY | Relation.PARTNER | Relation.SYSTEM
"""Of the agency, those who have to do with the money of a case."""
WITH_PAYER = AREAS | Relation.PAYING_PARENT


def _only_deductions(actor: Actor) -> bool:
    """The deduction order team sees of a case its deduction orders, and no more (the access table)."""
    return actor.role is Role.DOT


def for_payer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """What the agency and the paying parent see."""
    return scope.stands_as(visible, Relation.NONE if _only_deductions(actor) else WITH_PAYER)


def for_agency(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """What is the agency's own."""
    return scope.stands_as(visible, Relation.NONE if _only_deductions(actor) else AREAS)


def for_whoever_owes_or_is_owed(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Besides, a receiving parent sees the lines of their own maintenance case."""
    if actor.is_system or actor.is_staff:
        return for_agency(visible, actor)
    theirs = select(MaintenanceCase.id).where(MaintenanceCase.receiving_parent_id.in_(scope.own_parties(actor)))
    return or_(
        scope.stands_as(visible, Relation.PAYING_PARENT),
        scope.stands_as(visible, Relation.RECEIVING_PARENT) & ArrearsLine.maintenance_case_id.in_(theirs),
    )


def schedules_for_payer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    deducted = Schedule.kind == ScheduleKind.REGULAR_DEDUCTION_ORDER if _only_deductions(actor) else true()
    return scope.stands_as(visible, WITH_PAYER) & deducted


def expected_for_payer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    deducted = select(Schedule.id).where(Schedule.kind == ScheduleKind.REGULAR_DEDUCTION_ORDER)
    of_theirs = ExpectedPayment.schedule_id.in_(deducted) if _only_deductions(actor) else true()
    return scope.stands_as(visible, WITH_PAYER) & of_theirs


ARREARS_LINE = Entity(
    name="ArrearsLine",
    source=ArrearsLine.__table__,
    key=ArrearsLine.id,
    case=ArrearsLine.case_id,
    rows=for_whoever_owes_or_is_owed,
    fields={
        "id": Field(ArrearsLine.id, show=lambda key: to_node_id("ArrearsLine", key)),
        "position": Field(ArrearsLine.position, published=False),
        "kind": Field(ArrearsLine.kind),
        "amount_pence": Field(ArrearsLine.amount_pence),
        "on": Field(ArrearsLine.on),
        "explanation": Field(ArrearsLine.explanation),
        "liability_order_id": Field(ArrearsLine.liability_order_id, published=False),
    },
)

LIABILITY_ORDER = Entity(
    name="LiabilityOrder",
    source=LiabilityOrder.__table__,
    key=LiabilityOrder.id,
    case=LiabilityOrder.case_id,
    rows=for_payer,
    fields={
        "key": Field(LiabilityOrder.id, published=False),
        "id": Field(LiabilityOrder.id, show=lambda key: to_node_id("LiabilityOrder", key)),
        "number": Field(LiabilityOrder.number),
        "jurisdiction": Field(LiabilityOrder.jurisdiction),
        "court": Field(LiabilityOrder.court),
        "granted_on": Field(LiabilityOrder.granted_on),
        "amount_pence": Field(LiabilityOrder.amount_pence),
        "state": Field(LiabilityOrder.state),
        "is_court_enforced": Field(LiabilityOrder.is_court_enforced),
        "paid_off_at": Field(LiabilityOrder.paid_off_at),
    },
)
OWED_UNDER_ORDER = Sum(
    name="owed_under_order",
    source=ArrearsLine.__table__,
    by=ArrearsLine.liability_order_id,
    expression=func.sum(ArrearsLine.amount_pence),
    case=ArrearsLine.case_id,
    parent="key",
    to=WITH_PAYER,
)
ORDER_OWED = Derived(lambda f: f.sums["owed_under_order"], sums=(OWED_UNDER_ORDER,))

PAYMENT_IN = Entity(
    name="PaymentIn",
    source=PaymentIn.__table__,
    key=PaymentIn.id,
    case=PaymentIn.case_id,
    rows=for_payer,
    fields={
        "key": Field(PaymentIn.id, published=False),
        "id": Field(PaymentIn.id, show=lambda key: to_node_id("PaymentIn", key)),
        "external_id": Field(PaymentIn.external_id, to=AREAS),
        "amount_pence": Field(PaymentIn.amount_pence),
        "received_on": Field(PaymentIn.received_on),
        "lo_reference": Field(PaymentIn.lo_reference),
        "state": Field(PaymentIn.state),
        "excess_pence": Field(PaymentIn.excess_pence),
    },
)
PAYMENT_LINES = Related(
    target=lambda: ARREARS_LINE, child=lambda: ArrearsLine.payment_in_id, parent="key", order=("position",)
)
"""Where a payment went: few lines, one for each order and maintenance case."""

EXPECTED_PAYMENT = Entity(
    name="ExpectedPayment",
    source=ExpectedPayment.__table__,
    key=ExpectedPayment.id,
    case=ExpectedPayment.case_id,
    rows=expected_for_payer,
    fields={
        "id": Field(ExpectedPayment.id, show=lambda key: to_node_id("ExpectedPayment", key)),
        "ordinal": Field(ExpectedPayment.ordinal),
        "due_on": Field(ExpectedPayment.due_on),
        "amount_pence": Field(ExpectedPayment.amount_pence),
        "paid_pence": Field(ExpectedPayment.paid_pence),
        "state": Field(ExpectedPayment.state),
    },
)
SCHEDULE = Entity(
    name="Schedule",
    source=Schedule.__table__,
    key=Schedule.id,
    case=Schedule.case_id,
    rows=schedules_for_payer,
    fields={
        "key": Field(Schedule.id, published=False),
        "id": Field(Schedule.id, show=lambda key: to_node_id("Schedule", key)),
        "kind": Field(Schedule.kind),
        "frequency": Field(Schedule.frequency),
        "instalment_pence": Field(Schedule.instalment_pence),
        "total_pence": Field(Schedule.total_pence),
        "first_on": Field(Schedule.first_on),
        "liability_order_id": Field(Schedule.liability_order_id, published=False),
        "transfer_on": Field(Schedule.transfer_on, to=AREAS),
        "compliance": Field(Schedule.compliance, to=AREAS),
        "agreed_at": Field(Schedule.agreed_at),
        "ended_at": Field(Schedule.ended_at),
        "ended_why": Field(Schedule.ended_why, to=AREAS),
    },
)
EXPECTED_OF_SCHEDULE = Related(
    target=lambda: EXPECTED_PAYMENT, child=lambda: ExpectedPayment.schedule_id, parent="key", order=("ordinal",)
)
ORDER_OF_SCHEDULE = Related(
    target=lambda: LIABILITY_ORDER, child=lambda: LiabilityOrder.id, parent="liability_order_id", one=True
)

ARTEFACT = Entity(
    name="Artefact",
    source=Artefact.__table__.outerjoin(ServiceRequest.__table__, ServiceRequest.id == Artefact.service_request_id),
    key=Artefact.id,
    case=Artefact.case_id,
    rows=for_agency,
    fields={
        "key": Field(Artefact.id, published=False),
        "id": Field(Artefact.id, show=lambda key: to_node_id("Artefact", key)),
        "power": Field(Artefact.power),
        "liability_order_id": Field(Artefact.liability_order_id, published=False),
        "caused_by": Field(ServiceRequest.reference),
        "commenced_on": Field(Artefact.commenced_on),
        "expires_on": Field(Artefact.expires_on),
        "is_outstanding": Field(Artefact.is_outstanding),
        "cleared_at": Field(Artefact.cleared_at),
    },
)
ORDER_OF_ARTEFACT = Related(
    target=lambda: LIABILITY_ORDER, child=lambda: LiabilityOrder.id, parent="liability_order_id", one=True
)
