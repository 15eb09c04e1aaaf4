"""Do an application's details agree with the court's data? Automatic checks, each with what it found (W-10).

What fails or cannot be settled here is settled by staff, in the service request that verifies the application.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from backend.rules.money import spoken
from backend.rules.refusals import Reason
from backend.rules.vocabulary import CheckResult, Correction, FeeMethod
from backend.rules.writ_applications import ApplicationFacts, obstacles
from backend.rules.writ_details import Details, Known


@dataclass(frozen=True, slots=True)
class Check:
    """One automatic check of a submitted application, and what it found, in a sentence."""

    code: str
    title: str
    result: CheckResult
    finding: str

    def to_json(self) -> dict[str, str]:
        """As it is stored."""
        return {"code": self.code, "title": self.title, "result": self.result, "finding": self.finding}


def checks(
    facts: ApplicationFacts,
    details: Details,
    known: Known,
    *,
    corrected: Collection[Correction],
    officer: str | None,
    against_officer: Sequence[Reason],
) -> tuple[Check, ...]:
    """Every check of an application as it is submitted. `officer` is the name of whoever is to be appointed."""
    return (
        _eligibility(facts),
        *_data(details, known, corrected),
        _officer(officer, against_officer),
        _fee(facts.fee_method),
    )


def _eligibility(facts: ApplicationFacts) -> Check:
    against = obstacles(facts)
    title = "The judgment can be enforced by a writ"
    if against:
        return Check("ELIGIBLE", title, CheckResult.FAILS, " ".join(reason.explanation for reason in against))
    return Check("ELIGIBLE", title, CheckResult.HOLDS, "Every condition holds.")


def _data(details: Details, known: Known, corrected: Collection[Correction]) -> tuple[Check, ...]:
    return (
        _compared(
            "DEFENDANT_NAMES",
            "The names are those of the judgment",
            "They agree.",
            "The claimant corrected them.",
            is_same=Correction.DEFENDANT_NAME not in corrected,
        ),
        _compared(
            "ADDRESSES",
            "One of the addresses is that of the judgment",
            "It is.",
            "None of the addresses for enforcement is known to the court.",
            is_same=Correction.DEFENDANT_ADDRESS not in corrected,
        ),
        _amount(details, known, is_same=Correction.AMOUNT not in corrected),
    )


def _compared(code: str, title: str, same: str, other: str, *, is_same: bool) -> Check:
    if is_same:
        return Check(code, title, CheckResult.HOLDS, same)
    return Check(code, title, CheckResult.TO_BE_SETTLED, other)


def _amount(details: Details, known: Known, *, is_same: bool) -> Check:
    code, title = "AMOUNT", "The amount due is what the judgment left unpaid"
    due = known.due_pence(details.payments)
    if details.due_pence != due:
        finding = f"{spoken(details.due_pence)} is said to be due; by the court's record it is {spoken(due)}."
        return Check(code, title, CheckResult.FAILS, finding)
    if not is_same:
        finding = f"{spoken(due)}, after payments that the court did not know of."
        return Check(code, title, CheckResult.TO_BE_SETTLED, finding)
    return Check(code, title, CheckResult.HOLDS, f"{spoken(due)} is due.")


def _officer(name: str | None, against: Sequence[Reason]) -> Check:
    code, title = "OFFICER", "The enforcement officer can be appointed"
    if against or name is None:
        why = " ".join(reason.explanation for reason in against) or "No officer has been appointed."
        return Check(code, title, CheckResult.FAILS, why)
    return Check(code, title, CheckResult.HOLDS, f"{name} is active and covers the address.")


def _fee(method: FeeMethod | None) -> Check:
    code, title = "FEE", "The court fee is covered"
    match method:
        case FeeMethod.GOV_UK_PAY:
            return Check(code, title, CheckResult.HOLDS, "It was paid through GOV.UK Pay.")
        case FeeMethod.HELP_WITH_FEES:
            return Check(code, title, CheckResult.TO_BE_SETTLED, "A Help with Fees reference was given: look it up.")
        case _:
            return Check(code, title, CheckResult.FAILS, "It is not covered.")
