"""The root that parties, history, letters and debts hang on, and the spine of its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, Serial, new_id
from backend.rules.vocabulary import CaseKind, EventKind, Jurisdiction


class Stream(Base):
    """The spine of one history: how many entries it has, the hash of the last, and a version per audience.

    A case's stream carries the case's id; what has no case (security, users) has a stream of its own. Its row lock
    orders the writers of one history.
    """

    __tablename__ = "streams"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    entry_count: Mapped[int] = mapped_column(BigInteger, default=0)
    head: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
    claimant_version: Mapped[int] = mapped_column(default=0)
    claimant_updated_at: Mapped[datetime | None]
    defendant_version: Mapped[int] = mapped_column(default=0)
    defendant_updated_at: Mapped[datetime | None]
    officer_version: Mapped[int] = mapped_column(default=0, server_default="0")
    officer_updated_at: Mapped[datetime | None]
    agency_version: Mapped[int] = mapped_column(default=0, server_default="0")
    agency_updated_at: Mapped[datetime | None]
    receiving_parent_version: Mapped[int] = mapped_column(default=0, server_default="0")
    receiving_parent_updated_at: Mapped[datetime | None]
    paying_parent_version: Mapped[int] = mapped_column(default=0, server_default="0")
    paying_parent_updated_at: Mapped[datetime | None]
    court_version: Mapped[int] = mapped_column(default=0)
    court_updated_at: Mapped[datetime | None]


class Case(Base):
    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(ForeignKey("streams.id"), primary_key=True)
    kind: Mapped[CaseKind]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    jurisdiction: Mapped[Jurisdiction]
    created_at: Mapped[datetime]


class HistoryEntry(Base):
    """One thing that happened, in the transaction in which it happened. Never changed, never deleted.

    The feed is read in the order `(xid, id)`: on PostgreSQL `xid` is the writing transaction, on SQLite, whose one
    writer gives the order, it is 0. `number` and `hash` chain the entries of one stream.
    """

    __tablename__ = "history"
    __table_args__ = (
        UniqueConstraint("stream_id", "number"),
        Index("ix_history_feed", "xid", "id"),
        Index("ix_history_stream_feed", "stream_id", "xid", "id"),
        Index("ix_history_actor", "actor_id"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    uid: Mapped[UUID] = mapped_column(default=new_id, unique=True)
    """Under which the API knows the entry: `id` would tell how much is written in all."""
    xid: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    stream_id: Mapped[UUID] = mapped_column(ForeignKey("streams.id"))
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    """When it happened, by the clock of the rules (in a demonstration: the stored clock)."""
    recorded_at: Mapped[datetime]
    """When it was written, by the machine's clock."""
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID | None]
    """What of the case it is about, where that is not the case itself: a service request, a writ."""
    party_id: Mapped[UUID | None]
    """Set where the entry is private to one party (and the court)."""
    audience: Mapped[int] = mapped_column(SmallInteger)
    changes: Mapped[dict[str, Any]]
    """What changed, by field name. No contact details, no date of birth, no secret."""
    versions: Mapped[dict[str, Any]]
    """The versions of the case after this entry, one for each audience: {"claimant": 3, "defendant": 2, "court": 5}."""
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
