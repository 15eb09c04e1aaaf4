"""The data form of a service request, filled in as the work goes on (R-03)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.models import MaintenanceCase
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import load
from backend.rules import refusals
from backend.rules.casework import forms
from backend.rules.casework.forms import Entry
from backend.rules.vocabulary import Act, EventKind


async def record(
    unit: Unit, service_request_id: UUID, entries: Sequence[Entry], *, expected_version: int | None = None
) -> Outcome:
    """Fill in fields of the data form; a later value replaces an earlier one, and the history names the field alone.

    An approval, given or asked for, lapses: what was put up is no longer what it was (R-37).

    Raises `Invalid` for a field that the form has not, or a value that is not its own.
    """
    worked = await load(unit, service_request_id, expected_version=expected_version)
    work = worked.require(Act.RECORD_FORM, unit)
    case_id = worked.service_request.case_id
    numbers = await unit.session.scalars(select(MaintenanceCase.number).where(MaintenanceCase.case_id == case_id))
    found = forms.problems(work.kind, entries, of_case=forms.of_case(work.case), numbers=frozenset(numbers))
    if found:
        raise refusals.Invalid(*found)
    worked.lapse(unit)
    row = worked.service_request
    row.data = {**row.data, **{each.code: forms.kept(each) for each in entries}}
    worked.changed(unit, EventKind.FORM_RECORDED, fields=", ".join(each.code for each in entries))
    return worked.outcome
