"""The words of a money claim, its judgment and its debts."""

from enum import auto

from backend.rules.vocabulary.base import Word


class ClaimState(Word):
    """Where a claim's life-cycle stands, as stored: only acts move it."""

    AWAITING_RESPONSE = auto()
    DEFENDED = auto()
    JUDGMENT_REQUESTED = auto()
    JUDGMENT_ENTERED = auto()
    WRIT_ISSUED = auto()


class ClaimStatus(Word):
    """What is shown: the state, and what follows from the date."""

    AWAITING_RESPONSE = auto()
    RESPONSE_OVERDUE = auto()
    DEFENDED = auto()
    JUDGMENT_REQUESTED = auto()
    JUDGMENT_ENTERED = auto()
    JUDGMENT_UNPAID = auto()
    WRIT_ISSUED = auto()


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


class StageState(Word):
    DONE = auto()
    CURRENT = auto()
    TO_COME = auto()
