"""The register of officers: what can be asked and done, what answers it, and what it says of itself."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import hceos
from backend.schema.basics import Connection
from backend.schema.hceos import Hceo
from backend.schema.results import hceos as results


@strawberry.type(description="What can be asked about the register of officers; by everybody.")
class HceoQueries:
    hceo: Hceo | None = field(
        resolver=hceos.hceo, description="An officer of the register, for everybody; null where there is none."
    )
    hceos: Connection[Hceo] = field(
        resolver=hceos.hceos_listed,
        description="The register of officers, for everybody: those active, by name; for court staff all (W-06).",
    )


@strawberry.type(description="What can be done with the register of officers; by court staff.")
class HceoActs:
    add_hceo: Any = act(
        hceos.add_hceo, results.AddHceoSuccess, "Put an officer on the register; court staff only (W-16)."
    )
    amend_hceo: Any = act(
        hceos.amend_hceo,
        results.AmendHceoSuccess,
        "Change an entry of the register: firm, contact, districts; court staff only (W-16).",
    )
    suspend_hceo: Any = act(
        hceos.suspend_hceo,
        results.SuspendHceoSuccess,
        "Let an officer get no new writs; those they hold stay with them. Court staff only (W-16).",
    )
    reinstate_hceo: Any = act(
        hceos.reinstate_hceo,
        results.ReinstateHceoSuccess,
        "Let a suspended officer be appointed again; court staff only (W-16).",
    )
