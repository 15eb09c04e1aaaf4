"""How far Kate and Andrew have come: their newest claim, read from its history, step by step."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from backend.adapters.database import Database
from backend.demo.personas import PERSONAS
from backend.models import Case, HistoryEntry, Link, Party, User
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import EventKind, PartySide

STEPS: tuple[tuple[str, tuple[EventKind, ...]], ...] = (
    ("Kate lodges a claim; Andrew is written to, with a code", (EventKind.CLAIM_LODGED,)),
    ("Andrew links his account to the claim", (EventKind.DEFENDANT_LINKED,)),
    ("A reminder goes out before the deadline", (EventKind.REMINDER_SENT,)),
    ("Andrew is silent until his time is over, or responds", (EventKind.RESPONSE_OVERDUE, EventKind.RESPONSE_RECEIVED)),
    ("Kate requests judgment", (EventKind.JUDGMENT_REQUESTED,)),
    (
        "The court enters the judgment, or a late response wins",
        (EventKind.JUDGMENT_ENTERED, EventKind.JUDGMENT_REFUSED),
    ),
)
"""The steps of the story, each with what the history says when it is done."""


@dataclass(frozen=True, slots=True)
class StoryStep:
    title: str
    done_at: datetime | None
    """When, by the demonstration's clock; None while it lies ahead."""


@dataclass(frozen=True, slots=True)
class Story:
    reference: str
    steps: tuple[StoryStep, ...]


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
    steps = tuple(
        StoryStep(title, next((entry.at for entry in entries if entry.kind in kinds), None)) for title, kinds in STEPS
    )
    return Story(reference=case.reference, steps=steps)
