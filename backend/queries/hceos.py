"""The register of officers: its public part for everybody, the rest for court staff (W-06, W-16)."""

from dataclasses import dataclass

from sqlalchemy import String, bindparam, case, func, select
from sqlalchemy.sql import ColumnElement

from backend.models import Hceo, HceoDistrict, Organisation, Writ
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Field, Order, Related, Sum
from backend.rules import hceos as rules
from backend.rules import writs
from backend.rules.districts import DISTRICTS, NAMES, REGIONS
from backend.rules.vocabulary import COURT_ONLY, CoverageBasis, HceoState, Region

ASSIGNED_FIRST, UNDERTAKEN_NEXT, ELSEWHERE = range(3)
"""How an officer ranks in the list for one district."""

_RANK = (
    select(case((HceoDistrict.basis == CoverageBasis.ASSIGNED, ASSIGNED_FIRST), else_=UNDERTAKEN_NEXT))
    .where(HceoDistrict.hceo_id == Hceo.id, HceoDistrict.district == bindparam("district", None, String(2)))
    .correlate(Hceo)
    .scalar_subquery()
)

HCEO = Entity(
    name="Hceo",
    source=Hceo.__table__.join(Organisation.__table__, Organisation.id == Hceo.organisation_id),
    counted=Hceo.__table__,
    key=Hceo.id,
    case=None,
    fields={
        "key": Field(Hceo.id, published=False),
        "id": Field(Hceo.id, show=lambda key: to_node_id("Hceo", key)),
        "number": Field(Hceo.number),
        "name": Field(Hceo.name),
        "firm": Field(Organisation.name),
        "firm_number": Field(Organisation.number),
        "email": Field(Hceo.email),
        "phone": Field(Hceo.phone),
        "state": Field(Hceo.state),
        "state_reason": Field(Hceo.state_reason, to=COURT_ONLY),
        "can_be_served": Field(Hceo.user_id.is_not(None)),
        "version": Field(Hceo.version),
        "updated_at": Field(Hceo.updated_at),
        "rank": Field(func.coalesce(_RANK, ELSEWHERE), published=False),
    },
    orders={"NAME": Order(("rank", "name", "key"))},
)
"""`rank` is where an officer stands in the list for the district that is bound as `district`; alike where none is."""

HCEO_DISTRICT = Entity(
    name="HceoDistrict",
    source=HceoDistrict.__table__,
    key=HceoDistrict.district,
    case=None,
    fields={"district": Field(HceoDistrict.district), "basis": Field(HceoDistrict.basis)},
)

OPEN_WRITS_OF = Sum(
    name="open_writs",
    source=Writ.__table__,
    by=Writ.hceo_id,
    expression=func.sum(case((Writ.state.in_(writs.LIVE), 1), else_=0)),
    case=Writ.case_id,
    parent="key",
)
"""Counted under the scope: staff of one jurisdiction count the writs of their own."""
OPEN_WRITS = Derived(lambda f: f.sums["open_writs"], sums=(OPEN_WRITS_OF,), to=COURT_ONLY)
ACTIONS = Derived(lambda f: rules.actions(rules.HceoFacts(f.stored["state"]), f.relation))
DISTRICT_NAME = Derived(lambda f: NAMES[f.stored["district"]])
DISTRICT_REGION = Derived(lambda f: REGIONS[f.stored["district"]])
COVERAGE = Related(target=lambda: HCEO_DISTRICT, child=lambda: HceoDistrict.hceo_id, parent="key", order=("district",))


@dataclass(frozen=True, slots=True)
class Listed:
    """Which officers are asked for: everything given must hold. `district` is that of a postcode, None for any."""

    has_district: bool = False
    region: Region | None = None
    name: str | None = None
    every_state: bool = False
    """Those too who are suspended or removed: for court staff."""

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """As SQL. What is bound to `district` comes with the values of the page."""
        found: list[ColumnElement[bool]] = []
        if not self.every_state:
            found.append(Hceo.state == HceoState.ACTIVE)
        if self.has_district:
            found.append(HCEO.fields["rank"].expression < ELSEWHERE)
        if self.region is not None:
            found.append(_acts_in(self.region))
        if self.name:
            found.append(Hceo.name.icontains(self.name, autoescape=True))
        return tuple(found)


def _acts_in(region: Region) -> ColumnElement[bool]:
    """Whether an officer covers any district of a region."""
    return Hceo.id.in_(select(HceoDistrict.hceo_id).where(HceoDistrict.district.in_(DISTRICTS[region])))
