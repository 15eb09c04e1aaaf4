"""What we write to people, and on what there is guidance to read."""

from enum import auto

from backend.rules.vocabulary.base import Word


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
    WRIT_APPLICATION_SUBMITTED = auto()
    WRIT_APPLICATION_RETURNED = auto()
    WRIT_APPLICATION_REJECTED = auto()
    WRIT_ISSUED_TO_CLAIMANT = auto()
    WRIT_ISSUED_TO_DEFENDANT = auto()
    WRIT_SERVED_ON_HCEO = auto()
    NOTICE_OF_ENFORCEMENT_TO_CLAIMANT = auto()
    NOTICE_OF_ENFORCEMENT_TO_DEFENDANT = auto()
    CMEL9271 = auto()
    CMEL7402 = auto()
    CMEL9116 = auto()
    CMSB046 = auto()


class LetterState(Word):
    """Where a letter stands. SENT, FAILED, POSTED and WITHHELD are final."""

    AWAITING_SIGN_OFF = auto()
    WAITING = auto()
    SENDING = auto()
    SENT = auto()
    FAILED = auto()
    TO_PRINT = auto()
    POSTED = auto()
    WITHHELD = auto()


class SanctionChange(Word):
    """What is to become of a sanction after full or partial payment (CMEL9116)."""

    LIFTED = auto()
    REDUCED = auto()


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
    ENFORCEMENT_OPTIONS = auto()
    WRIT_OF_CONTROL = auto()
    APPLYING_FOR_A_WRIT = auto()
    PAPER_WRIT = auto()
    AFTER_A_WRIT = auto()
    FACING_A_WRIT = auto()
    ASKING_FOR_A_STAY = auto()
