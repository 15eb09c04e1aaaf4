"""Attempts at linking: what they may be right about, how they are counted, and that they take their time (P11)."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from backend.models import Case, Link, LinkAttempt, LinkGuard, Party, SecurityCode
from backend.operations import codes
from backend.operations.ground import Ground, machine_now
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit, carry_out
from backend.queries.scope import NOBODY
from backend.rules import linking, refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind, PartySide


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed in to link themselves to a claim."""

    reference: str
    code: str
    proof: linking.Proof


@dataclass(frozen=True, slots=True)
class Found:
    """What an attempt may be right about; nothing where the reference is unknown or linking is suspended."""

    case_id: UUID | None = None
    is_suspended: bool = False
    codes: tuple[SecurityCode, ...] = ()
    parties: tuple[Party, ...] = ()


async def find(ground: Ground, attempt: Attempt) -> Found:
    """What there is under this reference, read as the service and told to nobody."""
    found = Found()

    async def act(unit: Unit) -> Outcome:
        nonlocal found
        unit.permit(Act.LINK_TO_CLAIM)
        case_id = await unit.session.scalar(select(Case.id).where(Case.reference == tidy(attempt.reference)))
        key = case_id or NOBODY
        guard = await unit.session.get(LinkGuard, key)
        newest = await codes.newest(unit, key)
        parties = await unit.session.scalars(
            select(Party).where(Party.case_id == key, Party.side == PartySide.DEFENDANT)
        )
        found = Found(case_id, guard is not None and is_suspended(guard), tuple(newest), tuple(parties))
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return found


def is_suspended(guard: LinkGuard) -> bool:
    return guard.suspended_until is not None and guard.suspended_until > machine_now()


async def note_failure(ground: Ground, actor: Actor, found: Found) -> None:
    """Count a failure against the claim; five suspend linking for an hour, then for twice as long each time."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.LINK_TO_CLAIM)
        if found.case_id is None or found.is_suspended:
            return Outcome()
        subject = await load(unit, found.case_id)
        guard = await unit.session.get_one(LinkGuard, found.case_id, populate_existing=True)
        # Whoever is in the case already guesses nothing, and shall not lock out the other side.
        if is_suspended(guard) or await _is_linked(unit, actor, found.case_id):
            return Outcome()
        guard.failures += 1
        suspends = guard.failures >= linking.FAILURES_ALLOWED
        if suspends:
            guard.suspended_until = linking.suspended_until(machine_now(), guard.suspensions)
            guard.suspensions, guard.failures = guard.suspensions + 1, 0
        unit.record(
            subject.stream,
            EventKind.LINK_FAILED,
            audience=COURT_ONLY,
            changes={"suspended": suspends, "user": str(actor.user_id)},
        )
        return Outcome()

    await carry_out(ground, SYSTEM, act)


async def _is_linked(unit: Unit, actor: Actor, case_id: UUID) -> bool:
    live = exists().where(Link.case_id == case_id, Link.user_id == actor.user_id, Link.ended_at.is_(None))
    return bool(await unit.session.scalar(select(live)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody has tried: their account, and the address they come from."""

    ground: Ground
    kind: str
    callers: tuple[bytes, ...]
    allowed: int

    @staticmethod
    def of(ground: Ground, actor: Actor, caller: str | None, *, kind: str, allowed: int) -> "Tally":
        """Without an address the account alone is counted."""
        # Those who are not signed in are nobody together: only the address tells them apart.
        given = {"address": caller, "user": actor.user_id}
        named = [f"{kind}:{what}:{who}" for what, who in given.items() if who is not None]
        return Tally(ground, kind, tuple(ground.sealer.digest("caller", name) for name in named), allowed)

    async def refuse_if_full(self) -> None:
        """Refuse who has tried too often, before anything else is done for them. Raises `Refused`.

        A refused attempt is not noted, or whoever goes on trying would never be let in again.
        """
        if await self._most() >= self.allowed:
            raise refusals.Refused(refusals.TOO_MANY_ATTEMPTS)

    async def note(self) -> None:
        """Note an attempt, committed before it is counted: so attempts made at once all see each other."""

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.LINK_TO_CLAIM)
            unit.session.add_all(LinkAttempt(caller=each, kind=self.kind, at=machine_now()) for each in self.callers)
            return Outcome()

        await carry_out(self.ground, SYSTEM, act)
        if await self._most() > self.allowed:
            raise refusals.Refused(refusals.TOO_MANY_ATTEMPTS)

    async def _most(self) -> int:
        since = machine_now() - linking.COUNTED_OVER
        statement = (
            select(func.count())
            .where(LinkAttempt.caller.in_(self.callers), LinkAttempt.at > since)
            .group_by(LinkAttempt.caller)
        )
        async with self.ground.database.reading(SYSTEM) as connection:
            return max((await connection.execute(statement)).scalars(), default=0)


@asynccontextmanager
async def steady(ground: Ground, *, since: float) -> AsyncGenerator[None]:
    """Take the same time since `since` (monotonic seconds), or a whole multiple of it, however the block ends."""
    try:
        yield
    finally:
        quantum = ground.linking_takes_seconds
        if quantum:
            await asyncio.sleep(quantum - (time.monotonic() - since) % quantum)


def tidy(reference: str) -> str:
    return reference.strip().upper()
