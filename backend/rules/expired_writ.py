"""What the parties are told once the last day of a writ is over: the judgment stands, the writ does not (W-18)."""

from backend.rules.calendars import spoken_day
from backend.rules.claim_facts import ClaimFacts
from backend.rules.money import spoken
from backend.rules.vocabulary import Act, Relation, Topic

CLAIMANT, DEFENDANT = Relation.CLAIMANT, Relation.DEFENDANT

STEPS: dict[Relation, tuple[tuple[str, str, Topic, Act | None], ...]] = {
    CLAIMANT: (("KNOW_ENFORCEMENT", "Know how a judgment can be enforced", Topic.ENFORCEMENT, None),),
    DEFENDANT: (
        ("PAY_JUDGMENT", "Pay the judgment", Topic.PAYING_A_JUDGMENT, None),
        ("KNOW_ENFORCEMENT", "Know what enforcement may mean for you", Topic.ENFORCEMENT, None),
        ("GET_ADVICE", "Get free advice about the debt", Topic.ADVICE, None),
    ),
}
NOTICES: dict[Relation, tuple[str, str, str, bool]] = {
    CLAIMANT: (
        "WRIT_EXPIRED",
        "Your writ of control has expired",
        "Its last day was {last_day}. {owed} is still owed to you by the judgment.",
        False,
    ),
    DEFENDANT: (
        "WRIT_EXPIRED",
        "The writ of control against you has expired",
        "Its last day was {last_day}. You still owe {owed} by the judgment.",
        False,
    ),
}
POSITION = "The writ of control that was issued has expired. By the court's judgment {owed} is owed."


def notice(facts: ClaimFacts, side: Relation) -> tuple[str, str, str, bool] | None:
    """What the dashboard of a party says of the claim: name, title, text, whether it is urgent."""
    if side not in NOTICES:
        return None
    name, title, text, is_urgent = NOTICES[side]
    last_day = spoken_day(facts.writ_expires_on) if facts.writ_expires_on else ""
    return name, title, text.format(last_day=last_day, owed=spoken(facts.owed_pence)), is_urgent


def position(facts: ClaimFacts) -> str:
    """Where the claim stands for parties and court."""
    return POSITION.format(owed=spoken(facts.owed_pence))
