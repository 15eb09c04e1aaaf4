"""Writs of control: seen by both sides and the court from their issue on, and by the officer they were served on."""

from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Case, Document, Hceo, Stream, Writ, WritApplication
from backend.queries import scope, versions
from backend.queries.claims import CLAIM
from backend.queries.documents import DOCUMENT
from backend.queries.hceos import HCEO
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field, Order, Related
from backend.queries.restraints import RESTRAINTS, restraints_of
from backend.rules import writs as rules
from backend.rules.access import Actor
from backend.rules.deadlines import Deadline
from backend.rules.periods import end_of
from backend.rules.vocabulary import COURT_ONLY, Relation
from backend.rules.writ_details import Details

KNOW_WHAT_WAS_TOLD = Relation.CLAIMANT | Relation.OFFICER | COURT_ONLY
"""Who is told what the claimant told for the officer: never the other side."""


def for_viewer(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """All of a case; for an officer those served on them."""
    return scope.served_rows(Writ.hceo_id, actor)


WRIT = Entity(
    name="Writ",
    source=Writ.__table__.join(Stream.__table__, Stream.id == Writ.case_id)
    .join(Case.__table__, Case.id == Writ.case_id)
    .join(WritApplication.__table__, WritApplication.id == Writ.application_id),
    counted=Writ.__table__,
    key=Writ.id,
    case=Writ.case_id,
    rows=for_viewer,
    fields={
        "key": Field(Writ.id, published=False),
        "id": Field(Writ.id, show=lambda key: to_node_id("Writ", key)),
        "case_id": Field(Writ.case_id, published=False),
        "claim_reference": Field(Case.reference),
        "number": Field(Writ.number),
        "state": Field(Writ.state, published=False),
        "issued_at": Field(Writ.issued_at),
        "issued_on": Field(Writ.issued_on),
        "amounts": Field(Writ.amounts, published=False),
        "total_pence": Field(Writ.total_pence),
        "interest_daily_pence": Field(Writ.interest_daily_pence),
        "enforcement_addresses": Field(Writ.enforcement_addresses, published=False),
        "details": Field(WritApplication.details, load=Details.from_json, published=False),
        "last_day": Field(Writ.last_day, published=False),
        "expires_on": Field(Writ.expires_on),
        "hceo_id": Field(Writ.hceo_id, published=False),
        "served_at": Field(Writ.served_at),
        "received_at": Field(Writ.received_at),
        "acknowledged_at": Field(Writ.acknowledged_at),
        "notice_method": Field(Writ.notice_method),
        "notice_given_on": Field(Writ.notice_given_on),
        "enforceable": Field(Writ.enforceable, published=False),
        "enforceable_at": Field(Writ.enforceable_at),
        "ended_at": Field(Writ.ended_at),
        **versions.FIELDS,
    },
    orders={"ISSUED_LAST": Order(("issued_at", "key"), descending=True)},
)
"""It shares its claim's version."""


def facts_of(facts: Facts) -> rules.WritFacts:
    """What the rules need of a writ, from its declared facts; the same as an act judges by."""
    stored = facts.stored
    return rules.WritFacts(
        state=stored["state"],
        issued_at=stored["issued_at"],
        ends_at=end_of(stored["expires_on"]),
        now=facts.now,
        is_acknowledged=stored["acknowledged_at"] is not None,
        enforceable_at=stored["enforceable_at"],
        restraints=restraints_of(facts.sums["restraints"]),
    )


def _enforceable(facts: Facts) -> Deadline | None:
    stored = facts.stored["enforceable"]
    return Deadline.from_json(stored) if stored else None


STATUS = Derived(lambda f: facts_of(f).status, sums=(RESTRAINTS,))
ACTIONS = Derived(lambda f: rules.actions(facts_of(f), f.relation), sums=(RESTRAINTS,))
VERSION, UPDATED_AT = versions.VERSION, versions.UPDATED_AT
AMOUNTS = Derived(lambda f: tuple(f.stored["amounts"]))
ADDRESSES = Derived(lambda f: tuple(f.stored["enforcement_addresses"]), to=KNOW_WHAT_WAS_TOLD)
GOODS = Derived(lambda f: f.stored["details"].goods, to=KNOW_WHAT_WAS_TOLD)
VEHICLES = Derived(lambda f: list(f.stored["details"].vehicles), to=KNOW_WHAT_WAS_TOLD)
SAFETY = Derived(lambda f: f.stored["details"].safety, to=KNOW_WHAT_WAS_TOLD)
LAST_DAY = Derived(lambda f: Deadline.from_json(f.stored["last_day"]))
ENFORCEABLE = Derived(_enforceable)

OFFICER = Related(target=lambda: HCEO, child=lambda: Hceo.id, parent="hceo_id", one=True)
CLAIM_OF = Related(target=lambda: CLAIM, child=lambda: Case.id, parent="case_id", order=("case_id",), one=True)
DOCUMENT_OF = Related(
    target=lambda: DOCUMENT,
    child=lambda: Document.subject_id,
    parent="key",
    one=True,
    where=lambda: Document.superseded_at.is_(None),
)
WRITS_OF_CLAIM = Related(target=lambda: WRIT, child=lambda: Writ.case_id, parent="case_id", order=("issued_at", "key"))
LIVE_WRIT_OF_CLAIM = Related(
    target=lambda: WRIT,
    child=lambda: Writ.case_id,
    parent="case_id",
    one=True,
    where=lambda: Writ.state.in_(rules.LIVE),
)
