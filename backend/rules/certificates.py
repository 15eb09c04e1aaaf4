"""Which liability orders need a certificate of money provision, from which court, asked for by whom (R-21)."""

from dataclasses import dataclass

from backend.rules.casework.facts import CaseFacts, OrderFacts
from backend.rules.vocabulary import Jurisdiction

J = Jurisdiction


@dataclass(frozen=True, slots=True)
class Certificate:
    """How an order is certified that is enforced outside the jurisdiction that granted it."""

    granted_by: str
    """The kind of court that grants liability orders there, and so certifies them."""
    court: str
    asked_by: str


CERTIFICATES: dict[Jurisdiction, Certificate] = {
    J.ENGLAND_WALES: Certificate(
        "Magistrates' court", "the magistrates' court in England and Wales", "the enforcement case manager"
    ),
    J.SCOTLAND: Certificate(
        "Sheriff court", "the sheriff court in Scotland that granted the order", "the contracted solicitors"
    ),
    J.NORTHERN_IRELAND: Certificate(
        "County court", "the county court in Northern Ireland that granted the order", "the enforcement case manager"
    ),
}
"""By the jurisdiction that granted the order."""


def certificates_needed(facts: CaseFacts) -> tuple[OrderFacts, ...]:
    """The orders in force that another jurisdiction granted than that in which they are enforced now."""
    return tuple(each for each in facts.orders_in_force if each.jurisdiction is not facts.jurisdiction)
