"""Payments of court fees through the payment provider: intent, call, result."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id, state_among
from backend.rules.payments import LIVE
from backend.rules.vocabulary import PaymentState

LIVE_PAYMENT = state_among(LIVE)


class Payment(Base):
    """One payment of an application's fee. At most one of an application is live, and at most one succeeds."""

    __tablename__ = "payments"
    __table_args__ = (
        Index(
            "uq_payments_live",
            "application_id",
            unique=True,
            postgresql_where=LIVE_PAYMENT,
            sqlite_where=LIVE_PAYMENT,
        ),
        Index("ix_payments_due", "look_at", postgresql_where=LIVE_PAYMENT, sqlite_where=LIVE_PAYMENT),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    """Also what the provider's Idempotency-Key is derived from."""
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("writ_applications.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    received_pence: Mapped[int | None] = mapped_column(BigInteger)
    """What the provider took; None while it took nothing. Another sum than the amount is looked at by staff."""
    state: Mapped[PaymentState]
    provider_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    next_url: Mapped[str | None] = mapped_column(String(500))
    """The provider's payment page, while the payment is live."""
    intended_at: Mapped[datetime]
    intended_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(60))
    """Why nothing was taken, as a code."""
    look_at: Mapped[datetime]
    """The machine's instant at which the reconciler looks next."""
    looks: Mapped[int] = mapped_column(default=0)
