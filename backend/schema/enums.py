"""The closed sets of words, as the API describes them: the members are those of rules/vocabulary and no others."""

import strawberry

from backend.rules.refusals import RefusalCode
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    AppointmentMethod,
    CheckResult,
    ClaimStatus,
    Correction,
    CoverageBasis,
    DebtKind,
    Desk,
    DocumentKind,
    EnforcementRoute,
    EventKind,
    FeeMethod,
    HceoState,
    InstalmentFrequency,
    JudgmentBasis,
    JudgmentRequestState,
    Jurisdiction,
    LetterState,
    LineKind,
    NoticeMethod,
    PartyKind,
    PartySide,
    PaymentOrder,
    PaymentState,
    Region,
    ResponseKind,
    RestraintKind,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    StageState,
    Topic,
    Word,
    WritApplicationState,
    WritStatus,
)
from backend.rules.vocabulary import Letter as LetterName
from backend.schema.meanings import MEANINGS

__all__ = [
    "Act",
    "ActivityStatus",
    "AppointmentMethod",
    "CheckResult",
    "ClaimStatus",
    "Correction",
    "CoverageBasis",
    "DebtKind",
    "Desk",
    "DocumentKind",
    "EnforcementRoute",
    "EventKind",
    "FeeMethod",
    "HceoState",
    "InstalmentFrequency",
    "JudgmentBasis",
    "JudgmentRequestState",
    "Jurisdiction",
    "LetterName",
    "LetterState",
    "LineKind",
    "NoticeMethod",
    "PartyKind",
    "PartySide",
    "PaymentOrder",
    "PaymentState",
    "RefusalCode",
    "Region",
    "ResponseKind",
    "RestraintKind",
    "Role",
    "ServiceRequestStatus",
    "ServiceRequestSubStatus",
    "StageState",
    "Topic",
    "WritApplicationState",
    "WritStatus",
]

PUBLISHED: dict[type[Word], tuple[str, str]] = {
    Jurisdiction: ("Jurisdiction", "The three jurisdictions of the United Kingdom."),
    Role: ("Role", "Who a user is; what they may do follows from their relations."),
    PartySide: ("PartySide", "On which side of a claim a party stands."),
    PartyKind: ("PartyKind", "A person, or an organisation of any kind."),
    ClaimStatus: ("ClaimStatus", "Where a claim stands, what follows from the date included."),
    ResponseKind: ("ResponseKind", "How a defendant answers without admitting the claim."),
    PaymentOrder: ("PaymentOrder", "How a judgment orders the debt to be paid."),
    InstalmentFrequency: ("InstalmentFrequency", "How often an instalment is due."),
    JudgmentBasis: ("JudgmentBasis", "On what a judgment (CCJ) rests."),
    JudgmentRequestState: ("JudgmentRequestState", "Where a judgment request stands."),
    DebtKind: ("DebtKind", "What a debt rests on: the claim, or the judgment it merged in."),
    LineKind: ("LineKind", "The type of a line of a debt; what reduces it is negative."),
    EnforcementRoute: ("EnforcementRoute", "The ways of enforcing a judgment for money."),
    WritApplicationState: ("WritApplicationState", "Where an application for a writ of control stands."),
    AppointmentMethod: ("AppointmentMethod", "How the enforcement officer is appointed."),
    Correction: ("Correction", "What the claimant corrected of the court's data."),
    FeeMethod: ("FeeMethod", "How the court fee of an application is covered."),
    PaymentState: ("PaymentState", "Where a payment of a fee stands."),
    WritStatus: ("WritStatus", "Where a writ of control stands today."),
    NoticeMethod: ("NoticeMethod", "How notice of enforcement was given."),
    RestraintKind: ("RestraintKind", "What stops enforcement for a time."),
    HceoState: ("HceoState", "Where an officer stands on the register."),
    CoverageBasis: ("CoverageBasis", "Why an officer may execute writs in a district."),
    Region: ("Region", "The regions of England and Wales, each made of postal areas."),
    DocumentKind: ("DocumentKind", "What a document is."),
    ServiceRequestStatus: ("ServiceRequestStatus", "Where a service request (SR) stands."),
    ServiceRequestSubStatus: ("ServiceRequestSubStatus", "What is to become of a service request, or became of it."),
    ActivityStatus: ("ActivityStatus", "Where a line of an activity plan (AP) stands."),
    Desk: ("Desk", "Whose work a kind of service request is."),
    CheckResult: ("CheckResult", "What an automatic check found."),
    EventKind: ("EventKind", "What a history entry says happened."),
    LetterName: ("LetterName", "The letters that the service writes."),
    LetterState: ("LetterState", "Where a letter stands."),
    StageState: ("StageState", "Whether a stage of the way is done, current or to come."),
    Topic: ("GuidanceTopic", "The subjects of the guidance pages."),
    Act: ("Act", "Everything that a person or a clock may do."),
    RefusalCode: (
        "UserErrorCode",
        "How a mutation was refused. The reasons of a `RefusedError` have codes of their own.",
    ),
}


def _publish(words: type[Word], name: str, description: str) -> None:
    """Make a closed set an enum of the API. Raises KeyError for a word without its meaning."""
    definition = strawberry.enum(words, name=name, description=description).__dict__["__strawberry_definition__"]
    for value in definition.values:
        value.description = MEANINGS[words][value.name]


for cls, (name, description) in PUBLISHED.items():
    _publish(cls, name, description)
