"""The monitor: once a London day, over every case, whatever the number of workers and whoever of them dies (R-01)."""

import asyncio
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from backend.adapters.database import Database
from backend.models import Case, Monitoring, PaymentIn, Review, Surveillance, Team, Timer, new_id
from backend.operations import installation, monitorings, reviews
from backend.operations.case_file import CaseFile
from backend.operations.ground import machine_now
from backend.operations.scans import SCANS
from backend.operations.unit import Unit
from backend.rules.periods import start_of
from backend.rules.triggers import TRIGGERS
from backend.rules.vocabulary import (
    AllocationState,
    CaseArea,
    Desk,
    EventKind,
    Jurisdiction,
    ReviewKind,
    RoutingReason,
    TimerKind,
)
from backend.workers.monitor import Monitor
from backend.workers.timers import DO, Timers
from tests.builders.case_acts import by_the_service, review_timers, reviews_of
from tests.builders.enforcement_cases import Agency, Referred, agency
from tests.builders.monitoring import add, look, opened, planned, reasons, review_on, run_timers, watch
from tests.builders.service import Service, open_service
from tests.conftest import Urls

REVIEW_ON = date(2026, 4, 13)
"""In summer time: it begins at eleven at night of the day before, in UTC."""
BEGINS = start_of(REVIEW_ON)
SENTENCE = "Review duration time elapsed. The case was to be reviewed on Monday 13 April 2026."


@pytest.fixture
async def service(database: Database) -> Service:
    return await open_service(database)


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


async def to_be_reviewed(theirs: Agency, count: int = 1) -> list[Referred]:
    """Cases that are to be reviewed on the thirteenth of April."""
    cases = [await theirs.refer() for _ in range(count)]
    for case in cases:
        await review_on(case, REVIEW_ON)
    return cases


async def how_many(cases: list[Referred]) -> list[int]:
    return [len(await opened(case)) for case in cases]


def excess(case: Referred) -> PaymentIn:
    key = new_id()
    return PaymentIn(
        id=key, case_id=case.id, external_id=str(key), amount_pence=100, received_on=date(2026, 3, 1),
        state=AllocationState.EXCESS, excess_pence=100, recorded_at=case.service.clock.at,
    )  # fmt: skip


def test_every_automatic_reason_is_found_by_a_scan() -> None:
    assert {reason for scan in SCANS for reason in scan.reasons} == {trigger.code for trigger in TRIGGERS}


def test_every_kind_of_timer_is_done_by_an_act() -> None:
    assert DO.keys() == set(TimerKind)


@pytest.mark.requirement("R-01", "R-25", "R-26")
async def test_a_review_date_that_was_reached_routes_the_case_once_and_ends(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)
    service.clock.set(BEGINS - timedelta(microseconds=1))
    assert (await run_timers(service), (await look(service)).opened) == (0, 0)
    service.clock.set(BEGINS)
    assert await run_timers(service, workers=3) == 1
    assert await reasons(case) == [SENTENCE]
    (review,) = await reviews_of(case)
    assert (review.ended_at, review.ended_why) == (BEGINS, "its day came")
    assert await review_timers(case) == []
    assert (await case.row()).area is CaseArea.ENFORCEMENT
    service.clock.go(days=400)
    assert (await run_timers(service, workers=2), (await look(service)).opened) == (0, 0)
    assert [each.kind for each in await case.history()][-2:] == [
        EventKind.SERVICE_REQUEST_OPENED, EventKind.REVIEW_ENDED,
    ]  # fmt: skip


@pytest.mark.requirement("R-26")
async def test_the_monitor_and_the_timers_at_once_route_a_case_once(service: Service, theirs: Agency) -> None:
    cases = await to_be_reviewed(theirs, 3)
    service.clock.set(BEGINS)
    timers = [Timers(service.ground) for _ in range(2)]
    monitors = [Monitor(service.ground) for _ in range(2)]
    await asyncio.gather(*(each.run_due(BEGINS) for each in timers), *(each.look() for each in monitors))
    assert await how_many(cases) == [1, 1, 1]
    assert await service.all(Timer, done_at=None) == []


@pytest.mark.requirement("R-26")
async def test_however_often_a_review_date_changes_its_expiry_routes_the_case_once(
    service: Service, theirs: Agency
) -> None:
    (case,) = await to_be_reviewed(theirs)
    for days in (30, -10, 5, 0):
        await review_on(case, REVIEW_ON + timedelta(days=days))
    service.clock.set(BEGINS - timedelta(hours=1))
    assert await run_timers(service, workers=2) == 0
    service.clock.go(days=60)
    assert await run_timers(service, workers=2) == 1
    await look(service)
    assert await reasons(case) == [SENTENCE]
    assert len(await reviews_of(case)) == 5
    service.clock.go(days=60)
    assert (await run_timers(service), (await look(service)).opened) == (0, 0)


@pytest.mark.requirement("R-26")
async def test_a_review_date_that_was_moved_while_it_was_due_waits_for_its_new_day(
    service: Service, theirs: Agency
) -> None:
    (case,) = await to_be_reviewed(theirs)
    service.clock.set(BEGINS)
    await review_on(case, REVIEW_ON + timedelta(days=30))
    assert (await run_timers(service, workers=2), (await look(service)).opened) == (0, 0)
    assert (await review_timers(case))[0].due_at == BEGINS + timedelta(days=30)
    service.clock.go(days=30)
    assert await run_timers(service, workers=2) == 1
    assert len(await opened(case)) == 1


@pytest.mark.requirement("R-26")
async def test_a_review_that_ended_leaves_nothing_to_be_done(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)

    async def end(unit: Unit, of: CaseFile) -> None:
        await reviews.end_review(unit, of, "the case left enforcement")

    await by_the_service(case, end)
    service.clock.set(BEGINS + timedelta(days=3))
    assert (await run_timers(service), (await look(service)).opened) == (0, 0)
    assert await opened(case) == []


@pytest.mark.requirement("R-01")
async def test_a_review_whose_timer_was_lost_is_found_by_the_monitor(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)
    await service.change(update(Timer).values(done_at=service.clock.at))
    service.clock.set(BEGINS)
    assert await run_timers(service) == 0
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    assert await reasons(case) == [SENTENCE]


@pytest.mark.requirement("R-35")
@pytest.mark.parametrize("by", ["timer", "monitor"])
async def test_the_review_date_brings_a_case_out_of_surveillance_once(
    service: Service, theirs: Agency, by: str
) -> None:
    case = await theirs.refer()
    await watch(case, until=REVIEW_ON)
    service.clock.set(BEGINS)
    assert (await run_timers(service, workers=2) if by == "timer" else (await look(service)).opened) == 1
    assert (await run_timers(service), (await look(service)).opened) == (0, 0)
    row, (request,) = await case.row(), await opened(case)
    assert (row.area, request.team_id) == (CaseArea.ENFORCEMENT, theirs.leader.team_id)
    assert request.reason.startswith("In surveillance: the case review date is reached.")
    assert (await service.one(Surveillance)).exit is RoutingReason.SURVEILLANCE_REVIEW_REACHED
    (review,) = await service.all(Review, case_id=case.id)
    assert (review.kind, review.ended_at) == (ReviewKind.SETUP_AND_TRANSFER, BEGINS)


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("page", [1, 2, 5, 500])
async def test_pages_of_any_size_look_at_every_case_once(service: Service, theirs: Agency, page: int) -> None:
    cases = await to_be_reviewed(theirs, 5)
    for case in cases[1:3]:
        await add(case, excess(case), excess(case))
    service.clock.set(BEGINS)
    looked = await look(service, page=page)
    assert (looked.opened, looked.failed) == (9, 0)
    assert await how_many(cases) == [1, 3, 3, 1, 1]


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("count", [1, 6])
async def test_cases_on_which_nothing_is_due_cost_one_statement_a_scan_however_many(
    service: Service, theirs: Agency, count: int
) -> None:
    await to_be_reviewed(theirs, count)
    with service.ground.database.count_statements() as seen:
        assert (await look(service)).candidates == 0
    assert seen.count == len(SCANS)


@pytest.mark.requirement("R-01")
async def test_a_dry_run_says_what_would_be_opened_and_changes_nothing(service: Service, theirs: Agency) -> None:
    cases = await to_be_reviewed(theirs, 2)
    await add(cases[0], excess(cases[0]))
    service.clock.set(BEGINS)
    before = await service.counts()
    said = await planned(service)
    references = [(await service.case(case.id)).reference for case in cases]
    assert sorted(said) == sorted(
        [
            *((reference, RoutingReason.REVIEW_EXPIRED) for reference in references),
            (references[0], RoutingReason.EXCESS_PAYMENT),
        ]
    )
    assert await service.counts() == before
    assert (await look(service)).opened == len(said)
    assert await planned(service) == []


@pytest.mark.requirement("R-01")
async def test_each_london_day_is_looked_at_once_by_whoever_comes_first(service: Service, theirs: Agency) -> None:
    cases = await to_be_reviewed(theirs, 2)
    service.clock.set(BEGINS)
    monitors = [Monitor(service.ground) for _ in range(3)]
    looked = await asyncio.gather(*(each.run_day() for each in monitors))
    assert sorted(each.opened for each in looked if each) == [2]
    assert [await each.run_day() for each in (*monitors, Monitor(service.ground))] == [None] * 4
    service.clock.set(BEGINS + timedelta(hours=23, minutes=59))
    assert await Monitor(service.ground).run_day() is None
    service.clock.set(BEGINS + timedelta(days=1))
    assert (await monitors[0].run_day()) is not None
    assert [each.day for each in await service.all(Monitoring)] == [REVIEW_ON, REVIEW_ON + timedelta(days=1)]
    assert await how_many(cases) == [1, 1]


@pytest.mark.requirement("R-01")
async def test_the_day_of_a_worker_that_died_is_taken_up_after_its_lease(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)
    service.clock.set(BEGINS)
    assert await monitorings.take_up(service.ground, REVIEW_ON)
    assert await Monitor(service.ground).run_day() is None
    await service.change(update(Monitoring).values(leased_until=machine_now() - timedelta(seconds=1)))
    looked = await Monitor(service.ground).run_day()
    assert looked is not None
    assert looked.opened == 1
    assert (await service.one(Monitoring)).finished_at is not None
    assert len(await opened(case)) == 1


@pytest.mark.requirement("R-01")
async def test_a_clock_that_jumps_finds_everything_that_fell_due_meanwhile(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)
    await Monitor(service.ground).run_day()
    service.clock.go(days=700)
    looked = await Monitor(service.ground).run_day()
    assert looked is not None
    assert looked.opened == 1
    assert await reasons(case) == [SENTENCE]


@pytest.mark.requirement("R-01")
async def test_a_case_that_fails_holds_nobody_up_and_keeps_the_day_open(service: Service, theirs: Agency) -> None:
    """A case in surveillance that no team of its jurisdiction can take back."""
    broken = await theirs.refer()
    await watch(broken, until=REVIEW_ON)
    (case,) = await to_be_reviewed(theirs)
    await service.change(update(Case).where(Case.id == broken.id).values(jurisdiction=Jurisdiction.SCOTLAND))
    await service.change(update(Team).where(Team.name == "Enforcement SCOTLAND").values(desks=[]))
    service.clock.set(BEGINS)
    looked = await Monitor(service.ground).run_day()
    assert looked is not None
    assert (looked.opened, looked.failed) == (1, 1)
    assert (len(await opened(case)), len(await opened(broken))) == (1, 0)
    assert (await service.one(Monitoring)).finished_at is None
    await service.change(update(Team).where(Team.name == "Enforcement SCOTLAND").values(desks=[Desk.ENFORCEMENT]))
    await service.change(update(Monitoring).values(leased_until=machine_now() - timedelta(seconds=1)))
    assert (await Monitor(service.ground).run_day()) is not None
    assert (len(await opened(case)), len(await opened(broken))) == (1, 1)


@pytest.mark.requirement("R-01")
async def test_a_worker_goes_on_until_it_is_stopped(service: Service, theirs: Agency) -> None:
    (case,) = await to_be_reviewed(theirs)
    service.clock.set(BEGINS)
    stop = asyncio.Event()
    async with asyncio.timeout(20), service.ground.wake.listen() as wake:
        running = asyncio.create_task(Monitor(service.ground).run(stop))
        while not await opened(case):
            await wake.wait(1)
        stop.set()
        await running
    assert await reasons(case) == [SENTENCE]


async def test_a_copy_that_was_not_released_opens_nothing(
    service: Service, theirs: Agency, database_urls: Urls
) -> None:
    (case,) = await to_be_reviewed(theirs)
    service.clock.set(BEGINS)
    await installation.hold(database_urls.owner, at=machine_now())
    monitor, stop = Monitor(service.ground), asyncio.Event()
    assert await monitor.look_if_released(told=lambda _scan: None) is None
    running = asyncio.create_task(monitor.run(stop))
    await asyncio.sleep(0.3)
    stop.set()
    await running
    assert await opened(case) == []
    await installation.release(database_urls.owner, at=machine_now())
    looked = await monitor.look_if_released(told=lambda _scan: None)
    assert looked is not None
    assert looked.opened == 1


@pytest.mark.requirement("R-26")
@pytest.mark.parametrize("passing", [1, 2, 4])
@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
async def test_workers_that_are_killed_leave_each_case_routed_once(
    service: Service, theirs: Agency, database_urls: Urls, point: str, passing: int
) -> None:
    cases = await to_be_reviewed(theirs, 3)
    service.clock.set(BEGINS)
    assert await doomed(database_urls.service, BEGINS, point, passing) == -9
    await service.change(update(Monitoring).values(leased_until=machine_now() - timedelta(seconds=1)))
    await asyncio.gather(run_timers(service), Monitor(service.ground).run_day())
    await Monitor(service.ground).look()
    assert await how_many(cases) == [1, 1, 1]
    assert await service.all(Review, ended_at=None) == []


async def doomed(url: str, at: datetime, point: str, passing: int) -> int:
    """A process that monitors and runs the timers, and dies there; what it ended with."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.workers.doomed_monitor", url, at.astimezone(UTC).isoformat(), point, str(passing)
    )
    return await process.wait()
