"""What the calendar does by itself: each thing once, never early, whoever and however many look (D-04, D-11)."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import Case, Claim, HistoryEntry, Letter, Stream, Timer, new_id
from backend.operations import claims
from backend.operations.ground import machine_now
from backend.operations.subject import EMPTY_STREAM
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    Act,
    CaseKind,
    ClaimState,
    EventKind,
    Jurisdiction,
    Relation,
    TimerKind,
)
from backend.rules.vocabulary import Letter as Named
from backend.workers.timers import Timers
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.service import Service

FIRST_REMINDER = datetime(2026, 3, 18, 9, tzinfo=UTC)
JUDGMENT_REMINDER = datetime(2026, 4, 2, 8, tzinfo=UTC)
"""Nine in the morning, in summer time."""


async def race(service: Service) -> int:
    """Two workers do what is due now, at the same time; how many acts were done in all."""
    now = service.clock.at
    return sum(await asyncio.gather(*(Timers(service.ground).run_due(now) for _ in range(2))))


async def kinds(service: Service, case_id: UUID) -> list[EventKind]:
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    return [entry.kind for entry in entries][1:]


async def written(service: Service) -> list[Named]:
    letters = await service.all(Letter, by=(Letter.created_at, Letter.template))
    return [letter.template for letter in letters][2:]


@pytest.mark.requirement("D-04", "D-11")
async def test_two_workers_do_each_thing_once_and_none_of_it_early(service: Service) -> None:
    case_id = await service.lodge()
    done = {}
    for due, name in (
        (FIRST_REMINDER, "five days before"),
        (FIRST_REMINDER + timedelta(days=4), "one day before"),
        (RESPONSE_DUE_AT, "overdue"),
        (JUDGMENT_REMINDER, "judgment"),
    ):
        assert await Timers(service.ground).next_due() == due
        service.clock.set(due - timedelta(microseconds=1))
        assert await race(service) == 0
        service.clock.set(due)
        done[name] = await race(service)
    assert done == {"five days before": 1, "one day before": 1, "overdue": 1, "judgment": 1}
    assert await kinds(service, case_id) == [
        EventKind.REMINDER_SENT,
        EventKind.REMINDER_SENT,
        EventKind.RESPONSE_OVERDUE,
        EventKind.REMINDER_SENT,
    ]
    assert await written(service) == [
        Named.RESPONSE_REMINDER,
        Named.RESPONSE_REMINDER,
        Named.RESPONSE_OVERDUE_TO_CLAIMANT,
        Named.RESPONSE_OVERDUE_TO_DEFENDANT,
        Named.JUDGMENT_REMINDER,
    ]
    assert await Timers(service.ground).next_due() is None
    assert (await service.one(Claim)).state is ClaimState.AWAITING_RESPONSE
    service.clock.go(days=400)
    assert await race(service) == 0


@pytest.mark.requirement("D-04", "X-03")
async def test_a_reminder_is_recorded_for_those_whom_it_reaches(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(FIRST_REMINDER)
    await race(service)
    reminder = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[-1]
    assert reminder.audience == Relation.DEFENDANT | Relation.COURT | Relation.SYSTEM
    assert reminder.changes == {"letter": "RESPONSE_REMINDER", "daysBefore": 5}
    assert (reminder.actor_id, reminder.actor_role, reminder.at) == (None, "SYSTEM", FIRST_REMINDER)
    service.clock.set(RESPONSE_DUE_AT)
    await race(service)
    overdue = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[-1]
    assert (overdue.kind, overdue.audience) == (EventKind.RESPONSE_OVERDUE, PARTIES_AND_COURT)


@pytest.mark.requirement("D-04", "D-11")
async def test_everything_that_fell_due_while_nobody_looked_is_done_in_its_order(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(RESPONSE_DUE_AT)
    assert await Timers(service.ground).run_due(RESPONSE_DUE_AT) == 3
    assert [each for each in await kinds(service, case_id) if each is EventKind.RESPONSE_OVERDUE] == [
        EventKind.RESPONSE_OVERDUE
    ]
    assert (await kinds(service, case_id))[-1] is EventKind.RESPONSE_OVERDUE


@pytest.mark.requirement("D-06", "D-11")
async def test_a_response_silences_every_timer(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    await service.respond(case_id)
    before = await service.counts()
    service.clock.go(days=60)
    assert await race(service) == 0
    assert await Timers(service.ground).next_due() is None
    assert await service.counts() == before


@pytest.mark.requirement("D-11")
async def test_a_request_for_judgment_silences_the_reminder_of_it(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(RESPONSE_DUE_AT)
    await race(service)
    await service.request(case_id)
    service.clock.set(JUDGMENT_REMINDER)
    assert await race(service) == 0
    assert (await kinds(service, case_id))[-1] is EventKind.JUDGMENT_REQUESTED


@pytest.mark.requirement("D-11")
async def test_a_request_before_anybody_noted_the_silence_is_not_followed_by_a_notice_of_it(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    await race(service)
    assert EventKind.RESPONSE_OVERDUE not in await kinds(service, case_id)
    assert await Timers(service.ground).next_due() is None


async def test_a_timer_that_was_moved_waits_for_its_new_instant(service: Service) -> None:
    case_id = await service.lodge()
    later = FIRST_REMINDER + timedelta(days=1)

    async def move(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        await unit.remind(TimerKind.RESPONSE_REMINDER, case_id=case_id, about=case_id, at=later, ordinal=5)
        return Outcome()

    await service.carry_out(SYSTEM, move)
    assert len(await service.all(Timer, case_id=case_id)) == 3
    service.clock.set(FIRST_REMINDER)
    assert await race(service) == 0
    service.clock.set(later)
    assert await race(service) == 1


async def test_a_timer_moved_away_after_it_was_found_due_is_left_alone(service: Service) -> None:
    """The worker was told of an instant at which it was due; when it acts, the timer is not due any more."""
    case_id = await service.lodge()
    service.clock.set(FIRST_REMINDER - timedelta(seconds=1))
    assert await Timers(service.ground).run_due(FIRST_REMINDER) == 0
    assert await kinds(service, case_id) == []
    assert (await service.all(Timer, by=Timer.due_at))[0].done_at is None


async def test_an_act_that_fails_is_put_off_and_holds_nobody_up(service: Service) -> None:
    """A case without a claim: nothing can be noted on it."""
    broken, due_at = new_id(), LODGED_AT - timedelta(days=1)

    async def leave(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        unit.session.add(Stream(id=broken, name="broken", **EMPTY_STREAM))
        await unit.session.flush()
        unit.session.add(
            Case(
                id=broken,
                kind=CaseKind.CLAIM,
                reference="MC-0",
                jurisdiction=Jurisdiction.ENGLAND_WALES,
                created_at=LODGED_AT,
            )
        )
        await unit.session.flush()
        await unit.remind(TimerKind.RESPONSE_DEADLINE, case_id=broken, about=broken, at=due_at)
        return Outcome()

    await service.carry_out(SYSTEM, leave)
    await service.lodge()
    service.clock.set(FIRST_REMINDER)
    assert await Timers(service.ground).run_due(FIRST_REMINDER) == 1
    put_off = await service.one(Timer, case_id=broken)
    assert (put_off.done_at, put_off.attempts) == (None, 1)
    assert timedelta(seconds=5) < put_off.not_before - machine_now() <= timedelta(seconds=10)
    assert await Timers(service.ground).run_due(FIRST_REMINDER) == 0
    await service.change(update(Timer).where(Timer.case_id == broken).values(not_before=None))
    assert await Timers(service.ground).run_due(FIRST_REMINDER) == 0
    put_off = await service.one(Timer, case_id=broken)
    assert put_off.attempts == 2
    assert timedelta(seconds=15) < put_off.not_before - machine_now() <= timedelta(seconds=20)


async def test_a_worker_goes_on_until_it_is_stopped(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(FIRST_REMINDER)
    stop = asyncio.Event()
    async with asyncio.timeout(5), service.ground.wake.listen() as wake:
        running = asyncio.create_task(Timers(service.ground).run(stop))
        await asyncio.sleep(0)
        while not await kinds(service, case_id):
            await wake.wait(1)
        stop.set()
        await running
    assert await kinds(service, case_id) == [EventKind.REMINDER_SENT]


@pytest.mark.requirement("D-11")
async def test_only_the_service_notes_silence_or_reminds(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.set(RESPONSE_DUE_AT)
    before = await service.counts()
    for actor in (service.kate, service.officer):
        with pytest.raises(refusals.NotPermitted):
            await service.carry_out(actor, lambda unit: claims.note_response_overdue(unit, case_id))
        with pytest.raises(refusals.NotPermitted):
            await service.carry_out(actor, lambda unit: claims.remind_to_respond(unit, case_id, days_before=5))
    assert await service.counts() == before
