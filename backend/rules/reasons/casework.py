"""Why a service request or a line of its activity plan cannot be moved on."""

from backend.rules.refusals import Reason

SERVICE_REQUEST_CLOSED = Reason("SERVICE_REQUEST_CLOSED", "The service request is closed.", "requirements R-12")
SERVICE_REQUEST_STARTED = Reason(
    "SERVICE_REQUEST_STARTED", "The service request was started, and has its activity plan.", "requirements R-10"
)
SERVICE_REQUEST_NOT_IN_PROGRESS = Reason(
    "SERVICE_REQUEST_NOT_IN_PROGRESS", "The service request is not in progress.", "requirements R-10"
)
ALREADY_OPENED = Reason(
    "ALREADY_OPENED", "There is an open service request of this kind about this already.", "requirements W-10"
)
NOT_TO_BE_WORKED = Reason(
    "NOT_TO_BE_WORKED", "There is nothing of this claim that such a service request could be about.",
    "requirements W-10",
)  # fmt: skip
ACTIVITY_DONE = Reason("ACTIVITY_DONE", "This line is complete.", "requirements R-12")
ACTIVITY_NOT_REQUIRED = Reason("ACTIVITY_NOT_REQUIRED", "Another outcome made this line needless.", "requirements R-12")
EARLIER_ACTIVITY_OUTSTANDING = Reason(
    "EARLIER_ACTIVITY_OUTSTANDING", "A line that comes before this one is still outstanding.", "requirements R-10"
)
OUTCOME_NOT_OFFERED = Reason("OUTCOME_NOT_OFFERED", "This line has no such outcome.", "requirements R-12")
REASON_REQUIRED = Reason("REASON_REQUIRED", "This outcome needs a reason.", "requirements W-10")
NOTE_REQUIRED = Reason("NOTE_REQUIRED", "This needs a note.", "requirements R-17")
DATE_REQUIRED = Reason("DATE_REQUIRED", "This outcome needs a date.", "requirements R-25")
ACTIVITIES_OUTSTANDING = Reason(
    "ACTIVITIES_OUTSTANDING", "Not every line of the activity plan is done.", "requirements R-37"
)
NOTHING_TO_APPROVE = Reason(
    "NOTHING_TO_APPROVE", "No outcome was chosen that somebody else has to approve.", "requirements R-37"
)
APPROVAL_NOT_REQUESTED = Reason(
    "APPROVAL_NOT_REQUESTED", "The service request was not put up for approval.", "requirements R-37"
)
APPROVAL_NEEDED = Reason("APPROVAL_NEEDED", "Somebody else has to approve it first.", "requirements R-37")
ALREADY_APPROVED = Reason(
    "ALREADY_APPROVED", "It was approved, and can be closed as complete only.", "requirements R-37"
)
YOUR_OWN_WORK = Reason(
    "YOUR_OWN_WORK", "Nobody approves what they put up, chose or amended themselves.", "requirements R-37"
)
OPEN_CHILDREN = Reason(
    "OPEN_CHILDREN", "A service request that was opened under this one is not closed.", "requirements R-12"
)
OWNER_NOT_OF_THE_COURT = Reason(
    "OWNER_NOT_OF_THE_COURT", "This person does not work the cases of this court.", "requirements X-08"
)
NOT_ASSIGNED_TO_YOU = Reason(
    "NOT_ASSIGNED_TO_YOU", "It is for whoever owns it, to whom a team leader gave it.", "requirements R-06"
)
FORM_NOT_FILLED_IN = Reason(
    "FORM_NOT_FILLED_IN", "A required field of the data form is not filled in.", "requirements R-03"
)
NO_DATA_FORM = Reason("NO_DATA_FORM", "This kind of service request carries no data form.", "requirements R-03")
NOT_ENFORCEMENT_ACTION = Reason(
    "NOT_ENFORCEMENT_ACTION", "Only a service request of enforcement action is marked so.", "requirements R-22"
)
TO_BE_CANCELLED = Reason(
    "TO_BE_CANCELLED", "Its amendment ended without validation: it is closed as cancelled.", "requirements R-29"
)
AMENDMENT_FIRST = Reason(
    "AMENDMENT_FIRST",
    "Enforcement action is cancelled once it was marked Ready for Cancellation and amended.",
    "requirements R-40",
)
WELFARE_DECISION_ELSEWHERE = Reason(
    "WELFARE_DECISION_ELSEWHERE",
    "The Welfare of the Child Decision is recorded where information is gathered; of a migrated case, where it is "
    "routed.",
    "requirements R-14",
)
EXCEPTIONAL_CIRCUMSTANCES_ONLY = Reason(
    "EXCEPTIONAL_CIRCUMSTANCES_ONLY",
    "After a sanction the amendment reason is exceptional circumstances.",
    "requirements R-28",
)
NOT_OPENED_BY_HAND = Reason(
    "NOT_OPENED_BY_HAND", "A service request of this kind is not opened by hand, or not by you.", "requirements R-53"
)
PARENT_CLOSED = Reason(
    "PARENT_CLOSED", "The service request under which it would be opened is closed.", "requirements R-12"
)
NOT_ON_ONE_CASE = Reason(
    "NOT_ON_ONE_CASE", "Two different service requests of one case can be linked.", "requirements R-18"
)
ALREADY_LINKED = Reason("ALREADY_LINKED", "These service requests are linked already.", "requirements R-18")
TASK_RECEIVED = Reason("TASK_RECEIVED", "What was asked for came already.", "requirements R-21")
NOT_OF_YOUR_TEAM = Reason(
    "NOT_OF_YOUR_TEAM", "A team leader gives work to people of their own team, or of the team that has it.",
    "requirements R-06",
)  # fmt: skip
WORK_OF_ANOTHER_TEAM = Reason(
    "WORK_OF_ANOTHER_TEAM",
    "Neither it nor its case is with your team: its own team leader decides.",
    "requirements R-37",
)
OWNER_NOT_OF_THE_AGENCY = Reason(
    "OWNER_NOT_OF_THE_AGENCY", "This person does not work the cases of this jurisdiction.", "requirements X-08"
)
NO_CERTIFICATE_NEEDED = Reason(
    "NO_CERTIFICATE_NEEDED", "No liability order of the case was granted in another jurisdiction.", "requirements R-21"
)
