"""An enforcement case as an act loads it: under the actor's scope, its history locked, its version compared."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from backend.models import Case, EnforcementCase, Party, ServiceRequest, Stream
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.queries.case_facts import facts_of
from backend.rules import enforcement_cases, refusals
from backend.rules.casework.facts import CaseFacts
from backend.rules.vocabulary import AGENCY_ONLY, Act, EventKind, PartySide, Relation


@dataclass(slots=True)
class CaseFile:
    """One enforcement case (a paying parent's case group), locked, with what the rules look at."""

    stream: Stream
    case: Case
    row: EnforcementCase
    relation: Relation
    parties: list[Party]
    facts: CaseFacts

    staff = AGENCY_ONLY
    """Whose casework it is: who is told of an entry about a service request."""

    def of(self, side: PartySide) -> list[Party]:
        return [party for party in self.parties if party.side is side]

    @property
    def paying_parent(self) -> Party:
        return self.of(PartySide.PAYING_PARENT)[0]

    def require(self, act: Act, unit: Unit) -> CaseFacts:
        """Permit an act on the case, or raise what the table of acts has against it; what it was judged by."""
        enforcement_cases.judge(act, self.facts, self.relation).require()
        unit.permit(act)
        return self.facts

    def record(
        self,
        unit: Unit,
        kind: EventKind,
        *,
        audience: Relation = AGENCY_ONLY,
        subject_id: UUID | None = None,
        party_id: UUID | None = None,
        **changes: object,
    ) -> None:
        """Append an entry to the case's history: for its staff alone, unless a wider audience is named."""
        unit.record(self.stream, kind, audience=audience, changes=changes, subject_id=subject_id, party_id=party_id)

    async def read_again(self, unit: Unit) -> None:
        """Look at the case anew, after this act changed it."""
        await unit.session.flush()
        self.facts = await _facts(unit, self.case.id, request=self.facts.request)

    @property
    def outcome(self) -> Outcome:
        return Outcome({"enforcement_case": self.case.id})


async def load(
    unit: Unit, case_id: UUID, *, expected_version: int | None = None, request: UUID | None = None
) -> CaseFile:
    """Load an enforcement case that the actor may see and lock its history: acts on one case follow each other.

    `request` is the service request from which the act is done. Raises `NotFound` (unknown and not visible alike) and
    `Stale`.
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
            select(Stream, Case, EnforcementCase, visible.c.relation)
            .join(Case, Case.id == Stream.id)
            .join(EnforcementCase, EnforcementCase.case_id == Case.id)
            .join(visible, visible.c.case_id == Case.id)
            .where(Stream.id == case_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if found is None:
        raise refusals.NotFound
    stream, case, row, bits = found
    if expected_version is not None and expected_version != stream.agency_version:
        raise refusals.Stale(
            case_id=case_id, expected=expected_version, current=stream.agency_version, noun="EnforcementCase"
        )
    parties = await unit.session.scalars(
        select(Party).where(Party.case_id == case_id).order_by(Party.side, Party.position)
    )
    facts = await _facts(unit, case_id, request=request)
    return CaseFile(stream, case, row, Relation(bits), list(parties), facts)


async def of_service_request(unit: Unit, service_request_id: UUID) -> UUID:
    """The case of a service request that the actor may see. Raises `NotFound`."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    case_id = await unit.session.scalar(
        select(ServiceRequest.case_id)
        .join(visible, visible.c.case_id == ServiceRequest.case_id)
        .where(ServiceRequest.id == service_request_id)
    )
    if case_id is None:
        raise refusals.NotFound
    return case_id


async def _facts(unit: Unit, case_id: UUID, *, request: UUID | None) -> CaseFacts:
    found = await facts_of(unit.session.execute, [case_id], unit.now)
    return replace(found[case_id], viewer_role=unit.actor.role, viewer_team=unit.actor.team_id, request=request)
