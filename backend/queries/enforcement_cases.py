"""An enforcement case: a paying parent's whole case group, as the agency and, in summary, its parents see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import and_, exists, false, func, not_, true
from sqlalchemy.sql import ColumnElement

from backend.models import (
    ArrearsLine,
    Artefact,
    Case,
    EnforcementCase,
    FlagSetting,
    HistoryEntry,
    Letter,
    LiabilityOrder,
    MaintenanceCase,
    Party,
    PaymentIn,
    Review,
    Schedule,
    ServiceRequest,
    Stream,
    Surveillance,
    Team,
)
from backend.queries import arrears, versions
from backend.queries import case_overlays as overlays
from backend.queries.history import HISTORY_ENTRY
from backend.queries.ids import to_node_id
from backend.queries.letters import LETTER
from backend.queries.model import Derived, Entity, Field, Order, Related, Sum
from backend.queries.parties import PARTY
from backend.queries.reading import Reading, Row
from backend.queries.teams import named
from backend.rules.access import Actor
from backend.rules.casework.facts import CaseFacts
from backend.rules.enforcement_position import position
from backend.rules.vocabulary import (
    EVERYBODY_OF_THE_AGENCY,
    CaseArea,
    Flag,
    Jurisdiction,
    KindCode,
    Relation,
    Role,
    Segment,
    ServiceRequestStatus,
)

LISTED = Case.__table__.join(EnforcementCase.__table__, EnforcementCase.case_id == Case.id)

ENFORCEMENT_CASE = Entity(
    name="EnforcementCase",
    source=LISTED.join(Stream.__table__, Stream.id == Case.id).outerjoin(
        Team.__table__, Team.id == EnforcementCase.team_id
    ),
    counted=LISTED,
    key=Case.id,
    case=Case.id,
    fields={
        "case_id": Field(Case.id, published=False),
        "id": Field(Case.id, show=lambda key: to_node_id("EnforcementCase", key)),
        "reference": Field(Case.reference),
        "enforced_in": Field(func.coalesce(EnforcementCase.moved_to, Case.jurisdiction), published=False),
        "kept_in": Field(Case.jurisdiction, published=False),
        "area": Field(EnforcementCase.area, to=EVERYBODY_OF_THE_AGENCY),
        "segment": Field(EnforcementCase.segment, to=EVERYBODY_OF_THE_AGENCY),
        "reason": Field(EnforcementCase.reason, to=EVERYBODY_OF_THE_AGENCY),
        "origin": Field(EnforcementCase.origin, to=EVERYBODY_OF_THE_AGENCY),
        "referred_at": Field(EnforcementCase.referred_at),
        "stands_in": Field(EnforcementCase.area, published=False),
        "was_rejected_at": Field(EnforcementCase.rejected_at, published=False),
        "is_criminal": Field(EnforcementCase.is_criminal, to=EVERYBODY_OF_THE_AGENCY),
        "is_migrated": Field(EnforcementCase.is_migrated, to=EVERYBODY_OF_THE_AGENCY),
        "has_confident_address": Field(EnforcementCase.has_confident_address, to=EVERYBODY_OF_THE_AGENCY),
        "has_property": Field(EnforcementCase.has_property, to=EVERYBODY_OF_THE_AGENCY),
        "died_on": Field(EnforcementCase.died_on, to=EVERYBODY_OF_THE_AGENCY),
        "is_compliant": Field(EnforcementCase.is_compliant, to=EVERYBODY_OF_THE_AGENCY),
        "rejected_at": Field(EnforcementCase.rejected_at, to=EVERYBODY_OF_THE_AGENCY),
        "team_id": Field(EnforcementCase.team_id, published=False),
        "team_name": Field(Team.name, published=False),
        **versions.OF_THE_AGENCY,
    },
    orders={
        "REFERRED_FIRST": Order(("referred_at", "case_id")),
        "REFERRED_LAST": Order(("referred_at", "case_id"), descending=True),
    },
)

VERSION = versions.VERSION
UPDATED_AT = Derived(lambda f: f.stored[f"{f.relation.audience_word}_updated_at"] or f.stored["referred_at"])
"""When it last changed for whoever looks: for a parent who was told of nothing yet, when it was referred."""
JURISDICTION = Derived(
    lambda f: f.stored["enforced_in" if f.relation & (arrears.WITH_PAYER | Relation.SENIOR) else "kept_in"]
)
"""Whoever is owed is not told where the paying parent moved to: of a case that is locked they see whose team has it."""
TEAM = Derived(lambda f: named(f.stored["team_id"], f.stored["team_name"]), to=EVERYBODY_OF_THE_AGENCY)
POSITION = Derived(lambda f: position(f.stored["stands_in"], is_rejected=f.stored["was_rejected_at"] is not None))

SEES_THE_WHOLE = arrears.WITH_PAYER
"""Whose are the arrears of the whole group: a receiving parent sees those of their own maintenance case."""
OWED = Sum(
    name="arrears",
    source=ArrearsLine.__table__,
    by=ArrearsLine.case_id,
    expression=func.sum(ArrearsLine.amount_pence),
    case=ArrearsLine.case_id,
    parent="case_id",
    to=SEES_THE_WHOLE,
)
ARREARS = Derived(lambda f: f.sums["arrears"], sums=(OWED,), to=SEES_THE_WHOLE)

PARTIES = Related(target=lambda: PARTY, child=lambda: Party.case_id, parent="case_id", order=("side", "position"))
HISTORY = Related(target=lambda: HISTORY_ENTRY, child=lambda: HistoryEntry.stream_id, parent="case_id")
LETTERS = Related(target=lambda: LETTER, child=lambda: Letter.case_id, parent="case_id", order=("created_at", "key"))
LIABILITY_ORDERS = Related(
    target=lambda: arrears.LIABILITY_ORDER,
    child=lambda: LiabilityOrder.case_id,
    parent="case_id",
    order=("granted_on", "key"),
)
ARREARS_LINES = Related(target=lambda: arrears.ARREARS_LINE, child=lambda: ArrearsLine.case_id, parent="case_id")
PAYMENTS = Related(target=lambda: arrears.PAYMENT_IN, child=lambda: PaymentIn.case_id, parent="case_id")
LIVE_SCHEDULE = Related(
    target=lambda: arrears.SCHEDULE,
    child=lambda: Schedule.case_id,
    parent="case_id",
    where=lambda: Schedule.ended_at.is_(None),
    order=("agreed_at", "key"),
    one=True,
)
SCHEDULES = Related(
    target=lambda: arrears.SCHEDULE, child=lambda: Schedule.case_id, parent="case_id", order=("agreed_at", "key")
)
ARTEFACTS = Related(
    target=lambda: arrears.ARTEFACT, child=lambda: Artefact.case_id, parent="case_id", order=("commenced_on", "key")
)
OUTSTANDING_ARTEFACTS = Related(
    target=lambda: arrears.ARTEFACT,
    child=lambda: Artefact.case_id,
    parent="case_id",
    order=("commenced_on", "key"),
    where=lambda: Artefact.is_outstanding.is_(True),
)


async def judged_by(reading: Reading, row: Row, *, request: UUID | None = None) -> CaseFacts | None:
    """The facts by which the rules judge a case, the same as `operations.case_file.load`'s; for the agency alone.

    `request` is the service request from which an act would be done.
    """
    if not row.relation & overlays.AREAS:
        return None
    facts = await reading.facts(row.stored["case_id"])
    if facts is None:
        return None
    return replace(facts, viewer_role=reading.standing.role, viewer_team=reading.standing.team_id, request=request)


def routing_request(facts: CaseFacts) -> UUID | None:
    """The service request by which the case is being routed: the open one, the oldest where there are several."""
    return next((each.id for each in facts.open_requests if each.kind is KindCode.REVIEW_CASE), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which enforcement cases are asked for: everything given must hold."""

    reference: str | None = None
    jurisdiction: tuple[Jurisdiction, ...] | None = None
    area: tuple[CaseArea, ...] | None = None
    segment: tuple[Segment, ...] | None = None
    flag: tuple[Flag, ...] | None = None
    team_id: UUID | None = None
    is_assigned_to_me: bool | None = None
    is_in_surveillance: bool | None = None
    review_due_before: date | None = None


def conditions(asked: Asked, actor: Actor) -> ColumnElement[bool]:
    """What is asked for, as SQL. Whoever asks by what they are not shown finds nothing: a list would tell it.

    A parent by what is the agency's own; a senior manager and the deduction order team by what they see none of.
    """
    every = [
        true() if asked.reference is None else Case.reference == asked.reference,
        true() if asked.jurisdiction is None else Case.jurisdiction.in_(asked.jurisdiction),
    ]
    own = list(_of_the_agency(asked, actor))
    is_shown = actor.is_agency_staff and not _is_hidden(asked, actor)
    return and_(*every, *own) if is_shown or not own else false()


def _is_hidden(asked: Asked, actor: Actor) -> bool:
    """Whether it is asked by an overlay of the case that this one of the agency is not shown."""
    of_areas = asked.flag is not None or asked.review_due_before is not None
    watched = asked.is_in_surveillance is not None
    return (actor.role is Role.SENIOR_MANAGER and (of_areas or watched)) or (actor.role is Role.DOT and watched)


def _of_the_agency(asked: Asked, actor: Actor) -> Iterator[ColumnElement[bool]]:
    of_case, owner = ServiceRequest.case_id == Case.id, ServiceRequest.owner_id == actor.user_id
    mine = exists().where(of_case, owner, ServiceRequest.status != ServiceRequestStatus.CLOSED).correlate(Case)
    watched = exists().where(Surveillance.case_id == Case.id, Surveillance.ended_at.is_(None)).correlate(Case)
    if asked.area is not None:
        yield EnforcementCase.area.in_(asked.area)
    if asked.segment is not None:
        yield EnforcementCase.segment.in_(asked.segment)
    if asked.flag is not None:
        flagged = FlagSetting.case_id == Case.id, FlagSetting.ended_at.is_(None), FlagSetting.flag.in_(asked.flag)
        yield exists().where(*flagged).correlate(Case)
    if asked.team_id is not None:
        yield EnforcementCase.team_id == asked.team_id
    if asked.is_assigned_to_me is not None:
        yield mine if asked.is_assigned_to_me else not_(mine)
    if asked.is_in_surveillance is not None:
        yield watched if asked.is_in_surveillance else not_(watched)
    if asked.review_due_before is not None:
        due = Review.case_id == Case.id, Review.ended_at.is_(None), Review.due_on < asked.review_due_before
        yield exists().where(*due).correlate(Case)


def has_number(number: str, actor: Actor) -> ColumnElement[bool]:
    """The case group with a maintenance case of this number. For staff: a parent could find out another's number."""
    numbered = exists().where(MaintenanceCase.case_id == Case.id, MaintenanceCase.number == number).correlate(Case)
    return numbered if actor.is_agency_staff else false()
