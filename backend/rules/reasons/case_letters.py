"""Why a letter of the agency cannot be written, signed off or sent."""

from backend.rules.refusals import Reason

NOT_ITS_READER = Reason(
    "NOT_ITS_READER", "This letter does not go to a party of that side of the case.", "requirements R-52"
)
PAYING_PARENT_DIED = Reason(
    "PAYING_PARENT_DIED", "The paying parent died: write to the representative.", "requirements R-40"
)
PAYING_PARENT_LIVES = Reason(
    "PAYING_PARENT_LIVES", "Letters go to a representative only where the paying parent died.", "requirements R-40"
)
NO_SUCH_SANCTION = Reason(
    "NO_SUCH_SANCTION", "No artefact of this sanction that commenced on that day is outstanding.", "requirements R-42"
)
NO_SOLICITOR = Reason("NO_SOLICITOR", "The case has no solicitor to write to.", "requirements R-42, R-51")
NO_ORDER_NUMBER = Reason(
    "NO_ORDER_NUMBER", "No liability order stands whose reference number could be told.", "requirements R-55"
)
NOT_IN_FREE_TEXT = Reason(
    "NOT_IN_FREE_TEXT", "This letter has words of its own; CMEL9271 is the one in free text.", "requirements R-52"
)
NOT_FROM_A_SIGN_OFF = Reason(
    "NOT_FROM_A_SIGN_OFF", "From here a letter is signed off; write from the service request that you work.",
    "requirements R-52",
)  # fmt: skip
LETTER_NOT_AWAITING_SIGN_OFF = Reason(
    "LETTER_NOT_AWAITING_SIGN_OFF", "The letter does not wait to be signed off.", "requirements R-52"
)
NOT_A_SENIOR_MANAGER = Reason(
    "NOT_A_SENIOR_MANAGER", "A senior manager signs off letters in free text.", "requirements R-52"
)
YOUR_OWN_LETTER = Reason("YOUR_OWN_LETTER", "You wrote this letter: somebody else signs it off.", "requirements R-52")
ADDRESS_NOT_CERTAIN = Reason(
    "ADDRESS_NOT_CERTAIN", "Nobody is sure of the paying parent's address: establish it before a letter is posted.",
    "requirements R-32",
)  # fmt: skip
