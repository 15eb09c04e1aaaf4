"""Recording what is done outside the service: a certificate of a court asked for, a provider paid (R-09, R-21)."""

from datetime import date
from uuid import UUID

from backend.models import OfflineTask, new_id
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.rules import offline_tasks as rules
from backend.rules import refusals
from backend.rules.certificates import CERTIFICATES, certificates_needed
from backend.rules.offline_tasks import CERTIFICATE, TITLES, Task
from backend.rules.periods import london_day
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import Act, EventKind


async def record(unit: Unit, service_request_id: UUID, task: Task, *, expected_version: int | None = None) -> Outcome:
    """Record that something was asked for or paid. A certificate is asked of the court that granted the order.

    Raises `Invalid`, and `Refused` for a certificate where no order was granted in another jurisdiction (R-21).
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.RECORD_OFFLINE_TASK, unit)
    if found := rules.problems(task, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    row, key = worked.service_request, new_id()
    unit.session.add(
        OfflineTask(
            id=key,
            case_id=row.case_id,
            service_request_id=row.id,
            kind=task.kind,
            with_whom=_with_whom(worked, task),
            by_whom=task.by_whom.strip(),
            reference=task.reference.strip() if task.reference else None,
            amount_pence=task.amount_pence,
            requested_on=task.requested_on,
            recorded_at=unit.now,
            recorded_by=unit.actor.user_id,
        )
    )
    worked.changed(unit, EventKind.OFFLINE_TASK_RECORDED, task=TITLES[task.kind])
    return _outcome(worked, key)


def _with_whom(worked: Worked, task: Task) -> str:
    if task.kind is not CERTIFICATE:
        return (task.with_whom or "").strip()
    needed = certificates_needed(worked.case_file.facts)
    if not needed:
        raise refusals.Refused(reasons.NO_CERTIFICATE_NEEDED)
    court = CERTIFICATES[needed[-1].jurisdiction].granted_by
    return f"{court}, {task.with_whom.strip()}" if task.with_whom else court


async def receive(
    unit: Unit, service_request_id: UUID, task_id: UUID, received_on: date, *, expected_version: int | None = None
) -> Outcome:
    """Record that what was asked for came. Raises `NotFound` for a task that is not of this service request."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.RECEIVE_OFFLINE_TASK, unit)
    task = await unit.session.get(OfflineTask, task_id)
    if task is None or task.service_request_id != service_request_id:
        raise refusals.NotFound
    if task.received_on is not None:
        raise refusals.Refused(reasons.TASK_RECEIVED)
    if found := rules.received_problems(task.requested_on, received_on, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    task.received_on = received_on
    worked.changed(unit, EventKind.OFFLINE_TASK_RECEIVED, task=TITLES[task.kind])
    return _outcome(worked, task_id)


def _outcome(worked: Worked, task_id: UUID) -> Outcome:
    return Outcome({**worked.outcome.subjects, "offline_task": task_id})
