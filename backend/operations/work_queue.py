"""What comes into a queue by hand, and whose it becomes: a service request opened, or given to somebody (R-06)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.models import Letter, Payment, ServiceRequest, Team, User, WritApplication
from backend.operations import subject as subjects
from backend.operations.opening import open_service_request
from backend.operations.subject import Subject
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.queries.work_queue import OPEN, is_of_kind
from backend.rules import refusals
from backend.rules.access import AGENCY_ROLES, COURT_ROLES
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.kinds import Kind
from backend.rules.reasons import casework as reasons
from backend.rules.refusals import Reason
from backend.rules.texts import LINE, reason_problems
from backend.rules.vocabulary import Act, CaseKind, EventKind, KindCode, Relation, Side, WritApplicationState

Selected = Select[*tuple[Any, ...]]
ABOUT: dict[str, Callable[[UUID], Selected]] = {
    "WritApplication": lambda case_id: select(WritApplication.id).where(
        WritApplication.case_id == case_id, WritApplication.state == WritApplicationState.SUBMITTED
    ),
    "FeePayment": lambda case_id: select(Payment.id).where(Payment.case_id == case_id),
    "Letter": lambda case_id: select(Letter.id).where(Letter.case_id == case_id),
}
"""What of a claim a service request can be about, as the API names the types: an application once it is sent."""


async def open_by_hand(unit: Unit, case_id: UUID, kind: KindCode, *, reason: str, about: UUID | None) -> Outcome:
    """Staff open a service request on a claim, with a reason of 1 to 200 characters.

    Raises `Refused` where there is no such thing on the claim, or an open one of this kind is about it already.
    """
    subject = await subjects.load(unit, case_id)
    subject.require(Act.OPEN_SERVICE_REQUEST, unit)
    if found := reason_problems(reason, LINE):
        raise refusals.Invalid(*found)
    await _require_something(unit, subject, KINDS[kind], about)
    opened = await open_service_request(unit, subject.stream, subject.case, kind, reason=reason.strip(), about=about)
    return Outcome({"service_request": opened.id, "claim": case_id})


async def _require_something(unit: Unit, subject: Subject, kind: Kind, about: UUID | None) -> None:
    """That there is what it is to be about, and that nobody works on that already."""
    if about is None and kind.acts_on_it:
        raise refusals.Refused(reasons.NOT_TO_BE_WORKED)
    if about is None:
        return
    there = ABOUT[kind.about or ""](subject.case.id).subquery()
    is_there = await unit.session.scalar(select(there.c.id).where(there.c.id == about))
    if is_there is None:
        raise refusals.Refused(reasons.NOT_TO_BE_WORKED)
    worked = await unit.session.scalar(
        select(ServiceRequest.id).where(ServiceRequest.subject_id == about, is_of_kind(kind.code), OPEN).limit(1)
    )
    if worked is not None:
        raise refusals.Refused(reasons.ALREADY_OPENED)


async def give_to(
    unit: Unit, service_request_id: UUID, owner_id: UUID | None, *, expected_version: int | None
) -> Outcome:
    """Give a service request to somebody who works such cases, in whose team it then is; to nobody, it waits.

    At the agency a team leader gives to people of their own team, or of the team that has it. Raises `Refused`.
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.ASSIGN_SERVICE_REQUEST, unit)
    owner = await unit.session.get(User, owner_id) if owner_id else None
    if found := _why_not(unit, worked, owner_id, owner):
        raise refusals.Refused(found)
    team_id = owner.team_id if owner else None
    await _assign(unit, worked, owner=owner, team_id=team_id or worked.service_request.team_id)
    return worked.outcome


async def give_to_team(unit: Unit, service_request_id: UUID, team_id: UUID, *, expected_version: int | None) -> Outcome:
    """Give a service request to a team of its side, in whose queue it waits for somebody."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.ASSIGN_SERVICE_REQUEST, unit)
    team = await unit.session.get(Team, team_id)
    if team is None or team.side is not _side(worked):
        raise refusals.Refused(_nobodys(worked))
    await _assign(unit, worked, owner=None, team_id=team_id)
    return worked.outcome


def _side(worked: Worked) -> Side:
    return Side.COURT if worked.on.case.kind is CaseKind.CLAIM else Side.AGENCY


def _nobodys(worked: Worked) -> Reason:
    """Why it goes to nobody of the other side, or of another jurisdiction."""
    is_courts = _side(worked) is Side.COURT
    return reasons.OWNER_NOT_OF_THE_COURT if is_courts else reasons.OWNER_NOT_OF_THE_AGENCY


def _why_not(unit: Unit, worked: Worked, owner_id: UUID | None, owner: User | None) -> Reason | None:
    """Why it cannot be given to this person; None where it can, or is given to nobody."""
    if owner_id is None:
        return None
    if owner is None or not _works_here(owner, worked):
        return _nobodys(worked)
    teams = {unit.actor.team_id, worked.service_request.team_id} - {None}
    is_led = worked.on.relation & Relation.LEADER
    return reasons.NOT_OF_YOUR_TEAM if is_led and owner.team_id not in teams else None


def _works_here(user: User | None, worked: Worked) -> bool:
    roles = COURT_ROLES if _side(worked) is Side.COURT else AGENCY_ROLES
    return (
        user is not None and user.is_active and user.role in roles and worked.on.case.jurisdiction in user.jurisdictions
    )


async def _assign(unit: Unit, worked: Worked, *, owner: User | None, team_id: UUID | None) -> None:
    row = worked.service_request
    team = await unit.session.get(Team, team_id) if team_id else None
    left = await unit.session.get(Team, row.team_id) if row.team_id and row.team_id != team_id else None
    row.owner_id, row.team_id = owner.id if owner else None, team_id
    changes = {"owner": owner.name if owner else team.name if team else "nobody", "team": team.name if team else None}
    if left:
        changes["fromTeam"] = left.name
    worked.changed(unit, EventKind.SERVICE_REQUEST_ASSIGNED, **changes)
