"""Where the work on messages hangs that can be brought to no case: one standing case a jurisdiction (decision 26)."""

from uuid import UUID, uuid5

from backend.operations import enforcement_cases
from backend.operations.case_file import CaseFile, load
from backend.operations.unit import Unit
from backend.rules.lodging import PartyDetails
from backend.rules.vocabulary import CaseArea, Jurisdiction, PartyKind, PartySide, RoutingReason, Segment

_NAMESPACE = UUID("6f0c2a4e-5d0b-4f7e-9a53-0c1d8b7e2f61")
NOBODY = PartyDetails(PartyKind.ORGANISATION, "Messages that name no case", address_lines=(), post_code="")
"""What stands there for the paying parent: whoever reads the queue sees that it is no family's case."""


def key_of(jurisdiction: Jurisdiction) -> UUID:
    """The key of the standing case of a jurisdiction."""
    return uuid5(_NAMESPACE, jurisdiction)


async def standing_case(unit: Unit, jurisdiction: Jurisdiction) -> CaseFile:
    """The standing case, locked; made when it is first needed. For an act that was permitted.

    It is in no area that enforces, so that no decision and no power is open on it.
    """
    key = key_of(jurisdiction)
    made = await enforcement_cases.make(
        unit,
        key,
        jurisdiction,
        area=CaseArea.CENTRAL_TEAM,
        segment=Segment.STANDARD,
        reason=RoutingReason.BY_HAND,
    )
    if made:
        enforcement_cases.add_party(unit, key, PartySide.PAYING_PARENT, NOBODY)
        await unit.session.flush()
    return await load(unit, key)
