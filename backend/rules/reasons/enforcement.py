"""Why something cannot be done with an enforcement case."""

from backend.rules.refusals import Reason

NOT_IN_ENFORCEMENT = Reason("NOT_IN_ENFORCEMENT", "The case is not in enforcement.", "requirements R-32")
DECISION_NOT_YOURS = Reason(
    "DECISION_NOT_YOURS", "This decision is for the case managers, and for whom the procedure names beside them.",
    "requirements R-53",
)  # fmt: skip
NO_ARREARS_REMAIN = Reason("NO_ARREARS_REMAIN", "No arrears remain on the case.", "requirements R-07")
REFERRAL_IS_REJECTED = Reason(
    "REFERRAL_IS_REJECTED", "The referral was rejected: the case can be transferred, and nothing else.",
    "requirements R-08",
)  # fmt: skip
CRIMINAL_ENFORCEMENT = Reason(
    "CRIMINAL_ENFORCEMENT", "This is criminal enforcement, for which Ever in Enforcement is never set.",
    "requirements R-11",
)  # fmt: skip
CIVIL_ENFORCEMENT = Reason("CIVIL_ENFORCEMENT", "This is civil enforcement.", "requirements R-11")
INFORMATION_NOT_GATHERED = Reason(
    "INFORMATION_NOT_GATHERED", "No service request Gather Information of this case is closed as complete.",
    "requirements R-17",
)  # fmt: skip
NOTHING_MARKED_FOR_PAUSE = Reason(
    "NOTHING_MARKED_FOR_PAUSE", "Enforcement action goes on, and nothing of it is marked Ready for Pause.",
    "requirements R-22",
)  # fmt: skip
NOT_PAUSED = Reason(
    "NOT_PAUSED", "Enforcement action is not paused, and nothing is marked Ready for Re-progressing.",
    "requirements R-27",
)  # fmt: skip
NOTHING_MARKED_FOR_REPROGRESSING = Reason(
    "NOTHING_MARKED_FOR_REPROGRESSING", "Nothing of what is paused is marked Ready for Re-progressing.",
    "requirements R-27",
)  # fmt: skip
NOTHING_TO_AMEND = Reason(
    "NOTHING_TO_AMEND", "No service request of an enforcement power is open that could be amended.",
    "requirements R-28",
)  # fmt: skip
ORIGINAL_NOT_LINKED = Reason(
    "ORIGINAL_NOT_LINKED", "The service request that is to be amended is not linked to this one.", "requirements R-28"
)
DEDUCTION_ORDER_NOT_CONSIDERED = Reason(
    "DEDUCTION_ORDER_NOT_CONSIDERED", "Deduction order action was neither considered nor exhausted.",
    "requirements R-31",
)  # fmt: skip
LIABILITY_ORDER_NOT_CONSIDERED = Reason(
    "LIABILITY_ORDER_NOT_CONSIDERED",
    "No liability order was granted, and applying for one was neither considered nor exhausted.",
    "requirements R-31",
)
SANCTIONS_NOT_CONSIDERED = Reason(
    "SANCTIONS_NOT_CONSIDERED", "Sanctions were neither considered nor exhausted.", "requirements R-31"
)
FRAUD_REFERRAL_NOT_CONSIDERED = Reason(
    "FRAUD_REFERRAL_NOT_CONSIDERED", "A fraud referral to the Financial Investigations Unit was not considered.",
    "requirements R-31",
)  # fmt: skip
ENFORCEMENT_AGENTS_NOT_CONSIDERED = Reason(
    "ENFORCEMENT_AGENTS_NOT_CONSIDERED", "A referral to enforcement agents was neither considered nor exhausted.",
    "requirements R-31",
)  # fmt: skip
CHARGING_ORDER_NOT_CONSIDERED = Reason(
    "CHARGING_ORDER_NOT_CONSIDERED",
    "The paying parent has property, and a charging order was neither considered nor exhausted.",
    "requirements R-31",
)
ATTACHMENT_NOT_CONSIDERED = Reason(
    "ATTACHMENT_NOT_CONSIDERED", "Attachment was neither considered nor exhausted.", "requirements R-31"
)
INHIBITION_NOT_CONSIDERED = Reason(
    "INHIBITION_NOT_CONSIDERED",
    "The paying parent has property, and inhibition was neither considered nor exhausted.",
    "requirements R-31",
)
ARRESTMENT_NOT_CONSIDERED = Reason(
    "ARRESTMENT_NOT_CONSIDERED", "Arrestment was neither considered nor exhausted.", "requirements R-31"
)
CHARGE_FOR_PAYMENT_NOT_CONSIDERED = Reason(
    "CHARGE_FOR_PAYMENT_NOT_CONSIDERED", "A charge for payment was neither considered nor exhausted.",
    "requirements R-31",
)  # fmt: skip
OTHER_SERVICE_REQUESTS_OPEN = Reason(
    "OTHER_SERVICE_REQUESTS_OPEN", "Another service request of the case is not closed.", "requirements R-38"
)
MONITOR_DISABLED = Reason(
    "MONITOR_DISABLED", "The flag disable missed payment monitor has to be removed first.", "requirements R-38"
)
ASSIGNMENT_LOCKED = Reason(
    "ASSIGNMENT_LOCKED", "The flag lock assignment has to be removed first.", "requirements R-38"
)
SCHEDULE_COURT_ENFORCED = Reason(
    "SCHEDULE_COURT_ENFORCED", "The flag court enforced schedule has to be removed first.", "requirements R-38"
)
CASE_ALREADY_THERE = Reason("CASE_ALREADY_THERE", "The case is there already.", "requirements R-39")
NOT_SENT_IN = Reason("NOT_SENT_IN", "No area sent this case in, to which it could go back.", "requirements R-39")
NO_ENFORCEMENT_ACTION = Reason(
    "NO_ENFORCEMENT_ACTION", "No service request of an enforcement power is in progress.", "requirements R-40"
)
NO_GROUND_TO_CANCEL = Reason(
    "NO_GROUND_TO_CANCEL", "The paying parent is not compliant and has not died, and arrears remain.",
    "requirements R-40",
)  # fmt: skip
NOTHING_MARKED_FOR_CANCELLATION = Reason(
    "NOTHING_MARKED_FOR_CANCELLATION", "No service request is marked Ready for Cancellation.", "requirements R-40"
)
NO_ARTEFACT_OUTSTANDING = Reason(
    "NO_ARTEFACT_OUTSTANDING", "No artefact is outstanding on the paying parent.", "requirements R-41"
)
ARTEFACTS_OUTSTANDING = Reason(
    "ARTEFACTS_OUTSTANDING", "An artefact is outstanding on the paying parent.", "requirements R-42"
)
IN_ENFORCEMENT_ALREADY = Reason(
    "IN_ENFORCEMENT_ALREADY", "The case is in enforcement, where its artefacts are cleared.", "requirements R-44"
)
NOT_WITH_COMPLAINTS = Reason(
    "NOT_WITH_COMPLAINTS", "Outside enforcement only complaints clear artefacts themselves.", "requirements R-44"
)
NO_LIABILITY_ORDER = Reason("NO_LIABILITY_ORDER", "No liability order stands on this case.", "requirements R-15")
POWER_NOT_AVAILABLE = Reason(
    "POWER_NOT_AVAILABLE", "This power does not exist in the jurisdiction of the case.", "requirements R-18"
)
POWER_GOES_ON = Reason("POWER_GOES_ON", "A service request of this power is open already.", "requirements R-18")
NOT_BESIDE_ANOTHER = Reason(
    "NOT_BESIDE_ANOTHER", "Another power goes on that allows none of this kind beside it.", "requirements R-18"
)
NOT_INITIATED = Reason(
    "NOT_INITIATED", "No routing service request of this case decided to initiate enforcement action.",
    "requirements R-17",
)  # fmt: skip
WELFARE_DECISION_NOT_NOTED = Reason(
    "WELFARE_DECISION_NOT_NOTED",
    "The Welfare of the Child Decision is not among the notes of this service request.",
    "requirements R-14",
)
WELFARE_NOT_DECIDED = Reason(
    "WELFARE_NOT_DECIDED", "The Welfare of the Child Decision is not recorded where this case needs it.",
    "requirements R-14",
)  # fmt: skip
NO_PROPERTY = Reason("NO_PROPERTY", "The paying parent is not known to have property.", "requirements R-31")
NO_CHARGE = Reason(
    "NO_CHARGE", "No charging order stands, from which an order for sale could follow.", "Charging Orders Act 1979 s.3"
)
NO_COMPLIANCE_OPPORTUNITY = Reason(
    "NO_COMPLIANCE_OPPORTUNITY",
    "The case is not one of segment 5 in which the paying parent has taken up the compliance opportunity.",
    "requirements R-05",
)
CAUSE_NOT_LINKED = Reason(
    "CAUSE_NOT_LINKED", "The service request that caused the artefact is not linked to this one.", "requirements R-42"
)
