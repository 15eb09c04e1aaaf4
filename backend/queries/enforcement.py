"""Around the enforcement of a judgment: eligibility for a writ, the routes, what restrains it, guidance read."""

from datetime import datetime

from sqlalchemy import and_, case, func

from backend.models import GuidanceRead, Party, Restraint
from backend.queries import scope
from backend.queries.claims import JUDGED_BY, facts_of
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field, Related, Sum
from backend.rules import eligibility
from backend.rules.enforcement_options import Option, OptionFacts, options
from backend.rules.restraints import restrains
from backend.rules.vocabulary import (
    CLAIMANT_AND_COURT,
    COURT_ONLY,
    PARTIES_AND_COURT,
    PartyKind,
    PartySide,
    RestraintKind,
)

PERSONS_SUED = Sum(
    name="persons_sued",
    source=Party.__table__,
    by=Party.case_id,
    expression=func.sum(case((and_(Party.side == PartySide.DEFENDANT, Party.kind == PartyKind.PERSON), 1), else_=0)),
    case=Party.case_id,
    parent="case_id",
)
"""How many of the defendants are persons."""


def _options(facts: Facts) -> tuple[Option, ...]:
    kinds = (PartyKind.PERSON,) if facts.sums["persons_sued"] else ()
    return options(OptionFacts(facts_of(facts), kinds))


ELIGIBILITY = Derived(lambda f: list(eligibility.answers(facts_of(f))), sums=JUDGED_BY, to=CLAIMANT_AND_COURT)
OPTIONS = Derived(_options, sums=(*JUDGED_BY, PERSONS_SUED), to=CLAIMANT_AND_COURT)


def _kind(facts: Facts) -> RestraintKind:
    """Of which kind a breathing space is tells of somebody's health: the court alone knows."""
    kind: RestraintKind = facts.stored["kind"]
    is_hidden = kind is RestraintKind.MENTAL_HEALTH_CRISIS and not facts.relation & COURT_ONLY
    return RestraintKind.BREATHING_SPACE if is_hidden else kind


def _is_told(facts: Facts) -> bool:
    """Whether the viewer may know of a restraint what would tell the two kinds of breathing space apart."""
    return facts.stored["kind"] is RestraintKind.STAY or bool(facts.relation & COURT_ONLY)


def _reason(facts: Facts) -> str | None:
    return facts.stored["reason"] if _is_told(facts) else None


def _ends_at(facts: Facts) -> datetime | None:
    """Only a breathing space in a mental health crisis may have no end."""
    return facts.stored["ends_at"] if _is_told(facts) else None


def _is_in_force(facts: Facts) -> bool:
    return restrains(ends_at=facts.stored["ends_at"], lifted_at=facts.stored["lifted_at"], now=facts.now)


RESTRAINT = Entity(
    name="Restraint",
    source=Restraint.__table__,
    key=Restraint.id,
    case=Restraint.case_id,
    fields={
        "id": Field(Restraint.id, show=lambda key: to_node_id("Restraint", key)),
        "kind": Field(Restraint.kind, published=False),
        "reason": Field(Restraint.reason, published=False),
        "since": Field(Restraint.since),
        "ends_at": Field(Restraint.ends_at, published=False),
        "lifted_at": Field(Restraint.lifted_at),
    },
)
RESTRAINT_KIND = Derived(_kind)
RESTRAINT_REASON = Derived(_reason, to=PARTIES_AND_COURT)
RESTRAINT_ENDS_AT = Derived(_ends_at)
IS_IN_FORCE = Derived(_is_in_force)
RESTRAINTS_OF_CLAIM = Related(
    target=lambda: RESTRAINT, child=lambda: Restraint.case_id, parent="case_id", order=("since", "id")
)

GUIDANCE_READ = Entity(
    name="GuidanceRead",
    source=GuidanceRead.__table__,
    key=GuidanceRead.read_at,
    case=GuidanceRead.case_id,
    rows=lambda _cases, actor: GuidanceRead.user_id == scope.viewer(actor),
    fields={
        "topic": Field(GuidanceRead.topic),
        "version": Field(GuidanceRead.version),
        "read_at": Field(GuidanceRead.read_at),
    },
)
"""The viewer's own only."""
GUIDANCE_READ_OF_CLAIM = Related(
    target=lambda: GUIDANCE_READ,
    child=lambda: GuidanceRead.case_id,
    parent="case_id",
    order=("read_at", "topic", "version"),
)
