"""Old enforcement actions are cleared from the area that has the case, told which action left what there is (R-44)."""

from sqlalchemy import or_, select

from backend.models import Artefact, LiabilityOrder, ServiceRequest
from backend.operations.case_file import CaseFile
from backend.operations.teams import team_on
from backend.operations.unit import Unit
from backend.rules.calendars import spoken_day
from backend.rules.casework.titles import title_of
from backend.rules.transfers import DESKS, OUT_OF_ENFORCEMENT

FIELD = "ORIGINATING_ACTION"
"""The field of its data form that the service fills in."""


async def take_up(unit: Unit, case_file: CaseFile, opened: ServiceRequest) -> None:
    """Fill in the originating action, and have it be the work of the area that has the case: maintenance or complaints.

    For an act that was permitted and opened this Clear Old Enforcement Actions.
    """
    if originating := await _originating(unit, opened):
        opened.data = {FIELD: originating}
    area = case_file.row.area
    if area in OUT_OF_ENFORCEMENT:
        opened.desk = DESKS[area]
        opened.team_id = await team_on(unit, opened.desk, case_file.case)


async def _originating(unit: Unit, opened: ServiceRequest) -> str:
    """What left the artefacts that are outstanding, and the liability order under which it was done."""
    of = Artefact
    left = select(of.power).where(of.case_id == opened.case_id, of.is_outstanding).order_by(of.commenced_on, of.id)
    order = await unit.session.get(LiabilityOrder, opened.subject_id) if opened.subject_id else None
    if order is not None:
        left = left.where(or_(of.liability_order_id == order.id, of.liability_order_id.is_(None)))
    told = list(dict.fromkeys(title_of(power) for power in await unit.session.scalars(left)))
    if order is not None:
        told.append(f"Liability order {order.number} of {spoken_day(order.granted_on)}")
    return "; ".join(told)
