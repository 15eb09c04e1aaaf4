"""Where a claim stands for the person asking, and what comes next: tables read from state, nothing of it stored (D-03).

Notices, next steps and the timeline cannot go stale, because none of them is written when something happens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from backend.rules import expired_writ, officer_position
from backend.rules.claim_facts import ClaimFacts
from backend.rules.claims import ACTS, judge
from backend.rules.deadlines import Deadline
from backend.rules.money import spoken
from backend.rules.periods import spoken_moment
from backend.rules.vocabulary import Act, ClaimStatus, Relation, StageState, Topic, WritApplicationState

C = ClaimStatus
CLAIMANT, DEFENDANT, COURT = Relation.CLAIMANT, Relation.DEFENDANT, Relation.COURT


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that the person asking can do or should know, with guidance to read."""

    code: str
    title: str
    topic: Topic
    act: Act | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the way of a claim, as it stands now."""

    code: str
    title: str
    state: StageState
    on: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a dashboard should say first about a claim. Its name is stable, so that "seen" can be kept."""

    name: str
    title: str
    text: str
    is_urgent: bool


STEPS: dict[tuple[Relation, ClaimStatus], tuple[tuple[str, str, Topic, Act | None], ...]] = {
    (DEFENDANT, C.AWAITING_RESPONSE): (
        ("RESPOND", "Respond to the claim", Topic.RESPONDING, Act.RESPOND_TO_CLAIM),
        ("PAY", "Pay the claimant what is owed", Topic.PAYING, None),
        ("GET_ADVICE", "Get free advice about the claim", Topic.ADVICE, None),
    ),
    (DEFENDANT, C.RESPONSE_OVERDUE): (
        ("RESPOND", "Respond now: a response counts until judgment is entered", Topic.RESPONDING, Act.RESPOND_TO_CLAIM),
        ("PAY", "Pay the claimant what is owed", Topic.PAYING, None),
        ("GET_ADVICE", "Get free advice about the claim", Topic.ADVICE, None),
    ),
    (DEFENDANT, C.JUDGMENT_REQUESTED): (
        ("RESPOND", "Respond now: a response counts until judgment is entered", Topic.RESPONDING, Act.RESPOND_TO_CLAIM),
        ("PAY", "Pay the claimant what is owed", Topic.PAYING, None),
    ),
    (DEFENDANT, C.DEFENDED): (("WAIT", "Wait for the court to say what happens next", Topic.DEFENDED, None),),
    (DEFENDANT, C.JUDGMENT_ENTERED): (
        ("PAY_JUDGMENT", "Pay the judgment", Topic.PAYING_A_JUDGMENT, None),
        ("KNOW_ENFORCEMENT", "Know what enforcement may mean for you", Topic.ENFORCEMENT, None),
        ("GET_ADVICE", "Get free advice about the debt", Topic.ADVICE, None),
    ),
    (CLAIMANT, C.AWAITING_RESPONSE): (("WAIT", "Wait for the defendant to respond", Topic.AFTER_LODGING, None),),
    (CLAIMANT, C.RESPONSE_OVERDUE): (
        ("REQUEST_JUDGMENT", "Request judgment", Topic.REQUESTING_JUDGMENT, Act.REQUEST_JUDGMENT),
    ),
    (CLAIMANT, C.JUDGMENT_REQUESTED): (
        ("WAIT", "Wait for the court to enter judgment", Topic.REQUESTING_JUDGMENT, None),
    ),
    (CLAIMANT, C.DEFENDED): (("WAIT", "Wait for the court to say what happens next", Topic.DEFENDED, None),),
    (DEFENDANT, C.JUDGMENT_UNPAID): (
        ("PAY_JUDGMENT", "Pay the judgment", Topic.PAYING_A_JUDGMENT, None),
        ("KNOW_ENFORCEMENT", "Know what enforcement may mean for you", Topic.ENFORCEMENT, None),
        ("GET_ADVICE", "Get free advice about the debt", Topic.ADVICE, None),
    ),
    (DEFENDANT, C.WRIT_ISSUED): (
        ("PAY_WRIT", "Pay what is owed under the writ", Topic.FACING_A_WRIT, None),
        ("ASK_FOR_STAY", "Ask the court to stop enforcement", Topic.ASKING_FOR_A_STAY, None),
        ("GET_ADVICE", "Get free advice about the debt", Topic.ADVICE, None),
    ),
    (CLAIMANT, C.JUDGMENT_UNPAID): (
        ("CHOOSE_ENFORCEMENT", "Choose how to enforce the judgment", Topic.ENFORCEMENT_OPTIONS, None),
        ("APPLY_FOR_WRIT", "Apply for a writ of control", Topic.WRIT_OF_CONTROL, Act.START_WRIT_APPLICATION),
    ),
    (CLAIMANT, C.WRIT_ISSUED): (("FOLLOW_WRIT", "Follow what the enforcement officer does", Topic.AFTER_A_WRIT, None),),
    (CLAIMANT, C.JUDGMENT_ENTERED): (
        ("WAIT_FOR_PAYMENT", "Wait for payment of the judgment", Topic.AFTER_JUDGMENT, None),
        ("KNOW_ENFORCEMENT", "Know how a judgment can be enforced", Topic.ENFORCEMENT, None),
    ),
    (COURT, C.JUDGMENT_REQUESTED): (
        ("ENTER_JUDGMENT", "Enter judgment", Topic.REQUESTING_JUDGMENT, Act.ENTER_JUDGMENT),
    ),
}

NOTICES: dict[tuple[Relation, ClaimStatus], tuple[str, str, Callable[[ClaimFacts], str], bool]] = {
    (DEFENDANT, C.AWAITING_RESPONSE): (
        "RESPONSE_DUE",
        "Respond to the claim",
        lambda f: f"You are asked to pay {spoken(f.owed_pence)}. Respond by {spoken_moment(f.deadline.at)}.",
        True,
    ),
    (DEFENDANT, C.RESPONSE_OVERDUE): (
        "RESPONSE_OVERDUE",
        "Your response is overdue",
        lambda _f: "The claimant can now request judgment. You can still respond until judgment is entered.",
        True,
    ),
    (DEFENDANT, C.JUDGMENT_REQUESTED): (
        "JUDGMENT_REQUESTED",
        "The claimant has requested judgment",
        lambda _f: "You can still respond until judgment is entered.",
        True,
    ),
    (DEFENDANT, C.JUDGMENT_ENTERED): (
        "JUDGMENT_ENTERED",
        "A County Court judgment (CCJ) has been entered against you",
        lambda f: f"You owe {spoken(f.owed_pence)}. Paid in time, the judgment is cancelled.",
        True,
    ),
    (CLAIMANT, C.RESPONSE_OVERDUE): (
        "JUDGMENT_MAY_BE_REQUESTED",
        "You can request judgment",
        lambda f: f"No response was received by {spoken_moment(f.deadline.at)}.",
        True,
    ),
    (CLAIMANT, C.DEFENDED): (
        "RESPONSE_RECEIVED",
        "The defendant has responded",
        lambda _f: "Judgment by default cannot be entered. The court will say what happens next.",
        False,
    ),
    (CLAIMANT, C.JUDGMENT_ENTERED): (
        "JUDGMENT_ENTERED",
        "Judgment has been entered for you",
        lambda f: f"The defendant owes you {spoken(f.owed_pence)}.",
        False,
    ),
    (DEFENDANT, C.JUDGMENT_UNPAID): (
        "JUDGMENT_UNPAID",
        "The judgment against you is unpaid",
        lambda f: f"You owe {spoken(f.owed_pence)}. The claimant can now have it enforced.",
        True,
    ),
    (CLAIMANT, C.JUDGMENT_UNPAID): (
        "JUDGMENT_UNPAID",
        "The judgment is unpaid: you can have it enforced",
        lambda f: f"{spoken(f.owed_pence)} is owed to you, and the time for payment is over.",
        True,
    ),
    (DEFENDANT, C.WRIT_ISSUED): (
        "WRIT_ISSUED",
        "A writ of control has been issued against you",
        lambda f: f"You owe {spoken(f.owed_pence)}. Pay now, or ask the court to stop enforcement.",
        True,
    ),
    (CLAIMANT, C.WRIT_ISSUED): (
        "WRIT_ISSUED",
        "Your writ of control has been issued",
        lambda f: f"{spoken(f.owed_pence)} is to be enforced. The appointed officer has been served.",
        False,
    ),
    (COURT, C.JUDGMENT_REQUESTED): (
        "JUDGMENT_TO_ENTER",
        "A judgment waits to be entered",
        lambda _f: "The conditions are looked at again when you enter it.",
        False,
    ),
}

A = WritApplicationState
STEPS_OF_APPLICATION: dict[WritApplicationState, tuple[str, str, Topic]] = {
    A.DRAFT: ("CONTINUE_APPLICATION", "Go on with your application for a writ of control", Topic.APPLYING_FOR_A_WRIT),
    A.SUBMITTED: ("WAIT_FOR_APPROVAL", "Wait for the court to approve your application", Topic.APPLYING_FOR_A_WRIT),
    A.RETURNED: ("CORRECT_APPLICATION", "Correct your application and send it again", Topic.APPLYING_FOR_A_WRIT),
}
"""In place of the steps of an unpaid judgment, for the claimant alone: for the other side there is no application."""
NOTICES_OF_APPLICATION: dict[WritApplicationState, Notice] = {
    A.DRAFT: Notice(
        "WRIT_APPLICATION_DRAFT",
        "Your application for a writ of control is not finished",
        "It goes to the court once its details are given, an officer is chosen and the fee is covered.",
        is_urgent=False,
    ),
    A.SUBMITTED: Notice(
        "WRIT_APPLICATION_SUBMITTED",
        "Your application for a writ of control is with the court",
        "The court verifies it. You will be told when it is approved, or what has to be corrected.",
        is_urgent=False,
    ),
    A.RETURNED: Notice(
        "WRIT_APPLICATION_RETURNED",
        "The court sent your application for a writ of control back",
        "Correct what it asks for and send it again. The fee stays covered.",
        is_urgent=True,
    ),
}

POSITIONS: dict[ClaimStatus, Callable[[ClaimFacts], str]] = {
    C.AWAITING_RESPONSE: lambda f: (
        f"{spoken(f.owed_pence)} is claimed. The defendant has until {spoken_moment(f.deadline.at)} to respond."
    ),
    C.RESPONSE_OVERDUE: lambda f: (
        f"{spoken(f.owed_pence)} is claimed. No response was received by {spoken_moment(f.deadline.at)}, "
        "so the claimant may request judgment. A response still counts until judgment is entered."
    ),
    C.DEFENDED: lambda f: f"{spoken(f.owed_pence)} is claimed. The defendant has responded and does not admit it.",
    C.JUDGMENT_REQUESTED: lambda f: (
        f"{spoken(f.owed_pence)} is claimed. The claimant has requested judgment, and the court has not entered it yet."
    ),
    C.JUDGMENT_ENTERED: lambda f: f"By the court's judgment {spoken(f.owed_pence)} is owed.",
    C.JUDGMENT_UNPAID: lambda f: (
        f"By the court's judgment {spoken(f.owed_pence)} is owed. The time for payment is over, so it can be enforced."
    ),
    C.WRIT_ISSUED: lambda f: f"A writ of control has been issued to enforce {spoken(f.owed_pence)}.",
}

WAY: tuple[tuple[str, str, tuple[ClaimStatus, ...]], ...] = (
    ("LODGED", "Claim lodged", ()),
    ("RESPONSE", "Defendant responds", (C.AWAITING_RESPONSE,)),
    ("REQUEST", "Claimant requests judgment", (C.RESPONSE_OVERDUE,)),
    ("ENTRY", "Court enters judgment", (C.JUDGMENT_REQUESTED,)),
    ("PAYMENT", "Judgment is to be paid", (C.JUDGMENT_ENTERED,)),
    ("APPLICATION", "Claimant may have it enforced", (C.JUDGMENT_UNPAID,)),
    ("WRIT", "Writ of control is carried out", (C.WRIT_ISSUED,)),
)


def _side(relation: Relation) -> Relation:
    return next((bit for bit in (CLAIMANT, DEFENDANT, Relation.OFFICER) if relation & bit), COURT)


def _application_of(facts: ClaimFacts, relation: Relation) -> WritApplicationState | None:
    """Where the live application for a writ stands, for the claimant."""
    return facts.application if _side(relation) is CLAIMANT else None


def next_steps(facts: ClaimFacts, relation: Relation) -> tuple[NextStep, ...]:
    """The next steps open to someone of this relation, each with its deadline and its guidance."""
    if applied := _application_of(facts, relation):
        return (NextStep(*STEPS_OF_APPLICATION[applied]),)
    return tuple(
        NextStep(code, title, topic, act, judge(act, facts, relation).until if act in ACTS else None)
        for code, title, topic, act in _steps(facts, _side(relation))
    )


def _steps(facts: ClaimFacts, side: Relation) -> tuple[tuple[str, str, Topic, Act | None], ...]:
    if side is Relation.OFFICER:
        return officer_position.steps(facts)
    if facts.is_writ_expired:
        return expired_writ.STEPS.get(side, ())
    return STEPS.get((side, facts.status), ())


def notices(facts: ClaimFacts, relation: Relation) -> tuple[Notice, ...]:
    """What the dashboard of someone of this relation says about the claim now."""
    if applied := _application_of(facts, relation):
        return (NOTICES_OF_APPLICATION[applied],)
    side = _side(relation)
    if side is Relation.OFFICER or facts.is_writ_expired:
        told = officer_position.notice(facts) if side is Relation.OFFICER else expired_writ.notice(facts, side)
        return (Notice(*told),) if told else ()
    notice = NOTICES.get((side, facts.status))
    if notice is None:
        return ()
    name, title, text, is_urgent = notice
    return (Notice(name, title, text(facts), is_urgent),)


def position(facts: ClaimFacts, relation: Relation) -> str:
    """In one or two sentences: what is owed and why. What is owed is not told to an officer, whom the writ tells."""
    if _side(relation) is Relation.OFFICER:
        return officer_position.position(facts)
    if facts.is_writ_expired:
        return expired_writ.position(facts)
    return POSITIONS[facts.status](facts)


def timeline(facts: ClaimFacts, *, lodged_on: date) -> tuple[Stage, ...]:
    """The stages of the claim: done, current or still to come. A defended claim leaves the way at the response."""
    if facts.status is C.DEFENDED:
        return (
            Stage("LODGED", "Claim lodged", StageState.DONE, lodged_on),
            Stage("RESPONSE", "Defendant has responded", StageState.DONE, None),
            Stage("DEFENDED", "Court decides what happens next", StageState.CURRENT, None),
        )
    current = next(i for i, (_, _, statuses) in enumerate(WAY) if facts.status in statuses)
    dates = {"LODGED": lodged_on, "RESPONSE": facts.deadline.on}
    return tuple(
        Stage(code, title, _stage_state(index, current), dates.get(code)) for index, (code, title, _) in enumerate(WAY)
    )


def _stage_state(index: int, current: int) -> StageState:
    if index == current:
        return StageState.CURRENT
    return StageState.DONE if index < current else StageState.TO_COME
