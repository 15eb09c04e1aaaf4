"""What outside systems tell us, in our words, and why a message cannot be used (R-01, R-02, R-35, R-41, R-50)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import auto
from typing import TypeAlias

from backend.rules.referrals import Referral
from backend.rules.vocabulary import Compliance, Feed, FindingKind, Jurisdiction, PartySide, RoutingReason, Word

MESSAGE_ID = re.compile(r"[A-Za-z0-9._:-]{1,60}")
"""What the id of a message is made of. An id that begins with `DIGEST_PREFIX` is ours alone."""
DIGEST_PREFIX = "sha256:"
"""Begins the id under which something is kept that brought no id of its own."""
LARGEST = 64_000
"""Bytes of a message."""

NAMES: dict[Feed, str] = {
    Feed.BANCS: "BaNCS",
    Feed.CIS: "CIS",
    Feed.HMRC: "HMRC",
    Feed.DOT: "the Deduction Order Team",
    Feed.CRA: "the credit reference agency",
    Feed.REFERRALS: "the referring area",
}
"""The feeds as staff speak of them."""

FINDINGS: dict[FindingKind, str] = {
    FindingKind.ADDRESS: "An address",
    FindingKind.EMPLOYMENT: "Employment",
    FindingKind.BANK_ACCOUNT: "A bank account",
    FindingKind.CREDIT_REPORT: "A credit report",
    FindingKind.PROPERTY: "Property",
    FindingKind.CONTACT: "A contact",
    FindingKind.OTHER: "Something about the paying parent",
}
"""What was found out, as a history entry begins with it."""


class MessageKind(Word):
    """What a message of an outside system is about."""

    PAYMENT_RECEIVED = auto()
    LIABILITY_ORDER_PAID_OFF = auto()
    ADDRESS_CHANGED = auto()
    DEATH = auto()
    EMPLOYMENT = auto()
    RDO_COMPLIANCE = auto()
    CREDIT_REPORT = auto()
    CASE_REFERRED = auto()
    CLIENT_CONTACT = auto()
    RETURNED_FROM_COLLECTION_AGENCY = auto()
    BECAME_COMPLIANT = auto()
    SCHEDULE_EXCEPTION = auto()


class ContactAbout(Word):
    """What a client got in touch about (R-35)."""

    CHANGE_OF_CIRCUMSTANCE = auto()
    NEW_INFORMATION = auto()
    PAYMENT_NEGOTIATION = auto()


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """Money came in from the paying parent; `reference` is what the payer gave, as it came."""

    case_number: str
    amount_pence: int
    received_on: date
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class LiabilityOrderPaidOff:
    case_number: str
    lo_reference: str


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """The paying parent lives elsewhere; not confident: nobody is sure of it (R-32)."""

    case_number: str
    lines: tuple[str, ...]
    post_code: str
    jurisdiction: Jurisdiction
    is_confident: bool


@dataclass(frozen=True, slots=True)
class Died:
    case_number: str
    died_on: date


@dataclass(frozen=True, slots=True)
class Employed:
    case_number: str
    employer: str
    started_on: date


@dataclass(frozen=True, slots=True)
class ComplianceSeen:
    """How far a regular deduction order is complied with, after so many of its due dates (R-50)."""

    case_number: str
    compliance: Compliance
    due_dates_seen: int


@dataclass(frozen=True, slots=True)
class CreditReported:
    case_number: str
    summary: str
    has_property: bool


@dataclass(frozen=True, slots=True)
class CaseReferred:
    referral: Referral


@dataclass(frozen=True, slots=True)
class ClientContacted:
    case_number: str
    who: PartySide
    about: ContactAbout


@dataclass(frozen=True, slots=True)
class ReturnedFromAgency:
    """A third party collection agency gives the case back."""

    case_number: str


@dataclass(frozen=True, slots=True)
class BecameCompliant:
    case_number: str


@dataclass(frozen=True, slots=True)
class ScheduleException:
    case_number: str


OfACase: TypeAlias = (
    PaymentReceived
    | LiabilityOrderPaidOff
    | AddressChanged
    | Died
    | Employed
    | ComplianceSeen
    | CreditReported
    | ClientContacted
    | ReturnedFromAgency
    | BecameCompliant
    | ScheduleException
)
"""What is told of a case that is in enforcement, or was."""
Told: TypeAlias = OfACase | CaseReferred


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an outside system, understood."""

    feed: Feed
    id: str
    kind: MessageKind
    sent_at: datetime
    told: Told


class MessageRefusal(Word):
    """Why a message cannot be used, where no rule of a case says so itself."""

    NOT_A_MESSAGE = auto()
    KIND_UNKNOWN = auto()
    FIELD_MISSING = auto()
    FIELD_UNKNOWN = auto()
    FIELD_WRONG = auto()
    CASE_UNKNOWN = auto()
    CASE_KNOWN_ALREADY = auto()
    LIABILITY_ORDER_UNKNOWN = auto()
    DATE_TO_COME = auto()
    TOO_FEW_DUE_DATES = auto()


SENTENCES: dict[MessageRefusal, str] = {
    MessageRefusal.NOT_A_MESSAGE: "It is not a JSON object with an id and a kind.",
    MessageRefusal.KIND_UNKNOWN: "Messages of this kind do not come by this feed.",
    MessageRefusal.FIELD_MISSING: "A field is missing: {field}.",
    MessageRefusal.FIELD_UNKNOWN: "There is a field that the format does not know, in {field}.",
    MessageRefusal.FIELD_WRONG: "A field does not hold what the format asks for: {field}.",
    MessageRefusal.CASE_UNKNOWN: "No case has this number.",
    MessageRefusal.CASE_KNOWN_ALREADY: "A case of this number came in before; what is to become of it, staff decide.",
    MessageRefusal.LIABILITY_ORDER_UNKNOWN: "The case has no liability order of this reference.",
    MessageRefusal.DATE_TO_COME: "It tells of a day that has not come yet.",
    MessageRefusal.TOO_FEW_DUE_DATES: "Compliance is established at the third due date, and not before.",
}


class UnusableMessage(Exception):  # noqa: N818 - an answer to the sender, not a fault
    """A message cannot be used. Nothing of what it told was done; it is kept, and somebody is asked to look.

    `sentence` holds no word of the message: fields are named as the format names them.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence

    @staticmethod
    def because(why: MessageRefusal, field: str = "") -> "UnusableMessage":
        return UnusableMessage(why, SENTENCES[why].format(field=field))


def leaves_surveillance_by(told: OfACase) -> RoutingReason | None:
    """Which of the five triggers a message is; None where it is none (R-35). The fifth, the review date, no one tells.

    An address that nobody is sure of is none: without a confident address a case does not come back (R-32; ours).
    """
    match told:
        case AddressChanged(is_confident=True):
            return RoutingReason.SURVEILLANCE_NEW_ADDRESS
        case Employed():
            return RoutingReason.SURVEILLANCE_NEW_EMPLOYMENT
        case ClientContacted():
            return RoutingReason.SURVEILLANCE_CLIENT_CONTACT
        case ScheduleException():
            return RoutingReason.SURVEILLANCE_ANNUAL_REVIEW
        case _:
            return None


def routes_by(told: OfACase) -> RoutingReason | None:
    """For which reason a message routes a case that is in enforcement; None where it has another effect (R-02)."""
    match told:
        case ClientContacted():
            return RoutingReason.INBOUND_CONTACT
        case ReturnedFromAgency():
            return RoutingReason.RETURNED_FROM_COLLECTION_AGENCY
        case PaymentReceived() | LiabilityOrderPaidOff() | ComplianceSeen():
            return None
        case _:
            return RoutingReason.NEW_INFORMATION
