"""What may happen to an application for a writ of control, when and by whom (W-05 to W-10): two tables."""

import re
from dataclasses import dataclass, replace

from backend.rules import eligibility, judging
from backend.rules.claim_facts import ClaimFacts
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    Act,
    AppointmentMethod,
    FeeMethod,
    Relation,
    WritApplicationState,
)
from backend.rules.writ_details import Details

S = WritApplicationState

LIFE_CYCLE: dict[tuple[WritApplicationState, Act], WritApplicationState] = {
    (S.DRAFT, Act.USE_HELP_WITH_FEES): S.SUBMITTED,
    (S.DRAFT, Act.SETTLE_FEE_PAYMENT): S.SUBMITTED,
    (S.DRAFT, Act.WITHDRAW_WRIT_APPLICATION): S.WITHDRAWN,
    (S.SUBMITTED, Act.RETURN_WRIT_APPLICATION): S.RETURNED,
    (S.SUBMITTED, Act.REJECT_WRIT_APPLICATION): S.REJECTED,
    (S.SUBMITTED, Act.ISSUE_WRIT): S.ISSUED,
    (S.SUBMITTED, Act.WITHDRAW_WRIT_APPLICATION): S.WITHDRAWN,
    (S.RETURNED, Act.RESUBMIT_WRIT_APPLICATION): S.SUBMITTED,
    (S.RETURNED, Act.USE_HELP_WITH_FEES): S.SUBMITTED,
    (S.RETURNED, Act.WITHDRAW_WRIT_APPLICATION): S.WITHDRAWN,
}
LIVE = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED})
HELP_WITH_FEES_REFERENCE = re.compile(r"HWF-[0-9A-Z]{3}-[0-9A-Z]{3}")


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application as the rules see it at one instant."""

    state: WritApplicationState
    claim: ClaimFacts
    """What is owed under the claim is here what is to be enforced: payments that the claimant told of are taken off."""
    has_details: bool = False
    is_regulated: bool | None = None
    has_officer: bool = False
    """Whether an officer is named, or the choice left to the rota."""
    fee_method: FeeMethod | None = None
    """How the fee is covered; None while it is not."""
    has_payment: bool = False
    """Whether a payment of the fee was ever begun."""
    is_payment_live: bool = False


def facts_of(
    claim: ClaimFacts,
    *,
    state: WritApplicationState,
    details: Details | None,
    appointment_method: AppointmentMethod | None,
    fee_method: FeeMethod | None,
    has_payment: bool,
    is_payment_live: bool,
) -> ApplicationFacts:
    """The facts of an application; `details` once the claimant has given them."""
    due_pence = min(claim.owed_pence, details.due_pence) if details else claim.owed_pence
    return ApplicationFacts(
        state=state,
        claim=replace(claim, owed_pence=due_pence),
        has_details=details is not None,
        is_regulated=details.is_regulated if details else None,
        has_officer=appointment_method is not None,
        fee_method=fee_method,
        has_payment=has_payment,
        is_payment_live=is_payment_live,
    )


def _of_claim(condition: Condition[ClaimFacts]) -> Condition[ApplicationFacts]:
    return Condition(lambda facts: condition.holds(facts.claim), condition.otherwise)


IS_LIVE = Condition[ApplicationFacts](lambda f: f.state in LIVE, reasons.APPLICATION_ENDED)
IS_THEIRS = Condition[ApplicationFacts](lambda f: f.state in {S.DRAFT, S.RETURNED}, reasons.APPLICATION_NOT_YOURS_NOW)
IS_SUBMITTED = Condition[ApplicationFacts](lambda f: f.state is S.SUBMITTED, reasons.APPLICATION_NOT_SUBMITTED)
IS_RETURNED = Condition[ApplicationFacts](lambda f: f.state is S.RETURNED, reasons.APPLICATION_NOT_RETURNED)
HAS_DETAILS = Condition[ApplicationFacts](lambda f: f.has_details, reasons.DETAILS_MISSING)
HAS_OFFICER = Condition[ApplicationFacts](lambda f: f.has_officer, reasons.OFFICER_MISSING)
FEE_IS_DUE = Condition[ApplicationFacts](lambda f: f.fee_method is None, reasons.FEE_COVERED)
REFERENCE_IS_DUE = Condition[ApplicationFacts](
    lambda f: f.fee_method is None or (f.state is S.RETURNED and f.fee_method is FeeMethod.HELP_WITH_FEES),
    reasons.FEE_COVERED,
)
"""A reference that the court could not find is replaced by another when the application was sent back."""
NO_LIVE_PAYMENT = Condition[ApplicationFacts](lambda f: not f.is_payment_live, reasons.PAYMENT_IN_PROGRESS)
HAS_PAYMENT = Condition[ApplicationFacts](lambda f: f.has_payment, reasons.NO_PAYMENT)
MAY_BE_SENT = Condition[ApplicationFacts](
    lambda f: eligibility.may_be_sent_today(f.claim), reasons.TOO_MANY_SUBMISSIONS
)
"""Not asked where a fee is paid: money taken is not refused."""
NOT_REGULATED = Condition[ApplicationFacts](lambda f: f.is_regulated is not True, reasons.REGULATED_AGREEMENT)

ELIGIBLE: tuple[Condition[ApplicationFacts], ...] = (*map(_of_claim, eligibility.CONDITIONS), NOT_REGULATED)
"""Judged when it is begun, again when it is submitted, and again at issue."""

ACTS: dict[Act, ActRule[ApplicationFacts]] = {
    Act.GIVE_WRIT_DETAILS: ActRule(Relation.CLAIMANT, (IS_THEIRS,)),
    Act.APPOINT_HCEO: ActRule(Relation.CLAIMANT, (IS_THEIRS, HAS_DETAILS)),
    Act.PAY_WRIT_FEE: ActRule(
        Relation.CLAIMANT, (IS_THEIRS, FEE_IS_DUE, NO_LIVE_PAYMENT, HAS_DETAILS, HAS_OFFICER, *ELIGIBLE)
    ),
    Act.CHECK_FEE_PAYMENT: ActRule(Relation.CLAIMANT, (HAS_PAYMENT,)),
    Act.USE_HELP_WITH_FEES: ActRule(
        Relation.CLAIMANT,
        (IS_THEIRS, REFERENCE_IS_DUE, NO_LIVE_PAYMENT, HAS_DETAILS, HAS_OFFICER, MAY_BE_SENT, *ELIGIBLE),
    ),
    Act.RESUBMIT_WRIT_APPLICATION: ActRule(
        Relation.CLAIMANT, (IS_RETURNED, HAS_DETAILS, HAS_OFFICER, MAY_BE_SENT, *ELIGIBLE)
    ),
    Act.WITHDRAW_WRIT_APPLICATION: ActRule(Relation.CLAIMANT, (IS_LIVE, NO_LIVE_PAYMENT)),
    Act.AMEND_WRIT_APPLICATION: ActRule(Relation.COURT, (IS_SUBMITTED,)),
}
DECISIONS: dict[Act, ActRule[ApplicationFacts]] = {
    Act.RETURN_WRIT_APPLICATION: ActRule(Relation.COURT, (IS_SUBMITTED,)),
    Act.ISSUE_WRIT: ActRule(Relation.COURT, (IS_SUBMITTED, *ELIGIBLE)),
    Act.REJECT_WRIT_APPLICATION: ActRule(Relation.COURT, (IS_SUBMITTED,)),
}
"""No acts of their own for anybody to ask for: effects of the service request by which staff verify it."""


def judge(act: Act, facts: ApplicationFacts, relation: Relation) -> Judged:
    """Whether an act on an application is open to someone of this relation."""
    return judging.judge(DECISIONS if act in DECISIONS else ACTS, act, facts, relation)


def actions(facts: ApplicationFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act on an application that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, facts, relation)


def after(state: WritApplicationState, act: Act) -> WritApplicationState:
    """The state that an act leads to. A pair that the life-cycle lacks is a defect: `judge` refuses it before."""
    return LIFE_CYCLE[state, act]


def obstacles(facts: ApplicationFacts) -> tuple[Reason, ...]:
    """What stands against issuing a writ on the application now, whoever asks."""
    return tuple(condition.otherwise for condition in ELIGIBLE if not condition.holds(facts))


def awaits_fee(state: WritApplicationState, fee_method: FeeMethod | None) -> bool:
    """Whether an application still waits for its fee."""
    return state is S.DRAFT and fee_method is None


def is_help_with_fees_reference(text: str) -> bool:
    """Whether a text, in capitals, has the form of a Help with Fees reference: `HWF-XXX-XXX`."""
    return HELP_WITH_FEES_REFERENCE.fullmatch(text) is not None


def next_step(facts: ApplicationFacts) -> str:
    """What comes next, in a sentence to the claimant."""
    if facts.state is S.DRAFT:
        return _next_in_a_draft(facts)
    return {
        S.SUBMITTED: "The court verifies the application; you will be told what it decides.",
        S.RETURNED: "Correct what the court asks for, then send the application again. The fee stays covered.",
        S.REJECTED: "The court rejected the application. Read its reasons; you can begin another.",
        S.WITHDRAWN: "You withdrew the application. You can begin another.",
        S.ISSUED: "The writ has been issued, and the enforcement officer has been served with it.",
    }[facts.state]


def _next_in_a_draft(facts: ApplicationFacts) -> str:
    if not facts.has_details:
        return "Confirm or correct the details, and add what the officer needs to know."
    if not facts.has_officer:
        return "Choose an enforcement officer, or leave the choice to the rota."
    if facts.is_payment_live:
        return "Finish the payment of the court fee."
    if reasons_against := obstacles(facts):
        return f"A writ cannot be applied for now: {reasons_against[0].explanation}"
    return "Pay the court fee, or give a Help with Fees reference; then the application goes to the court."
