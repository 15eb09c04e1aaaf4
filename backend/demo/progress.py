"""How far Kate and Andrew have come: their newest claim, read from its history, step by step, to the writ's force."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from backend.adapters.database import Database
from backend.demo.personas import PERSONAS
from backend.models import Case, HistoryEntry, Link, Party, Payment, User
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import EventKind, PartySide, PaymentState


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step of the story: who does it, and what the history says once it is done."""

    title: str
    persona: str | None
    """The key of the persona; None where the clock does it."""
    kinds: tuple[EventKind, ...]


STEPS: tuple[Chapter, ...] = (
    Chapter("Kate lodges a claim; Andrew is written to, with a code", "kate", (EventKind.CLAIM_LODGED,)),
    Chapter("Andrew links his account to the claim", "andrew", (EventKind.DEFENDANT_LINKED,)),
    Chapter("A reminder goes out before the deadline", None, (EventKind.REMINDER_SENT,)),
    Chapter(
        "Andrew is silent until his time is over, or responds",
        None,
        (EventKind.RESPONSE_OVERDUE, EventKind.RESPONSE_RECEIVED),
    ),
    Chapter("Kate requests judgment", "kate", (EventKind.JUDGMENT_REQUESTED,)),
    Chapter(
        "The court enters the judgment, or a late response wins",
        "court-officer",
        (EventKind.JUDGMENT_ENTERED, EventKind.JUDGMENT_REFUSED),
    ),
    Chapter("It is not paid: Kate begins an application for a writ", "kate", (EventKind.WRIT_APPLICATION_STARTED,)),
    Chapter("Kate appoints an enforcement officer", "kate", (EventKind.HCEO_CHOSEN,)),
    Chapter(
        "Kate pays the court fee; the application goes to the court", "kate", (EventKind.WRIT_APPLICATION_SUBMITTED,)
    ),
    Chapter("A court officer works through it and asks for approval", "court-officer", (EventKind.APPROVAL_REQUESTED,)),
    Chapter("A second officer approves: the writ is issued and sealed", "court-officer-2", (EventKind.WRIT_ISSUED,)),
    Chapter("The enforcement officer acknowledges receipt", "hceo", (EventKind.WRIT_ACKNOWLEDGED,)),
    Chapter(
        "The enforcement officer gives notice: seven clear days later the writ can be enforced",
        "hceo",
        (EventKind.NOTICE_OF_ENFORCEMENT_GIVEN,),
    ),
)


@dataclass(frozen=True, slots=True)
class StoryStep:
    title: str
    persona: str | None
    done_at: datetime | None
    """When, by the demonstration's clock; None while it lies ahead."""


@dataclass(frozen=True, slots=True)
class Story:
    reference: str
    steps: tuple[StoryStep, ...]
    pay_at: str | None = None
    """The page on which Kate can pay the court fee, while a payment is open."""


async def tell_story(database: Database) -> Story | None:
    """The newest claim of Kate against Andrew and the steps that it has behind it; None before there is one."""
    linked = exists().where(Link.case_id == Case.id, Link.user_id == User.id, User.subject == PERSONAS["kate"].subject)
    against = exists().where(
        Party.case_id == Case.id, Party.side == PartySide.DEFENDANT, Party.name == PERSONAS["andrew"].name
    )
    newest = select(Case.id, Case.reference).where(linked, against).order_by(Case.id.desc()).limit(1)
    async with database.reading(SYSTEM) as connection:
        case = (await connection.execute(newest)).one_or_none()
        if case is None:
            return None
        happened = select(HistoryEntry.kind, HistoryEntry.at).where(HistoryEntry.stream_id == case.id)
        entries = (await connection.execute(happened.order_by(HistoryEntry.number))).all()
        pay_at = await connection.scalar(
            select(Payment.next_url).where(Payment.case_id == case.id, Payment.state == PaymentState.CREATED)
        )
    steps = tuple(
        StoryStep(step.title, step.persona, next((each.at for each in entries if each.kind in step.kinds), None))
        for step in STEPS
    )
    return Story(reference=case.reference, steps=steps, pay_at=pay_at)
