"""What we write to people: the outbox, filled in the act's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base, new_id
from backend.rules.vocabulary import Letter as LetterName
from backend.rules.vocabulary import LetterState


class Letter(Base):
    """One letter, to a party or to the appointed officer. Rendered when it leaves, as its reader may then see it."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_due", "state", "next_attempt_at"),
        Index("ix_letters_case", "case_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("parties.id"), index=True)
    hceo_id: Mapped[UUID | None] = mapped_column(ForeignKey("hceos.id"), index=True)
    """Exactly one of the two says to whom."""
    template: Mapped[LetterName]
    facts: Mapped[dict[str, Any]]
    """What the template needs: dates, amounts, names of the parties; never an address, a date of birth or a secret."""
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A security code, encrypted until the letter has left, then wiped."""
    state: Mapped[LetterState]
    service_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_requests.id"), index=True)
    """For which service request of the agency it was written."""
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who wrote its free text: not the one who signs it off."""
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    """Machine's clock, as is the lease: retries do not follow a demonstration's clock."""
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]
    may_be_copy: Mapped[bool] = mapped_column(default=False)
    """The link died after the text went: the mail server may have it; sent again with the same Message-ID."""
    failure: Mapped[str | None] = mapped_column(SqlText)
    """Why it failed or was withheld, as a code and a stage; never the server's own words."""
