"""How a claimant may ask for a judgment to be paid (D-12)."""

from dataclasses import dataclass
from datetime import date

from backend.rules.refusals import Problem
from backend.rules.vocabulary import InstalmentFrequency, PaymentOrder


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """How the claimant asks the debt to be paid: at once, by a date, or by instalments."""

    payment_order: PaymentOrder
    pay_by: date | None = None
    instalment_pence: int | None = None
    instalment_frequency: InstalmentFrequency | None = None
    first_instalment_on: date | None = None

    def problems(self, *, today: date, owed_pence: int) -> tuple[Problem, ...]:
        """What is wrong with them on the day they are asked for."""
        found = []
        if self.pay_by is not None and self.pay_by <= today:
            found.append(Problem("DATE_NOT_IN_FUTURE", ("paymentOrder", "byDate"), "The day must lie in the future."))
        if self.instalment_pence is not None and not 0 < self.instalment_pence <= owed_pence:
            found.append(
                Problem(
                    "AMOUNT_OUT_OF_RANGE",
                    ("paymentOrder", "byInstalments", "amount"),
                    "An instalment is more than nothing and at most what is owed.",
                )
            )
        if self.first_instalment_on is not None and self.first_instalment_on <= today:
            found.append(
                Problem(
                    "DATE_NOT_IN_FUTURE",
                    ("paymentOrder", "byInstalments", "firstOn"),
                    "The first instalment must lie in the future.",
                )
            )
        return tuple(found)
