"""Who uses the service: users, their teams and organisations, and the sessions that prove them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import PartyKind, Role, Side


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    side: Mapped[Side]
    desks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Whose work it takes: members of `Desk`."""
    jurisdictions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """A team of the agency: of which jurisdictions; empty where it takes cases of all."""


class Organisation(Base):
    """A company, a solicitors' firm or an HCEO firm for which users act."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    kind: Mapped[PartyKind] = mapped_column(default=PartyKind.ORGANISATION)


class User(Base):
    """A person who can sign in. `subject` is the identity provider's name for them."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    role: Mapped[Role]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    jurisdictions: Mapped[list[Any]] = mapped_column(default=list)
    """Staff: the jurisdictions whose cases they work. Citizens: empty."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Session(Base):
    """A signed-in session. The token is 256 random bits, known to its holder only: here stands its SHA-256."""

    __tablename__ = "sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    idle_expires_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
