"""What an act would do, found out by doing it in a transaction that is always rolled back (X-04).

It is the very act, with all its conditions, effects and letters; nothing of it is kept, nobody is told, and no
idempotency key is used up.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.adapters import outside
from backend.models import HistoryEntry, Letter, ServiceRequest, Stream, Timer
from backend.operations.ground import Ground
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.catalogue import kind_at
from backend.rules.summaries import summary
from backend.rules.vocabulary import EventKind, KindCode, Relation, TimerKind
from backend.rules.vocabulary import Letter as LetterName

Selected = Select[*tuple[Any, ...]]
Execute = Callable[[Selected], Awaitable[Iterable[Any]]]


TIMERS_IN_WORDS = {
    TimerKind.RESPONSE_REMINDER: "The defendant is reminded to respond.",
    TimerKind.RESPONSE_DEADLINE: "The time to respond ends.",
    TimerKind.JUDGMENT_REMINDER: "The defendant is reminded to pay the judgment.",
    TimerKind.CASE_REVIEW: "The case is routed for its review.",
    TimerKind.WAIT_PERIOD: "The wait period ends.",
    TimerKind.SCHEDULE_TRANSFER: "The case is routed to go back to maintenance.",
}
"""What each timer does when it is due."""


@dataclass(frozen=True, slots=True)
class WouldHappen:
    """One entry that the history would get."""

    kind: EventKind
    summary: str


@dataclass(frozen=True, slots=True)
class WouldOpen:
    """A service request that would be opened."""

    kind: KindCode
    reason: str


@dataclass(frozen=True, slots=True)
class WouldWrite:
    """A letter that would be written, and to which party."""

    template: LetterName
    party_id: UUID | None


@dataclass(frozen=True, slots=True)
class WouldRemind:
    """A timer that would be set or moved; `at` is None where it would be ended."""

    kind: TimerKind
    at: datetime | None

    @property
    def in_words(self) -> str:
        return TIMERS_IN_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of it: either what it would do, or how it would be refused."""

    refusal: refusals.Refusal | None = None
    history: tuple[WouldHappen, ...] = ()
    opened: tuple[WouldOpen, ...] = ()
    letters: tuple[WouldWrite, ...] = ()
    timers: tuple[WouldRemind, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """From which service request somebody looks, and what they are to its case."""

    case_id: UUID
    service_request_id: UUID
    relation: Relation

    def sees(self, entry: HistoryEntry) -> bool:
        """Whether the history would tell them of an entry."""
        return bool(entry.audience & self.relation) or entry.subject_id == self.service_request_id


async def rehearse(ground: Ground, actor: Actor, by: Looked, act: Callable[[Unit], Awaitable[Outcome]]) -> Rehearsed:
    """Carry out an act of this actor on a case, look at what it did that they are told of, and undo it all."""
    case_id = by.case_id
    now = await ground.clock.now()
    async with ground.database.writing(actor) as session:
        unit = Unit(session, ground=ground, actor=actor, now=now)
        try:
            # With the history locked no other act on the case comes between the two looks.
            await session.execute(select(Stream.id).where(Stream.id == case_id).with_for_update())
            async with ground.database.reading(SYSTEM) as connection:
                before = await _look(connection.execute, case_id)
            with outside.kept_out():
                await act(unit)
            await session.flush()
            return _told(unit, by, before, await _look(session.execute, case_id))
        except refusals.Refusal as refusal:
            return Rehearsed(refusal)
        finally:
            await session.rollback()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The service requests, letters and timers of a case."""

    opened: dict[UUID, Any]
    letters: dict[UUID, Any]
    timers: dict[UUID, Any]


async def _look(execute: Execute, case_id: UUID) -> _Seen:
    request, letter, timer = ServiceRequest, Letter, Timer
    statements: tuple[Selected, ...] = (
        select(request.id, request.process, request.area, request.sub_area, request.reason).where(
            request.case_id == case_id
        ),
        select(letter.id, letter.template, letter.party_id).where(letter.case_id == case_id),
        select(timer.id, timer.kind, timer.due_at, timer.done_at).where(timer.case_id == case_id),
    )
    return _Seen(*[{row.id: row for row in await execute(each)} for each in statements])


def _told(unit: Unit, by: Looked, before: _Seen, after: _Seen) -> Rehearsed:
    opened = [row for key, row in after.opened.items() if key not in before.opened]
    letters = [row for key, row in after.letters.items() if key not in before.letters]
    timers = [row for key, row in after.timers.items() if row != before.timers.get(key)]
    return Rehearsed(
        history=tuple(
            WouldHappen(each.kind, summary(each.kind, each.changes)) for each in unit.recorded if by.sees(each)
        ),
        opened=tuple(WouldOpen(kind_at(each.process, each.area, each.sub_area).code, each.reason) for each in opened),
        letters=tuple(WouldWrite(each.template, each.party_id) for each in letters),
        timers=tuple(WouldRemind(each.kind, None if each.done_at else each.due_at) for each in timers),
    )
