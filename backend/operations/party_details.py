"""How to reach a parent, read by whoever leads the team and says why: first the entry, then the answer (X-08)."""

from uuid import UUID

from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import Act, EventKind


async def read(unit: Unit, case_id: UUID, party_id: UUID, *, reason: str) -> Outcome:
    """Record that the details of a party are read, with the reason; what is answered rests on this entry.

    Raises `NotFound` where the case has no such party.
    """
    case_file = await load(unit, case_id)
    case_file.require(Act.READ_PARTY_DETAILS, unit)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    party = case_file.party(party_id)
    case_file.record(unit, EventKind.PARTY_DETAILS_READ, subject_id=party.id, side=party.side, reason=reason.strip())
    return Outcome({**case_file.outcome.subjects, "details": party.id})
