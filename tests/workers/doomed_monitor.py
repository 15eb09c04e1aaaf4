"""Monitor and timers in a process that dies by kill -9 at its n-th commit.

python -m tests.workers.doomed_monitor URL INSTANT before_commit|after_commit N
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from datetime import datetime

from sqlalchemy import event

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.adapters.standing import WritingSession
from backend.adapters.wake import InProcessWake
from backend.operations.ground import Ground
from backend.workers.monitor import Monitor
from backend.workers.timers import Timers
from tests.builders.clocks import SetClock
from tests.builders.service import SECRET


async def main(url: str, at: datetime) -> None:
    ground = Ground(Database(url), SetClock(at), Sealer(SECRET), InProcessWake())
    await asyncio.gather(Monitor(ground).run_day(), Timers(ground).run_due(at))


if __name__ == "__main__":
    _, given_url, given_at, point, number = sys.argv
    passed: Counter[str] = Counter()

    @event.listens_for(WritingSession, point)
    def die(_session: WritingSession) -> None:
        passed[point] += 1
        if passed[point] == int(number):
            os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(main(given_url, datetime.fromisoformat(given_at)))
