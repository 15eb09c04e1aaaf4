"""One document of an outside system: which message it is, under which id, and what it says (docs/intake.md)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from backend.adapters.feeds import bancs, cis, cra, dot, hmrc, referrals
from backend.adapters.feeds.fields import Fields
from backend.adapters.feeds.reading import Reader
from backend.adapters.feeds.referrals import MOST_CASES
from backend.rules.intake import DIGEST_PREFIX, MESSAGE_ID, Message, MessageKind, MessageRefusal, UnusableMessage
from backend.rules.vocabulary import Feed, Jurisdiction

READERS: dict[Feed, dict[str, Reader]] = {
    Feed.BANCS: bancs.READERS,
    Feed.CIS: cis.READERS,
    Feed.HMRC: hmrc.READERS,
    Feed.DOT: dot.READERS,
    Feed.CRA: cra.READERS,
    Feed.REFERRALS: referrals.READERS,
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a document before its data is read: enough to keep it under its own id."""

    feed: Feed
    id: str
    kind: MessageKind | None
    """None: no message of this feed is of such a kind."""
    case_numbers: tuple[str, ...]
    """The cases it names, as far as that can be made out."""
    jurisdiction: Jurisdiction
    """The one it names, else England and Wales: whose team looks at it where it can be used for no case."""


def envelope_of(feed: Feed, document: object) -> Envelope | None:
    """The envelope of what came in; None where it is not even an object with an id and a kind."""
    if not isinstance(document, dict):
        return None
    key, kind, data = document.get("id"), document.get("kind"), document.get("data")
    if not isinstance(key, str) or not MESSAGE_ID.fullmatch(key) or key.startswith(DIGEST_PREFIX):
        return None
    if not isinstance(kind, str):
        return None
    reader = READERS[feed].get(kind)
    return Envelope(feed, key, reader.kind if reader else None, _cases_named(data), _jurisdiction_named(data))


def read(feed: Feed, document: Mapping[str, object]) -> Message:
    """The message that a document is; for one that has an envelope. Raises `UnusableMessage`."""
    fields = Fields(document)
    key = fields.matching("id", MESSAGE_ID)
    readers = READERS[feed]
    if document.get("kind") not in readers:
        raise UnusableMessage.because(MessageRefusal.KIND_UNKNOWN)
    reader = readers[fields.matching("kind", MESSAGE_ID)]
    sent_at, data = fields.instant("sentAt"), fields.part("data")
    fields.end()
    told = reader.read(data)
    data.end()
    return Message(feed, key, reader.kind, sent_at, told)


def _cases_named(data: object) -> tuple[str, ...]:
    """The cases that data names, of whatever kind it is: so that also what cannot be used comes to their team."""
    if not isinstance(data, dict):
        return ()
    listed = data.get("cases")
    objects = [(data, "caseNumber"), *((each, "number") for each in (listed if isinstance(listed, list) else ()))]
    found = []
    for each, name in objects[: MOST_CASES + 1]:
        with suppress(UnusableMessage):
            found.append(Fields(each).case_number(name))
    return tuple(found)


def _jurisdiction_named(data: object) -> Jurisdiction:
    named = data.get("jurisdiction") if isinstance(data, dict) else None
    return next((each for each in Jurisdiction if each.value == named), Jurisdiction.ENGLAND_WALES)
