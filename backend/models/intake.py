"""What outside systems told: every message as it came, and what was found out about a paying parent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import Feed, FindingKind, MessageState


class IntakeMessage(Base):
    """One message of an outside system, taken in once under its id; a bad one is kept, and never lost."""

    __tablename__ = "intake_messages"
    __table_args__ = (
        UniqueConstraint("feed", "message_id"),
        Index("ix_intake_messages_case", "case_id", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    feed: Mapped[Feed]
    message_id: Mapped[str] = mapped_column(String(80))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """The SHA-256 of the message: the same id with another content is refused."""
    kind: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[MessageState]
    refusal: Mapped[str | None] = mapped_column(String(60))
    """Why it could not be used: a code."""
    problem: Mapped[str | None] = mapped_column(String(300))
    """The same in a sentence, without a word of the message."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The message as it came, encrypted: it names people."""
    received_at: Mapped[datetime]


class Finding(Base):
    """What a third party or an outside system told about a paying parent; staff alone see it."""

    __tablename__ = "findings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    feed: Mapped[Feed]
    kind: Mapped[FindingKind]
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    found_on: Mapped[date]
    recorded_at: Mapped[datetime]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("intake_messages.id"))
