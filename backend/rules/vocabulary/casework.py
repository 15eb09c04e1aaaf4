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


class KindCode(Word):
    """The kinds of service request."""

    VERIFY_WRIT_APPLICATION = auto()
    PAYMENT_MISMATCH = auto()
    UNDELIVERED_LETTER = auto()


class CheckResult(Word):
    """What an automatic check found."""

    HOLDS = auto()
    FAILS = auto()
    TO_BE_SETTLED = auto()
