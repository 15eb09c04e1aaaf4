"""One crash run: people work while processes die, then everything is looked at (P1, P2)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.crash.checks import faults_of
from tests.crash.following import Follower
from tests.crash.found import look
from tests.crash.killing import reaping
from tests.crash.people import prepare
from tests.crash.site import opened
from tests.crash.workload import Story, Workload
from tests.postgres import Server

AT_ONCE = 4
"""Stories that are under way at the same time."""
OVER = 3_600.0
"""Seconds after which a run has hung."""


@dataclass(frozen=True)
class Size:
    """How much happens, and how densely it is killed."""

    unanswered: int
    unpaid: int
    most_passings: int
    seconds_between: tuple[float, float]


SMALL = Size(unanswered=2, unpaid=5, most_passings=20, seconds_between=(6.0, 14.0))
LARGE = Size(unanswered=40, unpaid=80, most_passings=60, seconds_between=(2.0, 12.0))


@dataclass(frozen=True)
class Report:
    """What came of a run."""

    faults: list[str]
    acts: Counter[str]
    kills: Counter[str]
    cut: Counter[str]
    errors: Counter[str]
    resent: int
    cuts: int
    """How often the live stream was cut, and went on."""


async def crash(
    postgres: Server, database_url: str, *, seed: int, size: Size, told: Callable[[], None] = lambda: None
) -> Report:
    """Run the stories of a seed while processes die; what was done, what was killed, and what is wrong."""
    async with opened(postgres, database_url, seed=seed) as site:
        cast = await prepare(site.world, unanswered=size.unanswered, unpaid=size.unpaid)
        before = await look(site.world.database)
        workload = Workload(site, cast, seed=seed)
        async with reaping(
            site, seed=seed, most_passings=size.most_passings, seconds_between=size.seconds_between
        ) as reaper:
            killing = [asyncio.create_task(reaper.keep(slot)) for slot in reaper.slots]
            killing.append(asyncio.create_task(reaper.kill_at_random()))
            follower = Follower(site, cast.second)
            following = asyncio.create_task(follower.follow())
            await _work(workload.stories(), killing, told)
            reaper.is_over = True
            await asyncio.gather(*killing)
            await reaper.replace_all()
            await site.give_back_leases()
            await site.until_quiet()
            await site.pay.settle()
            faults = await follower.faults()
            following.cancel()
        faults += await faults_of(site, before=before)
        return Report(faults, site.acts, reaper.kills, site.cut, site.faults, site.resent, follower.cuts)


async def _work(stories: list[Story], killing: list[asyncio.Task[None]], told: Callable[[], None]) -> None:
    """Carry the stories through, a few at a time; a killer that fails ends the run."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(story: Story) -> None:
        async with places:
            await story()
        told()

    async with asyncio.timeout(OVER):
        working = asyncio.gather(*(one(story) for story in stories))
        while not working.done():
            await asyncio.wait([working, *killing], return_when=asyncio.FIRST_COMPLETED)
            for each in killing:
                if each.done():
                    working.cancel()
                    each.result()
                    raise AssertionError("a killer ended before the work did")
        await working
