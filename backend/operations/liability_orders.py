"""Liability orders: granted over part of the arrears, marked as court enforced, paid off, found invalid."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from backend.models import LiabilityOrder, ServiceRequest, new_id
from backend.operations import case_file as case_files
from backend.operations import old_actions, schedules
from backend.operations.arrears_lines import enter, lines_of, live_order, orders_of
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.rules import arrears as rules
from backend.rules import refusals
from backend.rules.arrears import Line
from backend.rules.periods import london_day
from backend.rules.policies import LIABILITY_ORDER_CHARGE
from backend.rules.reasons import arrears as reasons
from backend.rules.reasons import enforcement as case_reasons
from backend.rules.refusals import Problem
from backend.rules.texts import LINE, fits_on_a_line, reason_problems
from backend.rules.vocabulary import (
    AGENCY_AND_PAYING_PARENT,
    Act,
    EventKind,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
)

LONGEST_NUMBER = 30
PAID_OFF = "LO paid off"
"""The reason of the service request that the service makes (R-42)."""


async def record(
    unit: Unit,
    case_file: CaseFile,
    *,
    number: str,
    amount_pence: int,
    court: str,
    granted_on: date,
    jurisdiction: Jurisdiction,
    service_request: ServiceRequest | None = None,
    is_charged: bool = True,
) -> LiabilityOrder:
    """Record that an order was granted: so much of the arrears that none covers comes under it, oldest first.

    For an act that was permitted. Money in pence. `is_charged` is false for an order carried in from another system,
    which charged for it there. Raises `Invalid`, and `Refused` for a number that the case has and for more than is
    unsecured.
    """
    if found := _problems(number, amount_pence, court, granted_on, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    if any(rules.spelled(each.number) == rules.spelled(number) for each in await orders_of(unit, case_file)):
        raise refusals.Refused(reasons.ORDER_NUMBER_TAKEN)
    lines = await lines_of(unit, case_file)
    if amount_pence > rules.owed_under(lines, None):
        raise refusals.Refused(reasons.MORE_THAN_UNSECURED)
    order = LiabilityOrder(
        id=new_id(),
        case_id=case_file.case.id,
        number=number.strip(),
        jurisdiction=jurisdiction,
        court=court.strip(),
        granted_on=granted_on,
        amount_pence=amount_pence,
        state=LiabilityOrderState.GRANTED,
        is_court_enforced=False,
        service_request_id=service_request.id if service_request else None,
        recorded_at=unit.now,
    )
    unit.session.add(order)
    charged = rules.charge(LIABILITY_ORDER_CHARGE, "Charge for a liability order", granted_on) if is_charged else ()
    await enter(unit, case_file, (*rules.secure(lines, order.id, amount_pence, granted_on), *charged))
    case_file.record(
        unit,
        EventKind.LIABILITY_ORDER_GRANTED,
        audience=AGENCY_AND_PAYING_PARENT,
        subject_id=order.id,
        liabilityOrder=order.number,
        amount=amount_pence,
    )
    await case_file.read_again(unit)
    return order


def _problems(number: str, amount_pence: int, court: str, granted_on: date, *, today: date) -> list[Problem]:
    found = []
    if not fits_on_a_line(number, LONGEST_NUMBER) or not rules.spelled(number):
        found.append(Problem("TEXT_LENGTH", ("number",), f"Give a number of 1 to {LONGEST_NUMBER} characters."))
    if not fits_on_a_line(court, LINE):
        found.append(Problem("TEXT_LENGTH", ("court",), f"Give the court in 1 to {LINE} characters."))
    if amount_pence <= 0:
        found.append(Problem("AMOUNT_OUT_OF_RANGE", ("amount",), "An order is over more than nothing."))
    if granted_on > today:
        found.append(Problem("DATE_IN_FUTURE", ("grantedOn",), "This day has not come yet."))
    return found


async def settle(unit: Unit, case_file: CaseFile, lines: Sequence[Line], orders: Iterable[LiabilityOrder]) -> None:
    """Note which of the orders the whole ledger says are paid off by now, and open the work that follows."""
    for order in orders:
        if order.state is LiabilityOrderState.GRANTED and rules.owed_under(lines, order.id) == 0:
            await _settle(unit, case_file, order)


async def _settle(unit: Unit, case_file: CaseFile, order: LiabilityOrder) -> None:
    """In enforcement the work is to clear artefacts (R-42); elsewhere old actions are cleared from there (R-44)."""
    order.state, order.paid_off_at = LiabilityOrderState.PAID_OFF, unit.now
    case_file.record(
        unit,
        EventKind.LIABILITY_ORDER_PAID_OFF,
        audience=AGENCY_AND_PAYING_PARENT,
        subject_id=order.id,
        liabilityOrder=order.number,
    )
    await have_artefacts_cleared(unit, case_file, order, PAID_OFF)


async def have_artefacts_cleared(unit: Unit, case_file: CaseFile, order: LiabilityOrder, reason: str) -> None:
    """Open the service request by which what a paid off order left is cleared, once for each order (R-42, R-44).

    For an act that was permitted; outside enforcement it says what left them, and is the work of where the case is.
    """
    kind = KindCode.LO_PAID_OFF if case_file.facts.in_enforcement else KindCode.CLEAR_OLD_ACTIONS
    opened = await open_once(
        unit,
        case_file.stream,
        case_file.case,
        kind,
        reason=reason,
        about=order.id,
        occasion=f"lo-paid-off:{order.id}",
    )
    if opened and kind is KindCode.CLEAR_OLD_ACTIONS:
        await old_actions.take_up(unit, case_file, opened)


async def mark_court_enforced(unit: Unit, case_file: CaseFile) -> None:
    """Mark the order itself as court enforced (R-47): that of the live schedule, or the only live one.

    For an act that was permitted. Raises `Refused` where none is live, several are, or it is marked already.
    """
    schedule = await schedules.live(unit, case_file)
    orders = [each for each in await orders_of(unit, case_file) if each.state is LiabilityOrderState.GRANTED]
    if schedule and schedule.liability_order_id:
        orders = [each for each in orders if each.id == schedule.liability_order_id]
    if not orders:
        raise refusals.Refused(case_reasons.NO_LIABILITY_ORDER)
    if len(orders) > 1:
        raise refusals.Refused(reasons.WHICH_ORDER)
    (order,) = orders
    if order.is_court_enforced:
        raise refusals.Refused(reasons.ALREADY_COURT_ENFORCED)
    order.is_court_enforced = True
    case_file.record(
        unit,
        EventKind.LIABILITY_ORDER_COURT_ENFORCED,
        audience=AGENCY_AND_PAYING_PARENT,
        subject_id=order.id,
        liabilityOrder=order.number,
    )
    await case_file.read_again(unit)


async def invalidate(unit: Unit, order_id: UUID, *, reason: str, expected_version: int | None = None) -> Outcome:
    """Whoever works the case finds an order invalid (R-40), with a reason of 1 to 1,000 characters.

    What is left of it is owed without an order again; a live schedule that was for it ends.
    """
    case_file = await case_files.load_of(unit, LiabilityOrder, order_id, expected_version=expected_version)
    case_file.require(Act.INVALIDATE_LIABILITY_ORDER, unit)
    order = await live_order(unit, case_file, order_id)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    lines = await lines_of(unit, case_file)
    await enter(unit, case_file, rules.release(lines, order.id, london_day(unit.now)))
    order.state = LiabilityOrderState.INVALIDATED
    case_file.record(
        unit,
        EventKind.LIABILITY_ORDER_INVALIDATED,
        subject_id=order.id,
        liabilityOrder=order.number,
        reason=reason.strip(),
    )
    schedule = await schedules.live(unit, case_file)
    if schedule and schedule.liability_order_id == order.id:
        await schedules.finish(unit, case_file, schedule, "The liability order is invalid.")
    return case_file.outcome
