"""Enforcing a judgment by a writ of control: the application, the writ, and what restrains enforcement."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id, state_among
from backend.rules import writ_applications, writs
from backend.rules.vocabulary import (
    AppointmentMethod,
    FeeMethod,
    NoticeMethod,
    Region,
    RestraintKind,
    WritApplicationState,
    WritState,
)

LIVE_APPLICATION = state_among(writ_applications.LIVE)
LIVE_WRIT = state_among(writs.LIVE)


class WritApplication(Base):
    """A claimant's application for a writ of control. At most one of a case is live."""

    __tablename__ = "writ_applications"
    __table_args__ = (
        Index(
            "uq_writ_applications_live",
            "case_id",
            unique=True,
            postgresql_where=LIVE_APPLICATION,
            sqlite_where=LIVE_APPLICATION,
        ),
        Index("ix_writ_applications_case", "case_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[WritApplicationState]
    details: Mapped[dict[str, Any]]
    """As `rules.writ_details` writes it: filled in from the claim, then confirmed or corrected by the claimant."""
    details_given_at: Mapped[datetime | None]
    corrections: Mapped[list[Any]]
    """What the claimant corrected of the court's data: members of `Correction`."""
    appointment_method: Mapped[AppointmentMethod | None]
    region: Mapped[Region | None]
    hceo_id: Mapped[UUID | None] = mapped_column(ForeignKey("hceos.id"))
    fee_pence: Mapped[int] = mapped_column(BigInteger)
    fee_policy: Mapped[str] = mapped_column(String(60))
    fee_method: Mapped[FeeMethod | None]
    """Set once the fee is covered."""
    help_with_fees_reference: Mapped[str | None] = mapped_column(String(20))
    checks: Mapped[list[Any]]
    """The automatic checks against the case's data: [{"code", "title", "result", "finding"}]."""
    started_at: Mapped[datetime]
    started_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was sent back or rejected, in the court's words."""
    amended_by: Mapped[list[Any]]
    """The staff who amended it (their ids): none of them may approve it."""


class Writ(Base):
    """A writ of control, issued by sealing. At most one of a case is live."""

    __tablename__ = "writs"
    __table_args__ = (
        Index("uq_writs_live", "case_id", unique=True, postgresql_where=LIVE_WRIT, sqlite_where=LIVE_WRIT),
        Index("ix_writs_hceo", "hceo_id", "issued_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("writ_applications.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[WritState]
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    amounts: Mapped[list[Any]]
    """What is to be enforced, line by line as sealed: [{"text", "pence"}]."""
    total_pence: Mapped[int] = mapped_column(BigInteger)
    interest_daily_pence: Mapped[int | None] = mapped_column(BigInteger)
    enforcement_addresses: Mapped[list[Any]]
    """Where the officer may find goods: [{"lines": [...], "post_code"}]."""
    last_day: Mapped[dict[str, Any]]
    """The explained last day."""
    expires_on: Mapped[date]
    hceo_id: Mapped[UUID] = mapped_column(ForeignKey("hceos.id"))
    served_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    """The date and time of receipt that the officer endorsed (Courts Act 2003 Sch 7 para 7)."""
    acknowledged_at: Mapped[datetime | None]
    notice_method: Mapped[NoticeMethod | None]
    notice_given_on: Mapped[date | None]
    enforceable: Mapped[dict[str, Any] | None]
    """From when goods may be taken, explained: the seven clear days."""
    enforceable_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Restraint(Base):
    """A stay or a breathing space: a row saying since when, until when and why; it overlays the status."""

    __tablename__ = "restraints"
    __table_args__ = (Index("ix_restraints_case", "case_id", "lifted_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[RestraintKind]
    since: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """When it ends by itself; None where it lasts until it is lifted."""
    reason: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
