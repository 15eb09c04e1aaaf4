"""An enforcement case as an act loads it: under the actor's scope, its history locked, its version compared."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ScalarSelect, select

from backend.models import Case, EnforcementCase, LiabilityOrder, Party, PaymentIn, ServiceRequest, Stream
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.queries.case_facts import facts_of
from backend.rules import enforcement_cases, refusals
from backend.rules.casework.facts import CaseFacts
from backend.rules.vocabulary import AGENCY_ONLY, Act, EventKind, PartySide, Relation

HangsOnCase = ServiceRequest | LiabilityOrder | PaymentIn


@dataclass(slots=True)
class CaseFile:
    """One enforcement case (a paying parent's case group), locked, with what the rules look at."""

    stream: Stream
    case: Case
    row: EnforcementCase
    relation: Relation
    parties: list[Party]
    facts: CaseFacts

    def of(self, side: PartySide) -> list[Party]:
        return [party for party in self.parties if party.side is side]

    @property
    def paying_parent(self) -> Party:
        return self.of(PartySide.PAYING_PARENT)[0]

    def party(self, key: UUID) -> Party:
        """The party of this key. Raises `NotFound`."""
        found = next((each for each in self.parties if each.id == key), None)
        if found is None:
            raise refusals.NotFound
        return found

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


async def load(unit: Unit, case_id: UUID, *, expected_version: int | None = None) -> CaseFile:
    """Load an enforcement case that the actor may see and lock its history: acts on one case follow each other.

    Raises `NotFound` (unknown and not visible alike) and `Stale`.
    """
    return await _load(unit, await _lock(unit, case_id), expected_version=expected_version)


async def load_of(unit: Unit, model: type[HangsOnCase], key: UUID, *, expected_version: int | None = None) -> CaseFile:
    """Load the enforcement case on which something hangs; as `load`. An act is done from a service request so named."""
    case_id = await _lock(unit, select(model.case_id).where(model.id == key).scalar_subquery())
    request = key if model is ServiceRequest else None
    return await _load(unit, case_id, expected_version=expected_version, request=request)


async def _lock(unit: Unit, case_id: UUID | ScalarSelect[UUID]) -> UUID:
    """Lock the history of a case: first the lock, then what it guards.

    A statement that waits for a lock goes on with what it saw before it waited.
    """
    visible = scope.visible_cases(unit.sees).subquery("visible")
    found: UUID | None = await unit.session.scalar(
        select(Stream.id)
        .join(visible, visible.c.case_id == Stream.id)
        .where(Stream.id == case_id)
        .with_for_update(of=Stream)
    )
    if found is None:
        raise refusals.NotFound
    return found


async def _load(
    unit: Unit, case_id: UUID, *, expected_version: int | None = None, request: UUID | None = None
) -> CaseFile:
    visible = scope.visible_cases(unit.sees).subquery("visible")
    found = (
        await unit.session.execute(
            select(Stream, Case, EnforcementCase, visible.c.relation, Party)
            .join(Case, Case.id == Stream.id)
            .join(EnforcementCase, EnforcementCase.case_id == Case.id)
            .join(visible, visible.c.case_id == Case.id)
            .outerjoin(Party, Party.case_id == Case.id)
            .where(Stream.id == case_id)
            .order_by(Party.side, Party.position)
            .execution_options(populate_existing=True)
        )
    ).all()
    if not found:
        raise refusals.NotFound
    stream, case, row, bits, _ = found[0]
    if expected_version is not None and expected_version != stream.agency_version:
        raise refusals.Stale(
            case_id=case_id, expected=expected_version, current=stream.agency_version, noun="EnforcementCase"
        )
    parties = [each.Party for each in found if each.Party is not None]
    return CaseFile(stream, case, row, Relation(bits), parties, await _facts(unit, case_id, request=request))


async def _facts(unit: Unit, case_id: UUID, *, request: UUID | None) -> CaseFacts:
    found = await facts_of(unit.session.execute, [case_id], unit.now)
    return replace(found[case_id], viewer_role=unit.actor.role, viewer_team=unit.actor.team_id, request=request)
