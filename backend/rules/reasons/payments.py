"""Why a payment of a fee is refused."""

from backend.rules.refusals import Reason

CARD_PAYMENTS_CLOSED = Reason(
    "CARD_PAYMENTS_CLOSED", "Card payments are not taken at the moment. Nothing was charged.", "requirements W-07"
)
PAYMENT_BEING_LOOKED_AT = Reason(
    "PAYMENT_BEING_LOOKED_AT",
    "A payment for this application was received and is being looked at by the court. Please do not pay again.",
    "requirements W-07",
)
