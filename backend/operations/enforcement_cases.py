"""An enforcement case is made: by a referral, or to have somewhere for work to hang that belongs to no case."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.models import Case, EnforcementCase, Party, Stream
from backend.operations.parties import party_row
from backend.operations.subject import EMPTY_STREAM, new_reference
from backend.operations.teams import team_for
from backend.operations.unit import Unit
from backend.rules.lodging import PartyDetails
from backend.rules.vocabulary import CaseKind, Desk, Jurisdiction, PartySide


async def make(unit: Unit, key: UUID, jurisdiction: Jurisdiction, **known: Any) -> tuple[Stream, Case] | None:
    """Make an enforcement case at the team of its jurisdiction; None where one of this key stands already.

    For an act that was permitted. `known` is what else its row holds (`EnforcementCase`).
    """
    made = unit.insert(Stream).values(id=key, name=f"case:{key}", **EMPTY_STREAM).on_conflict_do_nothing()
    stream = await unit.session.scalar(made.returning(Stream))
    if stream is None:
        return None
    case = Case(
        id=key,
        kind=CaseKind.ENFORCEMENT,
        reference=new_reference("EC"),
        jurisdiction=jurisdiction,
        created_at=unit.now,
    )
    unit.session.add(case)
    await unit.session.flush()
    team_id = await team_for(unit, Desk.ENFORCEMENT, jurisdiction)
    unit.session.add(EnforcementCase(case_id=key, team_id=team_id, referred_at=unit.now, **known))
    await unit.session.flush()
    return stream, case


def add_party(unit: Unit, case_id: UUID, side: PartySide, details: PartyDetails, *, position: int = 1) -> Party:
    """Add a party. How to reach anybody of an enforcement case is confidential (X-08)."""
    party = party_row(case_id, side, position, replace(details, is_confidential=True))
    unit.session.add(party)
    return party
