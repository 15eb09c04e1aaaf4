"""An officer of the register, as everybody may see them and as court staff do."""

from typing import Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import hceos
from backend.rules.districts import REGIONS
from backend.schema import enums
from backend.schema.basics import Action, Versioned, action_of
from backend.schema.declared import derived, leaf, related, row_of, shape
from backend.schema.scalars import EmailAddress


@strawberry.type(description="A district in which an officer executes writs: one of the 104 of England and Wales.")
class HceoDistrict:
    district: str = leaf("The letters of its postal area, as LS.")
    basis: enums.CoverageBasis = leaf("Why the officer may execute writs there.")
    name: str = derived(hceos.DISTRICT_NAME, "The name of the postal area.")
    region: enums.Region = derived(hceos.DISTRICT_REGION, "The region that it lies in.")


shape(hceos.HCEO_DISTRICT, HceoDistrict)


@strawberry.type(
    description="A High Court Enforcement Officer (HCEO) on the register; what is the court's only is blank for others."
)
class Hceo(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    number: str = leaf("The number of the authorisation, as HCEO-0123.")
    name: str = leaf("Full name.")
    firm: str = leaf("The firm.")
    firm_number: str | None = leaf("The firm's registered number.")
    email: EmailAddress = leaf("The business e-mail address.")
    phone: str | None = leaf("The business telephone number.")
    state: enums.HceoState = leaf("Where the entry stands; only who is active can be appointed.")
    state_reason: str | None = leaf("Why the officer is suspended; court only.")
    can_be_served: bool = leaf("Whether writs can be served on the officer through this service.")
    districts: list[HceoDistrict] = related(hceos.COVERAGE, "Where the officer executes writs.")
    open_writs: int | None = derived(hceos.OPEN_WRITS, "How many live writs the officer holds; court only.")
    actions: list[Action] = derived(
        hceos.ACTIONS, "What you could do with the entry: each act open, or closed and why.", of=action_of
    )

    @strawberry.field(description="The regions in which those districts lie.")
    async def regions(self, info: Info[Context, Any]) -> list[enums.Region]:
        rows = await info.context.reading.related(row_of(self), hceos.COVERAGE)
        found = {REGIONS[row.stored["district"]] for row in rows}
        return [region for region in enums.Region if region in found]


shape(hceos.HCEO, Hceo)
