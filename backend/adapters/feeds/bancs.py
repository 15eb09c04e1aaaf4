"""BaNCS, the bank's system: money that came in, and liability orders (LO) that it sees paid off."""

from backend.adapters.feeds.fields import Fields
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import LiabilityOrderPaidOff, MessageKind, PaymentReceived

_LONGEST_REFERENCE, _LONGEST_ORDER = 60, 30


def _payment(data: Fields) -> PaymentReceived:
    return PaymentReceived(
        case_number=data.case_number(),
        amount_pence=data.pence("amountPence", least=1),
        received_on=data.day("receivedOn"),
        reference=data.maybe_line("reference", _LONGEST_REFERENCE),
    )


def _paid_off(data: Fields) -> LiabilityOrderPaidOff:
    return LiabilityOrderPaidOff(data.case_number(), data.line("loReference", _LONGEST_ORDER))


READERS: dict[str, Reader] = {
    "payment_received": Reader(MessageKind.PAYMENT_RECEIVED, _payment),
    "liability_order_paid_off": Reader(MessageKind.LIABILITY_ORDER_PAID_OFF, _paid_off),
}
