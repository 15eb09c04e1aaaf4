"""A case goes from one area or team of the agency to another (R-08, R-20, R-36 to R-39)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import Movement, ServiceRequest, Team, new_id
from backend.operations import flags, reviews, worked
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_service_request
from backend.operations.teams import team_for
from backend.operations.unit import Unit
from backend.operations.worked import Worked
from backend.rules import refusals
from backend.rules import transfers as rules
from backend.rules.casework.facts import ENFORCING
from backend.rules.flags import judge_ever_in_enforcement
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    Flag,
    Jurisdiction,
    KindCode,
    RoutingReason,
    ServiceRequestStatus,
)

LEFT_ENFORCEMENT = "the case left enforcement"


async def transfer(unit: Unit, worked_on: Worked, to: CaseArea, reason: str) -> None:
    """Carry out a transfer that closing its service request asks for; the conditions are looked at again (R-36, R-38).

    Ever in Enforcement is set where it should have been. Into enforcement, the case is routed at its new team (R-06).
    Raises `Refused` with everything that stands in the way.
    """
    case_file, asked_by = worked_on.case_file, worked_on.service_request
    await case_file.read_again(unit)
    if found := rules.judge(case_file.facts, to):
        raise refusals.Refused(*found)
    if case_file.facts.in_enforcement and not judge_ever_in_enforcement(case_file.facts):
        await flags.set_flag(unit, case_file, Flag.EVER_IN_ENFORCEMENT, f"Set when {asked_by.reference} was closed.")
    sent_in_by = case_file.row.area if case_file.row.area in rules.OUT_OF_ENFORCEMENT else None
    await move(unit, case_file, to, reason=reason, service_request=asked_by.id)
    if to in ENFORCING:
        case_file.row.origin = sent_in_by or case_file.row.origin
        await hand_over(unit, case_file)
        await _route(unit, case_file)
    else:
        await reviews.end_review(unit, case_file, LEFT_ENFORCEMENT)


async def return_to_origin(unit: Unit, worked_on: Worked, reason: str) -> None:
    """Send a case back to the area that sent it in (R-39). Raises `Refused`, as where no area did."""
    origin = worked_on.case_file.row.origin
    if origin is None:
        raise refusals.Refused(enforcement.NOT_SENT_IN)
    await transfer(unit, worked_on, origin, reason)


async def reject_referral(unit: Unit, worked_on: Worked, reason: str) -> None:
    """Reject an incorrect or incomplete referral: the case goes back, and Ever in Enforcement is not set (R-08)."""
    case_file = worked_on.case_file
    origin = case_file.row.origin or CaseArea.MAINTENANCE
    found = rules.judge(case_file.facts, origin)
    if case_file.facts.is_rejected:
        found = (enforcement.REFERRAL_IS_REJECTED, *found)
    if found:
        raise refusals.Refused(*found)
    case_file.row.rejected_at = unit.now
    case_file.record(unit, EventKind.REFERRAL_REJECTED, reason=reason)
    await move(unit, case_file, origin, reason=reason, service_request=worked_on.service_request.id)
    await reviews.end_review(unit, case_file, LEFT_ENFORCEMENT)


async def move(
    unit: Unit,
    case_file: CaseFile,
    to_area: CaseArea,
    *,
    team_id: UUID | None = None,
    reason: str,
    service_request: UUID | None = None,
) -> Movement:
    """Move the case to an area, where the team of its jurisdiction has it unless one is named.

    For an act that was permitted and judged; judges nothing itself. Raises `Refused` where no team is there.
    """
    row = case_file.row
    if to_area in ENFORCING:
        await _follow(unit, case_file)
    team_id = team_id or await team_for(unit, rules.DESKS[to_area], case_file.case.jurisdiction)
    team = await unit.session.get(Team, team_id) if team_id else None
    if team is None:
        raise refusals.Refused(reasons.NO_TEAM_THERE)
    movement = Movement(
        id=new_id(),
        case_id=case_file.case.id,
        from_area=row.area,
        to_area=to_area,
        from_team_id=row.team_id,
        to_team_id=team.id,
        reason=reason,
        at=unit.now,
        by=unit.actor.user_id,
        service_request_id=service_request,
    )
    unit.session.add(movement)
    row.area, row.team_id = to_area, team.id
    case_file.record(unit, EventKind.CASE_MOVED, subject_id=movement.id, area=to_area, team=team.name)
    await case_file.read_again(unit)
    return movement


async def change_jurisdiction(unit: Unit, case_file: CaseFile, jurisdiction: Jurisdiction) -> bool:
    """The paying parent moved to another jurisdiction: True where the case group went to a team there (R-20).

    With lock assignment it stays with its team, and is enforced where the paying parent lives. For an act of the
    service that was permitted.
    """
    case, row, before = case_file.case, case_file.row, case_file.facts.jurisdiction
    if before is jurisdiction:
        return False
    case_file.record(unit, EventKind.JURISDICTION_CHANGED, fromJurisdiction=before, jurisdiction=jurisdiction)
    row.moved_to = None if case.jurisdiction is jurisdiction else jurisdiction
    if Flag.LOCK_ASSIGNMENT in case_file.facts.flags or row.moved_to is None:
        await case_file.read_again(unit)
        return False
    await _follow(unit, case_file)
    reason = REASONS[RoutingReason.CHANGE_OF_JURISDICTION].sentence
    await move(unit, case_file, row.area, reason=reason)
    if row.area in ENFORCING:
        await hand_over(unit, case_file)
    return True


async def _follow(unit: Unit, case_file: CaseFile) -> None:
    """Have the case be of the jurisdiction in which the paying parent lives, unless lock assignment keeps it."""
    if case_file.row.moved_to and Flag.LOCK_ASSIGNMENT not in case_file.facts.flags:
        case_file.case.jurisdiction, case_file.row.moved_to = case_file.row.moved_to, None
        await case_file.read_again(unit)


async def hand_over(unit: Unit, case_file: CaseFile) -> None:
    """Give the open service requests of enforcement to the team that has the case now; there they wait to be routed."""
    team = await unit.session.get(Team, case_file.row.team_id)
    assert team is not None
    found = await unit.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.case_id == case_file.case.id, ServiceRequest.status != ServiceRequestStatus.CLOSED)
        .order_by(ServiceRequest.opened_at, ServiceRequest.id)
    )
    kinds = {each.id: each.kind for each in case_file.facts.requests}
    for row in found.all():
        if kinds[row.id] not in rules.ENFORCEMENT_KINDS or (row.team_id, row.owner_id) == (team.id, None):
            continue
        each = await worked.of(unit, case_file, row)
        left = await unit.session.get(Team, row.team_id) if row.team_id else None
        row.owner_id, row.team_id = None, team.id
        changes = {"fromTeam": left.name} if left and left.id != team.id else {}
        each.changed(unit, EventKind.SERVICE_REQUEST_ASSIGNED, owner=team.name, team=team.name, **changes)


async def _route(unit: Unit, case_file: CaseFile) -> None:
    opened = await open_service_request(
        unit,
        case_file.stream,
        case_file.case,
        KindCode.REVIEW_CASE,
        reason=REASONS[RoutingReason.TRANSFERRED_TO_ENFORCEMENT].sentence,
    )
    opened.team_id = case_file.row.team_id
