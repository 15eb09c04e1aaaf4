"""A service request as an act loads it: under the actor's scope, its case locked, its version compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.models import Activity, ActivityPlan, ServiceRequest, ServiceRequestNote, Stream, WritApplication
from backend.operations import case_file as case_files
from backend.operations import subject as subjects
from backend.operations.case_file import CaseFile
from backend.operations.subject import Subject
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.rules import refusals
from backend.rules.casework import work as rules
from backend.rules.casework.catalogue import PERFORM_AMENDMENT, TEMPLATES, kind_at
from backend.rules.casework.kinds import Kind, Template
from backend.rules.casework.work import LAPSED
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.refusals import Problem
from backend.rules.texts import PARAGRAPH, fits
from backend.rules.vocabulary import Act, ActivityStatus, EventKind, NoteKind, ServiceRequestStatus


@dataclass(slots=True)
class Worked:
    """One service request with its plans and the case it is on: a claim of the court, or a case of the agency."""

    on: Subject | CaseFile
    service_request: ServiceRequest
    plans: list[ActivityPlan]
    """The plan that its start generated, then Perform Amendment where that was."""
    activities: list[Activity]
    open_children: int
    amended_by: frozenset[UUID]

    @property
    def kind(self) -> Kind:
        """The kind that stands at its place in the procedure."""
        row = self.service_request
        return kind_at(row.process, row.area, row.sub_area)

    def work(self, viewer: UUID | None) -> Work:
        """What the rules judge by: the same facts as `queries.work_facts.work_of`."""
        row = self.service_request
        return Work(
            kind=self.kind,
            status=row.status,
            template=self._template(is_amendment=False),
            amendment=self._template(is_amendment=True),
            sub_status=row.sub_status,
            owner=row.owner_id,
            team=row.team_id,
            form=row.data,
            case=self.on.facts if isinstance(self.on, CaseFile) else None,
            lines=tuple(LineState(each.code, each.status, each.outcome, each.done_by) for each in self.activities),
            open_children=self.open_children,
            put_up_by=row.approval_requested_by,
            amended_by=self.amended_by,
            viewer=viewer,
        )

    @property
    def subject(self) -> Subject:
        """The claim that it is on. For what only the court's casework does."""
        assert isinstance(self.on, Subject)
        return self.on

    @property
    def case_file(self) -> CaseFile:
        """The enforcement case that it is on. For what only the agency's casework does."""
        assert isinstance(self.on, CaseFile)
        return self.on

    def _template(self, *, is_amendment: bool) -> Template | None:
        found = [TEMPLATES[each.template] for each in self.plans]
        return next((each for each in found if (each.name == PERFORM_AMENDMENT) is is_amendment), None)

    def require(self, act: Act, unit: Unit) -> Work:
        """Permit the act, or raise what `judge` has against it; what it was judged by."""
        work = self.work(unit.actor.user_id)
        rules.judge(act, work, self.on.relation).require()
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

    def require_no_more(self) -> None:
        """Make every line that is still outstanding not required."""
        for line in self.activities:
            if line.status is ActivityStatus.OUTSTANDING:
                line.status = ActivityStatus.NOT_REQUIRED

    def write(self, unit: Unit, text: str, *, path: str, kind: NoteKind = NoteKind.NOTE) -> None:
        """Add a note of whoever acts: 1 to 1,000 characters, never changed. Raises `Invalid` at `path`."""
        if not fits(text, PARAGRAPH):
            raise refusals.Invalid(Problem("TEXT_LENGTH", (path,), f"Give 1 to {PARAGRAPH:,} characters."))
        self.note(unit, text.strip(), by=unit.actor.user_id, kind=kind)

    def note(self, unit: Unit, text: str, *, by: UUID | None, kind: NoteKind = NoteKind.NOTE) -> None:
        """Add a note as it is; by nobody where the service writes it."""
        note(unit, self.service_request, text, by=by, kind=kind)

    def move(self, act: Act) -> None:
        self.service_request.status = rules.after(self.service_request.status, act)

    def lapse(self, unit: Unit) -> None:
        """Have an approval, given or asked for, lapse: what was decided is decided again, and put up again (R-37)."""
        row = self.service_request
        if row.status not in LAPSED:
            return
        self.reopen(self.work(None).reopened)
        row.status = LAPSED[row.status]
        row.approval_requested_at = row.approval_requested_by = row.decided_at = row.decided_by = None
        self.changed(unit, EventKind.APPROVAL_LAPSED)

    def changed(self, unit: Unit, kind: EventKind, **changes: Any) -> None:
        """Count one change of the service request, and record it."""
        changed(unit, self.on.stream, self.service_request, kind, **changes)

    @property
    def outcome(self) -> Outcome:
        case = "enforcement_case" if isinstance(self.on, CaseFile) else "claim"
        return Outcome({"service_request": self.service_request.id, case: self.on.case.id})


def note(unit: Unit, row: ServiceRequest, text: str, *, by: UUID | None, kind: NoteKind = NoteKind.NOTE) -> None:
    """Add a note to a service request as it is, for an act that records it; by nobody where the service writes it."""
    unit.session.add(
        ServiceRequestNote(
            case_id=row.case_id, service_request_id=row.id, written_at=unit.now, written_by=by, kind=kind, text=text
        )
    )


def changed(unit: Unit, stream: Stream, row: ServiceRequest, kind: EventKind, **changes: Any) -> None:
    """Count one change of a service request, and record it: its version is the number of entries about it."""
    row.version += 1
    row.updated_at = unit.now
    unit.record(
        stream,
        kind,
        audience=kind_at(row.process, row.area, row.sub_area).staff,
        changes={"serviceRequest": row.reference, **changes},
        subject_id=row.id,
    )


async def load(unit: Unit, service_request_id: UUID, *, expected_version: int | None = None) -> Worked:
    """Load a service request that the actor may see and lock its case: acts on one case follow each other.

    Raises `NotFound` (unknown and not visible alike, and for whoever is not staff) and `Stale`.
    """
    if not unit.sees.is_staff:
        raise refusals.NotFound
    on: Subject | CaseFile
    if unit.sees.is_court_staff:
        on = await subjects.load(unit, await _case_of(unit, service_request_id))
    else:
        on = await case_files.load_of(unit, ServiceRequest, service_request_id)
    worked = await _read(unit, on, service_request_id, is_fresh=True)
    row = worked.service_request
    if expected_version is not None and expected_version != row.version:
        raise refusals.Stale(case_id=row.id, expected=expected_version, current=row.version, noun="ServiceRequest")
    return worked


async def load_of_agency(unit: Unit, service_request_id: UUID, *, expected_version: int | None = None) -> Worked:
    """As `load`, for what there is on no claim: to whoever is not of the agency it raises `NotFound`."""
    if not unit.sees.is_agency_staff:
        raise refusals.NotFound
    return await load(unit, service_request_id, expected_version=expected_version)


async def of(unit: Unit, on: Subject | CaseFile, row: ServiceRequest) -> Worked:
    """A service request of a case that is loaded and locked, with its plans."""
    return await _read(unit, on, row.id)


async def _read(unit: Unit, on: Subject | CaseFile, key: UUID, *, is_fresh: bool = False) -> Worked:
    """`is_fresh` has whatever was read of it before the case was locked read anew."""
    child = ServiceRequest.__table__.alias("child")
    is_open = child.c.status != ServiceRequestStatus.CLOSED
    open_children = select(func.count()).where(child.c.parent_id == ServiceRequest.id, is_open).scalar_subquery()
    rows = await unit.session.execute(
        select(ServiceRequest, ActivityPlan, Activity, open_children.label("open_children"), WritApplication.amended_by)
        .outerjoin(ActivityPlan, ActivityPlan.service_request_id == ServiceRequest.id)
        .outerjoin(Activity, Activity.plan_id == ActivityPlan.id)
        .outerjoin(WritApplication, WritApplication.id == ServiceRequest.subject_id)
        .where(ServiceRequest.id == key)
        .order_by(ActivityPlan.generated_at, ActivityPlan.id, Activity.position)
        .execution_options(populate_existing=is_fresh)
    )
    found = rows.all()
    return Worked(
        on,
        found[0].ServiceRequest,
        list({each.ActivityPlan.id: each.ActivityPlan for each in found if each.ActivityPlan}.values()),
        [each.Activity for each in found if each.Activity],
        found[0].open_children,
        frozenset(map(UUID, found[0].amended_by or ())),
    )


async def _case_of(unit: Unit, service_request_id: UUID) -> UUID:
    """The claim of a service request, among those that the actor may see. Raises `NotFound`."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    case_id: UUID | None = await unit.session.scalar(
        select(ServiceRequest.case_id)
        .join(visible, visible.c.case_id == ServiceRequest.case_id)
        .where(ServiceRequest.id == service_request_id)
    )
    if case_id is None:
        raise refusals.NotFound
    return case_id
