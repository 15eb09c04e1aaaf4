"""CIS, the customer information system: where a paying parent lives, and that they died."""

from backend.adapters.feeds.fields import Fields, spelled_as_ours
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import AddressChanged, Died, MessageKind
from backend.rules.lodging import LINES_OF_ADDRESS, POST_CODE
from backend.rules.texts import SHORT
from backend.rules.vocabulary import Jurisdiction


def _address(data: Fields) -> AddressChanged:
    return AddressChanged(
        case_number=data.case_number(),
        lines=data.lines("lines", count=LINES_OF_ADDRESS, most=SHORT),
        post_code=data.matching("postCode", POST_CODE),
        jurisdiction=data.word("jurisdiction", spelled_as_ours(*Jurisdiction)),
        is_confident=data.is_so("isConfident"),
    )


def _death(data: Fields) -> Died:
    return Died(data.case_number(), data.day("diedOn"))


READERS: dict[str, Reader] = {
    "address_changed": Reader(MessageKind.ADDRESS_CHANGED, _address),
    "death": Reader(MessageKind.DEATH, _death),
}
