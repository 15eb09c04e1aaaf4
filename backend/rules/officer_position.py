"""What a case asks of the officer on whom its writ was served: acknowledge, give notice, wait, enforce (W-15, W-16)."""

from enum import auto

from backend.rules.calendars import spoken_day
from backend.rules.claim_facts import ClaimFacts
from backend.rules.periods import spoken_moment
from backend.rules.vocabulary import Act, Topic, Word, WritState


class Stage(Word):
    """Where the officer stands with a live writ."""

    SERVED = auto()
    RECEIVED = auto()
    NOTICE_GIVEN = auto()
    ENFORCEABLE = auto()
    STOPPED = auto()
    EXPIRED = auto()


Step = tuple[str, str, Topic, Act | None]
TO_ACKNOWLEDGE: Step = (
    "ACKNOWLEDGE_WRIT", "Acknowledge receipt of the writ", Topic.AFTER_A_WRIT, Act.ACKNOWLEDGE_WRIT,
)  # fmt: skip
TO_GIVE_NOTICE: Step = (
    "GIVE_NOTICE_OF_ENFORCEMENT", "Give notice of enforcement", Topic.AFTER_A_WRIT, Act.GIVE_NOTICE_OF_ENFORCEMENT,
)  # fmt: skip
TO_WAIT: Step = ("WAIT_CLEAR_DAYS", "Wait until the clear days of the notice are over", Topic.AFTER_A_WRIT, None)
TO_ENFORCE: Step = ("ENFORCE", "Take control of goods, or take what is owed", Topic.AFTER_A_WRIT, None)
TO_STOP: Step = ("STOP", "Do nothing to enforce the writ until this ends", Topic.ASKING_FOR_A_STAY, None)
TO_CEASE: Step = ("CEASE", "Take no further step: the writ has expired", Topic.AFTER_A_WRIT, None)

STEPS: dict[Stage, tuple[Step, ...]] = {
    Stage.SERVED: (TO_ACKNOWLEDGE, TO_GIVE_NOTICE, TO_WAIT),
    Stage.RECEIVED: (TO_GIVE_NOTICE, TO_WAIT),
    Stage.NOTICE_GIVEN: (TO_WAIT,),
    Stage.ENFORCEABLE: (TO_ENFORCE,),
    Stage.STOPPED: (TO_STOP,),
    Stage.EXPIRED: (TO_CEASE,),
}
NOTICES: dict[Stage, tuple[str, str, str, bool]] = {
    Stage.SERVED: (
        "WRIT_SERVED",
        "A writ has been served on you",
        "Acknowledge its receipt: the date and time are endorsed on it.",
        True,
    ),
    Stage.RECEIVED: (
        "NOTICE_TO_GIVE",
        "Notice of enforcement is to be given",
        "Goods can be taken only after the clear days that follow the notice.",
        True,
    ),
    Stage.NOTICE_GIVEN: (
        "CLEAR_DAYS_RUN",
        "The clear days of the notice run",
        "Goods can be taken from {enforceable}.",
        False,
    ),
    Stage.ENFORCEABLE: ("WRIT_ENFORCEABLE", "The writ can be enforced", "The clear days of the notice are over.", True),
    Stage.STOPPED: (
        "ENFORCEMENT_STOPPED",
        "Enforcement is stopped for the time being",
        "Take no step under this writ until the court says that it may go on.",
        True,
    ),
    Stage.EXPIRED: ("WRIT_EXPIRED", "The writ has expired", "Its last day was {last_day}: take no further step.", True),
}
POSITION = "A writ of control has been issued to enforce the court's judgment; it says what is to be enforced."
POSITION_EXPIRED = "The writ of control that was issued to enforce the court's judgment has expired."


def stage_of(facts: ClaimFacts) -> Stage | None:
    """Where the officer stands; None where no writ is live."""
    if facts.writ is None:
        return None
    if facts.is_writ_expired:
        return Stage.EXPIRED
    if facts.writ is WritState.STAYED or facts.restraints:
        return Stage.STOPPED
    if facts.enforceable_at is not None:
        return Stage.ENFORCEABLE if facts.now >= facts.enforceable_at else Stage.NOTICE_GIVEN
    return Stage.RECEIVED if facts.writ_acknowledged_at else Stage.SERVED


def steps(facts: ClaimFacts) -> tuple[Step, ...]:
    """The officer's next steps: code, title, guidance and the act that takes each."""
    stage = stage_of(facts)
    return STEPS[stage] if stage else ()


def notice(facts: ClaimFacts) -> tuple[str, str, str, bool] | None:
    """What the officer's dashboard says of the case: name, title, text, whether it is urgent."""
    stage = stage_of(facts)
    if stage is None:
        return None
    name, title, text, is_urgent = NOTICES[stage]
    enforceable = spoken_moment(facts.enforceable_at) if facts.enforceable_at else ""
    last_day = spoken_day(facts.writ_expires_on) if facts.writ_expires_on else ""
    return name, title, text.format(enforceable=enforceable, last_day=last_day), is_urgent


def position(facts: ClaimFacts) -> str:
    """Where the case stands. What is owed is not said: the writ says it."""
    return POSITION_EXPIRED if stage_of(facts) is Stage.EXPIRED else POSITION
