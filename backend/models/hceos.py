"""The register of High Court Enforcement Officers (HCEO) and the districts in which they execute writs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import CoverageBasis, HceoState


class Hceo(Base):
    """An officer's entry. It stays when the officer leaves: writs name it."""

    __tablename__ = "hceos"
    __table_args__ = (Index("ix_hceos_name", "name", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """The number of the authorisation, as `HCEO-0123`."""
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The firm."""
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), unique=True)
    """The account under which writs are received; without one none can be served here."""
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    state: Mapped[HceoState]
    state_reason: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class HceoDistrict(Base):
    """A district (a postal area) in which an officer executes writs, and when their turn on its rota last came."""

    __tablename__ = "hceo_districts"
    __table_args__ = (Index("ix_hceo_districts_rota", "district", "last_turn_at"),)

    hceo_id: Mapped[UUID] = mapped_column(ForeignKey("hceos.id"), primary_key=True)
    district: Mapped[str] = mapped_column(String(2), primary_key=True)
    basis: Mapped[CoverageBasis]
    last_turn_at: Mapped[datetime | None]
