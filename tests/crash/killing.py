"""Killing servers, workers and PostgreSQL, at named points and at random moments, and starting them again."""

import asyncio
import contextlib
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import asyncpg

from tests.crash.doomed import DIED, POINTS_OF_A_SERVER, POINTS_OF_A_WORKER
from tests.crash.site import AFTER, Site
from tests.live.processes import Process
from tests.postgres import OWNER

SAYS = {"serve": "ready ", "work": "working"}
POINTS = {"serve": POINTS_OF_A_SERVER, "work": POINTS_OF_A_WORKER}
CREATED = "created"
SELDOM = 10
"""By how much more seldom than the other points this one is passed: there are few payments."""
BACKEND = """SELECT pid FROM pg_stat_activity WHERE application_name = 'civil-enforcement' AND state <> 'idle'
             ORDER BY random() LIMIT 1"""


@dataclass
class Slot:
    """One place for a process, which is filled again whenever its process has died."""

    role: str
    place: int
    random: Random
    process: Process | None = None


@dataclass
class Reaper:
    """Keeps the processes of a site dying and coming back, until it is told to stop."""

    site: Site
    seed: int
    most_passings: int
    """A process dies at the latest when it has passed its point so often."""
    seconds_between: tuple[float, float]
    """Between two kills at random moments."""
    kills: Counter[str] = field(default_factory=Counter)
    slots: list[Slot] = field(default_factory=list)
    is_over: bool = False

    async def fill(self, slot: Slot) -> None:
        """Start a process, doomed to die at a point that the seed chooses, or at none.

        And at the first payment created, until one server and one worker died there: even a small run meets that.
        """
        doom: dict[str, int] = {}
        if not self.is_over and slot.random.random() < 0.75:
            point = slot.random.choice(POINTS[slot.role])
            most = self.most_passings // (SELDOM if point == CREATED else 1)
            doom[point] = slot.random.randint(1, most)
        if not self.is_over and not self.kills[f"{_WORDS[slot.role]}, {CREATED}"]:
            doom[CREATED] = 1
        told = ",".join(f"{point}:{number}" for point, number in doom.items())
        slot.process = self.site.start(slot.role, slot.place, doom=told)
        with contextlib.suppress(TimeoutError):
            await asyncio.to_thread(slot.process.await_line, SAYS[slot.role])

    async def keep(self, slot: Slot) -> None:
        """Fill the slot again each time that its process has died."""
        while not self.is_over:
            if slot.process.popen.poll() is not None:
                how = slot.process.popen.returncode
                assert how == -signal.SIGKILL, slot.process.said[-3_000:]
                if DIED in slot.process.said:
                    self.kills[f"{_WORDS[slot.role]}, {slot.process.said.rpartition(DIED)[2].strip()}"] += 1
                slot.process.output.unlink()
                await self.fill(slot)
            await asyncio.sleep(0.05)

    async def kill_at_random(self) -> None:
        """Kill what the seed chooses, at moments that nothing in the code knows of."""
        random = Random(f"{self.seed}:moments")
        while not self.is_over:
            await asyncio.sleep(random.uniform(*self.seconds_between))
            match random.choice(("serve", "serve", "work", "backend", "postgres")):
                case "postgres":
                    await asyncio.to_thread(self._restart_postgres)
                case "backend":
                    await self._kill_a_backend()
                case role:
                    self._kill_a_process(role, random)

    def _kill_a_process(self, role: str, random: Random) -> None:
        slot = random.choice([each for each in self.slots if each.role == role])
        if slot.process is None or slot.process.popen.poll() is not None:
            return
        if role == "serve" and not self.site.in_flight[self.site.urls[slot.place]]:
            self.site.cut[AFTER] += 1
        slot.process.popen.send_signal(signal.SIGKILL)
        self.kills[f"{_WORDS[role]}, at a random moment"] += 1

    def _restart_postgres(self) -> None:
        self.site.postgres.stop(signal.SIGQUIT)
        self.site.postgres.start()
        self.kills["PostgreSQL, immediate restart"] += 1

    async def _kill_a_backend(self) -> None:
        """End one of PostgreSQL's own processes, at which it ends them all and recovers."""
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(host=str(self.site.postgres.sockets), user=OWNER, database=OWNER)
            try:
                pid = await connection.fetchval(BACKEND)
            finally:
                await connection.close()
            if pid:
                os.kill(pid, signal.SIGKILL)
                self.kills["PostgreSQL, one backend killed"] += 1

    async def replace_all(self) -> None:
        """End what still runs, and start everything again to live: for the last look."""
        self.is_over = True
        for slot in self.slots:
            slot.process.kill()
            slot.process.output.unlink(missing_ok=True)
        await asyncio.gather(*(self.fill(slot) for slot in self.slots))


_WORDS = {"serve": "server", "work": "worker"}


@asynccontextmanager
async def reaping(
    site: Site, *, seed: int, most_passings: int, seconds_between: tuple[float, float]
) -> AsyncIterator[Reaper]:
    """Processes that run and die for as long as the block runs."""
    reaper = Reaper(site, seed, most_passings, seconds_between)
    reaper.slots = [Slot(role, place, Random(f"{seed}:{role}:{place}")) for role in SAYS for place in (0, 1)]
    await asyncio.gather(*(reaper.fill(slot) for slot in reaper.slots))
    try:
        yield reaper
    finally:
        reaper.is_over = True
        for slot in reaper.slots:
            slot.process.kill()
            slot.process.output.unlink(missing_ok=True)
