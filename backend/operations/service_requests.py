"""Working a service request: started, its lines completed, put up, approved, closed (R-10, R-12, R-37).

Every act locks the case, is judged by the one table, and leaves one entry about the service request; what its outcome
or its approval carries out leaves entries of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.operations import effects
from backend.operations.asked import Asked
from backend.operations.effects import EFFECTS
from backend.operations.plans import generate
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.rules import outcomes, refusals
from backend.rules.casework import lines
from backend.rules.casework import work as rules
from backend.rules.casework.effects import CarryOut, Effect, EffectName
from backend.rules.casework.kinds import Outcome as Choice
from backend.rules.casework.lines import Given
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.periods import london_day
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import Act, ActivityStatus, EventKind, NoteKind, ServiceRequestSubStatus


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the effects of an approval prepared before its transaction, and for which version of the service request."""

    version: int | None = None
    by_effect: Mapping[EffectName, Any] = field(default_factory=dict)


async def start(unit: Unit, service_request_id: UUID, *, expected_version: int | None) -> Outcome:
    """Set to In Progress, which generates the activity plan, once (R-10). What nobody owns is whoever starts it's."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.require(Act.START_SERVICE_REQUEST, unit)
    row, template = worked.service_request, work.kind.template
    worked.move(Act.START_SERVICE_REQUEST)
    row.started_at = unit.now
    row.owner_id = row.owner_id or unit.actor.user_id
    worked.changed(unit, EventKind.SERVICE_REQUEST_STARTED)
    await generate(unit, row, template)
    return worked.outcome


async def complete(
    unit: Unit, service_request_id: UUID, code: str, *, outcome: str, given: Given, expected_version: int | None
) -> Outcome:
    """Complete the line of this code by one of its outcomes; what the outcome does at once is done with it (R-12)."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    activity, work = worked.activity(code), worked.work(unit.actor.user_id)
    state = next(each for each in work.lines if each.code == code)
    chosen = _chosen(unit, worked, work, state, outcome, given)
    unit.permit(Act.COMPLETE_ACTIVITY)
    activity.status, activity.outcome = ActivityStatus.COMPLETE, chosen.code
    activity.reason, activity.comment, activity.on = _stripped(given.reason), _stripped(given.note), given.on
    activity.done_at, activity.done_by = unit.now, unit.actor.user_id
    if chosen.ends_plan:
        worked.require_no_more()
    worked.service_request.resolution = chosen.resolution or worked.service_request.resolution
    worked.move(Act.COMPLETE_ACTIVITY)
    worked.changed(unit, EventKind.ACTIVITY_COMPLETED, activity=work.line(state).activity, outcome=chosen.title)
    for effect in chosen.at_once:
        await effects.carry_out(unit, effect, Asked(worked, activity))
    return worked.outcome


def _chosen(unit: Unit, worked: Worked, work: Work, state: LineState, code: str, given: Given) -> Choice:
    """The outcome, where nothing stands against it. Raises `Refused` with all that does, and `Invalid`."""
    line, chosen = lines.judge(work, state, worked.on.relation), work.line(state).outcome(code)
    if chosen is None or line.reasons == (refusals.NOT_OPEN_TO_YOU,):
        line.require()
        raise refusals.Refused(reasons.OUTCOME_NOT_OFFERED)
    against = outcomes.judge(work, state, chosen, worked.on.relation).reasons
    if found := (*against, *(lines.missing(chosen, given) if line.is_open else ())):
        raise refusals.Refused(*found)
    if problems := lines.problems(given, today=london_day(unit.now), is_ahead=chosen.is_date_ahead):
        raise refusals.Invalid(*problems)
    return chosen


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else None


async def add_note(
    unit: Unit, service_request_id: UUID, text: str, *, kind: NoteKind = NoteKind.NOTE, expected_version: int | None
) -> Outcome:
    """Add a note: 1 to 1,000 characters, never changed. Its kind says what it records (R-14)."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.require(Act.ADD_SERVICE_REQUEST_NOTE, unit)
    if found := rules.why_not_noted(kind, work):
        raise refusals.Refused(*found)
    worked.write(unit, text, path="text", kind=kind)
    worked.changed(unit, EventKind.SERVICE_REQUEST_NOTED)
    return worked.outcome


async def request_approval(unit: Unit, service_request_id: UUID, *, expected_version: int | None) -> Outcome:
    """Put what was decided up for somebody else's approval (R-37)."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.REQUEST_APPROVAL, unit)
    worked.move(Act.REQUEST_APPROVAL)
    row = worked.service_request
    row.approval_requested_at, row.approval_requested_by = unit.now, unit.actor.user_id
    row.decided_at = row.decided_by = None
    worked.changed(unit, EventKind.APPROVAL_REQUESTED)
    return worked.outcome


async def approve(unit: Unit, service_request_id: UUID, *, prepared: Prepared, expected_version: int | None) -> Outcome:
    """Approve what somebody else put up, never one's own (R-37, W-10); what it waited for is carried out with it.

    `prepared` is what `preparing.prepare_approval` made before. Raises `Stale` where the service request moved since.
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.require(Act.APPROVE_SERVICE_REQUEST, unit)
    asked = work.effects_on(Act.APPROVE_SERVICE_REQUEST)
    _require_prepared(worked, prepared, [effect for _, effect in asked])
    worked.move(Act.APPROVE_SERVICE_REQUEST)
    _decided(unit, worked)
    worked.changed(unit, EventKind.SERVICE_REQUEST_APPROVED)
    for state, effect in asked:
        made = prepared.by_effect.get(effect.effect) if isinstance(effect, CarryOut) else None
        of = Asked(worked, worked.activity(state.code), made)
        await effects.carry_out(unit, effect, of)
    return worked.outcome


def _require_prepared(worked: Worked, prepared: Prepared, asked: list[Effect]) -> None:
    needs = any(isinstance(effect, CarryOut) and EFFECTS[effect.effect].prepare for effect in asked)
    row = worked.service_request
    if needs and prepared.version != row.version:
        raise refusals.Stale(case_id=row.id, expected=prepared.version or 0, current=row.version, noun="ServiceRequest")


def _decided(unit: Unit, worked: Worked) -> None:
    worked.service_request.decided_at, worked.service_request.decided_by = unit.now, unit.actor.user_id


async def reject(unit: Unit, service_request_id: UUID, reason: str, *, expected_version: int | None) -> Outcome:
    """Refuse approval, with a reason that is kept as a note: what was decided is to be decided again (R-37)."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.require(Act.REJECT_SERVICE_REQUEST, unit)
    worked.write(unit, reason, path="reason")
    worked.move(Act.REJECT_SERVICE_REQUEST)
    worked.reopen(work.reopened)
    _decided(unit, worked)
    worked.changed(unit, EventKind.SERVICE_REQUEST_REJECTED)
    return worked.outcome


async def close(
    unit: Unit,
    service_request_id: UUID,
    sub_status: ServiceRequestSubStatus,
    *,
    note: str | None,
    expected_version: int | None,
) -> Outcome:
    """Close by hand (R-12), as COMPLETE or, with a note that says why, as CANCELLED.

    Closing as complete carries out what the outcomes left for it (R-37).
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.work(unit.actor.user_id)
    rules.judge_closing(sub_status, work, worked.on.relation).require()
    unit.permit(Act.CLOSE_SERVICE_REQUEST)
    is_complete = sub_status is ServiceRequestSubStatus.COMPLETE
    if note is None and not is_complete:
        raise refusals.Refused(reasons.NOTE_REQUIRED)
    if note is not None:
        worked.write(unit, note, path="note")
    worked.move(Act.CLOSE_SERVICE_REQUEST)
    row = worked.service_request
    row.sub_status, row.closed_at = sub_status, unit.now
    if is_complete:
        worked.require_no_more()
    worked.changed(unit, EventKind.SERVICE_REQUEST_CLOSED, subStatus=sub_status)
    for state, effect in work.effects_on(Act.CLOSE_SERVICE_REQUEST) if is_complete else ():
        await effects.carry_out(unit, effect, Asked(worked, worked.activity(state.code)))
    return worked.outcome
