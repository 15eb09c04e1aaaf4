"""The facts of enforcement cases, as the rules judge by them: seven statements, however many cases.

Read for acts and for answers alike, so that the two cannot disagree. Whoever calls names only cases that the scope let
through.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, cast, exists, func, literal, select, true, union_all

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
from backend.rules.casework.catalogue import kind_at
from backend.rules.casework.facts import (
    ArtefactFacts,
    CaseFacts,
    ExpectedFacts,
    OrderFacts,
    RequestFacts,
    ReviewFacts,
    ScheduleFacts,
    SurveillanceFacts,
)
from backend.rules.periods import london_day
from backend.rules.vocabulary import AllocationState, Flag, NoteKind, Power

Execute = Callable[[Any], Awaitable[Iterable[Any]]]
"""Runs a statement in the transaction or the snapshot of whoever asks."""
INITIATE_LINE, INITIATE_OUTCOME = "INITIATE_ENFORCEMENT_ACTION", "INITIATE"
"""The line of the routing plan that decides to initiate enforcement action (R-17)."""
Selected = Select[*tuple[Any, ...]]


async def facts_of(execute: Execute, case_ids: Sequence[UUID], now: datetime) -> dict[UUID, CaseFacts]:
    """The facts of these cases at this instant, by case."""
    parts = _Parts()
    for row in await execute(_words(case_ids)):
        parts.words[row.case_id][row.of].add(row.word)
    await _read_requests(execute, case_ids, parts)
    for row in await execute(_orders(case_ids)):
        order = OrderFacts(row.id, row.state, int(row.owed or 0), row.jurisdiction, row.is_court_enforced)
        parts.orders[row.case_id].append(order)
    for row in await execute(_artefacts(case_ids)):
        artefact = ArtefactFacts(row.id, row.power, row.is_outstanding, row.commenced_on, row.expires_on)
        parts.artefacts[row.case_id].append(artefact)
    for row in await execute(_schedules(case_ids)):
        if row.case_id not in parts.schedules:
            parts.schedules[row.case_id] = ScheduleFacts(row.id, row.kind, (), row.transfer_on, row.compliance)
        if row.ordinal is not None:
            expected = ExpectedFacts(
                row.ordinal, row.due_on, row.amount_pence, row.paid_pence, row.state, row.expected_id
            )
            parts.expected[row.case_id].append(expected)
    return {row.case_id: _facts(row, parts, now) for row in await execute(_cases(case_ids))}


def _lists() -> Any:
    return defaultdict(list)


class _Parts:
    """What was read of each case, by its key."""

    def __init__(self) -> None:
        self.words: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.requests: dict[UUID, list[RequestFacts]] = _lists()
        self.orders: dict[UUID, list[OrderFacts]] = _lists()
        self.artefacts: dict[UUID, list[ArtefactFacts]] = _lists()
        self.schedules: dict[UUID, ScheduleFacts] = {}
        self.expected: dict[UUID, list[ExpectedFacts]] = _lists()


async def _read_requests(execute: Execute, case_ids: Sequence[UUID], parts: _Parts) -> None:
    related: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await execute(_related(case_ids)):
        related[row.first_id].add(row.second_id)
        related[row.second_id].add(row.first_id)
    for row in await execute(_requests(case_ids)):
        request = RequestFacts(
            row.id,
            kind_at(row.process, row.area, row.sub_area).code,
            row.status,
            row.sub_status,
            row.parent_id,
            bool(row.has_welfare_decision),
            bool(row.initiates),
            frozenset(related[row.id]),
            row.subject_id,
            row.waits_until,
            bool(row.has_note),
            row.opened_at,
            row.closed_at,
        )
        parts.requests[row.case_id].append(request)


def _facts(row: Any, parts: _Parts, now: datetime) -> CaseFacts:
    key, words = row.case_id, parts.words[row.case_id]
    schedule = parts.schedules.get(key)
    return CaseFacts(
        now=now,
        team=row.team_id,
        jurisdiction=row.moved_to or row.jurisdiction,
        area=row.area,
        segment=row.segment,
        reason=row.reason,
        origin=row.origin,
        is_criminal=row.is_criminal,
        is_migrated=row.is_migrated,
        is_rejected=row.rejected_at is not None,
        is_compliant=row.is_compliant,
        has_died=row.died_on is not None,
        has_confident_address=row.has_confident_address,
        has_property=row.has_property,
        arrears_pence=int(row.arrears or 0),
        unallocated_pence=int(row.unallocated or 0),
        excess_pence=int(row.excess or 0),
        excess_payments=tuple(sorted(map(UUID, words["excess"]))),
        flags=frozenset(map(Flag, words["flag"])),
        requests=tuple(parts.requests[key]),
        orders=tuple(parts.orders[key]),
        artefacts=tuple(parts.artefacts[key]),
        schedule=replace(schedule, expected=tuple(parts.expected[key])) if schedule else None,
        review=ReviewFacts(row.review_id, row.review_kind, row.review_due_on) if row.review_id else None,
        in_surveillance=row.surveillance_id is not None,
        surveillance=SurveillanceFacts(row.surveillance_id, london_day(row.started_at))
        if row.surveillance_id
        else None,
        surveillances=int(row.surveillances or 0),
        considered=frozenset(map(Power, words["power"])),
    )


@dataclass(frozen=True, slots=True)
class _Of:
    """A sub-select over rows of one table that hang on the case of the outer row."""

    table: Any

    def total(self, column: Any, *conditions: Any) -> Any:
        found = select(func.coalesce(func.sum(column), 0)).where(self.table.case_id == EnforcementCase.case_id)
        return found.where(*conditions).correlate(EnforcementCase).scalar_subquery()

    def count(self, *conditions: Any) -> Any:
        found = select(func.count()).select_from(self.table).where(self.table.case_id == EnforcementCase.case_id)
        return found.where(*conditions).correlate(EnforcementCase).scalar_subquery()


def _cases(case_ids: Sequence[UUID]) -> Selected:
    lives, money = _Of(Surveillance), _Of(PaymentIn)
    unallocated = PaymentIn.state == AllocationState.UNALLOCATED
    return (
        select(
            *EnforcementCase.__table__.c,
            Case.jurisdiction,
            Review.id.label("review_id"),
            Review.kind.label("review_kind"),
            Review.due_on.label("review_due_on"),
            Surveillance.id.label("surveillance_id"),
            Surveillance.started_at,
            _Of(ArrearsLine).total(ArrearsLine.amount_pence).label("arrears"),
            money.total(PaymentIn.amount_pence, unallocated).label("unallocated"),
            money.total(PaymentIn.excess_pence).label("excess"),
            lives.count(Surveillance.ended_at.is_not(None)).label("surveillances"),
        )
        .join(Case, Case.id == EnforcementCase.case_id)
        .outerjoin(Review, and_(Review.case_id == EnforcementCase.case_id, Review.ended_at.is_(None)))
        .outerjoin(Surveillance, and_(Surveillance.case_id == EnforcementCase.case_id, Surveillance.ended_at.is_(None)))
        .where(EnforcementCase.case_id.in_(case_ids))
    )


def _words(case_ids: Sequence[UUID]) -> Any:
    """The flags that are set, the powers that were considered, the payments in excess: three in one statement."""
    of = (FlagSetting, FlagSetting.flag, "flag", FlagSetting.ended_at.is_(None))
    powers = (PowerConsidered, PowerConsidered.power, "power", true())
    excess = (PaymentIn, PaymentIn.id, "excess", PaymentIn.excess_pence > 0)
    return union_all(
        *(
            select(model.case_id, literal(name).label("of"), cast(word, String).label("word")).where(
                model.case_id.in_(case_ids), condition
            )
            for model, word, name, condition in (of, powers, excess)
        )
    )


def _requests(case_ids: Sequence[UUID]) -> Selected:
    welfare = exists().where(
        ServiceRequestNote.service_request_id == ServiceRequest.id,
        ServiceRequestNote.kind == NoteKind.WELFARE_DECISION,
    )
    noted = exists().where(ServiceRequestNote.service_request_id == ServiceRequest.id)
    initiates = exists().where(
        Activity.service_request_id == ServiceRequest.id,
        Activity.code == INITIATE_LINE,
        Activity.outcome == INITIATE_OUTCOME,
    )
    return (
        select(
            ServiceRequest.id,
            ServiceRequest.case_id,
            ServiceRequest.process,
            ServiceRequest.area,
            ServiceRequest.sub_area,
            ServiceRequest.status,
            ServiceRequest.sub_status,
            ServiceRequest.parent_id,
            ServiceRequest.subject_id,
            ServiceRequest.waits_until,
            ServiceRequest.opened_at,
            ServiceRequest.closed_at,
            welfare.label("has_welfare_decision"),
            initiates.label("initiates"),
            noted.label("has_note"),
        )
        .where(ServiceRequest.case_id.in_(case_ids))
        .order_by(ServiceRequest.opened_at, ServiceRequest.id)
    )


def _related(case_ids: Sequence[UUID]) -> Selected:
    of = RelatedServiceRequest
    return select(of.first_id, of.second_id).where(of.case_id.in_(case_ids))


def _orders(case_ids: Sequence[UUID]) -> Selected:
    owed = (
        select(func.sum(ArrearsLine.amount_pence))
        .where(ArrearsLine.liability_order_id == LiabilityOrder.id)
        .correlate(LiabilityOrder)
        .scalar_subquery()
    )
    return (
        select(
            LiabilityOrder.id,
            LiabilityOrder.case_id,
            LiabilityOrder.state,
            LiabilityOrder.jurisdiction,
            LiabilityOrder.is_court_enforced,
            owed.label("owed"),
        )
        .where(LiabilityOrder.case_id.in_(case_ids))
        .order_by(LiabilityOrder.granted_on, LiabilityOrder.id)
    )


def _artefacts(case_ids: Sequence[UUID]) -> Selected:
    of = Artefact
    return (
        select(of.id, of.case_id, of.power, of.is_outstanding, of.commenced_on, of.expires_on)
        .where(of.case_id.in_(case_ids))
        .order_by(of.commenced_on, of.id)
    )


def _schedules(case_ids: Sequence[UUID]) -> Selected:
    of = ExpectedPayment
    return (
        select(
            Schedule.id,
            Schedule.case_id,
            Schedule.kind,
            Schedule.transfer_on,
            Schedule.compliance,
            of.id.label("expected_id"),
            of.ordinal,
            of.due_on,
            of.amount_pence,
            of.paid_pence,
            of.state,
        )
        .outerjoin(of, of.schedule_id == Schedule.id)
        .where(Schedule.case_id.in_(case_ids), Schedule.ended_at.is_(None))
        .order_by(Schedule.case_id, of.ordinal)
    )
