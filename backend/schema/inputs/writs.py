"""What the acts on a writ take, and which one is meant."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from backend.schema import enums
from backend.schema.inputs.base import KEY, VERSION


@strawberry.input(one_of=True, description="Which writ: exactly one of the two.")
class WritBy:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="By its id.")
    number: str | None = strawberry.field(default=strawberry.UNSET, description="By its number.")


@strawberry.input(description="Acknowledge receipt of a writ.")
class AcknowledgeWritInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    writ_id: strawberry.ID = strawberry.field(description="The writ.")
    received_at: datetime = strawberry.field(
        description="The date and time of receipt: not before its issue, not in the future."
    )
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="Record that notice of enforcement was given.")
class GiveNoticeOfEnforcementInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    writ_id: strawberry.ID = strawberry.field(description="The writ.")
    method: enums.NoticeMethod = strawberry.field(description="How it was given.")
    given_on: date = strawberry.field(description="The day it was given: from the issue on, not in the future.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
