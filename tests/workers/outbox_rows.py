"""Rows for the outbox: one claim, its defendant, and letters to him."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.adapters.database import Database
from backend.adapters.sealing import LETTER, Sealer
from backend.models import Case, Claim, Letter, Party, Stream, new_id
from backend.notices import Ending
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import CaseKind, ClaimState, Jurisdiction, LetterState, PartyKind, PartySide
from backend.rules.vocabulary import Letter as LetterName

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 12, 14, 16, 0, tzinfo=UTC)
SEALER = Sealer(b"a secret of thirty-two bytes or so")
REMINDER = {
    "reference": "001MC234",
    "claimant_names": ["Kate Green"],
    "total_pence": 131_450,
    "respond_by": DEADLINE.isoformat(),
}
NEW_CODE = {"reference": "001MC234", "claimant_names": ["Kate Green"], "code_expires_on": "2027-05-22"}


@dataclass
class Outbox:
    """A database with one claim, and the clock by which its letters fall due."""

    database: Database
    now: datetime = NOON
    case_id: UUID = field(default_factory=new_id)
    party_id: UUID = field(default_factory=new_id)
    endings: list[tuple[UUID, Ending]] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def build(self, *, email: str | None = "andrew@example.com") -> "Outbox":
        async with self.database.writing(SYSTEM) as session:
            session.add(Stream(id=self.case_id, name=f"case {self.case_id}"))
            await session.flush()
            session.add(
                Case(
                    id=self.case_id,
                    kind=CaseKind.CLAIM,
                    reference="001MC234",
                    jurisdiction=Jurisdiction.ENGLAND_WALES,
                    created_at=NOON,
                )
            )
            await session.flush()
            session.add_all([self._claim(), self._party(email)])
            await session.commit()
        return self

    def _claim(self) -> Claim:
        return Claim(
            case_id=self.case_id,
            state=ClaimState.AWAITING_RESPONSE,
            amount_pence=131_450,
            what_for="Painting",
            events=[],
            evidence=[],
            lodged_at=NOON,
            issued_on=date(2026, 11, 23),
            served_on=date(2026, 11, 28),
            response_due_at=DEADLINE,
            response_deadline={},
        )

    def _party(self, email: str | None) -> Party:
        return Party(
            id=self.party_id,
            case_id=self.case_id,
            side=PartySide.DEFENDANT,
            position=1,
            kind=PartyKind.PERSON,
            name="Andrew Smith",
            address_lines=["1 High Street"],
            post_code="LS1 1AA",
            email=email,
        )

    async def write(self, *, code: str | None = None, **changes: Any) -> UUID:
        """One letter that is due now: a reminder, or with a code a new security code."""
        given: dict[str, Any] = {
            "case_id": self.case_id,
            "party_id": self.party_id,
            "template": LetterName.SECURITY_CODE if code else LetterName.RESPONSE_REMINDER,
            "facts": NEW_CODE if code else REMINDER,
            "secret": SEALER.seal(code.encode(), LETTER) if code else None,
            "state": LetterState.WAITING,
            "created_at": NOON,
            "next_attempt_at": self.now,
        }
        letter = Letter(**(given | changes))
        async with self.database.writing(SYSTEM) as session:
            session.add(letter)
            await session.commit()
        return letter.id

    async def read(self, letter_id: UUID) -> Letter:
        async with self.database.writing(SYSTEM) as session:
            return await session.get_one(Letter, letter_id)

    async def states(self) -> list[LetterState]:
        async with self.database.writing(SYSTEM) as session:
            return list(await session.scalars(select(Letter.state).order_by(Letter.id)))

    async def change(self, table: type[Claim | Party], **values: Any) -> None:
        async with self.database.writing(SYSTEM) as session:
            await session.execute(update(table).where(table.case_id == self.case_id).values(**values))
            await session.commit()

    async def record(self, letter_id: UUID, ending: Ending, at: datetime) -> None:
        """Put an ending on record as the operation does, without the history."""
        async with self.database.writing(SYSTEM) as session:
            letter = await session.get_one(Letter, letter_id)
            if letter.state in {LetterState.WAITING, LetterState.SENDING}:
                letter.state, letter.failure, letter.may_be_copy = ending.state, ending.reason, ending.may_be_copy
                letter.secret, letter.leased_until, letter.leased_by, letter.ended_at = None, None, None, at
                self.endings.append((letter_id, ending))
            await session.commit()
