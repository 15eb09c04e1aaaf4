"""Enforcement cases of the agency: what can be asked and done."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import enforcement_cases
from backend.schema.decisions import CaseDecision
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.results import enforcement_cases as results


@strawberry.type(description="What can be asked about enforcement cases.")
class EnforcementCaseQueries:
    enforcement_case: EnforcementCase | None = field(
        resolver=enforcement_cases.enforcement_case,
        description="An enforcement case that you may see; null where there is none, or none for you.",
    )
    case_decisions: list[CaseDecision] | None = field(
        resolver=enforcement_cases.case_decisions,
        description="The eleven decisions of the procedure on a case, each open, or closed and why; agency only, and "
        "null where there is no such case, or none for you (R-15).",
    )


@strawberry.type(description="What is done with an enforcement case beside its casework.")
class EnforcementCaseActs:
    read_party_details: Any = act(
        enforcement_cases.read_party_details,
        results.ReadPartyDetailsSuccess,
        "Read how to reach a party, with a reason that the history keeps; team leaders only (X-08).",
    )
