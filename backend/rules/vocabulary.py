"""The words of the trade as closed sets: every other layer spells them as they stand here."""

from enum import IntFlag, StrEnum, auto


class Word(StrEnum):
    """An enumeration whose stored and published value is its own name."""

    @staticmethod
    def _generate_next_value_(name: str, _start: int, _count: int, _last: list[str]) -> str:
        return name


class Jurisdiction(Word):
    ENGLAND_WALES = auto()
    SCOTLAND = auto()
    NORTHERN_IRELAND = auto()


class CaseKind(Word):
    CLAIM = auto()
    ENFORCEMENT = auto()


class Side(Word):
    """The two halves of the service, which never mix."""

    COURT = auto()
    AGENCY = auto()


class Role(Word):
    """Who a user is. What they may do with a case follows from their relations to it, not from this alone."""

    CITIZEN = auto()
    HCEO = auto()
    COURT_OFFICER = auto()
    CASE_MANAGER = auto()
    COMPLEX_CASE_WORKER = auto()
    TEAM_LEADER = auto()
    SENIOR_MANAGER = auto()
    MAINTENANCE_WORKER = auto()
    ARREARS_CASE_OWNER = auto()
    DOT = auto()
    SERVICE_OWNER = auto()
    ADMIN = auto()
    SYSTEM = auto()


class Relation(IntFlag):
    """What a viewer is to one row: the bits over which the audience of a field is a mask."""

    NONE = 0
    CLAIMANT = 1
    DEFENDANT = 2
    OFFICER = 4
    COURT = 8
    SYSTEM = 16
    OWN = 32
    """The row is about the viewer: the party they proved to be, or a letter written to them."""
    CONTACT = 64
    """The viewer stands opposite the party of this row and may know how to reach it."""

    @property
    def audience_word(self) -> str:
        """Under which word the versions for someone of this relation are kept."""
        if self & Relation.CLAIMANT:
            return "claimant"
        return "defendant" if self & Relation.DEFENDANT else "court"


PARTIES = Relation.CLAIMANT | Relation.DEFENDANT
PARTIES_AND_COURT = PARTIES | Relation.COURT | Relation.SYSTEM
COURT_ONLY = Relation.COURT | Relation.SYSTEM


class PartySide(Word):
    CLAIMANT = auto()
    DEFENDANT = auto()

    @property
    def relation(self) -> Relation:
        return Relation.CLAIMANT if self is PartySide.CLAIMANT else Relation.DEFENDANT


class PartyKind(Word):
    PERSON = auto()
    ORGANISATION = auto()


class ClaimState(Word):
    """Where a claim's life-cycle stands, as stored: only acts move it."""

    AWAITING_RESPONSE = auto()
    DEFENDED = auto()
    JUDGMENT_REQUESTED = auto()
    JUDGMENT_ENTERED = auto()


class ClaimStatus(Word):
    """What is shown: the state, and what follows from the date."""

    AWAITING_RESPONSE = auto()
    RESPONSE_OVERDUE = auto()
    DEFENDED = auto()
    JUDGMENT_REQUESTED = auto()
    JUDGMENT_ENTERED = auto()


class ResponseKind(Word):
    DISPUTES_ALL = auto()
    DISPUTES_PART = auto()
    SAYS_PAID = auto()


class PaymentOrder(Word):
    """How a judgment orders the debt to be paid."""

    IMMEDIATELY = auto()
    BY_DATE = auto()
    INSTALMENTS = auto()


class InstalmentFrequency(Word):
    WEEKLY = auto()
    EVERY_TWO_WEEKS = auto()
    EVERY_FOUR_WEEKS = auto()
    MONTHLY = auto()


class JudgmentBasis(Word):
    DEFAULT = auto()


class JudgmentRequestState(Word):
    REQUESTED = auto()
    REFUSED = auto()
    ENTERED = auto()


class DebtKind(Word):
    CLAIM = auto()
    JUDGMENT = auto()


class LineKind(Word):
    """The types of line in the ledger of a debt: charges are positive, what reduces the debt is negative."""

    PRINCIPAL = auto()
    INTEREST = auto()
    COURT_FEE = auto()
    PAYMENT = auto()
    MERGED = auto()
    """The debt of the claim has become the debt of the judgment."""


class Act(Word):
    """Everything that a person or a clock may do."""

    LODGE_CLAIM = auto()
    LINK_TO_CLAIM = auto()
    UNLINK = auto()
    REQUEST_SECURITY_CODE = auto()
    ISSUE_SECURITY_CODE = auto()
    RESPOND_TO_CLAIM = auto()
    NOTE_RESPONSE_OVERDUE = auto()
    REMIND = auto()
    REQUEST_JUDGMENT = auto()
    ENTER_JUDGMENT = auto()
    MARK_LETTER_POSTED = auto()
    MARK_NOTICE_SEEN = auto()
    RECORD_DELIVERY = auto()
    SIGN_IN = auto()
    SIGN_OUT = auto()


class EventKind(Word):
    """What a history entry says happened."""

    CLAIM_LODGED = auto()
    SECURITY_CODE_ISSUED = auto()
    LINK_FAILED = auto()
    DEFENDANT_LINKED = auto()
    DEFENDANT_UNLINKED = auto()
    REMINDER_SENT = auto()
    RESPONSE_OVERDUE = auto()
    RESPONSE_RECEIVED = auto()
    JUDGMENT_REQUESTED = auto()
    JUDGMENT_REFUSED = auto()
    JUDGMENT_ENTERED = auto()
    LETTER_SENT = auto()
    LETTER_FAILED = auto()
    LETTER_WITHHELD = auto()
    LETTER_POSTED = auto()


class Letter(Word):
    """The letters of the catalogue: one template each under notices/templates/."""

    CLAIM_LODGED = auto()
    CLAIM_LODGED_CONFIRMATION = auto()
    SECURITY_CODE = auto()
    LINKED = auto()
    RESPONSE_REMINDER = auto()
    RESPONSE_OVERDUE_TO_CLAIMANT = auto()
    RESPONSE_OVERDUE_TO_DEFENDANT = auto()
    RESPONSE_RECEIVED_TO_CLAIMANT = auto()
    RESPONSE_RECEIVED_TO_DEFENDANT = auto()
    JUDGMENT_REMINDER = auto()
    JUDGMENT_REQUESTED_TO_CLAIMANT = auto()
    JUDGMENT_REQUESTED_TO_DEFENDANT = auto()
    JUDGMENT_ENTERED_TO_CLAIMANT = auto()
    JUDGMENT_ENTERED_TO_DEFENDANT = auto()


class LetterState(Word):
    """Where a letter stands. SENT, FAILED, POSTED and WITHHELD are final."""

    WAITING = auto()
    SENDING = auto()
    SENT = auto()
    FAILED = auto()
    TO_PRINT = auto()
    POSTED = auto()
    WITHHELD = auto()


class TimerKind(Word):
    RESPONSE_REMINDER = auto()
    RESPONSE_DEADLINE = auto()
    JUDGMENT_REMINDER = auto()


class StageState(Word):
    DONE = auto()
    CURRENT = auto()
    TO_COME = auto()


class Topic(Word):
    """The subjects on which there is guidance to read."""

    LINKING = auto()
    RESPONDING = auto()
    PAYING = auto()
    ADVICE = auto()
    DEFENDED = auto()
    AFTER_LODGING = auto()
    REQUESTING_JUDGMENT = auto()
    AFTER_JUDGMENT = auto()
    PAYING_A_JUDGMENT = auto()
    ENFORCEMENT = auto()
