"""Why a judgment cannot be enforced by a writ of control now, and why an act on an application or a writ is closed."""

from backend.rules.refusals import Reason

NO_JUDGMENT = Reason("NO_JUDGMENT", "There is no judgment on this claim yet.", "CPR 83.9")
JUDGMENT_PAID = Reason("JUDGMENT_PAID", "Nothing is owed under this judgment any more.", "CPR 83.9")
PAYMENT_NOT_DUE = Reason("PAYMENT_NOT_DUE", "The time that the judgment gives for payment is not over.", "CPR 83.9")
PLAN_KEPT = Reason(
    "PLAN_KEPT", "The judgment is to be paid by instalments, and none is overdue.", "County Courts Act 1984 s.86"
)
SUM_TOO_SMALL = Reason(
    "SUM_TOO_SMALL",
    "A sum under £600 cannot be enforced in the High Court; a county court warrant can enforce it.",
    "SI 1991/724 art 8",
)
SUM_TOO_LARGE = Reason(
    "SUM_TOO_LARGE", "A sum of £5,000 or more is enforced in the High Court only, by a writ.", "SI 1991/724 art 8"
)
REGULATED_AGREEMENT = Reason(
    "REGULATED_AGREEMENT",
    "A debt under an agreement regulated by the Consumer Credit Act 1974 is enforced in the county court only.",
    "SI 1991/724 art 8",
)
NOT_ENGLAND_WALES = Reason(
    "NOT_ENGLAND_WALES", "Writs of control are issued for judgments of England and Wales only.", "CPR 83.1"
)
ENFORCEMENT_STAYED = Reason("ENFORCEMENT_STAYED", "The court has stayed enforcement.", "CPR 83.7")
IN_BREATHING_SPACE = Reason(
    "IN_BREATHING_SPACE", "The defendant is in breathing space; nothing may be enforced until it ends.", "SI 2020/1311"
)
APPLICATION_LIVE = Reason(
    "APPLICATION_LIVE", "There is an application for a writ on this judgment already.", "requirements W-03"
)
WRIT_LIVE = Reason("WRIT_LIVE", "A writ of control has been issued on this judgment.", "requirements W-03")
PERMISSION_NEEDED = Reason(
    "PERMISSION_NEEDED", "Six years have passed since the judgment: the court's permission is needed.", "CPR 83.2(3)"
)
NOT_RESTRAINED = Reason("NOT_RESTRAINED", "Nothing stops enforcement now.", "requirements W-03")
APPLICATION_NOT_YOURS_NOW = Reason(
    "APPLICATION_NOT_YOURS_NOW",
    "The application is not with the claimant: the court has it, or it has ended.",
    "requirements W-05",
)
APPLICATION_ENDED = Reason("APPLICATION_ENDED", "The application has ended.", "requirements W-10")
APPLICATION_NOT_SUBMITTED = Reason(
    "APPLICATION_NOT_SUBMITTED", "The application is not with the court for approval.", "requirements W-10"
)
APPLICATION_NOT_RETURNED = Reason(
    "APPLICATION_NOT_RETURNED", "The court has not sent the application back.", "requirements W-10"
)
DETAILS_MISSING = Reason(
    "DETAILS_MISSING", "The details of the application have not been confirmed yet.", "requirements W-05"
)
OFFICER_MISSING = Reason("OFFICER_MISSING", "No enforcement officer has been chosen yet.", "requirements W-06")
FEE_COVERED = Reason("FEE_COVERED", "The fee of this application is covered already.", "requirements W-07")
PAYMENT_IN_PROGRESS = Reason(
    "PAYMENT_IN_PROGRESS", "A payment of the fee is in progress; it has to end first.", "requirements W-07"
)
NO_PAYMENT = Reason("NO_PAYMENT", "No payment of the fee has been begun.", "requirements W-07")
TOO_MANY_SUBMISSIONS = Reason(
    "TOO_MANY_SUBMISSIONS",
    "Applications on this claim were sent to the court as often today as one day allows; go on tomorrow.",
    "requirements W-08",
)
NOT_A_PERSON = Reason(
    "NOT_A_PERSON",
    "Only a person has earnings: none of the defendants is one.",
    "Attachment of Earnings Act 1971 s.1",
)
WRIT_ENDED = Reason("WRIT_ENDED", "The writ has ended.", "requirements W-18")
WRIT_EXPIRED = Reason("WRIT_EXPIRED", "The writ has expired: its last day is over.", "CPR 83.3(3)")
RECEIPT_ACKNOWLEDGED = Reason(
    "RECEIPT_ACKNOWLEDGED", "Receipt of the writ has been acknowledged already.", "Courts Act 2003 Sch 7 para 7"
)
NOTICE_GIVEN_ALREADY = Reason(
    "NOTICE_GIVEN_ALREADY", "Notice of enforcement has been given already.", "SI 2013/1894 reg 6"
)
