"""A party as a row, of what was told about them: whoever lodges a claim tells it, or refers a case."""

from uuid import UUID

from backend.models import Party, new_id
from backend.rules.lodging import PartyDetails
from backend.rules.vocabulary import PartySide


def party_row(case_id: UUID, side: PartySide, position: int, details: PartyDetails) -> Party:
    return Party(
        id=new_id(),
        case_id=case_id,
        side=side,
        position=position,
        kind=details.kind,
        name=details.name.strip(),
        organisation_number=details.organisation_number,
        date_of_birth=details.date_of_birth,
        address_lines=[line.strip() for line in details.address_lines],
        post_code=details.post_code,
        email=details.email,
        phone=details.phone,
        is_confidential=details.is_confidential,
    )
