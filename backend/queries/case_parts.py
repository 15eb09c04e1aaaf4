"""What the facts of enforcement cases are read from: a table of parts."""

from sqlalchemy import BigInteger, and_, cast, exists, func, or_, select

from backend.models import (
    Activity,
    ArrearsLine,
    Artefact,
    Case,
    EnforcementCase,
    ExpectedPayment,
    FlagSetting,
    LiabilityOrder,
    PaymentIn,
    PowerConsidered,
    RelatedServiceRequest,
    Review,
    Schedule,
    ServiceRequest,
    ServiceRequestNote,
    Surveillance,
)
from backend.queries.parts import Part, Parts
from backend.rules.casework.agency.routing import PARALLEL_ACTION
from backend.rules.vocabulary import AllocationState, NoteKind

INITIATE_LINE, INITIATE_OUTCOME = "INITIATE_ENFORCEMENT_ACTION", "INITIATE"
"""The line of the routing plan that decides to initiate enforcement action (R-17)."""

_NOTED = exists().where(ServiceRequestNote.service_request_id == ServiceRequest.id)
_NOTED_BY_STAFF = _NOTED.where(ServiceRequestNote.written_by.is_not(None))
"""What the service itself notes explains nothing of what they do (R-36)."""
_INITIATES = exists().where(
    Activity.service_request_id == ServiceRequest.id,
    Activity.code == INITIATE_LINE,
    Activity.outcome == INITIATE_OUTCOME,
)
_CONSIDERED_PARALLEL = and_(*(ServiceRequest.data[code].as_string().is_not(None) for code in PARALLEL_ACTION))
_OWED = (
    select(func.sum(ArrearsLine.amount_pence))
    .where(ArrearsLine.liability_order_id == LiabilityOrder.id)
    .correlate(LiabilityOrder)
    .scalar_subquery()
)

PARTS = Parts(
    {
        "cases": Part(
            select(
                EnforcementCase.case_id,
                EnforcementCase.team_id,
                EnforcementCase.moved_to,
                Case.jurisdiction,
                EnforcementCase.area,
                EnforcementCase.segment,
                EnforcementCase.reason,
                EnforcementCase.origin,
                EnforcementCase.is_criminal,
                EnforcementCase.is_migrated,
                EnforcementCase.rejected_at,
                EnforcementCase.is_compliant,
                EnforcementCase.died_on,
                EnforcementCase.has_confident_address,
                EnforcementCase.has_property,
            ).join(Case, Case.id == EnforcementCase.case_id)
        ),
        "arrears": Part(
            select(
                ArrearsLine.case_id, cast(func.sum(ArrearsLine.amount_pence), BigInteger).label("owed_pence")
            ).group_by(ArrearsLine.case_id)
        ),
        # Those that were not allocated whole.
        "payments": Part(
            select(
                PaymentIn.case_id, PaymentIn.id, PaymentIn.state, PaymentIn.amount_pence, PaymentIn.excess_pence
            ).where(or_(PaymentIn.state == AllocationState.UNALLOCATED, PaymentIn.excess_pence > 0)),
            order=("id",),
        ),
        "flags": Part(select(FlagSetting.case_id, FlagSetting.flag).where(FlagSetting.ended_at.is_(None))),
        "powers": Part(select(PowerConsidered.case_id, PowerConsidered.power)),
        "reviews": Part(select(Review.case_id, Review.id, Review.kind, Review.due_on).where(Review.ended_at.is_(None))),
        "surveillances": Part(
            select(Surveillance.case_id, Surveillance.id, Surveillance.started_at, Surveillance.ended_at)
        ),
        "requests": Part(
            select(
                ServiceRequest.case_id,
                ServiceRequest.id,
                ServiceRequest.process,
                ServiceRequest.area,
                ServiceRequest.sub_area,
                ServiceRequest.status,
                ServiceRequest.sub_status,
                ServiceRequest.parent_id,
                _NOTED.where(ServiceRequestNote.kind == NoteKind.WELFARE_DECISION).label("has_welfare_decision"),
                _INITIATES.label("initiates"),
                ServiceRequest.subject_id,
                ServiceRequest.waits_until,
                _NOTED_BY_STAFF.label("has_note"),
                ServiceRequest.opened_at,
                ServiceRequest.closed_at,
                ServiceRequest.owner_id,
                _CONSIDERED_PARALLEL.label("has_considered_parallel"),
            ),
            order=("opened_at", "id"),
        ),
        "related": Part(
            select(RelatedServiceRequest.case_id, RelatedServiceRequest.first_id, RelatedServiceRequest.second_id)
        ),
        "orders": Part(
            select(
                LiabilityOrder.case_id,
                LiabilityOrder.id,
                LiabilityOrder.granted_on,
                LiabilityOrder.state,
                cast(func.coalesce(_OWED, 0), BigInteger).label("owed_pence"),
                LiabilityOrder.jurisdiction,
                LiabilityOrder.is_court_enforced,
            ),
            order=("granted_on", "id"),
        ),
        "artefacts": Part(
            select(
                Artefact.case_id,
                Artefact.id,
                Artefact.power,
                Artefact.is_outstanding,
                Artefact.commenced_on,
                Artefact.expires_on,
            ),
            order=("commenced_on", "id"),
        ),
        "schedules": Part(
            select(Schedule.case_id, Schedule.id, Schedule.kind, Schedule.transfer_on, Schedule.compliance).where(
                Schedule.ended_at.is_(None)
            )
        ),
        # Of the live schedule.
        "expected": Part(
            select(
                Schedule.case_id,
                ExpectedPayment.ordinal,
                ExpectedPayment.due_on,
                ExpectedPayment.amount_pence,
                ExpectedPayment.paid_pence,
                ExpectedPayment.state,
                ExpectedPayment.id,
            )
            .join(ExpectedPayment, ExpectedPayment.schedule_id == Schedule.id)
            .where(Schedule.ended_at.is_(None)),
            order=("ordinal",),
        ),
    }
)
"""Of each case one row of the first, at most one of the arrears, reviews and schedules, any number of the others."""
