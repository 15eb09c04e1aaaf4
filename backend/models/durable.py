"""What must outlive a process: timers, keys of acts done, notices seen, the demonstration's clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import TimerKind, Topic


class Timer(Base):
    """Something that falls due. Setting it anew moves it; done, it is consumed in the transaction of its act."""

    __tablename__ = "timers"
    __table_args__ = (
        UniqueConstraint("subject_id", "kind", "ordinal"),
        Index(
            "ix_timers_due",
            "due_at",
            postgresql_where=text("done_at is null"),
            sqlite_where=text("done_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    subject_id: Mapped[UUID]
    """What it is about: a case, a party, an instalment."""
    kind: Mapped[TimerKind]
    ordinal: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    """After a failure: the machine's instant of the next try."""


class IdempotencyKey(Base):
    """An act already done under a caller's key: its outcome as ids, to be re-read under today's rights."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    input_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    outcome: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]


class SeenNotice(Base):
    """The only thing stored of a notice: that its reader has seen it."""

    __tablename__ = "seen_notices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    notice: Mapped[str] = mapped_column(String(60), primary_key=True)
    seen_at: Mapped[datetime]


class GuidanceRead(Base):
    """That somebody read a version of a page of guidance, for a case (W-02)."""

    __tablename__ = "guidance_reads"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    read_at: Mapped[datetime]


class Installation(Base):
    """The one row that says which database this is: a restored copy is another, and does nothing until released."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(200))
    released_at: Mapped[datetime]


class DemoClock(Base):
    """The one row of the demonstration's clock. Forward only."""

    __tablename__ = "demo_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    now: Mapped[datetime]
