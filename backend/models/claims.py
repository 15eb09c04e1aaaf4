"""A money claim, its parties, who proved to be which of them, and what the defendant answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import ClaimState, PartyKind, PartySide, ResponseKind


class Claim(Base):
    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_state", "state", "response_due_at", "case_id"),
        Index("ix_claims_due", "response_due_at", "case_id"),
        Index("ix_claims_lodged", "lodged_at", "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    state: Mapped[ClaimState]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    """The principal as claimed; what is owed is the sum of the ledger."""
    interest_from: Mapped[date | None]
    """Statutory interest is claimed from this day; None where no interest is claimed."""
    what_for: Mapped[str] = mapped_column(Text)
    events: Mapped[list[Any]]
    """The claimant's timeline: [{"on": date, "what": text}]."""
    evidence: Mapped[list[Any]]
    """The list of evidence: [{"kind": text, "description": text}]."""
    lodged_at: Mapped[datetime]
    issued_on: Mapped[date]
    served_on: Mapped[date]
    response_due_at: Mapped[datetime]
    payment_due_at: Mapped[datetime | None]
    """Once there is a judgment: when the time that it gives for payment is over."""
    response_deadline: Mapped[dict[str, Any]]
    """The explained deadline as it was reckoned: instants, steps, policy and calendar version."""


class Party(Base):
    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("case_id", "side", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    side: Mapped[PartySide]
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[PartyKind]
    name: Mapped[str] = mapped_column(String(200))
    organisation_number: Mapped[str | None] = mapped_column(String(20))
    date_of_birth: Mapped[date | None]
    address_lines: Mapped[list[Any]]
    """One to four lines; the first begins with the house number or name."""
    post_code: Mapped[str] = mapped_column(String(8))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """A claimant whose contact details the defendant may not see."""


class Link(Base):
    """What a user is to a case: a party that they proved to be, or the officer appointed. Ended, it stays as a row."""

    __tablename__ = "links"
    __table_args__ = (
        Index("ix_links_user", "user_id", "case_id"),
        Index(
            "uq_links_live",
            "party_id",
            "user_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
            sqlite_where=text("ended_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("parties.id"))
    hceo_id: Mapped[UUID | None] = mapped_column(ForeignKey("hceos.id"))
    """The officer's entry, for a link that an appointment made; it has no party."""
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    relation: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SecurityCode(Base):
    """A code sent to a party's address of service. Kept as an argon2 hash; works once; expires."""

    __tablename__ = "security_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"))
    code_hash: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LinkGuard(Base):
    """Failures at linking to one claim since its last new code, and until when it is suspended (machine clock)."""

    __tablename__ = "link_guards"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    suspensions: Mapped[int] = mapped_column(default=0)
    suspended_until: Mapped[datetime | None]


class LinkAttempt(Base):
    """An attempt at linking, counted per caller (machine's clock)."""

    __tablename__ = "link_attempts"
    __table_args__ = (Index("ix_link_attempts_caller", "caller", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    caller: Mapped[bytes] = mapped_column(LargeBinary(32))
    """A keyed hash of who called: a user, or a network address."""
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class Response(Base):
    __tablename__ = "responses"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"))
    kind: Mapped[ResponseKind]
    statement: Mapped[str] = mapped_column(Text)
    disputed_pence: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    counts_as_filed_on: Mapped[date]
