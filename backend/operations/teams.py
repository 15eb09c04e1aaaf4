"""Which team takes a piece of work: by its desk and the jurisdiction of the case (W-10, R-06)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import Case, EnforcementCase, Team
from backend.operations.unit import Unit
from backend.rules.vocabulary import CaseKind, Desk, Jurisdiction, Side


async def team_for(unit: Unit, desk: Desk, jurisdiction: Jurisdiction) -> UUID | None:
    """The agency's team that takes the work of this desk in a jurisdiction, the first by name; None where none does."""
    found = await _teams(unit, Side.AGENCY, desk, jurisdiction)
    return found[0].id if found else None


async def team_on(unit: Unit, desk: Desk, case: Case) -> UUID | None:
    """The team that takes the work of this desk on a case, the first by name; None where none does.

    The agency's: the team that has the case, where it takes such work, else one of the case's jurisdiction.
    """
    side = Side.COURT if case.kind is CaseKind.CLAIM else Side.AGENCY
    found = await _teams(unit, side, desk, case.jurisdiction)
    if side is Side.AGENCY:
        row = await unit.session.get(EnforcementCase, case.id)
        found.sort(key=lambda team: row is None or team.id != row.team_id)
    return found[0].id if found else None


async def _teams(unit: Unit, side: Side, desk: Desk, jurisdiction: Jurisdiction) -> list[Team]:
    """By name. A team that names no jurisdiction takes the work of all."""
    with unit.session.no_autoflush:  # no act that asks changes a team
        found = await unit.session.scalars(select(Team).where(Team.side == side).order_by(Team.name))
    return [each for each in found if desk in each.desks and jurisdiction in (each.jurisdictions or [jurisdiction])]
