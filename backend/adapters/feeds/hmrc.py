"""HMRC: new employment of a paying parent."""

from backend.adapters.feeds.fields import Fields
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import Employed, MessageKind
from backend.rules.texts import LINE


def _employment(data: Fields) -> Employed:
    return Employed(data.case_number(), data.line("employer", LINE), data.day("startedOn"))


READERS: dict[str, Reader] = {"employment": Reader(MessageKind.EMPLOYMENT, _employment)}
