"""What the acts around the enforcement of a judgment take."""

from datetime import date
from uuid import UUID

import strawberry

from backend.schema import enums
from backend.schema.inputs.base import KEY, VERSION, VERSION_OR_NONE


@strawberry.input(description="Say that you read a page of guidance for a claim.")
class RecordGuidanceReadInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    topic: enums.Topic = strawberry.field(description="What the page is about; kept is the version of today.")


@strawberry.input(description="Choose to apply for a writ of control on paper.")
class ChoosePaperWritInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Record what stops enforcement for a time.")
class RestrainEnforcementInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    kind: enums.RestraintKind = strawberry.field(description="A stay, or which kind of breathing space.")
    reason: str = strawberry.field(
        description="Why, at most 1,000 characters. The parties read it of a stay; of a breathing space the court only."
    )
    ends_on: date | None = strawberry.field(
        default=None, description="Its last day; a breathing space needs one, at most 60 days from now."
    )
    expected_version: int | None = strawberry.field(default=None, description=VERSION_OR_NONE)


@strawberry.input(description="End what stops enforcement before its time.")
class LiftRestraintInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    restraint_id: strawberry.ID = strawberry.field(description="The stay or breathing space.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION_OR_NONE)
