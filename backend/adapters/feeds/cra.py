"""The credit reference agency (CRA): its reports on a paying parent."""

from backend.adapters.feeds.fields import Fields
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import CreditReported, MessageKind
from backend.rules.texts import TEXT


def _report(data: Fields) -> CreditReported:
    return CreditReported(data.case_number(), data.text("summary", TEXT), data.is_so("hasProperty"))


READERS: dict[str, Reader] = {"credit_report": Reader(MessageKind.CREDIT_REPORT, _report)}
