"""What a history entry says in one sentence (X-03)."""

from collections.abc import Mapping
from typing import Any

from backend.rules import enforcement_summaries, letters
from backend.rules.money import spoken
from backend.rules.vocabulary import EventKind, Letter
from backend.rules.words import in_words

K = EventKind
MONEY = frozenset({"amountOwed", "amount", "total", "paid"})
SUMMARIES: dict[EventKind, str] = {
    K.CLAIM_LODGED: "The claim was lodged for {amountOwed}.",
    K.SECURITY_CODE_ISSUED: "A security code was sent to {party}.",
    K.LINK_FAILED: "Somebody tried to link to the claim and failed.",
    K.DEFENDANT_LINKED: "{party} linked to the claim.",
    K.DEFENDANT_UNLINKED: "The link of {party} was ended.",
    K.REMINDER_SENT: "A reminder was sent.",
    K.RESPONSE_OVERDUE: "The time to respond ended without a response.",
    K.RESPONSE_RECEIVED: "{party} responded to the claim.",
    K.JUDGMENT_REQUESTED: "The claimant requested judgment.",
    K.JUDGMENT_REFUSED: "The judgment requested was refused: a response had been received.",
    K.JUDGMENT_ENTERED: "Judgment {judgmentNumber} was entered for {total}.",
    K.LETTER_SENT: "{letter} was sent.",
    K.LETTER_FAILED: "{letter} could not be sent.",
    K.LETTER_WITHHELD: "{letter} was withheld: it was no longer true or no longer theirs.",
    K.LETTER_POSTED: "{letter} was posted.",
    K.LETTER_TO_PRINT: "{letter} could not be sent by e-mail and waits to be printed.",
    K.GUIDANCE_READ: "Guidance was read: {topic}, version {guidanceVersion}.",
    K.PAPER_WRIT_CHOSEN: "The claimant chose to apply for a writ of control on paper.",
    K.WRIT_APPLICATION_STARTED: "Application {application} for a writ of control was started.",
    K.WRIT_DETAILS_GIVEN: "The details of application {application} were given.",
    K.WRIT_APPLICATION_AMENDED: "Staff amended application {application}.",
    K.HCEO_CHOSEN: "The enforcement officer was chosen: {hceo}.",
    K.FEE_PAYMENT_STARTED: "Payment {payment} of {amount} was started.",
    K.FEE_PAYMENT_SUCCEEDED: "Payment {payment} of {amount} was received.",
    K.FEE_PAYMENT_ENDED: "Payment {payment} ended without any money being taken.",
    K.HELP_WITH_FEES_USED: "The court fee is covered by Help with Fees.",
    K.WRIT_APPLICATION_SUBMITTED: "Application {application} was sent to the court for approval.",
    K.WRIT_APPLICATION_RETURNED: "The court sent application {application} back to be corrected.",
    K.WRIT_APPLICATION_REJECTED: "The court rejected application {application}.",
    K.WRIT_APPLICATION_WITHDRAWN: "Application {application} was withdrawn.",
    K.JUDGMENT_PAYMENTS_RECORDED: "Payments since the judgment were recorded: {amount} in all.",
    K.WRIT_ISSUED: "Writ of control {writ} was issued for {total}.",
    K.WRIT_SERVED: "Writ of control {writ} was served on {hceo}.",
    K.WRIT_ACKNOWLEDGED: "The officer acknowledged receipt of writ {writ}.",
    K.NOTICE_OF_ENFORCEMENT_GIVEN: "Notice of enforcement was given; goods may be taken from {enforceableFrom}.",
    K.ENFORCEMENT_RESTRAINED: "Enforcement was stopped for the time being: {restraint}.",
    K.RESTRAINT_LIFTED: "What stopped enforcement has ended: {restraint}.",
    K.DOCUMENT_DOWNLOADED: "The document {document} was downloaded.",
    K.SERVICE_REQUEST_OPENED: "Service request {serviceRequest} was opened: {reason}",
    K.SERVICE_REQUEST_ASSIGNED: "Service request {serviceRequest} was given to {owner}.",
    K.SERVICE_REQUEST_STARTED: "Service request {serviceRequest} was started.",
    K.ACTIVITY_COMPLETED: "{activity}: {outcome}.",
    K.SERVICE_REQUEST_NOTED: "A note was added to service request {serviceRequest}.",
    K.APPROVAL_REQUESTED: "Service request {serviceRequest} was put up for approval.",
    K.APPROVAL_LAPSED: "What service request {serviceRequest} put up for approval was edited; it goes back to work.",
    K.SERVICE_REQUEST_APPROVED: "Service request {serviceRequest} was approved.",
    K.SERVICE_REQUEST_REJECTED: "Approval of service request {serviceRequest} was refused.",
    K.SERVICE_REQUEST_CLOSED: "Service request {serviceRequest} was closed.",
    K.HCEO_ADDED: "{hceo} was put on the register.",
    K.HCEO_AMENDED: "The entry of {hceo} was amended.",
    K.HCEO_SUSPENDED: "{hceo} was suspended.",
    K.HCEO_REINSTATED: "{hceo} became active again.",
    **enforcement_summaries.SUMMARIES,
}

FIELDS_CHANGED: dict[EventKind, tuple[str, ...]] = {
    **enforcement_summaries.FIELDS_CHANGED,
    K.DEFENDANT_LINKED: ("letters",),
    K.DEFENDANT_UNLINKED: ("letters",),
    K.SECURITY_CODE_ISSUED: ("letters",),
    K.RESPONSE_OVERDUE: ("status", "letters"),
    K.RESPONSE_RECEIVED: ("status", "responses", "letters"),
    K.JUDGMENT_REQUESTED: ("status", "judgmentRequests", "letters"),
    K.JUDGMENT_REFUSED: ("judgmentRequests",),
    K.JUDGMENT_ENTERED: ("status", "judgment", "judgmentRequests", "debts", "amountOwed", "letters"),
    K.PAPER_WRIT_CHOSEN: ("writApplications",),
    K.WRIT_APPLICATION_STARTED: ("writApplications",),
    K.WRIT_DETAILS_GIVEN: ("writApplications",),
    K.WRIT_APPLICATION_AMENDED: ("writApplications",),
    K.HCEO_CHOSEN: ("writApplications",),
    K.FEE_PAYMENT_STARTED: ("writApplications",),
    K.FEE_PAYMENT_SUCCEEDED: ("writApplications",),
    K.FEE_PAYMENT_ENDED: ("writApplications",),
    K.HELP_WITH_FEES_USED: ("writApplications",),
    K.WRIT_APPLICATION_SUBMITTED: ("writApplications", "letters"),
    K.WRIT_APPLICATION_RETURNED: ("writApplications", "letters"),
    K.WRIT_APPLICATION_REJECTED: ("writApplications", "letters"),
    K.WRIT_APPLICATION_WITHDRAWN: ("writApplications",),
    K.JUDGMENT_PAYMENTS_RECORDED: ("debts", "amountOwed"),
    K.WRIT_ISSUED: ("status", "writ", "writApplications", "debts", "amountOwed", "letters"),
    K.WRIT_SERVED: ("writ",),
    K.WRIT_ACKNOWLEDGED: ("writ",),
    K.NOTICE_OF_ENFORCEMENT_GIVEN: ("writ", "letters"),
    K.ENFORCEMENT_RESTRAINED: ("restraints",),
    K.RESTRAINT_LIFTED: ("restraints",),
}
"""Which fields of the claim an entry changed, as the API names them: what an editor with an old version has missed."""

FIELDS_OF_SERVICE_REQUEST_CHANGED: dict[EventKind, tuple[str, ...]] = {
    K.SERVICE_REQUEST_ASSIGNED: ("owner", "team"),
    K.SERVICE_REQUEST_STARTED: ("status", "owner", "plan"),
    K.ACTIVITY_COMPLETED: ("status", "plan", "resolution", "children"),
    K.SERVICE_REQUEST_NOTED: ("notes",),
    K.APPROVAL_REQUESTED: ("status",),
    K.APPROVAL_LAPSED: ("status", "plan", "resolution"),
    K.SERVICE_REQUEST_APPROVED: ("status",),
    K.SERVICE_REQUEST_REJECTED: ("status", "plan", "resolution", "notes"),
    K.SERVICE_REQUEST_CLOSED: ("status", "subStatus", "notes"),
    K.SERVICE_REQUEST_MARKED: ("subStatus", "amendment", "notes"),
    K.SERVICE_REQUESTS_LINKED: ("related",),
    K.FORM_RECORDED: ("form",),
    K.OFFLINE_TASK_RECORDED: ("offlineTasks",),
    K.OFFLINE_TASK_RECEIVED: ("offlineTasks",),
    K.LETTER_WRITTEN: ("letters",),
    K.LETTER_DRAFTED: ("letters",),
}
"""The same of a service request."""


def summary(kind: EventKind, changes: Mapping[str, Any]) -> str:
    """The sentence of an entry. A fact that an older entry lacks reads as "it"."""
    return SUMMARIES[kind].format_map(_Spoken(changes))


def spelled_changes(changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each field that changed and what it became, as text."""
    return [(name, _spoken(name, value)) for name, value in changes.items() if value is not None]


class _Spoken(dict[str, str]):
    def __init__(self, changes: Mapping[str, Any]) -> None:
        super().__init__({name: _within(name, _spoken(name, value)) for name, value in changes.items()})

    def __missing__(self, _name: str) -> str:
        return "it"


def _within(name: str, text: str) -> str:
    """A word of the vocabulary as a sentence says it."""
    return in_words(text) if name in enforcement_summaries.WORDS else text


def _spoken(name: str, value: Any) -> str:
    if name in MONEY:
        return spoken(int(value))
    if name == "letter":
        return f"The letter “{letters.called(Letter(value))}”"
    return str(value)
