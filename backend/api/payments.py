"""Payments of court fees: what can be done, what answers it, and what it says of itself."""

from typing import Any

import strawberry

from backend.api.fields import act
from backend.resolvers import payments
from backend.schema.results import payments as results


@strawberry.type(description="What can be done about payments of court fees; by the claimant.")
class PaymentActs:
    pay_writ_fee: Any = act(
        payments.pay_writ_fee,
        results.PayWritFeeSuccess,
        "Start paying the fee of an application by card, or go on with a payment that is open; claimant only (W-07).",
    )
    check_fee_payment: Any = act(
        payments.check_fee_payment,
        results.CheckFeePaymentSuccess,
        "Look up at GOV.UK Pay how a payment stands, after coming back from its page; claimant only (W-07, W-08).",
    )
