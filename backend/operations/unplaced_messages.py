"""Where the work on messages hangs that can be brought to no case: one standing case a jurisdiction (decision 26)."""

from uuid import UUID, uuid5

from backend.models import Case, EnforcementCase, Party, Stream, new_id
from backend.operations.case_file import CaseFile, load
from backend.operations.subject import EMPTY_STREAM, new_reference
from backend.operations.teams import team_for
from backend.operations.unit import Unit
from backend.rules.vocabulary import (
    CaseArea,
    CaseKind,
    Desk,
    Jurisdiction,
    PartyKind,
    PartySide,
    RoutingReason,
    Segment,
)

_NAMESPACE = UUID("6f0c2a4e-5d0b-4f7e-9a53-0c1d8b7e2f61")
NAME = "Messages that name no case"
"""What stands there for the paying parent: whoever reads the queue sees that it is no family's case."""


def key_of(jurisdiction: Jurisdiction) -> UUID:
    """The key of the standing case of a jurisdiction."""
    return uuid5(_NAMESPACE, jurisdiction)


async def standing_case(unit: Unit, jurisdiction: Jurisdiction) -> CaseFile:
    """The standing case, locked; made when it is first needed. For an act that was permitted.

    It is in no area that enforces, so that no decision and no power is open on it.
    """
    key = key_of(jurisdiction)
    made = await unit.session.scalar(
        unit.insert(Stream)
        .values(id=key, name=f"case:{key}", **EMPTY_STREAM)
        .on_conflict_do_nothing()
        .returning(Stream.id)
    )
    if made is not None:
        await _make(unit, key, jurisdiction)
    return await load(unit, key)


async def _make(unit: Unit, key: UUID, jurisdiction: Jurisdiction) -> None:
    unit.session.add(
        Case(
            id=key,
            kind=CaseKind.ENFORCEMENT,
            reference=new_reference("EC"),
            jurisdiction=jurisdiction,
            created_at=unit.now,
        )
    )
    await unit.session.flush()
    unit.session.add(
        EnforcementCase(
            case_id=key,
            area=CaseArea.CENTRAL_TEAM,
            team_id=await team_for(unit, Desk.ENFORCEMENT, jurisdiction),
            origin=None,
            segment=Segment.STANDARD,
            reason=RoutingReason.BY_HAND,
            referred_at=unit.now,
        )
    )
    unit.session.add(
        Party(
            id=new_id(),
            case_id=key,
            side=PartySide.PAYING_PARENT,
            position=1,
            kind=PartyKind.ORGANISATION,
            name=NAME,
            address_lines=[],
            post_code="",
            is_confidential=True,
        )
    )
    await unit.session.flush()
