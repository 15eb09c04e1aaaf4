"""A service request as an act loads it: under the actor's scope, its case locked, its version compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.models import Activity, ActivityPlan, ServiceRequest, ServiceRequestNote, WritApplication
from backend.operations import subject as subjects
from backend.operations.subject import Subject
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.rules import refusals
from backend.rules.casework import work as rules
from backend.rules.casework.catalogue import TEMPLATES, kind_at
from backend.rules.casework.work import LineState, Work
from backend.rules.vocabulary import COURT_ONLY, Act, ActivityStatus, EventKind, ServiceRequestStatus


@dataclass(slots=True)
class Worked:
    """One service request with its plan and the case it is on. What a claim is to it stands in `subject` alone."""

    subject: Subject
    service_request: ServiceRequest
    plan: ActivityPlan | None
    activities: list[Activity]
    open_children: int
    amended_by: frozenset[UUID]

    def work(self, viewer: UUID | None) -> Work:
        """What the rules judge by: the same facts as `queries.service_requests.work_of`."""
        row = self.service_request
        return Work(
            kind=kind_at(row.process, row.area, row.sub_area),
            status=row.status,
            template=TEMPLATES[self.plan.template] if self.plan else None,
            lines=tuple(LineState(each.code, each.status, each.outcome, each.done_by) for each in self.activities),
            open_children=self.open_children,
            put_up_by=row.approval_requested_by,
            amended_by=self.amended_by,
            viewer=viewer,
        )

    def require(self, act: Act, unit: Unit) -> Work:
        """Permit the act, or raise what `judge` has against it; what it was judged by."""
        work = self.work(unit.actor.user_id)
        rules.judge(act, work, self.subject.relation).require()
        unit.permit(act)
        return work

    def activity(self, code: str) -> Activity:
        """The line of this code. Raises `NotFound`."""
        found = next((each for each in self.activities if each.code == code), None)
        if found is None:
            raise refusals.NotFound
        return found

    def reopen(self, codes: Iterable[str]) -> None:
        """Make lines outstanding again, as if they had not been done; the history keeps how they were."""
        for code in codes:
            line = self.activity(code)
            line.status = ActivityStatus.OUTSTANDING
            line.outcome = line.reason = line.comment = line.on = line.done_at = line.done_by = None
        self.service_request.resolution = None

    def note(self, unit: Unit, text: str, *, by: UUID | None) -> None:
        """Add a note, never changed; by nobody where the service writes it."""
        row = self.service_request
        unit.session.add(
            ServiceRequestNote(
                case_id=row.case_id, service_request_id=row.id, written_at=unit.now, written_by=by, text=text
            )
        )

    def move(self, act: Act) -> None:
        self.service_request.status = rules.after(self.service_request.status, act)

    def changed(self, unit: Unit, kind: EventKind, **changes: Any) -> None:
        """Count one change of the service request, and record it: its version is the number of entries about it."""
        row = self.service_request
        row.version += 1
        row.updated_at = unit.now
        unit.record(
            self.subject.stream,
            kind,
            audience=COURT_ONLY,
            changes={"serviceRequest": row.reference, **changes},
            subject_id=row.id,
        )

    @property
    def outcome(self) -> Outcome:
        return Outcome({"service_request": self.service_request.id, "claim": self.subject.case.id})


async def load(unit: Unit, service_request_id: UUID, *, expected_version: int | None = None) -> Worked:
    """Load a service request that the actor may see and lock its case: acts on one case follow each other.

    Raises `NotFound` (unknown and not visible alike, and for whoever is not staff) and `Stale`.
    """
    if not unit.sees.is_court_staff:
        raise refusals.NotFound
    visible = scope.visible_cases(unit.sees).subquery("visible")
    case_id = await unit.session.scalar(
        select(ServiceRequest.case_id)
        .join(visible, visible.c.case_id == ServiceRequest.case_id)
        .where(ServiceRequest.id == service_request_id)
    )
    if case_id is None:
        raise refusals.NotFound
    subject = await subjects.load(unit, case_id)
    row = (
        await unit.session.scalars(
            select(ServiceRequest)
            .where(ServiceRequest.id == service_request_id)
            .execution_options(populate_existing=True)
        )
    ).one()
    if expected_version is not None and expected_version != row.version:
        raise refusals.Stale(case_id=row.id, expected=expected_version, current=row.version, noun="ServiceRequest")
    return await of(unit, subject, row)


async def of(unit: Unit, subject: Subject, row: ServiceRequest) -> Worked:
    """A service request of a claim that is loaded and locked, with its plan."""
    session = unit.session
    plan = await session.scalar(select(ActivityPlan).where(ActivityPlan.service_request_id == row.id))
    lines = await session.scalars(
        select(Activity).where(Activity.service_request_id == row.id).order_by(Activity.position)
    )
    children = await session.scalar(
        select(func.count())
        .select_from(ServiceRequest)
        .where(ServiceRequest.parent_id == row.id, ServiceRequest.status != ServiceRequestStatus.CLOSED)
    )
    amended = await session.scalar(select(WritApplication.amended_by).where(WritApplication.id == row.subject_id))
    return Worked(subject, row, plan, list(lines), children or 0, frozenset(map(UUID, amended or ())))
