"""A claim as an act loads it: under the actor's scope, its history locked, its version compared."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from backend.models import (
    Case,
    Claim,
    HistoryEntry,
    Judgment,
    JudgmentRequest,
    LedgerLine,
    Link,
    Party,
    Restraint,
    Stream,
    Writ,
    WritApplication,
)
from backend.operations.unit import Unit
from backend.queries import scope
from backend.queries.restraints import restrains_at
from backend.queries.submissions import submissions_since
from backend.rules import claims, ledger, linking, refusals, writ_applications, writs
from backend.rules.claim_facts import Adjudged, ClaimFacts
from backend.rules.deadlines import Deadline
from backend.rules.periods import london_day, start_of
from backend.rules.vocabulary import (
    CLAIMANT_AND_COURT,
    Act,
    JudgmentRequestState,
    PartySide,
    Relation,
    RestraintKind,
)

EMPTY_STREAM: dict[str, Any] = {
    "entry_count": 0,
    "head": b"",
    "claimant_version": 0,
    "defendant_version": 0,
    "officer_version": 0,
    "agency_version": 0,
    "receiving_parent_version": 0,
    "paying_parent_version": 0,
    "court_version": 0,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One claim with everything its rules look at, and what the actor is to it."""

    stream: Stream
    case: Case
    claim: Claim
    relation: Relation
    parties: list[Party]
    lines: list[ledger.Line]
    judgment: Judgment | None = None
    application: WritApplication | None = None
    """The live application for a writ."""
    writ: Writ | None = None
    """The live writ."""
    restraints: frozenset[RestraintKind] = frozenset()
    submissions_today: int = 0
    """How often an application for a writ was sent to the court this London day."""

    @property
    def deadline(self) -> Deadline:
        return Deadline.from_json(self.claim.response_deadline)

    @property
    def owed_pence(self) -> int:
        return ledger.balance(self.lines)

    def facts(self, now: datetime) -> ClaimFacts:
        """What the rules judge by: the same facts as `queries.claims.facts_of`, which a test holds together."""
        return ClaimFacts(
            state=self.claim.state,
            deadline=self.deadline,
            owed_pence=self.owed_pence,
            now=now,
            jurisdiction=self.case.jurisdiction,
            judgment=self._adjudged,
            application=self.application.state if self.application else None,
            writ=self.writ.state if self.writ else None,
            writ_acknowledged_at=self.writ.acknowledged_at if self.writ else None,
            writ_expires_on=self.writ.expires_on if self.writ else None,
            enforceable_at=self.writ.enforceable_at if self.writ else None,
            restraints=self.restraints,
            submissions_today=self.submissions_today,
        )

    @property
    def _adjudged(self) -> Adjudged | None:
        if self.judgment is None or self.claim.payment_due_at is None:
            return None
        return Adjudged(self.judgment.entered_on, self.judgment.payment_order, self.claim.payment_due_at)

    def of(self, side: PartySide) -> list[Party]:
        return [party for party in self.parties if party.side is side]

    def names(self, side: PartySide) -> list[str]:
        return [party.name for party in self.of(side)]

    def require(self, act: Act, unit: Unit) -> None:
        """Permit the act, or raise what `judge` has against it."""
        claims.judge(act, self.facts(unit.now), self.relation).require()
        unit.permit(act)

    async def party_of(self, unit: Unit) -> Party:
        """The party that the actor proved to be."""
        mine = await unit.session.scalars(
            select(Link.party_id).where(
                Link.case_id == self.case.id, Link.user_id == unit.actor.user_id, Link.ended_at.is_(None)
            )
        )
        keys = set(mine)
        return next(party for party in self.parties if party.id in keys)

    async def live_request(self, unit: Unit) -> JudgmentRequest:
        """The judgment request that waits to be entered."""
        found = await unit.session.scalars(
            select(JudgmentRequest).where(
                JudgmentRequest.case_id == self.case.id, JudgmentRequest.state == JudgmentRequestState.REQUESTED
            )
        )
        return found.one()


async def load(unit: Unit, case_id: UUID, *, expected_version: int | None = None) -> Subject:
    """Load a claim that the actor may see and lock its history: acts on one claim follow each other.

    Raises `NotFound` (unknown and not visible alike) and `Stale`.
    """
    visible = scope.visible_cases(unit.sees).subquery("visible")
    # First the lock, then what it guards: a statement that waits for a lock goes on with what it saw before it waited.
    await unit.session.execute(
        select(Stream.id)
        .join(visible, visible.c.case_id == Stream.id)
        .where(Stream.id == case_id)
        .with_for_update(of=Stream)
    )
    found = (
        await unit.session.execute(
            select(Stream, Case, Claim, Judgment, WritApplication, Writ, visible.c.relation)
            .join(Case, Case.id == Stream.id)
            .join(Claim, Claim.case_id == Case.id)
            .outerjoin(Judgment, Judgment.case_id == Case.id)
            .outerjoin(
                WritApplication,
                and_(WritApplication.case_id == Case.id, WritApplication.state.in_(writ_applications.LIVE)),
            )
            .outerjoin(Writ, and_(Writ.case_id == Case.id, Writ.state.in_(writs.LIVE)))
            .join(visible, visible.c.case_id == Case.id)
            .where(Stream.id == case_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if found is None:
        raise refusals.NotFound
    stream, case, claim, judgment, application, writ, bits = found
    relation = Relation(bits)
    current = version_for(stream, relation)
    if expected_version is not None and expected_version != current:
        raise refusals.Stale(case_id=case_id, expected=expected_version, current=current)
    parties = await unit.session.scalars(
        select(Party).where(Party.case_id == case_id).order_by(Party.side, Party.position)
    )
    return Subject(
        stream,
        case,
        claim,
        relation,
        list(parties),
        await _lines(unit, case_id),
        judgment=judgment,
        application=application,
        writ=writ,
        restraints=await _restraints(unit, case_id) if judgment else frozenset(),
        submissions_today=await _submissions(unit, case_id) if judgment and relation & CLAIMANT_AND_COURT else 0,
    )


def version_for(stream: Stream, relation: Relation) -> int:
    """The version of a case that someone of this relation sees."""
    version: int = getattr(stream, f"{relation.audience_word}_version")
    return version


async def _restraints(unit: Unit, case_id: UUID) -> frozenset[RestraintKind]:
    found = await unit.session.scalars(
        select(Restraint.kind).where(Restraint.case_id == case_id, restrains_at(unit.now))
    )
    return frozenset(found)


async def _submissions(unit: Unit, case_id: UUID) -> int:
    """How often an application was sent today; as `queries.submissions` counts."""
    today = submissions_since(start_of(london_day(unit.now))).where(HistoryEntry.stream_id == case_id).subquery()
    return await unit.session.scalar(select(func.count()).select_from(today)) or 0


async def _lines(unit: Unit, case_id: UUID) -> list[ledger.Line]:
    rows = await unit.session.scalars(
        select(LedgerLine).where(LedgerLine.case_id == case_id).order_by(LedgerLine.debt_id, LedgerLine.position)
    )
    return [ledger.Line(row.kind, row.amount_pence, row.on, row.explanation, row.policy) for row in rows]


def new_reference(prefix: str) -> str:
    """A readable reference that says nothing about how many there are: `MC-7K3Q-9FTD`."""
    return f"{prefix}-{linking.spelled(secrets.randbits(40))}"
