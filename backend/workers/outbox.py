"""The outbox as its workers share it: who holds which letter, and until when. Short transactions, one letter each.

A letter that is WAITING under a lease is being prepared: if its worker dies, nothing has left. It becomes SENDING just
before its text goes: if its worker dies then, the mail server may have it. Every lease carries a token of its own, and
whoever has lost it can change nothing any more. Leases and retries run on the machine's clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from backend.adapters.database import Database
from backend.models import Claim, EnforcementCase, Hceo, Letter, Link, Party, new_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import ClaimState, LetterState, PartySide

_LONGEST_NAME = 23
_NAME = func.coalesce(Party.name, Hceo.name)
_ADDRESS = func.coalesce(Party.email, Hceo.email)
_READER = aliased(Party)
_LIVES = ~(
    select(_READER.id)
    .join(EnforcementCase, EnforcementCase.case_id == _READER.case_id)
    .where(_READER.id == Letter.party_id, _READER.side == PartySide.PAYING_PARENT, EnforcementCase.died_on.is_not(None))
    .correlate(Letter)
    .exists()
)
"""Nobody writes to a paying parent who died (R-40)."""
_ENTITLED = or_(
    and_(Letter.hceo_id.is_(None), _LIVES),
    select(Link.id)
    .where(Link.case_id == Letter.case_id, Link.hceo_id == Letter.hceo_id, Link.ended_at.is_(None))
    .exists(),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A letter under lease, with what its reader and its claim are at this moment."""

    letter: Letter
    reader_name: str
    address: str | None
    is_entitled: bool
    """A party is to what is written to it while they live; an officer is for as long as they are appointed."""
    claim_state: ClaimState | None
    token: str
    is_doubtful_twice: bool
    """Two sendings already broke off when the text may have gone: a third could make a second copy."""


class NotHeldError(Exception):
    """The lease is lost, or what the letter rests on has changed since: it must not go now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The letters that are due, on SQLite (one writer at a time) and PostgreSQL (rows that another has are skipped)."""

    database: Database
    lease: timedelta
    name: str

    async def hold(self, now: datetime) -> Held | None:
        """Take the letter that has been due longest, or None. Counts an attempt."""
        async with self.database.writing(SYSTEM) as session:
            found = await session.execute(
                select(Letter, _NAME, _ADDRESS, _ENTITLED, Claim.state)
                .outerjoin(Party, Party.id == Letter.party_id)
                .outerjoin(Hceo, Hceo.id == Letter.hceo_id)
                .outerjoin(Claim, Claim.case_id == Letter.case_id)
                .where(
                    Letter.state.in_((LetterState.WAITING, LetterState.SENDING)),
                    Letter.next_attempt_at <= now,
                    or_(Letter.leased_until.is_(None), Letter.leased_until <= now),
                )
                .order_by(Letter.next_attempt_at, Letter.id)
                .limit(1)
                .with_for_update(of=Letter, skip_locked=True)
            )
            row = found.one_or_none()
            if row is None:
                return None
            letter, name, address, is_entitled, claim_state = row
            sender_died = letter.state is LetterState.SENDING
            is_doubtful_twice = sender_died and letter.may_be_copy
            letter.may_be_copy = sender_died or letter.may_be_copy
            letter.state = LetterState.WAITING
            letter.attempts += 1
            letter.leased_until = now + self.lease
            letter.leased_by = f"{self.name[:_LONGEST_NAME]}/{new_id()}"
            await session.commit()
        return Held(letter, name, address, is_entitled, claim_state, letter.leased_by, is_doubtful_twice)

    async def about_to_send(self, held: Held, now: datetime, *, while_claim_is: Iterable[ClaimState]) -> None:
        """Say that the text goes now, if nothing has changed meanwhile; raises `NotHeldError` if anything has."""
        same_address = or_(
            select(Party.id).where(Party.id == Letter.party_id, Party.email == held.address).exists(),
            select(Hceo.id).where(Hceo.id == Letter.hceo_id, Hceo.email == held.address).exists(),
        )
        still_true: list[ColumnElement[bool]] = [same_address, _ENTITLED]
        if held.claim_state is not None:
            still_true.append(
                select(Claim.case_id)
                .where(Claim.case_id == held.letter.case_id, Claim.state.in_(while_claim_is))
                .exists()
            )
        mine = (Letter.leased_by == held.token, Letter.leased_until > now, Letter.state == LetterState.WAITING)
        async with self.database.writing(SYSTEM) as session:
            changed = await session.scalar(
                update(Letter)
                .where(Letter.id == held.letter.id, *mine, *still_true)
                .values(state=LetterState.SENDING, leased_until=now + self.lease)
                .returning(Letter.id)
                .execution_options(synchronize_session=False)
            )
            if changed is None:
                raise NotHeldError
            await session.commit()

    async def put_back(self, held: Held, *, until: datetime, may_be_copy: bool) -> None:
        """Let the letter wait for its next attempt. Does nothing where the lease is lost or the letter has ended."""
        async with self.database.writing(SYSTEM) as session:
            await session.execute(
                update(Letter)
                .where(Letter.id == held.letter.id, Letter.leased_by == held.token)
                .values(
                    state=LetterState.WAITING,
                    next_attempt_at=until,
                    leased_until=None,
                    leased_by=None,
                    may_be_copy=may_be_copy,
                )
                .execution_options(synchronize_session=False)
            )
            await session.commit()
