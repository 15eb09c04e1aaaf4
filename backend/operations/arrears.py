"""Money of a case: what comes in is allocated by its reference, and by hand where it must not be guessed (R-48)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from backend.models import LiabilityOrder, PaymentIn, new_id
from backend.operations import case_file as case_files
from backend.operations import liability_orders, schedules
from backend.operations.arrears_lines import as_rules_see, enter, lines_of, live_order, orders_of
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.rules import arrears as rules
from backend.rules import refusals
from backend.rules.arrears import Line
from backend.rules.periods import london_day
from backend.rules.reasons import arrears as reasons
from backend.rules.refusals import Problem
from backend.rules.vocabulary import AGENCY_AND_PAYING_PARENT, Act, AllocationState, EventKind, Flag, KindCode

LONGEST_ID, LONGEST_REFERENCE = 80, 60
NO_ORDER = "arrears that no liability order covers"


@dataclass(frozen=True, slots=True)
class Share:
    """So many pence of a payment to a liability order, or, without one, to the arrears that none covers."""

    liability_order_id: UUID | None
    amount_pence: int


async def receive_payment(
    unit: Unit,
    case_file: CaseFile,
    *,
    external_id: str,
    amount_pence: int,
    received_on: date,
    lo_reference: str | None,
) -> PaymentIn | None:
    """Take in money that the paying parent paid, in pence; None where this id came before with the same content.

    For an act that was permitted. It is allocated, or waits with a service request (R-48), and meets what the live
    schedule expects. Whoever judges the case after that reads it again. Raises `Invalid`, and `Refused` where the id
    came before with another content.
    """
    if found := _problems(external_id, amount_pence, received_on, lo_reference, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    reference = lo_reference.strip() or None if lo_reference else None
    content = (case_file.case.id, amount_pence, received_on, reference)
    payment = await _add(unit, external_id, content)
    if payment is None:
        return None
    about = payment.id
    known, orders = await lines_of(unit, case_file), await orders_of(unit, case_file)
    received = rules.receive(
        known,
        amount_pence,
        payment=about,
        on=received_on,
        reference=reference,
        orders=[as_rules_see(each) for each in orders],
        by_hand=Flag.MANUAL_ALLOCATION in case_file.facts.flags,
    )
    payment.state, payment.excess_pence = received.state, received.excess_pence
    await enter(unit, case_file, received.lines)
    case_file.record(
        unit, EventKind.PAYMENT_RECEIVED, audience=AGENCY_AND_PAYING_PARENT, subject_id=about, amount=amount_pence
    )
    await _spread(unit, case_file, payment, received.lines, orders, received_pence=amount_pence)
    await liability_orders.settle(unit, case_file, (*known, *received.lines), orders)
    if received.waits_because:
        await open_once(
            unit,
            case_file.stream,
            case_file.case,
            KindCode.UNALLOCATED_PAYMENT,
            reason=received.waits_because,
            about=about,
            occasion=f"unallocated:{about}",
        )
    return payment


def _problems(
    external_id: str, amount_pence: int, received_on: date, lo_reference: str | None, *, today: date
) -> list[Problem]:
    found = []
    if not 1 <= len(external_id) <= LONGEST_ID:
        found.append(Problem("TEXT_LENGTH", ("externalId",), f"Give an id of 1 to {LONGEST_ID} characters."))
    if lo_reference is not None and len(lo_reference) > LONGEST_REFERENCE:
        message = f"Give a reference of at most {LONGEST_REFERENCE} characters."
        found.append(Problem("TEXT_LENGTH", ("loReference",), message))
    if amount_pence <= 0:
        found.append(Problem("AMOUNT_OUT_OF_RANGE", ("amount",), "A payment is more than nothing."))
    if received_on > today:
        found.append(Problem("DATE_IN_FUTURE", ("receivedOn",), "This day has not come yet."))
    return found


async def _add(unit: Unit, external_id: str, content: tuple[UUID, int, date, str | None]) -> PaymentIn | None:
    """The payment as a row, by its id once, whatever the number of messengers."""
    case_id, amount_pence, received_on, reference = content
    added: PaymentIn | None = await unit.session.scalar(
        unit.insert(PaymentIn)
        .values(
            id=new_id(),
            case_id=case_id,
            external_id=external_id,
            amount_pence=amount_pence,
            received_on=received_on,
            lo_reference=reference,
            state=AllocationState.UNALLOCATED,
            excess_pence=0,
            recorded_at=unit.now,
        )
        .on_conflict_do_nothing(index_elements=["external_id"])
        .returning(PaymentIn)
    )
    if added is not None:
        return added
    told = await unit.session.scalar(select(PaymentIn).where(PaymentIn.external_id == external_id))
    if told is None or (told.case_id, told.amount_pence, told.received_on, told.lo_reference) != content:
        raise refusals.Refused(reasons.PAYMENT_TOLD_OTHERWISE)
    return None


async def _spread(
    unit: Unit,
    case_file: CaseFile,
    payment: PaymentIn,
    lines: Sequence[Line],
    orders: Sequence[LiabilityOrder],
    *,
    received_pence: int,
) -> None:
    """Tell order by order what a payment pays, as it was entered, and let it meet the schedule."""
    by_order: dict[UUID | None, int] = defaultdict(int)
    for line in lines:
        by_order[line.order] -= line.amount_pence
    numbers = {each.id: each.number for each in orders}
    for order_id, amount in by_order.items():
        case_file.record(
            unit,
            EventKind.PAYMENT_ALLOCATED,
            audience=AGENCY_AND_PAYING_PARENT,
            subject_id=payment.id,
            amount=amount,
            liabilityOrder=numbers[order_id] if order_id else NO_ORDER,
        )
    await schedules.meet(unit, case_file, received_pence=received_pence, by_order=by_order)


async def allocate(
    unit: Unit, payment_id: UUID, shares: Sequence[Share], *, expected_version: int | None = None
) -> Outcome:
    """Whoever works the case allocates by hand what is left of a payment; what they leave of it is excess (R-48).

    Raises `NotFound`, `Invalid` for a share of nothing, and `Refused` for more than is left or than is owed there.
    """
    case_file = await case_files.load_of(unit, PaymentIn, payment_id, expected_version=expected_version)
    case_file.require(Act.ALLOCATE_PAYMENT, unit)
    of_case = select(PaymentIn).where(PaymentIn.id == payment_id).execution_options(populate_existing=True)
    payment = (await unit.session.scalars(of_case)).one()
    if payment.state is AllocationState.ALLOCATED:
        raise refusals.Refused(reasons.PAYMENT_SETTLED)
    if found := list(_share_problems(shares)):
        raise refusals.Invalid(*found)
    known, orders = await lines_of(unit, case_file), await orders_of(unit, case_file)
    left = _left_of(payment, known) - sum(each.amount_pence for each in shares)
    if left < 0:
        raise refusals.Refused(reasons.MORE_THAN_PAYMENT)
    lines = await _by_hand(unit, case_file, payment, shares, known)
    payment.state = AllocationState.EXCESS if left else AllocationState.ALLOCATED
    payment.excess_pence = left
    await enter(unit, case_file, lines)
    await _spread(unit, case_file, payment, lines, orders, received_pence=0)
    await liability_orders.settle(unit, case_file, (*known, *lines), orders)
    return case_file.outcome


def _share_problems(shares: Sequence[Share]) -> Iterable[Problem]:
    given = [each.liability_order_id for each in shares]
    for index, each in enumerate(shares):
        if each.amount_pence <= 0:
            yield Problem("AMOUNT_OUT_OF_RANGE", ("to", str(index), "amount"), "Allocate more than nothing.")
        if given.index(each.liability_order_id) < index:
            yield Problem("COUNT_OUT_OF_RANGE", ("to", str(index)), "Name each order once, with all that goes to it.")


def _left_of(payment: PaymentIn, known: Iterable[Line]) -> int:
    """What of a payment paid nothing yet: the ledger says it."""
    return payment.amount_pence + sum(line.amount_pence for line in known if line.payment == payment.id)


async def _by_hand(
    unit: Unit, case_file: CaseFile, payment: PaymentIn, shares: Sequence[Share], known: Sequence[Line]
) -> list[Line]:
    lines: list[Line] = []
    for share in shares:
        order_id = share.liability_order_id
        if order_id is not None:
            await live_order(unit, case_file, order_id)
        if share.amount_pence > rules.owed_under(known, order_id):
            raise refusals.Refused(reasons.MORE_THAN_OWED)
        lines += rules.pay(known, order_id, share.amount_pence, payment=payment.id, on=payment.received_on)
    return lines
