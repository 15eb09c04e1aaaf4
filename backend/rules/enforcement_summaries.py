"""What a history entry of an enforcement case says in one sentence, and which fields it changed (X-03)."""

from backend.rules.vocabulary import EventKind, Jurisdiction

K = EventKind
SUMMARIES: dict[EventKind, str] = {
    K.CASE_REFERRED: "The case came into enforcement: {reason}.",
    K.REFERRAL_REJECTED: "The referral to enforcement was rejected: {reason}",
    K.CASE_MOVED: "The case went to {area}, team {team}.",
    K.JURISDICTION_CHANGED: "The paying parent moved from {fromJurisdiction} to {jurisdiction}.",
    K.FLAG_SET: "The flag {flag} was set: {reason}",
    K.FLAG_REMOVED: "The flag {flag} was removed: {reason}",
    K.REVIEW_SET: "The case is to be reviewed on {reviewOn}.",
    K.REVIEW_ENDED: "The review date {reviewOn} ended: {reason}.",
    K.SURVEILLANCE_STARTED: "The case is in surveillance: {reason}",
    K.SURVEILLANCE_ENDED: "The case came out of surveillance: {reason}.",
    K.ENFORCEMENT_PAUSED: "Enforcement action was paused until {reviewOn}.",
    K.ENFORCEMENT_RESUMED: "Enforcement action was resumed.",
    K.ENFORCEMENT_CANCELLED: "Enforcement action ended: {reason}",
    K.SERVICE_REQUESTS_LINKED: "Service requests {serviceRequest} and {related} were linked.",
    K.SERVICE_REQUEST_MARKED: "Service request {serviceRequest} was marked {subStatus}.",
    K.FORM_RECORDED: "The data form of service request {serviceRequest} was filled in.",
    K.OFFLINE_TASK_RECORDED: "{task} was recorded on service request {serviceRequest}.",
    K.OFFLINE_TASK_RECEIVED: "{task} of service request {serviceRequest} came.",
    K.POWER_LAUNCHED: "{power} was launched by service request {serviceRequest}.",
    K.POWER_CONSIDERED: "{power} was considered: {result}.",
    K.LIABILITY_ORDER_GRANTED: "Liability order {liabilityOrder} was granted for {amount}.",
    K.LIABILITY_ORDER_PAID_OFF: "Liability order {liabilityOrder} was paid off.",
    K.LIABILITY_ORDER_INVALIDATED: "Liability order {liabilityOrder} is invalid: {reason}",
    K.LIABILITY_ORDER_COURT_ENFORCED: "Liability order {liabilityOrder} was marked as court enforced.",
    K.SCHEDULE_AGREED: "A payment schedule of {amount} at a time was agreed.",
    K.SCHEDULE_ENDED: "The payment schedule ended: {reason}",
    K.PAYMENT_RECEIVED: "{amount} came in.",
    K.PAYMENT_ALLOCATED: "{amount} was allocated to {liabilityOrder}.",
    K.PAYMENT_NOT_RECEIVED: "Of {amount} due on {dueOn}, {paid} came in.",
    K.COMPLIANCE_RECORDED: "Compliance with the deduction order: {compliance}.",
    K.ARTEFACT_RECORDED: "The artefact {artefact} was recorded.",
    K.ARTEFACT_CLEARED: "The artefact {artefact} was cleared.",
    K.MESSAGE_TAKEN_IN: "A message of {feed} was taken in.",
    K.MESSAGE_REFUSED: "A message of {feed} could not be used: {reason}",
    K.FINDING_RECORDED: "{finding} was told by {feed}.",
    K.ARREARS_CATEGORISED: "The case went to the segment {segment}.",
    K.MIGRATED_ACTIONS_RECORDED: "Earlier actions of the legacy system were carried in.",
    K.LETTER_WRITTEN: "{letter} was written.",
    K.LETTER_RETURNED: "{letter} was sent back to its author, and does not leave.",
    K.LETTER_DRAFTED: "{letter} was drafted, to be signed off.",
    K.LETTER_SIGNED_OFF: "{letter} was signed off.",
    K.PARTY_DETAILS_READ: "How to reach the {side} was read: {reason}",
}

WORDS = frozenset({"area", "side", "jurisdiction", "fromJurisdiction", "result", "compliance", "segment"})
"""What an entry keeps as a word of the vocabulary, and a sentence says in words."""
_PLACES = {
    Jurisdiction.ENGLAND_WALES: "England and Wales",
    Jurisdiction.SCOTLAND: "Scotland",
    Jurisdiction.NORTHERN_IRELAND: "Northern Ireland",
}


def in_words(word: str) -> str:
    """A word of the vocabulary as it stands within a sentence."""
    return next((place for name, place in _PLACES.items() if name == word), word.replace("_", " ").lower())


_MONEY = ("arrears", "liabilityOrders", "maintenanceCases")
FIELDS_CHANGED: dict[EventKind, tuple[str, ...]] = {
    K.REFERRAL_REJECTED: ("rejectedAt", "actions"),
    K.CASE_MOVED: ("area", "team", "movements", "actions"),
    K.JURISDICTION_CHANGED: ("jurisdiction", "team", "actions"),
    K.FLAG_SET: ("flags", "pastFlags", "actions"),
    K.FLAG_REMOVED: ("flags", "pastFlags", "actions"),
    K.REVIEW_SET: ("review", "reviews"),
    K.REVIEW_ENDED: ("review", "reviews"),
    K.SURVEILLANCE_STARTED: ("surveillance", "surveillances", "actions"),
    K.SURVEILLANCE_ENDED: ("surveillance", "surveillances", "actions"),
    K.ENFORCEMENT_PAUSED: ("serviceRequests",),
    K.ENFORCEMENT_RESUMED: ("serviceRequests",),
    K.ENFORCEMENT_CANCELLED: ("serviceRequests",),
    K.SERVICE_REQUEST_MARKED: ("serviceRequests",),
    K.FORM_RECORDED: ("serviceRequests",),
    K.OFFLINE_TASK_RECORDED: ("serviceRequests",),
    K.OFFLINE_TASK_RECEIVED: ("serviceRequests",),
    K.POWER_LAUNCHED: ("serviceRequests", "actions"),
    K.POWER_CONSIDERED: ("powersConsidered", "actions"),
    K.LIABILITY_ORDER_GRANTED: (*_MONEY, "actions"),
    K.LIABILITY_ORDER_PAID_OFF: (*_MONEY, "actions"),
    K.LIABILITY_ORDER_INVALIDATED: (*_MONEY, "actions"),
    K.LIABILITY_ORDER_COURT_ENFORCED: ("liabilityOrders",),
    K.SCHEDULE_AGREED: ("schedule", "schedules", "actions"),
    K.SCHEDULE_ENDED: ("schedule", "schedules", "actions"),
    K.PAYMENT_RECEIVED: (*_MONEY, "payments", "schedule"),
    K.PAYMENT_ALLOCATED: (*_MONEY, "payments"),
    K.PAYMENT_NOT_RECEIVED: ("schedule",),
    K.COMPLIANCE_RECORDED: ("schedule", "actions"),
    K.ARTEFACT_RECORDED: ("artefacts", "actions"),
    K.ARTEFACT_CLEARED: ("artefacts", "actions"),
    K.FINDING_RECORDED: ("findings",),
    K.ARREARS_CATEGORISED: ("segment", "actions"),
    K.MIGRATED_ACTIONS_RECORDED: ("serviceRequests", "liabilityOrders"),
}
"""Which fields of the enforcement case an entry changed, as the API names them."""
