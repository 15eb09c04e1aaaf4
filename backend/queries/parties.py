"""A party of a case: who may see the name, and who may know how to reach them (the access table of SECURITY.md)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.models import Party
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field
from backend.rules.vocabulary import COURT_ONLY, PartySide, Relation

REACHABLE_BY = Relation.OWN | Relation.CONTACT | COURT_ONLY


def viewer_to_party(party: Mapping[str, Any], relation: Relation) -> Relation:
    """Opposite parties may know how to reach each other, and an officer the claimant; unless they asked for confidence.

    Where the officer finds the defendant stands on the writ; what the defendant gave of themselves is not theirs.
    """
    is_claimant = party["side"] is PartySide.CLAIMANT
    opposite = Relation.DEFENDANT | Relation.OFFICER if is_claimant else Relation.CLAIMANT
    if relation & opposite and not party["is_confidential"]:
        relation |= Relation.CONTACT
    return relation


def masked(facts: Facts) -> str | None:
    """A date of birth with all but its year blanked out: enough to recognise it, too little to prove anything by."""
    born: date | None = facts.stored["date_of_birth"]
    return f"**/**/{born.year}" if born else None


PARTY = Entity(
    name="Party",
    source=Party.__table__,
    key=Party.id,
    case=Party.case_id,
    own=Party.id,
    bits=viewer_to_party,
    fields={
        "id": Field(Party.id, show=lambda key: to_node_id("Party", key)),
        "side": Field(Party.side),
        "position": Field(Party.position, published=False),
        "kind": Field(Party.kind),
        "name": Field(Party.name),
        "organisation_number": Field(Party.organisation_number),
        "address_lines": Field(Party.address_lines, to=REACHABLE_BY),
        "post_code": Field(Party.post_code, to=REACHABLE_BY),
        "email": Field(Party.email, to=REACHABLE_BY),
        "phone": Field(Party.phone, to=REACHABLE_BY),
        "is_confidential": Field(Party.is_confidential, to=Relation.OWN | COURT_ONLY),
        "date_of_birth": Field(Party.date_of_birth, published=False),
    },
)
DATE_OF_BIRTH_MASKED = Derived(masked, to=Relation.OWN | COURT_ONLY)
