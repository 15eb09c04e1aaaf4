"""`python -m bench.kills [SECONDS] [SEED]`: servers and workers are killed at random while people work; what is left?

Prints how many kills hit before the commit, between commit and reply, and with nothing under way, on PostgreSQL.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from random import Random

from backend.adapters import migrations
from backend.adapters.engines import APP_ROLE
from tests.durable.crashes import Crashing, crashing, nothing_was_lost_halved_or_doubled, overdue_claims
from tests.postgres import SERVICE, running

PEOPLE = 4
BETWEEN_KILLS = (0.05, 1.5)
"""Seconds, from the moment at which the server answers again."""


async def main(database_url: str, *, seconds: float, seed: int) -> None:
    random = Random(seed)
    async with crashing(database_url) as service:
        overdue = await overdue_claims(service.world, round(seconds * 4))
        await service.serve()
        await service.work()
        stop = asyncio.Event()
        done: Counter[bool] = Counter()
        numbers = iter(range(len(overdue)))
        people = [asyncio.create_task(work_on(service, overdue, numbers, stop, done)) for _ in range(PEOPLE)]
        killed = await kill_at_random(service, random, seconds)
        stop.set()
        await asyncio.gather(*people)
        await service.drain()
        await nothing_was_lost_halved_or_doubled(
            service, lodged=len(overdue) + done.total(), entered=done[False], answered=done[True]
        )
    print(f"seed {seed}: {service.acknowledged} acts acknowledged, each stands once; no chain is broken")
    for what, times in sorted(killed.items()):
        print(f"    killed {times} times: {what}")
    for where, times in sorted(service.kills.items()):
        print(f"    {times} acts were cut {where}, and were done once")


async def work_on(
    service: Crashing, overdue: list, numbers: Iterator[int], stop: asyncio.Event, done: Counter[bool]
) -> None:
    """Carry claims through, one after another."""
    for index in numbers:
        if stop.is_set():
            return
        responds = bool(index % 2)
        await service.one_claim(overdue=overdue[index], responds=responds)
        done[responds] += 1


async def kill_at_random(service: Crashing, random: Random, seconds: float) -> Counter[str]:
    """Kill the server and the workers at random moments and start them again."""
    killed: Counter[str] = Counter()
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    for number in count():
        await asyncio.sleep(random.uniform(*BETWEEN_KILLS))
        if loop.time() > ends_at:
            return killed
        killed["server, with acts under way" if service.in_flight else "server, with nothing under way"] += 1
        service.server.kill()
        await service.serve()
        if number % 2:
            worker = service.workers.pop(random.randrange(len(service.workers)))
            worker.kill()
            worker.output.unlink()
            killed["worker"] += 1
            await service.work(1)
    raise AssertionError


if __name__ == "__main__":
    given = [*sys.argv[1:], *["30", "1"][len(sys.argv) - 1 :]]
    with running() as server:
        migrations.upgrade(asyncio.run(server.create_database("kills")))
        asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
        asyncio.run(main(server.url("kills", user=SERVICE), seconds=float(given[0]), seed=int(given[1])))
