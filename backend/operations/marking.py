"""What is to become of enforcement action: its service request is marked, and amended or cancelled by plan (R-28)."""

from uuid import UUID

from backend.operations.plans import generate
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.rules import refusals
from backend.rules.casework.catalogue import AMENDMENT
from backend.rules.casework.work import MARKS
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import Act, EventKind, NoteKind

NEEDS_NOTE = {
    Act.MARK_READY_FOR_PAUSE: False,
    Act.MARK_READY_FOR_REPROGRESSING: False,
    Act.MARK_READY_FOR_CANCELLATION: True,
}
"""Of the routing decision that pauses or resumes the reasons are noted anyway; of a cancellation, here (R-40)."""


async def mark(
    unit: Unit, service_request_id: UUID, act: Act, *, note: str | None = None, expected_version: int | None = None
) -> Outcome:
    """Mark a power's service request by one of the acts of `MARKS`, in place of an earlier mark (R-22, R-27, R-40).

    Ready for Cancellation needs a note, and generates the plan Perform Amendment, once: marked so again, its lines are
    outstanding again.
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(act, unit)
    if note is None and NEEDS_NOTE[act]:
        raise refusals.Refused(reasons.NOTE_REQUIRED)
    if note is not None:
        worked.write(unit, note, path="note", kind=NoteKind.AMENDMENT)
    worked.service_request.sub_status = MARKS[act]
    if act is Act.MARK_READY_FOR_CANCELLATION:
        await _have_amended(unit, worked)
    worked.changed(unit, EventKind.SERVICE_REQUEST_MARKED, subStatus=MARKS[act])
    return worked.outcome


async def _have_amended(unit: Unit, worked: Worked) -> None:
    amended_by = worked.work(None).amendment
    if amended_by is None:
        await generate(unit, worked.service_request, AMENDMENT)
    else:
        worked.reopen(line.code for line in amended_by.lines)
