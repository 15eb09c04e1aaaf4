"""A case group as it is referred to enforcement: what has to be told, and what is wrong with it (R-02, R-19, R-44)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.rules.lodging import PartyDetails
from backend.rules.refusals import Problem
from backend.rules.texts import fits_on_a_line
from backend.rules.vocabulary import CaseArea, Jurisdiction, RoutingReason, Segment

LONGEST_NUMBER = 20
EARLIER_ACTIONS = "Done before the case was referred:"
REFERRED = frozenset(
    {
        RoutingReason.TRANSFERRED_TO_ENFORCEMENT,
        RoutingReason.TRANSFERRED_FROM_LEGACY,
        RoutingReason.RETURNED_FROM_COLLECTION_AGENCY,
        RoutingReason.SEGMENT_5_CONTINUING_ORDERS,
        RoutingReason.SEGMENT_5_OPPORTUNITY_TAKEN_UP,
        RoutingReason.SEGMENT_5_OPPORTUNITY_NOT_TAKEN_UP,
    }
)
"""The reasons for which a case comes in."""


@dataclass(frozen=True, slots=True)
class MaintenanceCaseDetails:
    """One maintenance case of the group: its number, to whom it is owed, how much in pence, since when."""

    number: str
    receiving_parent: PartyDetails
    arrears_pence: int
    arrears_since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A paying parent's case group. The first of its cases is the master case."""

    paying_parent: PartyDetails
    cases: tuple[MaintenanceCaseDetails, ...]
    jurisdiction: Jurisdiction = Jurisdiction.ENGLAND_WALES
    reason: RoutingReason = RoutingReason.TRANSFERRED_TO_ENFORCEMENT
    origin: CaseArea = CaseArea.MAINTENANCE
    segment: Segment = Segment.STANDARD
    solicitor: PartyDetails | None = None
    representative: PartyDetails | None = None
    is_criminal: bool = False
    is_migrated: bool = False
    has_confident_address: bool = True
    has_property: bool = False
    earlier_actions: tuple[str, ...] = field(default=())
    """What was done about the arrears before the case came, in words: each a line with its date."""


def note_of(earlier_actions: Sequence[str]) -> str | None:
    """The note that tells whoever routes the case what was done before it came: a line each, in their order (R-19)."""
    return "\n".join((EARLIER_ACTIONS, *earlier_actions)) if earlier_actions else None


def problems(referral: Referral, *, today: date) -> tuple[Problem, ...]:
    """Everything wrong with a referral on the day it comes; empty where the case can be taken in."""
    return tuple(_problems(referral, today))


def _problems(referral: Referral, today: date) -> Iterator[Problem]:
    if not referral.cases:
        yield Problem("COUNT_OUT_OF_RANGE", ("cases",), "Name at least one maintenance case.")
    if referral.reason not in REFERRED:
        yield Problem("REASON_UNKNOWN", ("reason",), "Cases do not come in for this reason.")
    if len({case.number for case in referral.cases}) < len(referral.cases):
        yield Problem("NUMBER_TAKEN", ("cases",), "A case number stands twice.")
    if not referral.has_confident_address and referral.reason is RoutingReason.TRANSFERRED_TO_ENFORCEMENT:
        message = "Without an address that is certain a case does not come into enforcement."
        yield Problem("NO_CONFIDENT_ADDRESS", ("payingParent",), message)
    for index, case in enumerate(referral.cases):
        if not fits_on_a_line(case.number, LONGEST_NUMBER):
            yield Problem("TEXT_LENGTH", ("cases", str(index), "number"), "Give a number of 1 to 20 characters.")
        if case.arrears_pence < 0:
            yield Problem("AMOUNT_OUT_OF_RANGE", ("cases", str(index), "arrears"), "Arrears are never negative.")
        if case.arrears_since > today:
            yield Problem("DATE_IN_FUTURE", ("cases", str(index), "arrearsSince"), "This day has not come yet.")
