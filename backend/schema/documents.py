"""A document as it was issued, and how it is downloaded."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.operations import downloads
from backend.queries import documents
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.declared import leaf, row_of, shape


@strawberry.type(description="Where a document can be downloaded, for a short time and by you alone.")
class Download:
    url: str = strawberry.field(description="The address, without the name of this service's host.")
    expires_at: datetime = strawberry.field(description="From when it leads nowhere: five minutes after it was made.")


@strawberry.type(description="A document as it was issued. Its bytes are stored once and never change.")
class Document(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.DocumentKind = leaf("What it is.")
    document_version: int = leaf("Which version of it this is, from 1.", name="version")
    name: str = leaf("The file's name; it names no person.")
    media_type: str = leaf("Its media type.")
    byte_size: int = leaf("How many bytes it has.")
    sha256: str = leaf("The SHA-256 of its bytes, in hexadecimal: by it a copy can be compared.")
    created_at: datetime = leaf("When it was issued.")
    superseded_at: datetime | None = leaf("When a later version took its place.")

    @strawberry.field(description="A link to download it. A download is noted; it neither serves nor appoints (W-12).")
    def download(self, info: Info[Context, Any]) -> Download | None:
        ticket = downloads.ticket(info.context.ground, info.context.actor, row_of(self).stored["key"])
        return Download(url=ticket.path, expires_at=ticket.expires_at) if ticket else None


shape(documents.DOCUMENT, Document)
