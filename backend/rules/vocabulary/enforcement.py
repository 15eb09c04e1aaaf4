"""The words of enforcing arrears of child maintenance."""

from enum import auto

from backend.rules.vocabulary.base import Word


class CaseArea(Word):
    """Which area of the agency has a case."""

    ENFORCEMENT = auto()
    COMPLEX_CASE_TEAM = auto()
    CENTRAL_TEAM = auto()
    MAINTENANCE = auto()
    COMPLAINTS = auto()


class Segment(Word):
    """How a case is segmented."""

    STANDARD = auto()
    SEGMENT_5 = auto()
    ARREARS_ONLY = auto()
    ARREARS_ONLY_CATEGORISED = auto()


class Flag(Word):
    """What may be set on a case; each setting says who, when and why."""

    EVER_IN_ENFORCEMENT = auto()
    MANUAL_ALLOCATION = auto()
    LOCK_ASSIGNMENT = auto()
    DISABLE_MISSED_PAYMENT_MONITOR = auto()
    COURT_ENFORCED_SCHEDULE = auto()
    DEO_DESIRE = auto()


class Decision(Word):
    """The eleven decisions of the routing procedure (its step 4)."""

    INITIATE = auto()
    PAUSE = auto()
    RESUME = auto()
    AMEND = auto()
    SURVEILLANCE = auto()
    TRANSFER = auto()
    LOCK_ASSIGNMENT = auto()
    CLEAR_ARTEFACTS = auto()
    NEGOTIATE = auto()
    MISSED_PAYMENT_MONITOR = auto()
    CANCEL = auto()


class RoutingReason(Word):
    """Why a case is routed for a decision."""

    TRANSFERRED_TO_ENFORCEMENT = auto()
    TRANSFERRED_FROM_LEGACY = auto()
    POWERS_EXHAUSTED = auto()
    RETURNED_FROM_COLLECTION_AGENCY = auto()
    NEW_INFORMATION = auto()
    INBOUND_CONTACT = auto()
    REVIEW_EXPIRED = auto()
    WAIT_PERIOD_EXPIRED = auto()
    MISSED_PAYMENT = auto()
    PARTIAL_PAYMENT = auto()
    EXCESS_PAYMENT = auto()
    LIABILITY_ORDER_PAID_OFF = auto()
    CHANGE_OF_JURISDICTION = auto()
    CHARGE_FOR_PAYMENT_EXPIRED = auto()
    SEGMENT_5_CONTINUING_ORDERS = auto()
    SEGMENT_5_OPPORTUNITY_TAKEN_UP = auto()
    SEGMENT_5_OPPORTUNITY_NOT_TAKEN_UP = auto()
    SCHEDULE_COMPLETED = auto()
    RDO_COMPLIANCE_ESTABLISHED = auto()
    SURVEILLANCE_NEW_ADDRESS = auto()
    SURVEILLANCE_NEW_EMPLOYMENT = auto()
    SURVEILLANCE_CLIENT_CONTACT = auto()
    SURVEILLANCE_ANNUAL_REVIEW = auto()
    SURVEILLANCE_REVIEW_REACHED = auto()
    BY_HAND = auto()


class Power(Word):
    """What the agency can apply for, or do, to have arrears paid. A kind of service request has each name."""

    DEDUCTION_ORDER = auto()
    LIABILITY_ORDER = auto()
    FRAUD_REFERRAL = auto()
    REGISTER_ENTRY = auto()
    ENFORCEMENT_AGENTS = auto()
    CHARGING_ORDER = auto()
    ORDER_FOR_SALE = auto()
    THIRD_PARTY_DEBT_ORDER = auto()
    DRIVING_DISQUALIFICATION = auto()
    PASSPORT_DISQUALIFICATION = auto()
    COMMITMENT = auto()
    ATTACHMENT = auto()
    INHIBITION = auto()
    ARRESTMENT = auto()
    CHARGE_FOR_PAYMENT = auto()
    JUDGMENTS_OFFICE = auto()


class PowerResult(Word):
    """What came of considering a power."""

    EXHAUSTED = auto()
    NOT_APPROPRIATE = auto()
    NOT_AVAILABLE = auto()


class LiabilityOrderState(Word):
    GRANTED = auto()
    PAID_OFF = auto()
    INVALIDATED = auto()


class ArrearsLineKind(Word):
    """The type of a line of the arrears ledger; what reduces them is negative."""

    ARREARS = auto()
    ENFORCEMENT_CHARGE = auto()
    PAYMENT = auto()
    SECURED_BY_ORDER = auto()
    """Moves arrears under a liability order: one line takes them off, another puts them on with the order."""


class ScheduleKind(Word):
    NEGOTIATED = auto()
    REGULAR_DEDUCTION_ORDER = auto()
    SUSPENDED_COMMITTAL = auto()


class ExpectedState(Word):
    """What became of a payment that a schedule expects."""

    EXPECTED = auto()
    MET = auto()
    PARTIAL = auto()
    MISSED = auto()
    ENDED = auto()


class AllocationState(Word):
    """What became of money that came in."""

    ALLOCATED = auto()
    UNALLOCATED = auto()
    EXCESS = auto()


class ReviewKind(Word):
    """What a case review date is for."""

    SETUP_ONLY = auto()
    SETUP_AND_TRANSFER = auto()


class Compliance(Word):
    """How far payments that a deduction order asks for came in."""

    COMPLIANT = auto()
    PARTLY_COMPLIANT = auto()
    NON_COMPLIANT = auto()


class Feed(Word):
    """The outside systems whose messages are taken in."""

    BANCS = auto()
    CIS = auto()
    HMRC = auto()
    DOT = auto()
    CRA = auto()
    REFERRALS = auto()


class MessageState(Word):
    """What became of a message of an outside system."""

    ACCEPTED = auto()
    REFUSED = auto()


class FindingKind(Word):
    """What a third party or an outside system told about a paying parent."""

    ADDRESS = auto()
    EMPLOYMENT = auto()
    BANK_ACCOUNT = auto()
    CREDIT_REPORT = auto()
    PROPERTY = auto()
    CONTACT = auto()
    OTHER = auto()
