"""The history of a case: every entry that the viewer may see, in the order in which it happened."""

from uuid import UUID

from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import HistoryEntry, User
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Entity, Field
from backend.queries.reading import Reading, Row
from backend.rules import summaries
from backend.rules.access import Actor
from backend.rules.vocabulary import OF_THE_AGENCY, STAFF, Relation


def for_viewer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Entries whose audience takes in what the viewer is to the case; private ones only for their party."""
    meant = HistoryEntry.audience.op("&", return_type=HistoryEntry.audience.type)(visible.c.relation) != 0
    if actor.is_agency_staff:
        # Whoever is shown a service request sees what happens to it, in whatever part of the agency they work.
        to_staff = HistoryEntry.audience.op("&", return_type=HistoryEntry.audience.type)(int(Relation.AGENCY)) != 0
        works = scope.stands_as(visible, OF_THE_AGENCY) & scope.of_requests_seen(HistoryEntry.subject_id, actor)
        meant = meant | (to_staff & works)
    return meant & scope.private_rows(HistoryEntry.party_id, actor)


HISTORY_ENTRY = Entity(
    name="HistoryEntry",
    source=HistoryEntry.__table__.outerjoin(User.__table__, User.id == HistoryEntry.actor_id),
    key=HistoryEntry.uid,
    case=HistoryEntry.stream_id,
    rows=for_viewer,
    fields={
        "key": Field(HistoryEntry.id, published=False),
        "xid": Field(HistoryEntry.xid, published=False),
        "id": Field(HistoryEntry.uid, show=lambda key: to_node_id("HistoryEntry", key)),
        "case_id": Field(HistoryEntry.stream_id, published=False),
        "subject_id": Field(HistoryEntry.subject_id, published=False),
        "kind": Field(HistoryEntry.kind),
        "at": Field(HistoryEntry.at),
        "recorded_at": Field(HistoryEntry.recorded_at, to=STAFF),
        "actor_role": Field(HistoryEntry.actor_role, published=False),
        "actor_id": Field(HistoryEntry.actor_id, published=False),
        "actor_name": Field(User.name, to=STAFF),
        "versions": Field(HistoryEntry.versions, published=False),
        "changes": Field(HistoryEntry.changes, published=False),
        "number": Field(HistoryEntry.number, to=STAFF),
        "hash": Field(HistoryEntry.hash, to=STAFF, show=bytes.hex),
        "order": Field(HistoryEntry.number, published=False),
    },
)


async def by_keys(reading: Reading, keys: tuple[int, ...]) -> list[Row]:
    """These entries, as far as the viewer may see them, in their order."""
    if not keys:
        return []
    statement = reading.select(HISTORY_ENTRY).where(HistoryEntry.id.in_(keys)).order_by(HistoryEntry.id)
    return await reading.rows(HISTORY_ENTRY, statement)


async def fields_changed_since(reading: Reading, case_id: UUID, word: str, version: int) -> list[str]:
    """The names of the fields that changed after a version that the viewer read."""
    statement = reading.select(HISTORY_ENTRY).where(
        HistoryEntry.stream_id == case_id, HistoryEntry.versions[word].as_integer() > version
    )
    rows = await reading.rows(HISTORY_ENTRY, statement.order_by(HistoryEntry.number).limit(100))
    return sorted({name for row in rows for name in summaries.FIELDS_CHANGED.get(row.stored["kind"], ())})


async def fields_of_service_request_changed_since(reading: Reading, key: UUID, version: int) -> list[str]:
    """The same of a service request, whose version is the number of entries about it."""
    about = reading.select(HISTORY_ENTRY).where(HistoryEntry.subject_id == key)
    rows = await reading.rows(HISTORY_ENTRY, about.order_by(HistoryEntry.number).offset(max(version, 0)).limit(100))
    fields = summaries.FIELDS_OF_SERVICE_REQUEST_CHANGED
    return sorted({name for row in rows for name in fields.get(row.stored["kind"], ())})
