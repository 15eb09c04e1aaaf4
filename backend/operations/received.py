"""What came in from an outside system, as it is kept, and what became of it: nothing here touches the database."""

import hashlib
from dataclasses import dataclass
from enum import Enum, auto

import orjson

from backend.adapters.feeds import documents
from backend.adapters.feeds.documents import Envelope
from backend.rules import refusals
from backend.rules.intake import DIGEST_PREFIX, Message, MessageRefusal, UnusableMessage
from backend.rules.vocabulary import Feed, Jurisdiction


class Answer(Enum):
    """What became of what came in."""

    ACCEPTED = auto()
    KNOWN = auto()
    """It was taken in before, with this content; nothing was done now."""
    REFUSED = auto()
    """It was understood and cannot be used; it is kept, and staff were asked to look at it."""
    NOT_A_MESSAGE = auto()
    """It is no object with an id and a kind; it is kept all the same."""
    OTHER_CONTENT = auto()
    """Something else came under this id before; nothing of this is kept."""
    LATER = auto()
    """This database is a copy that was not released: nothing is taken in."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer, and why where something is wrong: a code and a sentence without a word of the message."""

    answer: Answer
    code: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """Something that came in, as it is kept."""

    envelope: Envelope
    digest: bytes
    body: bytes
    has_id: bool = True

    @property
    def occasion(self) -> str:
        """Under which it opens a service request, once."""
        return f"intake:{self.envelope.feed}:{self.envelope.id}"


def received_of(feed: Feed, body: bytes, document: object) -> Received:
    """What came in, with its digest: of what it says, so that neither blanks nor the order of fields make a twin."""
    envelope = documents.envelope_of(feed, document)
    if envelope is None:
        digest = hashlib.sha256(body)
        unnamed = Envelope(feed, DIGEST_PREFIX + digest.hexdigest(), None, (), Jurisdiction.ENGLAND_WALES)
        return Received(unnamed, digest.digest(), body, has_id=False)
    said = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    return Received(envelope, hashlib.sha256(said).digest(), body)


def read(received: Received, document: object) -> Message:
    """The message that came in. Raises `UnusableMessage`."""
    if not received.has_id or not isinstance(document, dict):
        raise UnusableMessage.because(MessageRefusal.NOT_A_MESSAGE)
    return documents.read(received.envelope.feed, document)


def unusable_of(why: UnusableMessage | refusals.Refusal) -> UnusableMessage:
    """Why, in a code and a sentence; what a rule of a case has against it, it says itself."""
    match why:
        case UnusableMessage():
            return why
        case refusals.Refused():
            return UnusableMessage(why.reasons[0].code, why.reasons[0].explanation)
        case refusals.Invalid():
            return UnusableMessage(why.problems[0].code, why.problems[0].message)
        case _:
            return UnusableMessage(why.code, "The rules of the case do not allow it.")


def refused(code: str, sentence: str) -> Taken:
    """The answer to what cannot be used."""
    is_message = code != MessageRefusal.NOT_A_MESSAGE
    return Taken(Answer.REFUSED if is_message else Answer.NOT_A_MESSAGE, code, sentence)
