"""Enforcement cases: a paying parent's case group as enforcement works it, and what overlays where it stands.

One `Case` of the kind ENFORCEMENT is the whole case group of one paying parent: its service requests, history, letters
and arrears hang on it, and its lock orders every act on the group. The maintenance cases in it are rows beneath it; one
of them is the master case.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import CaseArea, Flag, Jurisdiction, PowerResult, ReviewKind, RoutingReason, Segment
from backend.rules.vocabulary import Power as PowerName

LIVE = text("ended_at is null")


class EnforcementCase(Base):
    __tablename__ = "enforcement_cases"
    __table_args__ = (
        Index("ix_enforcement_cases_team", "team_id", "case_id"),
        Index("ix_enforcement_cases_area", "area", "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    area: Mapped[CaseArea]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    """Which team has the case; its leader routes and approves."""
    origin: Mapped[CaseArea | None]
    """The area that sent it in, and to which it goes back (R-39, R-44)."""
    moved_to: Mapped[Jurisdiction | None]
    """Where the paying parent lives now, while lock assignment keeps the case with a team elsewhere (R-20, R-21)."""
    segment: Mapped[Segment]
    reason: Mapped[RoutingReason]
    """Why it came into enforcement."""
    referred_at: Mapped[datetime]
    is_criminal: Mapped[bool] = mapped_column(default=False)
    """Criminal enforcement: Ever in Enforcement is never set by it (R-11)."""
    is_migrated: Mapped[bool] = mapped_column(default=False)
    """From the legacy (CSA) system, with action going on (R-19)."""
    has_confident_address: Mapped[bool] = mapped_column(default=True)
    """False: the paying parent lives at an address that nobody is sure of (DLO)."""
    has_property: Mapped[bool] = mapped_column(default=False)
    died_on: Mapped[date | None]
    """When the paying parent died."""
    is_compliant: Mapped[bool] = mapped_column(default=False)
    """The paying parent has become compliant."""
    rejected_at: Mapped[datetime | None]
    """When the referral was rejected as incorrect or incomplete (R-08)."""


class MaintenanceCase(Base):
    """One child maintenance case of the group: between the paying parent and one receiving parent."""

    __tablename__ = "maintenance_cases"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_maintenance_cases_number", "number"),
        Index("uq_maintenance_cases_master", "case_id", unique=True, postgresql_where=text("is_master"),
              sqlite_where=text("is_master")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[str] = mapped_column(String(20))
    receiving_parent_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    is_master: Mapped[bool] = mapped_column(default=False)


class FlagSetting(Base):
    """That a flag was set, by whom and why; removed, it stays as a row."""

    __tablename__ = "flag_settings"
    __table_args__ = (
        Index("uq_flag_settings_live", "case_id", "flag", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    flag: Mapped[Flag]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_why: Mapped[str | None] = mapped_column(Text)


class Review(Base):
    """A case review date (R-24). One is live: setting another ends it (R-26)."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("uq_reviews_live", "case_id", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
        Index("ix_reviews_due", "due_on", "case_id", postgresql_where=LIVE, sqlite_where=LIVE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[ReviewKind]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"))
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(60))


class Surveillance(Base):
    """A time in which a case waits in maintenance for something to change (R-31 to R-35)."""

    __tablename__ = "surveillances"
    __table_args__ = (
        Index("uq_surveillances_live", "case_id", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
        Index("ix_surveillances_since", "started_at", "case_id", postgresql_where=LIVE, sqlite_where=LIVE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    exit: Mapped[RoutingReason | None]
    """By which of the five triggers it ended."""


class Movement(Base):
    """That a case went from one area or team to another: who, when, why (R-36 to R-39, R-20)."""

    __tablename__ = "movements"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    from_area: Mapped[CaseArea]
    to_area: Mapped[CaseArea]
    from_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    to_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column("by_user", ForeignKey("users.id"))
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"))


class PowerConsidered(Base):
    """That a power was considered or is exhausted: what surveillance asks for (R-31)."""

    __tablename__ = "powers_considered"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    power: Mapped[PowerName]
    result: Mapped[PowerResult]
    reason: Mapped[str] = mapped_column(Text)
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"))
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column("by_user", ForeignKey("users.id"))
