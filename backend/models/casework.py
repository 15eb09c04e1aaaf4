"""Casework: service requests (SR), the activity plans (AP) by which they are worked, and what staff note on the way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import (
    ActivityStatus,
    Desk,
    NoteKind,
    OfflineTaskKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)

WAITING = text("waits_until is not null")


class ServiceRequest(Base):
    """One piece of casework on a case. Its kind is `(process, area, sub_area)`; the rules say what that means."""

    __tablename__ = "service_requests"
    __table_args__ = (
        Index("ix_service_requests_queue", "team_id", "status", "due_on", "id"),
        Index("ix_service_requests_owner", "owner_id", "status"),
        Index("ix_service_requests_waiting", "waits_until", postgresql_where=WAITING, sqlite_where=WAITING),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    process: Mapped[str] = mapped_column(String(80))
    area: Mapped[str] = mapped_column(String(80))
    sub_area: Mapped[str] = mapped_column(String(80))
    status: Mapped[ServiceRequestStatus]
    sub_status: Mapped[ServiceRequestSubStatus | None]
    reason: Mapped[str] = mapped_column(String(300))
    """Why it was opened, in a sentence."""
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    """What it is about: an application, a payment, a letter."""
    opened_for: Mapped[str | None] = mapped_column(String(120), unique=True)
    """Names the occasion on which the service opened it by itself: each opens one, however often it is seen."""
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"), index=True)
    desk: Mapped[Desk]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    data: Mapped[dict[str, Any]]
    """The data form: what the kind asks to be recorded as the work goes on, by the codes of its fields."""
    waits_until: Mapped[date | None]
    """A wait period (R-44): on this day it comes to the top of the queue by itself."""
    resolution: Mapped[str | None] = mapped_column(String(80))
    """The resolution code that an outcome filled in."""
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime | None]
    approval_requested_at: Mapped[datetime | None]
    approval_requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]


class ActivityPlan(Base):
    """The lines of work that a template generated: when its service request was started, or was to be amended; once."""

    __tablename__ = "activity_plans"
    __table_args__ = (UniqueConstraint("service_request_id", "template"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    service_request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"))
    template: Mapped[str] = mapped_column(String(80))
    """The template's name and version, as `VERIFY_WRIT_APPLICATION/1`."""
    generated_at: Mapped[datetime]


class Activity(Base):
    """One line of an activity plan."""

    __tablename__ = "activities"
    __table_args__ = (UniqueConstraint("plan_id", "position"), UniqueConstraint("plan_id", "code"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("activity_plans.id"))
    service_request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(60))
    status: Mapped[ActivityStatus]
    outcome: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str | None] = mapped_column(Text)
    on: Mapped[date | None] = mapped_column("on_date")
    comment: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ServiceRequestNote(Base):
    """A note of staff on a service request: added, never changed."""

    __tablename__ = "service_request_notes"
    __table_args__ = (Index("ix_service_request_notes_of", "service_request_id", "written_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    service_request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"))
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoteKind] = mapped_column(default=NoteKind.NOTE, server_default="NOTE")
    text: Mapped[str] = mapped_column(Text)


class RelatedServiceRequest(Base):
    """That two service requests of a case belong together (R-18, R-28, R-42); once, whichever was named first."""

    __tablename__ = "related_service_requests"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    first_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"))
    """The smaller of the two keys."""
    second_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    linked_at: Mapped[datetime]
    linked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class OfflineTask(Base):
    """What is done outside the service for a service request: asked of whom, when, and when it came (R-09, R-21)."""

    __tablename__ = "offline_tasks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    service_request_id: Mapped[UUID] = mapped_column(ForeignKey("service_requests.id"), index=True)
    kind: Mapped[OfflineTaskKind]
    with_whom: Mapped[str] = mapped_column(String(200))
    """The court, or the provider paid."""
    by_whom: Mapped[str] = mapped_column(String(200))
    """Who asks for it or pays it: a case manager, the contracted solicitors."""
    reference: Mapped[str | None] = mapped_column(String(60))
    amount_pence: Mapped[int | None] = mapped_column(BigInteger)
    """A payment by the government procurement card."""
    requested_on: Mapped[date]
    received_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
