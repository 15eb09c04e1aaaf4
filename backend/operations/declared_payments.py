"""Payments since the judgment that an application tells of: taken off what is to be enforced, entered at issue.

Until a writ is issued the ledger does not move by what the claimant tells: the defendant, who reads it, would learn of
the application (X-08).
"""

from backend.models import WritApplication
from backend.operations import ledger
from backend.operations.court_data import COURT_DATA
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules.ledger import Line
from backend.rules.vocabulary import PARTIES_AND_COURT, EventKind
from backend.rules.writ_details import Details, following, lines_to_record, lines_to_take_back


def followed(subject: Subject, application: WritApplication) -> Details | None:
    """The details with what the ledger gained since they were given; None while they are only filled in."""
    if application.details_given_at is None or subject.judgment is None:
        return None
    return following(COURT_DATA.known(subject), Details.from_json(application.details))


def follow_ledger(subject: Subject, application: WritApplication) -> None:
    """Take what the ledger gained into the details, for an act that was permitted: it is never undone by them."""
    if details := followed(subject, application):
        application.details = details.to_json()


def to_record(subject: Subject, details: Details) -> tuple[Line, ...]:
    """The lines of the payments that the ledger does not hold yet."""
    return lines_to_record(COURT_DATA.known(subject), details.payments)


async def record(unit: Unit, subject: Subject, details: Details) -> None:
    """Enter in the judgment's ledger, as its writ is issued, the payments that it does not hold: each once."""
    await _enter(unit, subject, to_record(subject, details))


async def take_back(unit: Unit, subject: Subject, details: Details) -> None:
    """Take back, for staff who amend, the payments of the ledger that were none. Both parties see that: it is undone
    what both saw."""
    await _enter(unit, subject, lines_to_take_back(COURT_DATA.known(subject), details.payments))


async def _enter(unit: Unit, subject: Subject, lines: tuple[Line, ...]) -> None:
    if not lines:
        return
    await ledger.enter(unit, subject, lines)
    unit.record(
        subject.stream,
        EventKind.JUDGMENT_PAYMENTS_RECORDED,
        audience=PARTIES_AND_COURT,
        changes={"amount": -sum(line.amount_pence for line in lines), "amountOwed": subject.owed_pence},
    )
