"""What recording an entry does beside the entry: whose version it moves, and how it is chained."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from backend.models import HistoryEntry
from backend.rules.chain import entry_hash
from backend.rules.vocabulary import EventKind, Relation

AROUND_A_CLAIM = frozenset(
    {
        EventKind.LETTER_SENT,
        EventKind.LETTER_FAILED,
        EventKind.LETTER_WITHHELD,
        EventKind.LETTER_POSTED,
        EventKind.REMINDER_SENT,
        EventKind.LINK_FAILED,
        EventKind.LETTER_TO_PRINT,
        EventKind.GUIDANCE_READ,
        EventKind.DOCUMENT_DOWNLOADED,
        EventKind.SERVICE_REQUEST_OPENED,
        EventKind.SERVICE_REQUEST_ASSIGNED,
        EventKind.SERVICE_REQUEST_STARTED,
        EventKind.SERVICE_REQUEST_NOTED,
        EventKind.SERVICE_REQUEST_APPROVED,
        EventKind.SERVICE_REQUEST_REJECTED,
        EventKind.SERVICE_REQUEST_CLOSED,
        EventKind.ACTIVITY_COMPLETED,
        EventKind.APPROVAL_REQUESTED,
        EventKind.APPROVAL_LAPSED,
        EventKind.LETTER_SIGNED_OFF,
        EventKind.LETTER_DRAFTED,
        EventKind.LETTER_WRITTEN,
        EventKind.LETTER_RETURNED,
        EventKind.PARTY_DETAILS_READ,
        EventKind.OFFLINE_TASK_RECEIVED,
        EventKind.OFFLINE_TASK_RECORDED,
        EventKind.FORM_RECORDED,
        EventKind.SERVICE_REQUEST_MARKED,
        EventKind.SERVICE_REQUESTS_LINKED,
    }
)
AUDIENCES = {
    "claimant": Relation.CLAIMANT,
    "defendant": Relation.DEFENDANT,
    "officer": Relation.OFFICER,
    "agency": Relation.AGENCY,
    "receiving_parent": Relation.RECEIVING_PARENT,
    "paying_parent": Relation.PAYING_PARENT,
    "court": Relation.COURT,
}


def audiences_moved(kind: EventKind, audience: Relation, party_id: UUID | None) -> tuple[str, ...]:
    """Whose version an entry moves: everyone's who may see it; only the court's where it is private to a party.

    What happens around a claim and changes nothing of it moves nobody's, so that it makes no editor's version stale.
    """
    if kind in AROUND_A_CLAIM:
        return ()
    seen = (Relation.COURT | Relation.AGENCY) & audience if party_id else audience
    return tuple(word for word, bit in AUDIENCES.items() if seen & bit)


def hash_of(entry: HistoryEntry | Row[*tuple[Any, ...]]) -> bytes:
    """The hash that chains an entry to the one before it."""
    return entry_hash(
        entry.previous_hash,
        uid=entry.uid,
        stream_id=entry.stream_id,
        number=entry.number,
        kind=entry.kind,
        at=entry.at,
        recorded_at=entry.recorded_at,
        actor_id=entry.actor_id,
        actor_role=entry.actor_role,
        party_id=entry.party_id,
        audience=entry.audience,
        changes=entry.changes,
        versions=entry.versions,
        subject_id=entry.subject_id,
    )
