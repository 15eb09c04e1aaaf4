"""What an outcome can have happen: something done to the case, or another service request opened."""

from dataclasses import dataclass
from enum import auto

from backend.rules.casework.titles import TITLES
from backend.rules.vocabulary import KindCode, Word


class EffectName(Word):
    """What an outcome can have carried out on the case; `operations.effects` holds the act behind each name."""

    ISSUE_WRIT = auto()
    RETURN_APPLICATION = auto()
    REJECT_APPLICATION = auto()
    SET_EVER_IN_ENFORCEMENT = auto()
    REJECT_REFERRAL = auto()
    SET_REVIEW = auto()
    PAUSE_ENFORCEMENT = auto()
    RESUME_ENFORCEMENT = auto()
    CANCEL_ENFORCEMENT = auto()
    START_SURVEILLANCE = auto()
    TRANSFER_TO_MAINTENANCE = auto()
    TRANSFER_TO_CENTRAL_TEAM = auto()
    TRANSFER_TO_COMPLEX_CASE_TEAM = auto()
    TRANSFER_TO_ENFORCEMENT = auto()
    RETURN_TO_ORIGIN = auto()
    EXIT_WITHOUT_VALIDATION = auto()
    SET_WAIT_PERIOD = auto()
    CLEAR_ARTEFACT = auto()
    GRANT_LIABILITY_ORDER = auto()
    RECORD_ARTEFACT = auto()
    EXHAUST_POWER = auto()
    APPLY_MONITOR_FLAGS = auto()
    MARK_COURT_ENFORCED = auto()
    SIGN_OFF_LETTER = auto()
    RETURN_LETTER = auto()


EFFECTS_IN_WORDS: dict[EffectName, str] = {
    EffectName.ISSUE_WRIT: "the writ is issued, sealed and served on the officer",
    EffectName.RETURN_APPLICATION: "the application goes back to the claimant to be corrected",
    EffectName.REJECT_APPLICATION: "the application is rejected, and the claimant is told why",
    EffectName.SET_EVER_IN_ENFORCEMENT: "the flag Ever in Enforcement is set",
    EffectName.REJECT_REFERRAL: "the referral is rejected, and Ever in Enforcement is not set by it",
    EffectName.SET_REVIEW: "the case review date is set, in place of an earlier one",
    EffectName.PAUSE_ENFORCEMENT: "what is marked Ready for Pause is paused until that day",
    EffectName.RESUME_ENFORCEMENT: "what is marked Ready for Re-progressing goes on",
    EffectName.CANCEL_ENFORCEMENT: "enforcement action ends",
    EffectName.START_SURVEILLANCE: "the case goes to maintenance for surveillance until the review date",
    EffectName.TRANSFER_TO_MAINTENANCE: "the case goes back to maintenance",
    EffectName.TRANSFER_TO_CENTRAL_TEAM: "the case goes to the central team",
    EffectName.TRANSFER_TO_COMPLEX_CASE_TEAM: "the case goes to the complex case team",
    EffectName.TRANSFER_TO_ENFORCEMENT: "the case goes to enforcement",
    EffectName.RETURN_TO_ORIGIN: "the case goes back to the area that sent it in",
    EffectName.EXIT_WITHOUT_VALIDATION: "every outstanding line of the service request is not required any more",
    EffectName.SET_WAIT_PERIOD: "it waits until that day",
    EffectName.CLEAR_ARTEFACT: "the artefact's status becomes No",
    EffectName.GRANT_LIABILITY_ORDER: "the liability order is recorded over part of the arrears",
    EffectName.RECORD_ARTEFACT: "an artefact is recorded on the paying parent",
    EffectName.EXHAUST_POWER: "the power counts as exhausted",
    EffectName.APPLY_MONITOR_FLAGS: "the flags ticked are set, and those unticked removed",
    EffectName.MARK_COURT_ENFORCED: "the liability order is marked as court enforced",
    EffectName.SIGN_OFF_LETTER: "the letter leaves",
    EffectName.RETURN_LETTER: "the letter goes back to its author, and does not leave",
}


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Do something to the case."""

    effect: EffectName

    @property
    def in_words(self) -> str:
        return EFFECTS_IN_WORDS[self.effect]


@dataclass(frozen=True, slots=True)
class OpenChild:
    """Open a service request under the one that is worked; each is closed by hand (R-12)."""

    kind: KindCode

    @property
    def in_words(self) -> str:
        title = TITLES[self.kind]
        return f"a service request is opened under this one: {title[0].lower()}{title[1:]}"


@dataclass(frozen=True, slots=True)
class OpenNext:
    """Open a service request after the one that is closed, linked to it; nobody owns it yet."""

    kind: KindCode

    @property
    def in_words(self) -> str:
        title = TITLES[self.kind]
        return f"a service request is opened after this one: {title[0].lower()}{title[1:]}"


Effect = CarryOut | OpenChild | OpenNext
