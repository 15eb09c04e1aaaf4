"""What is done outside the service for an enforcement case: certificates of courts, payments by card (R-09, R-21)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backend.rules.refusals import Problem
from backend.rules.texts import SHORT, fits_on_a_line
from backend.rules.vocabulary import OfflineTaskKind

MOST_PENCE = 10_000_000_00
LONGEST_REFERENCE = 60
CERTIFICATE, CARD = OfflineTaskKind.CERTIFICATE_OF_MONEY_PROVISION, OfflineTaskKind.PROCUREMENT_CARD_PAYMENT
TITLES = {
    CERTIFICATE: "A certificate of money provision",
    CARD: "A payment by the government procurement card",
}


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for outside, of whom, by whom and when. Money in pence."""

    kind: OfflineTaskKind
    by_whom: str
    requested_on: date
    with_whom: str | None = None
    """The provider that is paid; a certificate's court follows from the liability order."""
    reference: str | None = None
    amount_pence: int | None = None


def problems(task: Task, *, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a task, each with the path to it."""
    return tuple(_problems(task, today))


def _problems(task: Task, today: date) -> Iterator[Problem]:
    if not fits_on_a_line(task.by_whom, SHORT):
        yield Problem("TEXT_LENGTH", ("byWhom",), f"Give one line of 1 to {SHORT} characters.")
    if task.reference is not None and not fits_on_a_line(task.reference, LONGEST_REFERENCE):
        yield Problem("TEXT_LENGTH", ("reference",), f"Give one line of 1 to {LONGEST_REFERENCE} characters.")
    if task.requested_on > today:
        yield Problem("DATE_IN_FUTURE", ("requestedOn",), "This day has not come yet.")
    needs_name = task.kind is CARD or task.with_whom is not None
    if needs_name and not fits_on_a_line(task.with_whom or "", SHORT):
        yield Problem("TEXT_LENGTH", ("withWhom",), f"Give one line of 1 to {SHORT} characters.")
    if task.kind is CARD and not 0 < (task.amount_pence or 0) <= MOST_PENCE:
        yield Problem("AMOUNT_OUT_OF_RANGE", ("amount",), "Give an amount from £0.01 to £10 million.")
    if task.kind is CERTIFICATE and task.amount_pence is not None:
        yield Problem("AMOUNT_NOT_EXPECTED", ("amount",), "No money is paid for a certificate.")


def received_problems(requested_on: date, received_on: date, *, today: date) -> tuple[Problem, ...]:
    """What is wrong with the day on which something came."""
    if received_on > today:
        return (Problem("DATE_IN_FUTURE", ("receivedOn",), "This day has not come yet."),)
    if received_on < requested_on:
        return (Problem("DATE_OUT_OF_RANGE", ("receivedOn",), "It cannot have come before it was asked for."),)
    return ()
