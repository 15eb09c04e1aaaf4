"""The successes of acts on enforcement cases."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.model import Entity
from backend.queries.parties import PARTY_DETAILS
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.nouns import PartyDetails
from backend.schema.results.base import Success


@strawberry.interface(description="An act was done on an enforcement case.")
class EnforcementCaseSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"enforcement_case": ENFORCEMENT_CASE}

    enforcement_case: EnforcementCase = strawberry.field(description="The enforcement case as it is now.")


@strawberry.type(description="It was recorded that you read how to reach the party, and why.")
class ReadPartyDetailsSuccess(EnforcementCaseSuccess):
    shows: ClassVar[Mapping[str, Entity]] = {**EnforcementCaseSuccess.shows, "details": PARTY_DETAILS}

    details: PartyDetails = strawberry.field(description="How to reach them.")
