"""The words of casework: service requests and the activity plans by which they are worked."""

from enum import auto

from backend.rules.vocabulary.base import Word


class ServiceRequestStatus(Word):
    """Where a service request (SR) stands."""

    OPEN = auto()
    IN_PROGRESS = auto()
    INITIATE_APPROVAL_PROCESS = auto()
    APPROVED = auto()
    REJECTED = auto()
    CLOSED = auto()


class ServiceRequestSubStatus(Word):
    """What is to become of a service request, or became of it."""

    READY_FOR_PAUSE = auto()
    READY_FOR_REPROGRESSING = auto()
    READY_FOR_CANCELLATION = auto()
    COMPLETE = auto()
    CANCELLED = auto()


class ActivityStatus(Word):
    """Where a line of an activity plan (AP) stands."""

    OUTSTANDING = auto()
    COMPLETE = auto()
    NOT_REQUIRED = auto()


class Desk(Word):
    """Whose work a kind of service request is: each team takes that of one or more desks."""

    COURT_ENFORCEMENT = auto()
    COURT_PAYMENTS = auto()
    COURT_POST = auto()
    ENFORCEMENT = auto()
    COMPLEX_CASES = auto()
    CENTRAL_TEAM = auto()
    MAINTENANCE = auto()
    COMPLAINTS = auto()
    ARREARS = auto()
    DEDUCTION_ORDERS = auto()
    TRANSITION = auto()
    SENIOR_MANAGEMENT = auto()


class KindCode(Word):
    """The kinds of service request."""

    VERIFY_WRIT_APPLICATION = auto()
    PAYMENT_MISMATCH = auto()
    UNDELIVERED_LETTER = auto()
    REVIEW_CASE = auto()
    GATHER_INFORMATION = auto()
    CONSIDER_AMENDMENT = auto()
    LO_PAID_OFF = auto()
    CLEAR_ARTEFACTS = auto()
    CLEAR_OLD_ACTIONS = auto()
    NEGOTIATION = auto()
    ACTION_MISSED_PAYMENT = auto()
    ARREARS_REVIEW = auto()
    SIGN_OFF_LETTER = auto()
    UNDELIVERED_AGENCY_LETTER = auto()
    REFUSED_MESSAGE = auto()
    UNALLOCATED_PAYMENT = auto()
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


class NoteKind(Word):
    """What a note of staff records. Every one is added, and never changed."""

    NOTE = auto()
    WELFARE_DECISION = auto()
    CONTACT = auto()
    AMENDMENT = auto()
    CONFIRMATION = auto()


class OfflineTaskKind(Word):
    """What is done outside the service, and recorded in it."""

    CERTIFICATE_OF_MONEY_PROVISION = auto()
    PROCUREMENT_CARD_PAYMENT = auto()


class FormFieldKind(Word):
    """What a field of a data form holds."""

    TEXT = auto()
    YES_NO = auto()
    DATE = auto()
    MONEY = auto()
    CHOICE = auto()
    CASE_NUMBERS = auto()


class CheckResult(Word):
    """What an automatic check found."""

    HOLDS = auto()
    FAILS = auto()
    TO_BE_SETTLED = auto()
