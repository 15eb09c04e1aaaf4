"""The words of enforcing a judgment by a writ of control: the application, its fee, the officer, the writ."""

from enum import auto

from backend.rules.vocabulary.base import Word


class EnforcementRoute(Word):
    """A way of enforcing a judgment."""

    DIGITAL_WRIT = auto()
    PAPER_WRIT = auto()
    WARRANT_OF_CONTROL = auto()
    ATTACHMENT_OF_EARNINGS = auto()
    THIRD_PARTY_DEBT_ORDER = auto()
    CHARGING_ORDER = auto()
    ORDER_TO_OBTAIN_INFORMATION = auto()


class WritApplicationState(Word):
    """Where an application for a writ stands, as stored: only acts move it."""

    DRAFT = auto()
    SUBMITTED = auto()
    RETURNED = auto()
    REJECTED = auto()
    WITHDRAWN = auto()
    ISSUED = auto()


class AppointmentMethod(Word):
    """How an enforcement officer is chosen."""

    NAMED = auto()
    ROTA = auto()


class Correction(Word):
    """Where the claimant corrected what the court's own data says."""

    DEFENDANT_NAME = auto()
    DEFENDANT_ADDRESS = auto()
    AMOUNT = auto()


class FeeMethod(Word):
    """How the court fee is covered."""

    GOV_UK_PAY = auto()
    HELP_WITH_FEES = auto()


class PaymentState(Word):
    """Where a payment of a fee stands. All but INTENDED and CREATED are final."""

    INTENDED = auto()
    CREATED = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    CANCELLED = auto()
    EXPIRED = auto()
    ERRORED = auto()


class WritState(Word):
    """Where a writ stands, as stored: only acts move it. What follows from a date stands in WritStatus."""

    ISSUED = auto()
    STAYED = auto()
    PAID = auto()
    EXECUTED = auto()
    RETURNED = auto()
    WITHDRAWN = auto()


class WritStatus(Word):
    """What is shown: the state of the writ, and what follows from the date."""

    ISSUED = auto()
    NOTICE_GIVEN = auto()
    ENFORCEABLE = auto()
    STAYED = auto()
    PAID = auto()
    EXECUTED = auto()
    RETURNED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()


class NoticeMethod(Word):
    """How notice of enforcement is given (SI 2013/1894 reg 8)."""

    POST = auto()
    ELECTRONIC = auto()
    THROUGH_LETTER_BOX = auto()
    FIXED_TO_DOOR = auto()
    IN_PERSON = auto()
    LEFT_WITH_OCCUPIER = auto()


class RestraintKind(Word):
    """What stops enforcement for a time."""

    STAY = auto()
    BREATHING_SPACE = auto()
    MENTAL_HEALTH_CRISIS = auto()


class HceoState(Word):
    """Where an entry of the register of officers stands."""

    ACTIVE = auto()
    SUSPENDED = auto()
    REMOVED = auto()


class CoverageBasis(Word):
    """Why an officer may execute writs in a district."""

    ASSIGNED = auto()
    UNDERTAKEN = auto()


class Region(Word):
    """The regions of England and Wales, each made of postal areas."""

    NORTH_EAST = auto()
    NORTH_WEST = auto()
    YORKSHIRE_HUMBER = auto()
    EAST_MIDLANDS = auto()
    WEST_MIDLANDS = auto()
    EAST_OF_ENGLAND = auto()
    LONDON = auto()
    SOUTH_EAST = auto()
    SOUTH_WEST = auto()
    WALES = auto()


class DocumentKind(Word):
    """What a document is."""

    WRIT_OF_CONTROL = auto()
