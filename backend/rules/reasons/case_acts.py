"""Why an enforcement case cannot be flagged, moved, put into surveillance, or have a power launched on it."""

from backend.rules.refusals import Reason

NOT_AN_ENFORCER = Reason(
    "NOT_AN_ENFORCER", "It is for enforcement case managers and complex case workers.", "requirements R-53"
)
FLAG_NOT_YOURS = Reason("FLAG_NOT_YOURS", "You may not set or remove this flag.", "requirements R-38, R-50")
FLAG_SET_BY_THE_SERVICE = Reason(
    "FLAG_SET_BY_THE_SERVICE",
    "Ever in Enforcement is set by the activity plan, and never removed.",
    "requirements R-11",
)
FLAG_ALREADY_SET = Reason("FLAG_ALREADY_SET", "The flag is set.", "requirements R-49")
FLAG_NOT_SET = Reason("FLAG_NOT_SET", "The flag is not set.", "requirements R-49")
MANUAL_ALLOCATION_UNEXPLAINED = Reason(
    "MANUAL_ALLOCATION_UNEXPLAINED",
    "The flag manual allocation is to be removed, or a note of this service request is to explain why it stays.",
    "requirements R-36",
)
NO_TEAM_THERE = Reason("NO_TEAM_THERE", "No team of that area takes such cases.", "requirements R-37")
REVIEW_DATE_GONE = Reason(
    "REVIEW_DATE_GONE", "The review date of this decision has come; decide anew, with another date.",
    "requirements R-33",
)  # fmt: skip
MARKED_REQUESTS_OPEN = Reason(
    "MARKED_REQUESTS_OPEN",
    "A service request that was marked Ready for Cancellation is not closed yet.",
    "requirements R-40",
)
NOT_A_ROUTING_REQUEST = Reason(
    "NOT_A_ROUTING_REQUEST", "A power is launched from a case routing service request.", "requirements R-18"
)
PARALLEL_ACTION_NOT_CONSIDERED = Reason(
    "PARALLEL_ACTION_NOT_CONSIDERED",
    "Other action goes on: record on this service request whether parallel action was considered, and its result.",
    "requirements R-54",
)
NOT_ARREARS_ONLY = Reason("NOT_ARREARS_ONLY", "The case is not of the segment arrears only.", "requirements R-32")
NEVER_IN_SURVEILLANCE = Reason(
    "NEVER_IN_SURVEILLANCE", "The case has not gone through surveillance before.", "requirements R-32"
)
NOT_OF_TRANSITION = Reason("NOT_OF_TRANSITION", "It is for the transition team.", "requirements R-19")
NOT_MIGRATED = Reason("NOT_MIGRATED", "The case does not come from the legacy system.", "requirements R-19")
NOTHING_ROUTED = Reason(
    "NOTHING_ROUTED", "The case has no open case routing service request to record this on.", "requirements R-19"
)
