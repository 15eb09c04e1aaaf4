"""Why an officer cannot be appointed, or an entry of the register not be changed."""

from backend.rules.refusals import Reason

HCEO_UNKNOWN = Reason("HCEO_UNKNOWN", "There is no such officer on the register.", "requirements W-06")
HCEO_NOT_ACTIVE = Reason(
    "HCEO_NOT_ACTIVE", "The officer is not active on the register, and gets no new writs.", "requirements W-16"
)
HCEO_WITHOUT_ACCOUNT = Reason(
    "HCEO_WITHOUT_ACCOUNT", "The officer has no account here through which a writ could be served.", "requirements W-15"
)
HCEO_OUT_OF_DISTRICT = Reason(
    "HCEO_OUT_OF_DISTRICT",
    "The officer is not assigned to the district of this address, and has not undertaken to execute writs there.",
    "Courts Act 2003 Sch 7 para 3",
)
OUTSIDE_ENGLAND_WALES = Reason(
    "OUTSIDE_ENGLAND_WALES", "The address lies in no district of England and Wales.", "SI 2004/400 reg 3"
)
REGION_OF_ANOTHER_ADDRESS = Reason(
    "REGION_OF_ANOTHER_ADDRESS", "The address at which the writ is to be executed lies in another region.",
    "requirements W-06",
)  # fmt: skip
NO_HCEO_FOR_DISTRICT = Reason(
    "NO_HCEO_FOR_DISTRICT", "No officer who could be appointed covers the district of this address.",
    "requirements W-06",
)  # fmt: skip
HCEO_NOT_SUSPENDED = Reason("HCEO_NOT_SUSPENDED", "The officer is not suspended.", "requirements W-16")
HCEO_REMOVED = Reason("HCEO_REMOVED", "The officer is not on the register any more.", "requirements W-16")
