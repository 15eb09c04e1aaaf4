"""Security codes: made and hashed off the event loop, before any transaction; sent only to an address of service."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from sqlalchemy import select

from backend.models import LinkGuard, Party, SecurityCode
from backend.operations.ground import Ground
from backend.operations.letter_facts import claim_facts
from backend.operations.subject import Subject, load
from backend.operations.unit import Outcome, Unit
from backend.rules import deadlines, linking, refusals
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind, Letter, PartySide

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODYS = HASHER.hash(secrets.token_hex(16))
"""What an attempt on a code that does not exist is held against, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as it is printed, and as it is kept."""

    text: str
    hash: str


def _peppered(ground: Ground, code: str) -> str:
    return ground.sealer.digest("security code", linking.normalised(code)).hex()


async def new_codes(ground: Ground, count: int) -> tuple[NewCode, ...]:
    """Make codes and their argon2 hashes, in threads."""

    def make() -> NewCode:
        text = linking.spelled(secrets.randbits(40))
        return NewCode(text, HASHER.hash(_peppered(ground, text)))

    return tuple(await asyncio.gather(*(asyncio.to_thread(make) for _ in range(count))))


async def matching(ground: Ground, code: str, hashes: Sequence[str]) -> int | None:
    """Which of these hashes the code has; always as many are tried, whether there are so many or not."""
    tried = [*hashes, *[NOBODYS] * linking.CODES_TRIED][: linking.CODES_TRIED]
    peppered = _peppered(ground, code)

    def check(kept: str) -> bool:
        try:
            return HASHER.verify(kept, peppered)
        except Argon2Error:
            return False

    answers = [await asyncio.to_thread(check, kept) for kept in tried]
    return next((index for index, right in enumerate(answers) if right), None)


def add_code(unit: Unit, party: Party, code: NewCode) -> None:
    """Keep a new code for a party."""
    unit.session.add(
        SecurityCode(
            case_id=party.case_id,
            party_id=party.id,
            code_hash=code.hash,
            issued_at=unit.now,
            expires_at=deadlines.code_expiry(unit.now).at,
        )
    )


def expiry_day(unit: Unit) -> date:
    """The last day on which a code issued now works."""
    return deadlines.code_expiry(unit.now).on


async def issue(
    unit: Unit, case_id: UUID, made: Sequence[NewCode], *, party_id: UUID, expected_version: int | None = None
) -> Outcome:
    """Staff send a fresh code to a defendant's address of service; earlier ones keep working until they expire."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.ISSUE_SECURITY_CODE, unit)
    party = next((each for each in subject.of(PartySide.DEFENDANT) if each.id == party_id), None)
    if party is None:
        raise refusals.NotFound
    await send_code(unit, subject, party, made[0])
    return Outcome({"claim": case_id})


async def send_code(unit: Unit, subject: Subject, party: Party, code: NewCode) -> None:
    """Write a fresh code to a party, lift the suspension of linking, and say so in the history."""
    add_code(unit, party, code)
    guard = await unit.session.get_one(LinkGuard, subject.case.id)
    guard.failures, guard.suspensions, guard.suspended_until = 0, 0, None
    unit.write_to(
        party,
        Letter.SECURITY_CODE,
        claim_facts(subject, Letter.SECURITY_CODE, code_expires_on=expiry_day(unit)),
        code=code.text,
    )
    unit.record(subject.stream, EventKind.SECURITY_CODE_ISSUED, audience=COURT_ONLY, changes={"party": party.name})


async def newest(unit: Unit, case_id: UUID) -> list[SecurityCode]:
    """As many of a claim's codes that still work as are tried: each defendant's newest before anybody's older ones."""
    found = await unit.session.scalars(
        select(SecurityCode)
        .where(SecurityCode.case_id == case_id, SecurityCode.used_at.is_(None), SecurityCode.expires_at > unit.now)
        .order_by(SecurityCode.issued_at.desc(), SecurityCode.id.desc())
    )
    newer: Counter[UUID] = Counter()
    ranked = []
    for code in found:
        ranked.append((newer[code.party_id], code))
        newer[code.party_id] += 1
    return [code for _, code in sorted(ranked, key=lambda each: each[0])][: linking.CODES_TRIED]
