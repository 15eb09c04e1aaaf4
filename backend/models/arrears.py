"""Arrears of child maintenance: the ledger, what a court ordered over parts of it, schedules, money that comes in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import (
    AllocationState,
    ArrearsLineKind,
    Compliance,
    ExpectedState,
    InstalmentFrequency,
    Jurisdiction,
    LiabilityOrderState,
    ScheduleKind,
)
from backend.rules.vocabulary import Power as PowerName

LIVE = text("ended_at is null")
EXCESS = text("excess_pence > 0")
PAID_OFF = text("state = 'PAID_OFF'")
EXPIRING = text("is_outstanding and expires_on is not null")


class LiabilityOrder(Base):
    """A liability order (LO) over part of the arrears. What is owed under it is the sum of its ledger lines."""

    __tablename__ = "liability_orders"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_liability_orders_number", "number"),
        Index("ix_liability_orders_paid_off", "case_id", postgresql_where=PAID_OFF, sqlite_where=PAID_OFF),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[str] = mapped_column(String(30))
    """The LO reference by which payments are allocated."""
    jurisdiction: Mapped[Jurisdiction]
    """Where it was granted."""
    court: Mapped[str] = mapped_column(String(200))
    granted_on: Mapped[date]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[LiabilityOrderState]
    is_court_enforced: Mapped[bool] = mapped_column(default=False)
    paid_off_at: Mapped[datetime | None]
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"))
    recorded_at: Mapped[datetime]


class ArrearsLine(Base):
    """One line of the arrears ledger. What is owed is its sum, of all or of one order; lines are only added."""

    __tablename__ = "arrears_lines"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    kind: Mapped[ArrearsLineKind]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    on: Mapped[date] = mapped_column("on_date")
    maintenance_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("maintenance_cases.id"))
    liability_order_id: Mapped[UUID | None] = mapped_column(ForeignKey("liability_orders.id"), index=True)
    payment_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments_in.id"), index=True)
    explanation: Mapped[str] = mapped_column(Text)


class PaymentIn(Base):
    """Money that a paying parent paid, as the bank's system told of it; each message once."""

    __tablename__ = "payments_in"
    __table_args__ = (
        Index("ix_payments_in_case", "case_id", "received_on"),
        Index("ix_payments_in_state", "state", "case_id"),
        Index("ix_payments_in_excess", "case_id", postgresql_where=EXCESS, sqlite_where=EXCESS),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    external_id: Mapped[str] = mapped_column(String(80), unique=True)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date]
    lo_reference: Mapped[str | None] = mapped_column(String(60))
    """What the payer gave as the reference, as it came."""
    state: Mapped[AllocationState]
    excess_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    """What of it is more than was owed; kept visible until somebody settles it."""
    recorded_at: Mapped[datetime]


class Schedule(Base):
    """A payment schedule with its expected dates. One of a case is live."""

    __tablename__ = "schedules"
    __table_args__ = (
        Index("uq_schedules_live", "case_id", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
        Index("ix_schedules_transfer", "transfer_on", "case_id", postgresql_where=LIVE, sqlite_where=LIVE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ScheduleKind]
    frequency: Mapped[InstalmentFrequency]
    instalment_pence: Mapped[int] = mapped_column(BigInteger)
    total_pence: Mapped[int] = mapped_column(BigInteger)
    first_on: Mapped[date]
    liability_order_id: Mapped[UUID | None] = mapped_column(ForeignKey("liability_orders.id"))
    transfer_on: Mapped[date | None]
    """Monitored until this day, on which the case goes back to maintenance (R-46)."""
    compliance: Mapped[Compliance | None]
    """What was established over the first three due dates of a deduction order (R-50)."""
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(Text)


class ExpectedPayment(Base):
    """One payment that a schedule expects."""

    __tablename__ = "expected_payments"
    __table_args__ = (
        UniqueConstraint("schedule_id", "ordinal"),
        Index("ix_expected_payments_due", "state", "due_on", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    ordinal: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    paid_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[ExpectedState]


class Artefact(Base):
    """A system record that enforcement action left (a charge, a register entry, a sanction), until it is cleared."""

    __tablename__ = "artefacts"
    __table_args__ = (
        Index("ix_artefacts_case", "case_id", "is_outstanding"),
        Index("ix_artefacts_expiring", "expires_on", "case_id", postgresql_where=EXPIRING, sqlite_where=EXPIRING),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    power: Mapped[PowerName]
    """By which power it came."""
    liability_order_id: Mapped[UUID | None] = mapped_column(ForeignKey("liability_orders.id"))
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"))
    """The service request that caused it."""
    commenced_on: Mapped[date]
    expires_on: Mapped[date | None]
    """A charge for payment: when it expires (Scotland)."""
    is_outstanding: Mapped[bool] = mapped_column(default=True)
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    form: Mapped[dict[str, Any]]
    """The fields of the forms that were completed to clear it."""
