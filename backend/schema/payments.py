"""A payment of a court fee: its claimant's and the court's."""

from datetime import datetime

import strawberry

from backend.queries import payments
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.declared import leaf, shape
from backend.schema.scalars import Pounds


@strawberry.type(description="A payment of a court fee by card. Seen by the claimant and the court only.")
class FeePayment(Node):
    id: strawberry.ID = leaf("Opaque id.")
    reference: str = leaf("The reference to quote, as PAY-7K3Q-9FTD.")
    application_reference: str = leaf("The reference of the application whose fee it pays.")
    amount_pence: Pounds = leaf("The fee.", name="amount")
    fee_policy: str = leaf("The dated policy that the fee comes from.")
    state: enums.PaymentState = leaf("Where it stands.")
    next_url: str | None = leaf(
        "The page of GOV.UK Pay to pay on, while it is open; claimant only. Null for a moment after the start: ask "
        "again with `checkFeePayment`."
    )
    received_pence: Pounds | None = leaf("What was received; null while nothing was.", name="received")
    failure: str | None = leaf(
        "Why nothing was taken, as a code: DECLINED, EXPIRED, CANCELLED_BY_PAYER, CANCELLED_BY_SERVICE, "
        "PROVIDER_ERROR, UNKNOWN_TO_PROVIDER, or DECLINED_ with the provider's code."
    )
    intended_at: datetime = leaf("When it was started.", name="startedAt")
    ended_at: datetime | None = leaf("When it succeeded or ended.")


shape(payments.FEE_PAYMENT, FeePayment)
