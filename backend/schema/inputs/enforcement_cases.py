"""Which enforcement case is meant, and what the acts on one take."""

from uuid import UUID

import strawberry

from backend.schema.inputs.base import KEY

CASE_VERSION = (
    "The `version` you read; where it changed since, nothing is done and the enforcement case as it is now is answered."
)
ENFORCEMENT_CASE = "The enforcement case."


@strawberry.input(one_of=True, description="Which enforcement case: by one of these.")
class EnforcementCaseBy:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="Its reference.")
    case_number: str | None = strawberry.field(
        default=strawberry.UNSET, description="The number of one of its maintenance cases; agency only."
    )


@strawberry.input(description="Read how to reach a party of a case that your team has.")
class ReadPartyDetailsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    party_id: strawberry.ID = strawberry.field(description="The party.")
    reason: str = strawberry.field(description="Why, at most 1,000 characters; kept in the history.")
