"""A party of a case: who may see the name, and who may know how to reach them (the access table of SECURITY.md)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, or_, true
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import HistoryEntry, Party
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field
from backend.rules.access import Actor
from backend.rules.vocabulary import COURT_ONLY, EventKind, PartySide, Relation

REACHABLE_BY = Relation.OWN | Relation.CONTACT | Relation.ASSIGNED | COURT_ONLY
"""Of the agency whoever works the case; its team leader after saying why (`PARTY_DETAILS`)."""
OF_A_CLAIM = (PartySide.CLAIMANT, PartySide.DEFENDANT)


def for_viewer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Staff see every party; so do those of a claim. A parent sees themselves, and the parent or parents opposite.

    A receiving parent sees no other of the group: they would learn of another family.
    """
    if actor.is_system or actor.is_staff:
        return true()
    owed = and_(Party.side == PartySide.RECEIVING_PARENT, scope.stands_as(visible, Relation.PAYING_PARENT))
    theirs = Party.id.in_(scope.own_parties(actor))
    return or_(Party.side.in_(OF_A_CLAIM), Party.side == PartySide.PAYING_PARENT, owed, theirs)


def viewer_to_party(party: Mapping[str, Any], relation: Relation) -> Relation:
    """Opposite parties may know how to reach each other, and an officer the claimant; unless they asked for confidence.

    Where the officer finds the defendant stands on the writ; what the defendant gave of themselves is not theirs.
    """
    is_claimant = party["side"] is PartySide.CLAIMANT
    opposite = Relation.DEFENDANT | Relation.OFFICER if is_claimant else Relation.CLAIMANT
    if relation & opposite and not party["is_confidential"]:
        relation |= Relation.CONTACT
    if relation & (Relation.PARTNER | Relation.LEADER):
        # Owning work of a case does not tell another area of the agency where its parents live, nor a team leader
        # without saying why.
        relation &= ~Relation.ASSIGNED
    return relation


def masked(facts: Facts) -> str | None:
    """A date of birth with all but its year blanked out: enough to recognise it, too little to prove anything by."""
    born: date | None = facts.stored["born_on"]
    return f"**/**/{born.year}" if born else None


PARTY = Entity(
    name="Party",
    source=Party.__table__,
    key=Party.id,
    case=Party.case_id,
    own=Party.id,
    rows=for_viewer,
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
        "born_on": Field(Party.date_of_birth, published=False),
        "date_of_birth": Field(Party.date_of_birth, to=Relation.COMPLEX),
    },
)
DATE_OF_BIRTH_MASKED = Derived(masked, to=Relation.OWN | Relation.ASSIGNED | Relation.LEADER | COURT_ONLY)


def read_by(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """The parties whose details this actor read with a reason: an entry of the history says so."""
    noted = exists().where(
        HistoryEntry.stream_id == Party.case_id,
        HistoryEntry.kind == EventKind.PARTY_DETAILS_READ,
        HistoryEntry.subject_id == Party.id,
        HistoryEntry.actor_id == scope.viewer(actor),
    )
    return noted.correlate(Party)


PARTY_DETAILS = Entity(
    name="PartyDetails",
    source=Party.__table__,
    key=Party.id,
    case=Party.case_id,
    rows=read_by,
    fields={
        "name": Field(Party.name, to=Relation.LEADER),
        "address_lines": Field(Party.address_lines, to=Relation.LEADER),
        "post_code": Field(Party.post_code, to=Relation.LEADER),
        "email": Field(Party.email, to=Relation.LEADER),
        "phone": Field(Party.phone, to=Relation.LEADER),
    },
)
"""How to reach a party, for the team leader who said why; only the act that records it answers it."""
