"""An enforcement case as the rules look at it: what conditions, decisions and monitoring judge by."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.rules.periods import london_day
from backend.rules.vocabulary import (
    CaseArea,
    Compliance,
    ExpectedState,
    Flag,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    Power,
    ReviewKind,
    Role,
    RoutingReason,
    ScheduleKind,
    Segment,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)

S = ServiceRequestStatus
ENFORCING = frozenset({CaseArea.ENFORCEMENT, CaseArea.COMPLEX_CASE_TEAM})
"""The areas in which a case is enforced; one that comes in is routed there for a decision."""
POWER_KINDS = frozenset(KindCode(power) for power in Power)
SANCTIONS = frozenset({Power.DRIVING_DISQUALIFICATION, Power.PASSPORT_DISQUALIFICATION, Power.COMMITMENT})


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A service request of the case, as far as the others look at it."""

    id: UUID
    kind: KindCode
    status: ServiceRequestStatus
    sub_status: ServiceRequestSubStatus | None = None
    parent_id: UUID | None = None
    has_welfare_decision: bool = False
    """Whether the Welfare of the Child Decision is among its notes (R-14)."""
    initiates: bool = False
    """Whether its plan decided to initiate enforcement action (R-17)."""
    related: frozenset[UUID] = frozenset()
    about: UUID | None = None
    """What it is about: a payment, a liability order."""
    waits_until: date | None = None
    """A wait period that was set, and is not over or not noted as over (R-44)."""
    has_note: bool = False
    """Whether staff wrote a note on it."""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    owner: UUID | None = None
    has_considered_parallel: bool = False
    """Whether its data form says if parallel action was considered, and with which result (R-54)."""

    @property
    def is_open(self) -> bool:
        return self.status is not S.CLOSED

    @property
    def is_power(self) -> bool:
        """Whether it applies for an enforcement power."""
        return self.kind in POWER_KINDS


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A liability order (LO) and what is owed under it, in pence."""

    id: UUID
    state: LiabilityOrderState
    owed_pence: int
    jurisdiction: Jurisdiction
    is_court_enforced: bool = False


@dataclass(frozen=True, slots=True)
class ArtefactFacts:
    id: UUID
    power: Power
    is_outstanding: bool
    commenced_on: date
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExpectedFacts:
    ordinal: int
    due_on: date
    amount_pence: int
    paid_pence: int
    state: ExpectedState
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """The live payment schedule."""

    id: UUID
    kind: ScheduleKind
    expected: tuple[ExpectedFacts, ...]
    transfer_on: date | None = None
    compliance: Compliance | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The live case review date."""

    id: UUID
    kind: ReviewKind
    due_on: date


@dataclass(frozen=True, slots=True)
class SurveillanceFacts:
    """The surveillance that goes on."""

    id: UUID
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One enforcement case (a paying parent's case group) with all that the procedure looks at; money in pence."""

    now: datetime
    jurisdiction: Jurisdiction
    """Where it is enforced: where the paying parent lives, whichever team has it (R-20)."""
    area: CaseArea
    segment: Segment
    reason: RoutingReason
    origin: CaseArea | None = None
    is_criminal: bool = False
    is_migrated: bool = False
    is_rejected: bool = False
    is_compliant: bool = False
    has_died: bool = False
    has_confident_address: bool = True
    has_property: bool = False
    arrears_pence: int = 0
    unallocated_pence: int = 0
    excess_pence: int = 0
    excess_payments: tuple[UUID, ...] = ()
    """The payments of which a part is excess."""
    flags: frozenset[Flag] = frozenset()
    requests: tuple[RequestFacts, ...] = ()
    orders: tuple[OrderFacts, ...] = ()
    artefacts: tuple[ArtefactFacts, ...] = ()
    schedule: ScheduleFacts | None = None
    review: ReviewFacts | None = None
    surveillance: SurveillanceFacts | None = None
    surveillances: int = 0
    """How often it was in surveillance before."""
    considered: frozenset[Power] = frozenset()
    """The powers that were considered or exhausted."""
    viewer_role: Role | None = None
    viewer_team: UUID | None = None
    team: UUID | None = None
    """The team that has the case."""
    request: UUID | None = None
    """The service request from which an act is done, where it is done from one."""

    @property
    def today(self) -> date:
        return london_day(self.now)

    @property
    def in_enforcement(self) -> bool:
        return self.area in ENFORCING

    @property
    def in_surveillance(self) -> bool:
        return self.surveillance is not None

    @property
    def welfare_decided_in(self) -> frozenset[KindCode]:
        """The kinds of service request in whose notes the Welfare of the Child Decision is recorded (R-14).

        A migrated case may have it in its routing, because nobody gathers information for it anew.
        """
        return frozenset({KindCode.GATHER_INFORMATION} | ({KindCode.REVIEW_CASE} if self.is_migrated else set()))

    @property
    def open_requests(self) -> tuple[RequestFacts, ...]:
        return tuple(each for each in self.requests if each.is_open)

    @property
    def open_powers(self) -> tuple[RequestFacts, ...]:
        """The enforcement action that goes on."""
        return tuple(each for each in self.open_requests if each.is_power)

    @property
    def orders_in_force(self) -> tuple[OrderFacts, ...]:
        """The liability orders that are neither paid off nor invalidated."""
        return tuple(each for each in self.orders if each.state is LiabilityOrderState.GRANTED)

    @property
    def outstanding_artefacts(self) -> tuple[ArtefactFacts, ...]:
        return tuple(each for each in self.artefacts if each.is_outstanding)

    @property
    def working(self) -> RequestFacts | None:
        """The service request from which the act is done."""
        return next((each for each in self.requests if each.id == self.request), None)
