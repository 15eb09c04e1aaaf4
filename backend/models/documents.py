"""What we issue: documents whose bytes are stored once and never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import DocumentKind


class Document(Base):
    """A document as it was issued. A later version supersedes it; its bytes stay."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("subject_id", "kind", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    subject_id: Mapped[UUID]
    """What it documents: a writ."""
    kind: Mapped[DocumentKind]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    name: Mapped[str] = mapped_column(String(120))
    """The file's name, without personal data."""
    media_type: Mapped[str] = mapped_column(String(60))
    byte_size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    audience: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
