"""Who proves to be a party: linking with code and detail, asking for a new code, ending a link (D-02, P11)."""

import time
from uuid import UUID

from sqlalchemy import func, select, update

from backend.models import Case, Link, LinkGuard, Party, SecurityCode
from backend.operations import attempts, codes
from backend.operations.ground import Ground
from backend.operations.letter_facts import claim_facts
from backend.operations.subject import Subject, load
from backend.operations.unit import Once, Outcome, Unit, carry_out, earlier
from backend.rules import linking, refusals
from backend.rules.access import Actor
from backend.rules.lodging import MOST_PARTIES
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import COURT_ONLY, Act, ClaimStatus, EventKind, Letter, PartySide, Relation


async def link(ground: Ground, actor: Actor, attempt: attempts.Attempt, *, caller: str, once: Once) -> Outcome:
    """Link the actor to the claim whose reference, code and detail they give.

    Every failure answers `LINKING_FAILED` alike, and every attempt takes the same time, whatever was wrong. The
    attempt itself is an act of its own, committed whether it succeeds or not. Raises `Refused`.
    """
    if not actor.may(Act.LINK_TO_CLAIM):
        raise refusals.NotPermitted
    began = time.monotonic()
    if done := await earlier(ground, actor, once):
        return done
    # Says something of the caller only, so it need not take its time: and who asks too often holds no place.
    tally = attempts.Tally.of(ground, actor, caller, kind="link", allowed=linking.ATTEMPTS_PER_CALLER)
    await tally.refuse_if_full()
    async with attempts.steady(ground, since=began):
        await tally.note()
        found = await attempts.find(ground, attempt)
        index = await codes.matching(ground, attempt.code, [code.code_hash for code in found.codes])
        code = found.codes[index] if index is not None else None
        party = next((each for each in found.parties if code and each.id == code.party_id), None)
        if code is None or party is None or not linking.proves(party, attempt.proof) or found.is_suspended:
            # A twin of this very attempt may have used the code in the meantime.
            if done := await earlier(ground, actor, once):
                return done
            await attempts.note_failure(ground, actor, found)
            raise refusals.Refused(refusals.LINKING_FAILED)
        used, proved = code.id, party.id

        async def act(unit: Unit) -> Outcome:
            return await _link(unit, user=actor, case_id=party.case_id, party_id=proved, code_id=used)

        return await carry_out(ground, actor, act, once=once, as_service=True)


async def request_code(ground: Ground, actor: Actor, reference: str, *, caller: str, once: Once) -> Outcome:
    """Have a new code sent to the address of service. The answer is the same whether there is such a claim or not."""
    if not actor.may(Act.REQUEST_SECURITY_CODE):
        raise refusals.NotPermitted
    began = time.monotonic()
    if done := await earlier(ground, actor, once):
        return done
    tally = attempts.Tally.of(ground, actor, caller, kind="code", allowed=linking.NEW_CODES_PER_CALLER)
    await tally.refuse_if_full()
    async with attempts.steady(ground, since=began):
        await tally.note()
        made = await codes.new_codes(ground, MOST_PARTIES)

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.REQUEST_SECURITY_CODE)
            case_id = await unit.session.scalar(select(Case.id).where(Case.reference == attempts.tidy(reference)))
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

        return await carry_out(ground, actor, act, once=once, as_service=True)


async def unlink(
    unit: Unit, case_id: UUID, *, party_id: UUID, reason: str, expected_version: int | None = None
) -> Outcome:
    """Staff end a link that should not be: live subscriptions of whoever held it end with it."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.UNLINK, unit)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
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
    # Whoever held the link may hold another letter too: none of the codes that are out may undo this.
    await unit.session.execute(
        update(SecurityCode)
        .where(SecurityCode.party_id == party_id, SecurityCode.used_at.is_(None), SecurityCode.expires_at > unit.now)
        .values(expires_at=unit.now)
    )
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
    if code.used_at is not None or mine.all() or attempts.is_suspended(guard):
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


async def _unlinked(unit: Unit, subject: Subject) -> list[Party]:
    """The defendants whom nobody has proved to be yet."""
    linked = set(
        await unit.session.scalars(
            select(Link.party_id).where(Link.case_id == subject.case.id, Link.ended_at.is_(None))
        )
    )
    return [party for party in subject.of(PartySide.DEFENDANT) if party.id not in linked]
