"""Who proves to be a party: linking with code and detail, asking for a new code, ending a link (D-02, P11)."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from backend.models import Case, Link, LinkAttempt, LinkGuard, Party, SecurityCode
from backend.operations import codes
from backend.operations.ground import Ground, machine_now
from backend.operations.letter_facts import claim_facts
from backend.operations.subject import Subject, load
from backend.operations.unit import Once, Outcome, Unit, carry_out, earlier
from backend.rules import linking, refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.lodging import MOST_PARTIES, PARAGRAPH, fits
from backend.rules.vocabulary import COURT_ONLY, Act, ClaimStatus, EventKind, Letter, PartySide, Relation

NOBODY = UUID(int=0)


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


async def link(ground: Ground, actor: Actor, attempt: Attempt, *, caller: str, once: Once) -> Outcome:
    """Link the actor to the claim whose reference, code and detail they give.

    Every failure answers `LINKING_FAILED` alike, and every attempt takes the same time, whatever was wrong. The
    attempt itself is an act of its own, committed whether it succeeds or not. Raises `Refused`.
    """
    if not actor.may(Act.LINK_TO_CLAIM):
        raise refusals.NotPermitted
    async with _steady(ground):
        if done := await earlier(ground, actor, once):
            return done
        await _count(ground, actor, caller, kind="link", allowed=linking.ATTEMPTS_PER_CALLER)
        found = await _find(ground, attempt)
        index = await codes.matching(ground, attempt.code, [code.code_hash for code in found.codes])
        code = found.codes[index] if index is not None else None
        party = next((each for each in found.parties if code and each.id == code.party_id), None)
        if code is None or party is None or not linking.proves(party, attempt.proof) or found.is_suspended:
            # A twin of this very attempt may have used the code in the meantime.
            if done := await earlier(ground, actor, once):
                return done
            await _note_failure(ground, actor, found)
            raise refusals.Refused(refusals.LINKING_FAILED)
        used, proved = code.id, party.id

        async def act(unit: Unit) -> Outcome:
            return await _link(unit, user=actor, case_id=party.case_id, party_id=proved, code_id=used)

        return await carry_out(ground, actor, act, once=once, as_service=True)


async def request_code(ground: Ground, actor: Actor, reference: str, *, caller: str) -> None:
    """Have a new code sent to the address of service. The answer is the same whether there is such a claim or not."""
    if not actor.may(Act.REQUEST_SECURITY_CODE):
        raise refusals.NotPermitted
    async with _steady(ground):
        await _count(ground, actor, caller, kind="code", allowed=linking.NEW_CODES_PER_CALLER)
        made = await codes.new_codes(ground, MOST_PARTIES)

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.REQUEST_SECURITY_CODE)
            case_id = await unit.session.scalar(select(Case.id).where(Case.reference == _tidy(reference)))
            if case_id is None:
                return Outcome()
            subject = await load(unit, case_id)
            recent = await unit.session.scalar(
                select(func.max(SecurityCode.issued_at)).where(SecurityCode.case_id == case_id)
            )
            if recent is None or unit.now - recent >= linking.NEW_CODE_NOT_BEFORE:
                for party, code in zip(await _unlinked(unit, subject), made, strict=False):
                    await codes.send_code(unit, subject, party, code)
            return Outcome()

        await carry_out(ground, SYSTEM, act)


async def unlink(
    unit: Unit, case_id: UUID, *, party_id: UUID, reason: str, expected_version: int | None = None
) -> Outcome:
    """Staff end a link that should not be: live subscriptions of whoever held it end with it."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.UNLINK, unit)
    if not fits(reason, PARAGRAPH):
        raise refusals.Invalid(refusals.Problem("TEXT_LENGTH", ("reason",), "Give a reason of 1 to 1,000 characters."))
    ended = await unit.session.execute(
        update(Link)
        .where(
            Link.case_id == case_id,
            Link.party_id == party_id,
            Link.relation == int(Relation.DEFENDANT),
            Link.ended_at.is_(None),
        )
        .values(ended_at=unit.now)
        .returning(Link.id)
    )
    if not ended.all():
        raise refusals.NotFound
    party = next(each for each in subject.parties if each.id == party_id)
    unit.record(
        subject.stream,
        EventKind.DEFENDANT_UNLINKED,
        audience=COURT_ONLY,
        changes={"party": party.name, "reason": reason.strip()},
    )
    return Outcome({"claim": case_id})


async def _link(unit: Unit, *, user: Actor, case_id: UUID, party_id: UUID, code_id: UUID) -> Outcome:
    """Use the code and make the link; the code is looked at again under the lock, because it works once."""
    unit.permit(Act.LINK_TO_CLAIM)
    subject = await load(unit, case_id)
    code = await unit.session.get_one(SecurityCode, code_id, populate_existing=True)
    mine = await unit.session.scalars(
        select(Link.relation).where(Link.case_id == case_id, Link.user_id == user.user_id, Link.ended_at.is_(None))
    )
    guard = await unit.session.get_one(LinkGuard, case_id)
    if code.used_at is not None or mine.all() or _is_suspended(guard):
        raise refusals.Refused(refusals.LINKING_FAILED)
    code.used_at = unit.now
    guard.failures = 0
    party = next(each for each in subject.parties if each.id == party_id)
    unit.session.add(
        Link(
            case_id=case_id,
            party_id=party_id,
            user_id=user.user_id,
            relation=int(party.side.relation),
            since=unit.now,
        )
    )
    is_open = subject.facts(unit.now).status is ClaimStatus.AWAITING_RESPONSE
    facts = claim_facts(subject, Letter.LINKED, linked_at=unit.now, **({} if is_open else {"respond_by": None}))
    unit.write_to(party, Letter.LINKED, facts)
    unit.record(
        subject.stream,
        EventKind.DEFENDANT_LINKED,
        audience=party.side.relation | COURT_ONLY,
        party_id=party_id,
        changes={"party": party.name},
    )
    return Outcome({"claim": case_id})


async def _find(ground: Ground, attempt: Attempt) -> Found:
    """What there is under this reference, read as the service and told to nobody."""
    found = Found()

    async def act(unit: Unit) -> Outcome:
        nonlocal found
        unit.permit(Act.LINK_TO_CLAIM)
        case_id = await unit.session.scalar(select(Case.id).where(Case.reference == _tidy(attempt.reference)))
        key = case_id or NOBODY
        guard = await unit.session.get(LinkGuard, key)
        newest = await codes.newest(unit, key)
        parties = await unit.session.scalars(
            select(Party).where(Party.case_id == key, Party.side == PartySide.DEFENDANT)
        )
        found = Found(case_id, guard is not None and _is_suspended(guard), tuple(newest), tuple(parties))
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return found


def _is_suspended(guard: LinkGuard) -> bool:
    return guard.suspended_until is not None and guard.suspended_until > machine_now()


async def _note_failure(ground: Ground, actor: Actor, found: Found) -> None:
    """Count a failure against the claim; five suspend linking for an hour, then for twice as long each time."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.LINK_TO_CLAIM)
        if found.case_id is None or found.is_suspended:
            return Outcome()
        subject = await load(unit, found.case_id)
        guard = await unit.session.get_one(LinkGuard, found.case_id, populate_existing=True)
        if _is_suspended(guard):
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


async def _count(ground: Ground, actor: Actor, caller: str, *, kind: str, allowed: int) -> None:
    """Count an attempt against who calls: their account and the address they come from. Raises `Refused`."""
    callers = [
        ground.sealer.digest("caller", f"{kind}:user:{actor.user_id}"),
        ground.sealer.digest("caller", f"{kind}:address:{caller}"),
    ]
    now = machine_now()

    async def note(unit: Unit) -> Outcome:
        unit.permit(Act.LINK_TO_CLAIM)
        unit.session.add_all(LinkAttempt(caller=each, kind=kind, at=now, succeeded=False) for each in callers)
        return Outcome()

    # Committed before they are counted: so attempts made at once all see each other.
    await carry_out(ground, SYSTEM, note)
    async with ground.database.reading(SYSTEM) as connection:
        counts = await connection.execute(
            select(func.count())
            .where(LinkAttempt.caller.in_(callers), LinkAttempt.at > now - linking.COUNTED_OVER)
            .group_by(LinkAttempt.caller)
        )
        most = max(counts.scalars())
    if most > allowed:
        raise refusals.Refused(refusals.TOO_MANY_ATTEMPTS)


async def _unlinked(unit: Unit, subject: Subject) -> list[Party]:
    """The defendants whom nobody has proved to be yet."""
    linked = set(
        await unit.session.scalars(
            select(Link.party_id).where(Link.case_id == subject.case.id, Link.ended_at.is_(None))
        )
    )
    return [party for party in subject.of(PartySide.DEFENDANT) if party.id not in linked]


@asynccontextmanager
async def _steady(ground: Ground) -> AsyncGenerator[None]:
    """Take the same time, or a whole multiple of it, however the block ends."""
    began = time.monotonic()
    try:
        yield
    finally:
        quantum = ground.linking_takes_seconds
        if quantum:
            await asyncio.sleep(quantum - (time.monotonic() - began) % quantum)


def _tidy(reference: str) -> str:
    return reference.strip().upper()
