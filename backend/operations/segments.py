"""The segment of a case: arrears that are fit for categorisation (R-32)."""

from uuid import UUID

from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import Act, EventKind, Segment


async def categorise_arrears(unit: Unit, case_id: UUID, *, reason: str, expected_version: int | None = None) -> Outcome:
    """Whoever works an arrears-only case that went through surveillance before categorises its arrears.

    Raises `Refused` for any other case.
    """
    case_file = await load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.CATEGORISE_ARREARS, unit)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    case_file.row.segment = Segment.ARREARS_ONLY_CATEGORISED
    case_file.record(unit, EventKind.ARREARS_CATEGORISED, segment=case_file.row.segment, reason=reason.strip())
    return case_file.outcome
