"""What each word of casework means, in a sentence."""

from backend.rules.vocabulary import (
    ActivityStatus,
    CheckResult,
    Desk,
    KindCode,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    Word,
)

MEANINGS: dict[type[Word], dict[str, str]] = {
    ServiceRequestStatus: {
        "OPEN": "It waits to be started.",
        "IN_PROGRESS": "It was started, and its activity plan was made.",
        "INITIATE_APPROVAL_PROCESS": "It was put up for approval.",
        "APPROVED": "It was approved by somebody else.",
        "REJECTED": "Approval was refused; it may be worked on and put up again.",
        "CLOSED": "It was closed by hand.",
    },
    ServiceRequestSubStatus: {
        "READY_FOR_PAUSE": "It is to be paused.",
        "READY_FOR_REPROGRESSING": "It is to go on, or to be amended.",
        "READY_FOR_CANCELLATION": "It is to be cancelled.",
        "COMPLETE": "Its work was done.",
        "CANCELLED": "It was cancelled.",
    },
    ActivityStatus: {
        "OUTSTANDING": "It is still to be done.",
        "COMPLETE": "It was done, with an outcome.",
        "NOT_REQUIRED": "Another outcome made it needless.",
    },
    Desk: {
        "COURT_ENFORCEMENT": "The court's enforcement desk: applications for writs.",
        "COURT_PAYMENTS": "The court's payments desk: fees that do not match.",
        "COURT_POST": "The court's post desk: letters that could not be delivered.",
    },
    KindCode: {
        "VERIFY_WRIT_APPLICATION": "Verify an application for a writ of control, and decide on it.",
        "PAYMENT_MISMATCH": "A payment does not agree with the fee that it was for.",
        "UNDELIVERED_LETTER": "A letter could not be delivered.",
    },
    CheckResult: {
        "HOLDS": "What was checked holds.",
        "FAILS": "It does not hold.",
        "TO_BE_SETTLED": "Staff have to look at it.",
    },
}
