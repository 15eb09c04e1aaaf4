"""The arrears ledger of a case as rows: read whole, added to, never changed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.models import ArrearsLine, LiabilityOrder
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.arrears import Line, Order
from backend.rules.reasons import arrears as reasons
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
    if not (entered := tuple(lines)):
        return
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
        for position, line in enumerate(entered, start=(last or 0) + 1)
    )


async def orders_of(unit: Unit, case_file: CaseFile) -> Sequence[LiabilityOrder]:
    """The liability orders of a case, oldest first."""
    found = await unit.session.scalars(
        select(LiabilityOrder)
        .where(LiabilityOrder.case_id == case_file.case.id)
        .order_by(LiabilityOrder.granted_on, LiabilityOrder.id)
    )
    return found.all()


async def live_order(unit: Unit, case_file: CaseFile, key: UUID) -> LiabilityOrder:
    """A live liability order of the case. Raises `NotFound`, and `Refused` where it is live no longer."""
    order = next((each for each in await orders_of(unit, case_file) if each.id == key), None)
    if order is None:
        raise refusals.NotFound
    if order.state is not LiabilityOrderState.GRANTED:
        raise refusals.Refused(reasons.ORDER_NOT_LIVE)
    return order


def as_rules_see(order: LiabilityOrder) -> Order:
    return Order(order.id, order.number, order.state is LiabilityOrderState.GRANTED)
