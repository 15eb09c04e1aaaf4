"""The arrears ledger of a case as rows: read whole, added to, never changed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.models import ArrearsLine, LiabilityOrder, PaymentIn
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.queries import scope
from backend.rules import refusals
from backend.rules.arrears import Line, Order
from backend.rules.vocabulary import LiabilityOrderState


async def lines_of(unit: Unit, case_file: CaseFile) -> tuple[Line, ...]:
    """Every line of the ledger of a case that is loaded and locked, in order."""
    await unit.session.flush()
    rows = await unit.session.scalars(
        select(ArrearsLine).where(ArrearsLine.case_id == case_file.case.id).order_by(ArrearsLine.position)
    )
    return tuple(
        Line(
            kind=row.kind,
            amount_pence=row.amount_pence,
            on=row.on,
            explanation=row.explanation,
            maintenance_case=row.maintenance_case_id,
            order=row.liability_order_id,
            payment=row.payment_in_id,
        )
        for row in rows
    )


async def enter(unit: Unit, case_file: CaseFile, lines: Iterable[Line]) -> None:
    """Add lines to the ledger, after those that stand there."""
    await unit.session.flush()
    of_case = ArrearsLine.case_id == case_file.case.id
    last = await unit.session.scalar(select(func.max(ArrearsLine.position)).where(of_case))
    unit.session.add_all(
        ArrearsLine(
            case_id=case_file.case.id,
            position=position,
            kind=line.kind,
            amount_pence=line.amount_pence,
            on=line.on,
            maintenance_case_id=line.maintenance_case,
            liability_order_id=line.order,
            payment_in_id=line.payment,
            explanation=line.explanation,
        )
        for position, line in enumerate(lines, start=(last or 0) + 1)
    )


async def orders_of(unit: Unit, case_file: CaseFile) -> Sequence[LiabilityOrder]:
    """The liability orders of a case, oldest first."""
    found = await unit.session.scalars(
        select(LiabilityOrder)
        .where(LiabilityOrder.case_id == case_file.case.id)
        .order_by(LiabilityOrder.granted_on, LiabilityOrder.id)
    )
    return found.all()


def as_rules_see(order: LiabilityOrder) -> Order:
    return Order(order.id, order.number, order.state is LiabilityOrderState.GRANTED)


async def case_of(unit: Unit, model: type[LiabilityOrder] | type[PaymentIn], key: UUID) -> UUID:
    """The case of an order or a payment, among the cases that the actor may see. Raises `NotFound`."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    found: UUID | None = await unit.session.scalar(
        select(model.case_id).join(visible, visible.c.case_id == model.case_id).where(model.id == key)
    )
    if found is None:
        raise refusals.NotFound
    return found
