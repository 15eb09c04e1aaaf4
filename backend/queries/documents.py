"""Documents as they were issued: read by whom they were issued for; their bytes only by downloading them."""

from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Document
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Entity, Field
from backend.rules.access import Actor


def for_viewer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Documents whose audience takes in what the viewer is to the case; for an officer those of their own writs."""
    meant = Document.audience.op("&", return_type=Document.audience.type)(visible.c.relation) != 0
    return meant & scope.of_served_writs(Document.subject_id, actor)


DOCUMENT = Entity(
    name="Document",
    source=Document.__table__,
    key=Document.id,
    case=Document.case_id,
    rows=for_viewer,
    fields={
        "key": Field(Document.id, published=False),
        "id": Field(Document.id, show=lambda key: to_node_id("Document", key)),
        "kind": Field(Document.kind),
        "document_version": Field(Document.version),
        "name": Field(Document.name),
        "media_type": Field(Document.media_type),
        "byte_size": Field(Document.byte_size),
        "sha256": Field(Document.sha256, show=bytes.hex),
        "created_at": Field(Document.created_at),
        "superseded_at": Field(Document.superseded_at),
    },
)
