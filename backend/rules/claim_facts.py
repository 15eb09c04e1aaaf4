"""What the rules look at in a claim: the same facts answer `actions`, notices and eligibility, and judge the acts."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.rules.deadlines import Deadline
from backend.rules.periods import end_of
from backend.rules.vocabulary import (
    ClaimState,
    ClaimStatus,
    Jurisdiction,
    PaymentOrder,
    RestraintKind,
    WritApplicationState,
    WritState,
)


@dataclass(frozen=True, slots=True)
class Adjudged:
    """What the rules need of a judgment: when it was entered, how it is to be paid, and since when payment is due."""

    entered_on: date
    payment_order: PaymentOrder
    payment_due_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as the rules see it at one instant."""

    state: ClaimState
    deadline: Deadline
    owed_pence: int
    now: datetime
    jurisdiction: Jurisdiction = Jurisdiction.ENGLAND_WALES
    judgment: Adjudged | None = None
    application: WritApplicationState | None = None
    """Where the live application for a writ stands; hidden from the defendant, so no status may show it."""
    writ: WritState | None = None
    """Where the live writ stands."""
    writ_acknowledged_at: datetime | None = None
    """When its officer said that they received it."""
    writ_expires_on: date | None = None
    """Its last day."""
    enforceable_at: datetime | None = None
    """From when goods may be taken under it; None where no notice of enforcement was given."""
    restraints: frozenset[RestraintKind] = frozenset()
    """What stops enforcement now."""
    submissions_today: int = 0
    """How often an application for a writ was sent to the court this London day; hidden as the application is."""

    @property
    def status(self) -> ClaimStatus:
        due_at = self.judgment.payment_due_at if self.judgment else None
        return status_of(self.state, self.deadline.at, due_at, self.now)

    @property
    def is_writ_expired(self) -> bool:
        """Whether the last day of the live writ is over."""
        return self.writ_expires_on is not None and self.now >= end_of(self.writ_expires_on)


def status_of(
    state: ClaimState, response_due_at: datetime, payment_due_at: datetime | None, now: datetime
) -> ClaimStatus:
    """The status shown: what follows from a date follows from the date, never from a timer that may be late."""
    if state is ClaimState.AWAITING_RESPONSE and now >= response_due_at:
        return ClaimStatus.RESPONSE_OVERDUE
    if state is ClaimState.JUDGMENT_ENTERED and payment_due_at is not None and now >= payment_due_at:
        return ClaimStatus.JUDGMENT_UNPAID
    return ClaimStatus(state)
