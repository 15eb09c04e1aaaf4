"""The Deduction Order Team (DOT): how far a regular deduction order (RDO) is complied with."""

from backend.adapters.feeds.fields import Fields, spelled_as_ours
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import ComplianceSeen, MessageKind
from backend.rules.vocabulary import Compliance

_MOST_DUE_DATES = 1_000


def _compliance(data: Fields) -> ComplianceSeen:
    return ComplianceSeen(
        case_number=data.case_number(),
        compliance=data.word("compliance", spelled_as_ours(*Compliance)),
        due_dates_seen=data.whole("dueDatesSeen", least=0, most=_MOST_DUE_DATES),
    )


READERS: dict[str, Reader] = {"rdo_compliance": Reader(MessageKind.RDO_COMPLIANCE, _compliance)}
