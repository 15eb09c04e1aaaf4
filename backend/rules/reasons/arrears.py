"""Why something cannot be done with the money of an enforcement case, or with what enforcement left."""

from backend.rules.refusals import Reason

MORE_THAN_UNSECURED = Reason(
    "MORE_THAN_UNSECURED",
    "The order is over more than the arrears that no other liability order covers.",
    "requirements R-55",
)
ORDER_NUMBER_TAKEN = Reason(
    "ORDER_NUMBER_TAKEN", "The case has a liability order of this reference number.", "requirements R-48"
)
ORDER_NOT_LIVE = Reason(
    "ORDER_NOT_LIVE", "The liability order was paid off, or is invalid.", "requirements R-40 and R-41"
)
WHICH_ORDER = Reason(
    "WHICH_ORDER",
    "Several liability orders are live: agree a schedule that names the one which a court enforces.",
    "requirements R-47",
)
ALREADY_COURT_ENFORCED = Reason(
    "ALREADY_COURT_ENFORCED", "The liability order is marked as court enforced already.", "requirements R-47"
)
PAYMENT_TOLD_OTHERWISE = Reason(
    "PAYMENT_TOLD_OTHERWISE", "A payment of this id came before, with another content.", "requirements R-01"
)
PAYMENT_SETTLED = Reason("PAYMENT_SETTLED", "All of the payment is allocated.", "requirements R-48")
MORE_THAN_PAYMENT = Reason(
    "MORE_THAN_PAYMENT", "More would be allocated than is left of the payment.", "requirements R-48"
)
MORE_THAN_OWED = Reason("MORE_THAN_OWED", "More would be allocated there than is owed.", "requirements R-48")
NO_PAYMENT_TO_ALLOCATE = Reason(
    "NO_PAYMENT_TO_ALLOCATE", "No payment of the case waits to be allocated.", "requirements R-48"
)
SCHEDULE_LIVE = Reason("SCHEDULE_LIVE", "The case has a live schedule: end it first.", "requirements R-04")
NO_LIVE_SCHEDULE = Reason("NO_LIVE_SCHEDULE", "The case has no live schedule.", "requirements R-04")
SCHEDULE_NEEDS_ORDER = Reason(
    "SCHEDULE_NEEDS_ORDER",
    "A schedule of a suspended sentence names the liability order that its payments go to.",
    "requirements R-48",
)
NO_DEDUCTION_ORDER = Reason(
    "NO_DEDUCTION_ORDER", "The live schedule of the case is no regular deduction order.", "requirements R-50"
)
COMPLIANCE_NOT_DUE = Reason(
    "COMPLIANCE_NOT_DUE", "Compliance is established at the third due date, which has not come.", "requirements R-50"
)
COMPLIANCE_NOT_YOURS = Reason(
    "COMPLIANCE_NOT_YOURS",
    "Compliance with a deduction order is recorded by the deduction order team or the arrears case owner.",
    "requirements R-50",
)
MONITOR_MUST_BE_DISABLED = Reason(
    "MONITOR_MUST_BE_DISABLED",
    "In enforcement the missed payment monitor stays disabled while a deduction order is not, or only partly, "
    "complied with.",
    "requirements R-50",
)
TRANSFER_DATE_NEEDS_SCHEDULE = Reason(
    "TRANSFER_DATE_NEEDS_SCHEDULE",
    "A date of transfer to maintenance is kept on a live schedule, and the case has none.",
    "requirements R-46",
)
TRANSFER_DATE_IN_PAST = Reason(
    "TRANSFER_DATE_IN_PAST", "The date of transfer to maintenance is to lie in the future.", "requirements R-46"
)
NO_SUCH_ARTEFACT = Reason("NO_SUCH_ARTEFACT", "The case has no such artefact outstanding.", "requirements R-42")
CHARGE_HAS_OWN_PROCEDURE = Reason(
    "CHARGE_HAS_OWN_PROCEDURE", "A charge on property is removed by its own procedure.", "requirements R-42"
)
POWER_LEAVES_NO_ARTEFACT = Reason(
    "POWER_LEAVES_NO_ARTEFACT", "Nothing that this power leaves is recorded as an artefact.", "requirements R-42"
)
