"""The judgment: asked for, refused or entered; and the debts whose typed lines say what is owed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import (
    DebtKind,
    InstalmentFrequency,
    JudgmentBasis,
    JudgmentRequestState,
    LineKind,
    PaymentOrder,
)


class Ordered:
    """How the debt is ordered to be paid; exactly the columns of the order chosen are filled."""

    payment_order: Mapped[PaymentOrder]
    pay_by: Mapped[date | None]
    instalment_pence: Mapped[int | None] = mapped_column(BigInteger)
    instalment_frequency: Mapped[InstalmentFrequency | None]
    first_instalment_on: Mapped[date | None]


class JudgmentRequest(Ordered, Base):
    __tablename__ = "judgment_requests"
    __table_args__ = (
        Index(
            "uq_judgment_requests_live",
            "case_id",
            unique=True,
            postgresql_where=text("state = 'REQUESTED'"),
            sqlite_where=text("state = 'REQUESTED'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    basis: Mapped[JudgmentBasis]
    state: Mapped[JudgmentRequestState]
    requested_at: Mapped[datetime]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    refusal_code: Mapped[str | None] = mapped_column(String(60))


class Judgment(Ordered, Base):
    __tablename__ = "judgments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    basis: Mapped[JudgmentBasis]
    entered_at: Mapped[datetime]
    entered_on: Mapped[date]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    total_pence: Mapped[int] = mapped_column(BigInteger)
    payable_deadline: Mapped[dict[str, Any]]
    """The 28 days that the journey promises, explained."""
    pay_within_28_days_by: Mapped[date]
    register_deadline: Mapped[dict[str, Any]]
    """The register's own last day, explained: one calendar month."""
    register_last_on: Mapped[date]


class Debt(Base):
    __tablename__ = "debts"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[DebtKind]


class LedgerLine(Base):
    """One typed line of a debt, in pence: what is owed is the sum of its lines and nothing else."""

    __tablename__ = "ledger_lines"
    __table_args__ = (UniqueConstraint("debt_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    debt_id: Mapped[UUID] = mapped_column(ForeignKey("debts.id"))
    position: Mapped[int]
    kind: Mapped[LineKind]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    on: Mapped[date] = mapped_column("on_date")
    explanation: Mapped[str] = mapped_column(String(300))
    policy: Mapped[str | None] = mapped_column(String(60))
