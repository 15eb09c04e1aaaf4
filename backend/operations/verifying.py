"""Is this writ genuine? What anybody is told who holds its number and code, and of a file in their hand (W-20, P8)."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select

from backend.adapters.database import Database
from backend.documents.writ import COURT, DIVISION
from backend.models import Document, Hceo, Judgment, Organisation, Restraint, Writ
from backend.operations.attempts import Tally, tidy
from backend.operations.drafting import code_of
from backend.operations.ground import Ground
from backend.queries.restraints import restrains_at
from backend.rules import linking
from backend.rules import writs as rules
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import WritStatus

ATTEMPTS_PER_CALLER = 60
"""In an hour: enough for an office, far too few to guess a code of 40 bits."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A genuine writ as it stands now: nothing here names or locates a party."""

    number: str
    status: WritStatus
    is_superseded: bool
    court: str
    judgment_number: str
    total_pence: int
    issued_on: date
    expires_on: date
    firm: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """A document of this service that has exactly some bytes."""

    number: str
    version: int
    superseded_at: datetime | None


async def verify(
    ground: Ground, actor: Actor, number: str, code: str, *, caller: str, now: datetime
) -> Verified | None:
    """The writ of this number, where the code is that of one of its versions; an unknown one and a wrong code alike
    answer None. Raises `Refused` for who asks too often."""
    tally = Tally.of(ground, actor, caller, kind="verifyWrit", allowed=ATTEMPTS_PER_CALLER)
    await tally.refuse_if_full()
    await tally.note()
    async with ground.database.reading(SYSTEM) as connection:
        found = (await connection.execute(_VERSIONS.where(Writ.number == tidy(number)))).all()
        held = [row for row in found if _is_code_of(ground, row, code)]
        if not held:
            return None
        row = held[0]
        restraints = await connection.scalars(
            select(Restraint.kind).where(Restraint.case_id == row.case_id, restrains_at(now))
        )
        return _told(row, rules.facts_of(row, now=now, restraints=frozenset(restraints)).status)


async def known_by(database: Database, content: bytes) -> Known | None:
    """Which of the documents issued here a file is, byte for byte; None where it is none of them."""
    statement = (
        select(Writ.number, Document.version, Document.superseded_at)
        .join(Writ, Writ.id == Document.subject_id)
        .where(Document.sha256 == sha256(content).digest())
    )
    async with database.reading(SYSTEM) as connection:
        row = (await connection.execute(statement)).one_or_none()
    return Known(row.number, row.version, row.superseded_at) if row else None


_VERSIONS = (
    select(
        Writ.case_id,
        Writ.number,
        Writ.state,
        Writ.issued_at,
        Writ.issued_on,
        Writ.expires_on,
        Writ.acknowledged_at,
        Writ.enforceable_at,
        Writ.total_pence,
        Judgment.number.label("judgment_number"),
        Organisation.name.label("firm"),
        Document.version,
        Document.sha256,
        Document.superseded_at,
    )
    .join(Judgment, Judgment.case_id == Writ.case_id)
    .join(Hceo, Hceo.id == Writ.hceo_id)
    .join(Organisation, Organisation.id == Hceo.organisation_id)
    .join(Document, Document.subject_id == Writ.id)
)


def _is_code_of(ground: Ground, row: Row[*tuple[Any, ...]], code: str) -> bool:
    right = linking.normalised(code_of(ground.sealer, row.number, row.version))
    return hmac.compare_digest(right.encode(), linking.normalised(code).encode())


def _told(row: Row[*tuple[Any, ...]], status: WritStatus) -> Verified:
    return Verified(
        number=row.number,
        status=status,
        is_superseded=row.superseded_at is not None,
        court=f"{COURT}, {DIVISION}",
        judgment_number=row.judgment_number,
        total_pence=row.total_pence,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        firm=row.firm,
        sha256=row.sha256,
    )
