"""Staff of the agency open a service request on a case by hand, and own it where they work it (R-06, R-45, R-49)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import LiabilityOrder, ServiceRequest
from backend.operations import case_file as case_files
from backend.operations import old_actions
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.rules import opening_by_hand as rules
from backend.rules import refusals
from backend.rules.access import ENFORCERS
from backend.rules.casework.kinds import Kind
from backend.rules.texts import LINE, reason_problems
from backend.rules.vocabulary import Act, KindCode, Relation, ServiceRequestStatus


async def open_on_case(
    unit: Unit,
    case_id: UUID,
    kind: Kind,
    *,
    reason: str,
    about: UUID | None = None,
    parent_id: UUID | None = None,
    expected_version: int | None = None,
) -> Outcome:
    """Open a service request with a reason of 1 to 200 characters, optionally under another one of the case.

    `about` is a liability order of the case, for a kind that is about one. Raises `Refused` for a kind that is not
    theirs to open, or under a parent that is closed; `NotFound` for a parent or an order that is not of this case.
    """
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.OPEN_CASE_SERVICE_REQUEST, unit)
    if found := rules.judge(kind, unit.actor.role, await _status(unit, case_id, parent_id)):
        raise refusals.Refused(*found)
    if problems := reason_problems(reason, LINE):
        raise refusals.Invalid(*problems)
    await _require_order(unit, case_id, about)
    opened = await open_service_request(
        unit,
        case_file.stream,
        case_file.case,
        kind.code,
        reason=reason.strip(),
        about=about,
        parent_id=parent_id,
        owner_id=unit.actor.user_id if _takes_it(unit, case_file) else None,
    )
    if kind.code is KindCode.CLEAR_OLD_ACTIONS:
        await old_actions.take_up(unit, case_file, opened)
    return Outcome({"service_request": opened.id, "enforcement_case": case_id})


def _takes_it(unit: Unit, case_file: CaseFile) -> bool:
    """Whether it is theirs: of a case that a case manager does not work, a team leader routes it (R-06, X-08)."""
    return unit.actor.role not in ENFORCERS or bool(case_file.relation & Relation.ASSIGNED)


async def _status(unit: Unit, case_id: UUID, parent_id: UUID | None) -> ServiceRequestStatus | None:
    if parent_id is None:
        return None
    of = ServiceRequest
    found = await unit.session.scalar(select(of.status).where(of.id == parent_id, of.case_id == case_id))
    if found is None:
        raise refusals.NotFound
    return found


async def _require_order(unit: Unit, case_id: UUID, about: UUID | None) -> None:
    if about is None:
        return
    of = LiabilityOrder
    if await unit.session.scalar(select(of.id).where(of.id == about, of.case_id == case_id)) is None:
        raise refusals.NotFound
