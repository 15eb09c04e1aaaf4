"""What does the court charge? Fees by the order in force on the day."""

from dataclasses import dataclass
from datetime import date

from backend.rules.money import spoken
from backend.rules.policies import CLAIM_FEE, WRIT_FEE, ClaimFees, in_force


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in pence, with what it is for, the name of the policy and the policy's source."""

    pence: int
    explanation: str
    policy: str
    source: str


def claim_fee(claimed_pence: int, on: date) -> Fee:
    """The fee to issue a claim for so much, interest to the day of issue included. `ValueError` for nothing or less."""
    if claimed_pence <= 0:
        raise ValueError("a claim is for a sum above nought")
    policy = in_force(CLAIM_FEE, on)
    explanation = f"Court fee to issue a claim for {spoken(claimed_pence)}"
    return Fee(_graded(claimed_pence, policy.value), explanation, policy.name, policy.source)


def writ_fee(on: date) -> Fee:
    """The fee to seal a writ of control."""
    policy = in_force(WRIT_FEE, on)
    return Fee(policy.value, "Court fee to seal a writ of control", policy.name, policy.source)


def _graded(claimed_pence: int, fees: ClaimFees) -> int:
    for band in fees.bands:
        if claimed_pence <= band.up_to_pence:
            return band.fee_pence
    if claimed_pence <= fees.percent_up_to_pence:
        return claimed_pence * fees.percent // 100
    return fees.fee_above_pence
