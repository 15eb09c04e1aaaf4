"""What is owed of child maintenance? The sum of typed lines in pence: of all, under an order, to a receiving parent.

Lines are only added. A bucket is what one maintenance case is owed under one liability order, or under none; money and
orders take the oldest of it first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from backend.rules.calendars import spoken_day
from backend.rules.policies import NoPolicyInForceError, Policy, in_force
from backend.rules.vocabulary import AllocationState, ArrearsLineKind

K = ArrearsLineKind
_NOT_OF_A_NUMBER = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the ledger. `maintenance_case` is whose money it is: of none for the agency's own charges."""

    kind: ArrearsLineKind
    amount_pence: int
    on: date
    explanation: str
    maintenance_case: UUID | None = None
    order: UUID | None = None
    payment: UUID | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is left of one line that adds to the arrears."""

    line: Line
    pence: int


@dataclass(frozen=True, slots=True)
class Order:
    """A liability order by which money can be allocated."""

    id: UUID
    number: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class Received:
    """What becomes of money that comes in: the lines that it pays, what is too much, and why it waits where it does."""

    state: AllocationState
    lines: tuple[Line, ...] = ()
    excess_pence: int = 0
    waits_because: str | None = None


def balance(lines: Iterable[Line]) -> int:
    """What is owed, in pence."""
    return sum(line.amount_pence for line in lines)


def owed_under(lines: Iterable[Line], order: UUID | None) -> int:
    """What is owed under a liability order, or, for None, what no order covers."""
    return balance(line for line in lines if line.order == order)


def spelled(number: str) -> str:
    """An LO reference as it is compared: whatever its case, blanks and signs."""
    return _NOT_OF_A_NUMBER.sub("", number.upper())


def outstanding(lines: Iterable[Line], order: UUID | None) -> tuple[Owed, ...]:
    """What is left of the lines under an order (or under none), the oldest first; what was paid took the oldest off."""
    added: dict[UUID | None, list[Line]] = defaultdict(list)
    taken: dict[UUID | None, int] = defaultdict(int)
    for line in lines:
        if line.order == order and line.amount_pence > 0:
            added[line.maintenance_case].append(line)
        elif line.order == order:
            taken[line.maintenance_case] -= line.amount_pence
    left = []
    for maintenance_case, of_case in added.items():
        for line in sorted(of_case, key=lambda each: each.on):
            off = min(line.amount_pence, taken[maintenance_case])
            taken[maintenance_case] -= off
            if off < line.amount_pence:
                left.append(Owed(line, line.amount_pence - off))
    return tuple(sorted(left, key=lambda owed: owed.line.on))


def secure(lines: Iterable[Line], order: UUID, pence: int, on: date) -> tuple[Line, ...]:
    """Arrears move under an order: of each maintenance case one line off and one on, together nothing.

    `ValueError` where that is more than no order covers, or nothing.
    """
    taken = _oldest(outstanding(lines, None), pence)
    if pence <= 0 or sum(taken.values()) < pence:
        raise ValueError("more than no order covers, or nothing")
    moved = []
    for maintenance_case, amount in taken.items():
        off = Line(
            kind=K.SECURED_BY_ORDER,
            amount_pence=-amount,
            on=on,
            explanation=f"Came under a liability order of {spoken_day(on)}.",
            maintenance_case=maintenance_case,
        )
        moved += [off, replace(off, amount_pence=amount, order=order)]
    return tuple(moved)


def release(lines: Iterable[Line], order: UUID, on: date) -> tuple[Line, ...]:
    """What is left under an order goes back to where no order covers it: the order is invalid."""
    left = outstanding(lines, order)
    moved = []
    for maintenance_case, amount in _oldest(left, sum(owed.pence for owed in left)).items():
        back = Line(
            kind=K.SECURED_BY_ORDER,
            amount_pence=amount,
            on=on,
            explanation="The liability order that covered it is invalid.",
            maintenance_case=maintenance_case,
        )
        moved += [replace(back, amount_pence=-amount, order=order), back]
    return tuple(moved)


def charge(table: tuple[Policy[int], ...], why: str, on: date) -> tuple[Line, ...]:
    """The agency's charge for an order of that day; none from before charges were made."""
    try:
        policy = in_force(table, on)
    except NoPolicyInForceError:
        return ()
    explanation = f"{why} ({policy.source})."
    return (Line(kind=K.ENFORCEMENT_CHARGE, amount_pence=policy.value, on=on, explanation=explanation),)


def pay(lines: Iterable[Line], order: UUID | None, pence: int, *, payment: UUID, on: date) -> tuple[Line, ...]:
    """Pay what is owed under an order, or under none, the oldest first and no more than is owed."""
    return tuple(
        Line(
            kind=K.PAYMENT,
            amount_pence=-amount,
            on=on,
            explanation=f"Payment received on {spoken_day(on)}.",
            maintenance_case=maintenance_case,
            order=order,
            payment=payment,
        )
        for maintenance_case, amount in _oldest(outstanding(lines, order), pence).items()
    )


def _oldest(left: Iterable[Owed], pence: int) -> dict[UUID | None, int]:
    """So many pence of what is left, oldest first, by maintenance case; less where less is left."""
    taken: dict[UUID | None, int] = defaultdict(int)
    for owed in left:
        amount = min(owed.pence, pence)
        if amount > 0:
            taken[owed.line.maintenance_case] += amount
            pence -= amount
    return taken


BY_HAND = "The case has the flag Manual Allocation: this payment is to be allocated by hand."
WRONG_REFERENCE = "A payment named a liability order that this case does not have: contact the paying parent (R-48)."
NO_REFERENCE = "A payment names no liability order, and is more than the arrears that no order covers."


def receive(
    lines: Iterable[Line],
    pence: int,
    *,
    payment: UUID,
    on: date,
    reference: str | None,
    orders: Iterable[Order],
    by_hand: bool,
) -> Received:
    """What becomes of money that came in (R-48).

    By the LO reference to its order, and what is left of it to the arrears that no order covers. Never guessed: under
    the flag, with a reference that names no live order, or without one where orders might be meant, it waits.
    """
    known, orders = tuple(lines), tuple(orders)
    if by_hand:
        return Received(AllocationState.UNALLOCATED, waits_because=BY_HAND)
    order = None
    if reference and spelled(reference):
        named = (each.id for each in orders if each.is_live and spelled(each.number) == spelled(reference))
        order = next(named, None)
        if order is None:
            return Received(AllocationState.UNALLOCATED, waits_because=WRONG_REFERENCE)
    elif pence > owed_under(known, None) and balance(known) > owed_under(known, None):
        return Received(AllocationState.UNALLOCATED, waits_because=NO_REFERENCE)
    paid = pay(known, order, pence, payment=payment, on=on)
    if order is not None:
        paid += pay(known, None, pence + balance(paid), payment=payment, on=on)
    excess = pence + balance(paid)
    return Received(AllocationState.EXCESS if excess else AllocationState.ALLOCATED, paid, excess)
