"""What the acts on payments of fees take."""

from uuid import UUID

import strawberry

from backend.schema.inputs.base import KEY, VERSION


@strawberry.input(description="Pay the court fee of an application by card.")
class PayWritFeeInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description="The application.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Look how a payment stands, after coming back from its page.")
class CheckFeePaymentInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    payment_id: strawberry.ID = strawberry.field(description="The payment.")
