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
