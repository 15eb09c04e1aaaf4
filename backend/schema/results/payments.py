"""What the acts on payments of fees answer."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.model import Entity
from backend.queries.payments import FEE_PAYMENT
from backend.queries.writ_applications import WRIT_APPLICATION
from backend.schema.claims import Claim
from backend.schema.payments import FeePayment
from backend.schema.results.base import Success
from backend.schema.writ_applications import WritApplication


@strawberry.interface(description="Something was done about the payment of a fee.")
class FeePaymentSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {
        "payment": FEE_PAYMENT,
        "application": WRIT_APPLICATION,
        "claim": CLAIM,
    }

    payment: FeePayment = strawberry.field(description="The payment as it is now.")
    application: WritApplication = strawberry.field(description="Its application as it is now.")
    claim: Claim = strawberry.field(description="The claim as it is now.")


@strawberry.type(description="The payment was started, or goes on; its page is `payment.nextUrl`.")
class PayWritFeeSuccess(FeePaymentSuccess):
    pass


@strawberry.type(description="The payment was looked up at GOV.UK Pay.")
class CheckFeePaymentSuccess(FeePaymentSuccess):
    pass
