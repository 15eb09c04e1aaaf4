from datetime import UTC, datetime, timedelta

import pytest

from backend.demo.clock import ClockGoesForwardOnly, ClockGoesTooFar, DemoClock, Step

START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
LATER = START + timedelta(days=14)


@pytest.fixture
async def clock(database) -> DemoClock:
    clock = DemoClock(database)
    await clock.start(START)
    return clock


class Diary:
    """What is due, and what the clock showed when each of it was done."""

    def __init__(self, clock: DemoClock, *due: datetime) -> None:
        self.clock, self.due = clock, sorted(due)
        self.done: list[tuple[datetime, datetime]] = []

    async def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None

    async def run_due(self, at: datetime) -> int:
        ripe = [one for one in self.due if one <= at]
        self.due = [one for one in self.due if one > at]
        for one in ripe:
            self.done.append((one, await self.clock.now()))
        return len(ripe)


async def test_the_clock_starts_once_and_stands_until_moved(clock):
    assert await clock.start(LATER) == START
    assert await clock.now() == START


async def test_a_clock_that_was_never_set_shows_nothing(database):
    with pytest.raises(RuntimeError, match="never set"):
        await DemoClock(database).now()


async def test_the_clock_goes_forward_only(clock):
    await clock.move_to(LATER)
    with pytest.raises(ClockGoesForwardOnly):
        await clock.move_to(START)
    assert await clock.now() == LATER


async def test_stepping_goes_through_every_due_instant_in_order_and_each_act_sees_its_own_time(clock):
    first, second, third = (START + timedelta(days=days) for days in (1, 5, 20))
    diary = Diary(clock, second, first, third, second)
    steps = await clock.step_to(LATER, next_due=diary.next_due, run_due=diary.run_due)
    assert steps == [Step(at=first, acts=1), Step(at=second, acts=2)]
    assert diary.done == [(first, first), (second, second), (second, second)]
    assert await clock.now() == LATER
    assert await diary.next_due() == third


async def test_what_was_due_before_the_clock_is_done_where_it_stands(clock):
    diary = Diary(clock, START - timedelta(days=3))
    assert await clock.step_to(LATER, next_due=diary.next_due, run_due=diary.run_due) == [Step(at=START, acts=1)]


async def test_an_act_that_sets_a_timer_on_the_way_is_gone_through_too(clock):
    diary = Diary(clock, START + timedelta(days=1))
    plain_run = diary.run_due

    async def run_due(at: datetime) -> int:
        acts = await plain_run(at)
        if at == START + timedelta(days=1):
            diary.due.append(START + timedelta(days=2))
        return acts

    steps = await clock.step_to(LATER, next_due=diary.next_due, run_due=run_due)
    assert [step.at for step in steps] == [START + timedelta(days=1), START + timedelta(days=2)]


async def test_next_goes_to_the_next_due_instant_and_no_further(clock):
    first, second = START + timedelta(days=1), START + timedelta(days=5)
    diary = Diary(clock, first, second)
    assert await clock.step_to_next(next_due=diary.next_due, run_due=diary.run_due) == [Step(at=first, acts=1)]
    assert await clock.now() == first


async def test_next_with_nothing_due_changes_nothing(clock):
    diary = Diary(clock)
    assert await clock.step_to_next(next_due=diary.next_due, run_due=diary.run_due) == []
    assert await clock.now() == START


async def test_a_refused_step_does_nothing_that_is_due(clock):
    diary = Diary(clock, START - timedelta(days=1))
    with pytest.raises(ClockGoesForwardOnly):
        await clock.step_to(START - timedelta(seconds=1), next_due=diary.next_due, run_due=diary.run_due)
    with pytest.raises(ClockGoesTooFar):
        await clock.step_to(START + timedelta(days=4_000), next_due=diary.next_due, run_due=diary.run_due)
    assert (diary.done, await clock.now()) == ([], START)
