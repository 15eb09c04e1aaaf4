"""What does a writ need to know? The details that a claimant confirms, corrects and adds (W-05).

They are filled in from the claim, its judgment and the ledger. Payments are all of those made since the judgment: some
stand in the ledger already, the others are written to it when the writ is issued.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from backend.rules.ledger import Line
from backend.rules.lodging import LINES_OF_ADDRESS, MOST_PARTIES, POST_CODE
from backend.rules.money import spoken
from backend.rules.policies import WRIT_LEAST, in_force
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Problem, Reason
from backend.rules.texts import LINE, PARAGRAPH, SHORT, fits, fits_on_a_line
from backend.rules.vocabulary import Correction, LineKind

MOST_ADDRESSES = 5
MOST_VEHICLES = 10
MOST_PAYMENTS = 50


@dataclass(frozen=True, slots=True)
class Address:
    """Where the officer may find goods."""

    lines: tuple[str, ...]
    post_code: str


@dataclass(frozen=True, slots=True, order=True)
class Paid:
    """What was paid on a London day since the judgment, in pence."""

    on: date
    pence: int


@dataclass(frozen=True, slots=True)
class Details:
    """What the claimant says of the writ applied for. Money is in pence."""

    defendants: tuple[str, ...]
    """Their names, as the claimant confirms them."""
    addresses: tuple[Address, ...]
    """One to five; the first decides which officers cover it."""
    due_pence: int
    """What is due now: the balance of the ledger less the payments that it does not hold yet."""
    payments: tuple[Paid, ...] = ()
    is_regulated: bool | None = None
    """Whether the debt arises from an agreement regulated by the Consumer Credit Act 1974; None: not answered yet."""
    goods: str | None = None
    vehicles: tuple[str, ...] = ()
    safety: str | None = None
    """What the officer should know to stay safe."""

    @property
    def post_code(self) -> str:
        """That of the address at which the writ is to be executed first."""
        return self.addresses[0].post_code

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "defendants": list(self.defendants),
            "addresses": [{"lines": list(each.lines), "post_code": each.post_code} for each in self.addresses],
            "due_pence": self.due_pence,
            "payments": [{"on": paid.on.isoformat(), "pence": paid.pence} for paid in self.payments],
            "is_regulated": self.is_regulated,
            "goods": self.goods,
            "vehicles": list(self.vehicles),
            "safety": self.safety,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            defendants=tuple(stored["defendants"]),
            addresses=tuple(Address(tuple(each["lines"]), each["post_code"]) for each in stored["addresses"]),
            due_pence=stored["due_pence"],
            payments=tuple(Paid(date.fromisoformat(each["on"]), each["pence"]) for each in stored["payments"]),
            is_regulated=stored["is_regulated"],
            goods=stored["goods"],
            vehicles=tuple(stored["vehicles"]),
            safety=stored["safety"],
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What the court's own data says of the judgment."""

    defendants: tuple[str, ...]
    addresses: tuple[Address, ...]
    entered_on: date
    balance_pence: int
    payments: tuple[Paid, ...] = ()
    """Those since the judgment that stand in the ledger."""

    def not_recorded(self, payments: Iterable[Paid]) -> tuple[Paid, ...]:
        """Of these payments the ones that the ledger does not hold yet."""
        return tuple(sorted((Counter(payments) - Counter(self.payments)).elements()))

    def left_out(self, payments: Iterable[Paid]) -> tuple[Paid, ...]:
        """The payments of the ledger that are not among these."""
        return tuple(sorted((Counter(self.payments) - Counter(payments)).elements()))

    def due_pence(self, payments: Iterable[Paid]) -> int:
        """What is to be enforced: the balance, less payments that it does not hold, with those that were none."""
        given = tuple(payments)
        return self.balance_pence - _sum(self.not_recorded(given)) + _sum(self.left_out(given))


def filled_in(known: Known) -> Details:
    """The details that a claimant finds filled in."""
    return Details(known.defendants, known.addresses, known.balance_pence, known.payments)


def corrections(known: Known, given: Details) -> list[Correction]:
    """What the claimant corrected of the court's data: flagged for staff (W-05)."""
    found = []
    if sorted(given.defendants) != sorted(known.defendants):
        found.append(Correction.DEFENDANT_NAME)
    if not set(given.addresses) & set(known.addresses):
        found.append(Correction.DEFENDANT_ADDRESS)
    if sorted(given.payments) != sorted(known.payments):
        found.append(Correction.AMOUNT)
    return found


def flagged(known: Known, given: Details, before: Collection[Correction]) -> list[Correction]:
    """The corrections to flag, where some were flagged before: payments that have been recorded meanwhile stay one."""
    now = corrections(known, given)
    still = {Correction.AMOUNT} & set(before) if given.payments else set()
    return [each for each in Correction if each in {*now, *still}]


def following(known: Known, given: Details) -> Details:
    """Details with the payments that the ledger gained since they were given, and what is due after those."""
    payments = tuple(sorted((*given.payments, *known.left_out(given.payments))))
    return replace(given, payments=payments, due_pence=known.due_pence(payments))


def lines_to_record(known: Known, given: Iterable[Paid]) -> tuple[Line, ...]:
    """The lines by which the ledger comes to hold those of these payments that it does not hold yet."""
    return tuple(_line(paid, "Paid since the judgment", sign=-1) for paid in known.not_recorded(given))


def lines_to_take_back(known: Known, given: Iterable[Paid]) -> tuple[Line, ...]:
    """The lines that take back what the ledger holds and is not among these payments: for staff alone."""
    return tuple(_line(paid, "Taken back: not paid after all", sign=1) for paid in known.left_out(given))


def payments_of(lines: Iterable[Line], *, since: date) -> tuple[Paid, ...]:
    """The payments since a judgment that its ledger holds, those taken back left out."""
    found: Counter[Paid] = Counter()
    for line in lines:
        if line.kind is LineKind.PAYMENT and line.on >= since:
            found[Paid(line.on, abs(line.amount_pence))] += 1 if line.amount_pence < 0 else -1
    return tuple(sorted(found.elements()))


def obstacles(details: Details, *, today: date) -> tuple[Reason, ...]:
    """Why what is to be enforced under these details is not for the High Court (SI 1991/724 art 8)."""
    found = []
    if details.due_pence <= 0:
        found.append(reasons.JUDGMENT_PAID)
    if details.due_pence < in_force(WRIT_LEAST, today).value:
        found.append(reasons.SUM_TOO_SMALL)
    if details.is_regulated:
        found.append(reasons.REGULATED_AGREEMENT)
    return tuple(found)


def tidied(details: Details) -> Details:
    """The same without blanks around what was typed."""
    return replace(
        details,
        defendants=tuple(name.strip() for name in details.defendants),
        addresses=tuple(replace(each, lines=tuple(map(str.strip, each.lines))) for each in details.addresses),
        goods=(details.goods or "").strip() or None,
        vehicles=tuple(map(str.strip, details.vehicles)),
        safety=(details.safety or "").strip() or None,
    )


def problems(details: Details, known: Known, *, today: date, is_staff: bool = False) -> tuple[Problem, ...]:
    """Everything wrong with details; empty where they can be taken. Staff may take back a payment of the ledger."""
    return (
        *_of_parties(details),
        *_of_texts(details),
        *_of_payments(details, known, today),
        *_of_amount(details, known, is_staff=is_staff),
    )


def _of_parties(details: Details) -> Iterator[Problem]:
    if not 1 <= len(details.defendants) <= MOST_PARTIES:
        yield Problem("COUNT_OUT_OF_RANGE", ("defendants",), f"Name from 1 to {MOST_PARTIES} of them.")
    for index, name in enumerate(details.defendants):
        if not fits_on_a_line(name, LINE):
            yield Problem("TEXT_LENGTH", ("defendants", str(index)), "A name is one line of 1 to 200 characters.")
    if not 1 <= len(details.addresses) <= MOST_ADDRESSES:
        yield Problem("COUNT_OUT_OF_RANGE", ("addresses",), f"Give from 1 to {MOST_ADDRESSES} addresses.")
    for index, address in enumerate(details.addresses):
        path = ("addresses", str(index))
        lines = address.lines
        if not 1 <= len(lines) <= LINES_OF_ADDRESS or not all(fits_on_a_line(line, SHORT) for line in lines):
            yield Problem(
                "TEXT_LENGTH", (*path, "lines"), "An address has 1 to 4 lines, each one line of 1 to 100 characters."
            )
        if not POST_CODE.fullmatch(address.post_code):
            yield Problem("POST_CODE", (*path, "postCode"), "This is not a postcode.")


def _of_texts(details: Details) -> Iterator[Problem]:
    for name, text in (("goods", details.goods), ("safety", details.safety)):
        if text and not fits(text, PARAGRAPH):
            yield Problem("TEXT_LENGTH", (name,), "At most 1,000 characters.")
    if len(details.vehicles) > MOST_VEHICLES:
        yield Problem("COUNT_OUT_OF_RANGE", ("vehicles",), f"List at most {MOST_VEHICLES}.")
    for index, vehicle in enumerate(details.vehicles):
        if not fits_on_a_line(vehicle, SHORT):
            yield Problem("TEXT_LENGTH", ("vehicles", str(index)), "One line of 1 to 100 characters.")


def _of_payments(details: Details, known: Known, today: date) -> Iterator[Problem]:
    if len(details.payments) > MOST_PAYMENTS:
        yield Problem("COUNT_OUT_OF_RANGE", ("payments",), f"List at most {MOST_PAYMENTS}.")
    for index, paid in enumerate(details.payments):
        if paid.on > today:
            yield Problem("DATE_IN_FUTURE", ("payments", str(index), "on"), "A payment cannot lie in the future.")
        if paid.on < known.entered_on:
            yield Problem(
                "DATE_BEFORE_JUDGMENT", ("payments", str(index), "on"), "List payments made since the judgment only."
            )
        if paid.pence <= 0:
            yield Problem("AMOUNT_OUT_OF_RANGE", ("payments", str(index), "amount"), "A payment is above nothing.")


def _of_amount(details: Details, known: Known, *, is_staff: bool) -> Iterator[Problem]:
    if not is_staff and known.left_out(details.payments):
        yield Problem("PAYMENT_LEFT_OUT", ("payments",), "A payment that the court has recorded is missing.")
    elif details.due_pence != (due_pence := known.due_pence(details.payments)):
        yield Problem(
            "AMOUNT_DIFFERS", ("amountDue",), f"By the court's record less payments it is {spoken(due_pence)}."
        )


def _line(paid: Paid, why: str, *, sign: int) -> Line:
    return Line(LineKind.PAYMENT, sign * paid.pence, paid.on, why)


def _sum(payments: Iterable[Paid]) -> int:
    return sum(paid.pence for paid in payments)
