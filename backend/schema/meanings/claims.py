"""What each word of claims, judgments and debts means, in a sentence."""

from backend.rules.refusals import RefusalCode
from backend.rules.vocabulary import (
    ClaimStatus,
    DebtKind,
    InstalmentFrequency,
    JudgmentBasis,
    JudgmentRequestState,
    LineKind,
    PaymentOrder,
    ResponseKind,
    StageState,
    Word,
)

MEANINGS: dict[type[Word], dict[str, str]] = {
    ClaimStatus: {
        "AWAITING_RESPONSE": "The defendant still has time to respond.",
        "RESPONSE_OVERDUE": "The time to respond is over and nobody did: judgment may be requested.",
        "DEFENDED": "A defendant responded without admitting the claim: no judgment by default is possible any more.",
        "JUDGMENT_REQUESTED": "The claimant asked for judgment; the court has not entered it, and a response counts.",
        "JUDGMENT_ENTERED": "The court entered judgment: the debt is owed under a County Court judgment (CCJ).",
        "JUDGMENT_UNPAID": "The judgment is unpaid and due: it can be enforced.",
        "WRIT_ISSUED": "A writ of control was issued on the judgment.",
    },
    ResponseKind: {
        "DISPUTES_ALL": "Owes nothing of what is claimed.",
        "DISPUTES_PART": "Owes less than what is claimed, and says by how much.",
        "SAYS_PAID": "Has paid what is claimed already.",
    },
    PaymentOrder: {
        "IMMEDIATELY": "All of it at once.",
        "BY_DATE": "All of it by one day.",
        "INSTALMENTS": "In equal instalments, from a first day on.",
    },
    InstalmentFrequency: {
        "WEEKLY": "Every 7 days.",
        "EVERY_TWO_WEEKS": "Every 14 days.",
        "EVERY_FOUR_WEEKS": "Every 28 days.",
        "MONTHLY": "On the same day of each month, or on its last where it has no such day.",
    },
    JudgmentBasis: {
        "DEFAULT": "The defendant did not respond in time (CPR part 12).",
    },
    JudgmentRequestState: {
        "REQUESTED": "Waits for the court.",
        "REFUSED": "Cannot be entered any more: the reason's code says why.",
        "ENTERED": "Became a judgment.",
    },
    DebtKind: {
        "CLAIM": "The debt as claimed.",
        "JUDGMENT": "The debt as adjudged, in which that of the claim merged.",
    },
    LineKind: {
        "PRINCIPAL": "The sum claimed itself.",
        "INTEREST": "Statutory interest of 8% a year (County Courts Act 1984, section 69).",
        "COURT_FEE": "The fee for issuing the claim.",
        "PAYMENT": "A payment; it reduces the debt.",
        "MERGED": "The debt of the claim became that of the judgment, and is closed by this line.",
    },
    StageState: {
        "DONE": "Lies behind.",
        "CURRENT": "Is where the claim stands.",
        "TO_COME": "Lies ahead, if the claim goes that way.",
    },
    RefusalCode: {
        "REFUSED": "The rules say no, for the reasons given.",
        "NOT_PERMITTED": "It is not for this person to do.",
        "NOT_FOUND": "There is no such thing, or none that this person may see.",
        "STALE_VERSION": "The thing changed since the version that was given.",
        "IDEMPOTENCY_CONFLICT": "The idempotency key was used before, with another input.",
        "VALIDATION_FAILED": "The input breaks rules of its own, field by field.",
    },
}
