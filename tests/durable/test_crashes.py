"""kill -9 of the server at named points, and of a worker: no act is lost, half done or doubled (X-07)."""

import asyncio

import pytest

from tests.durable.crashes import crashing, nothing_was_lost_halved_or_doubled, overdue_claims

CLAIMS = 4


@pytest.mark.requirement("X-05", "X-07")
async def test_what_was_acknowledged_stands_once_whenever_a_process_is_killed(database_url: str) -> None:
    async with crashing(database_url) as service:
        overdue = await overdue_claims(service.world, CLAIMS)
        await service.serve(doom="before_commit:2")
        await service.work()

        async def watch() -> None:
            """Start the server again each time it has died, doomed to die elsewhere."""
            for doom in ("after_commit:3", "never:0"):
                await asyncio.to_thread(service.server.popen.wait, 60)
                service.workers[0].kill()
                await service.serve(doom=doom)

        watching = asyncio.create_task(watch())
        try:
            for index, case_id in enumerate(overdue):
                await service.one_claim(overdue=case_id, responds=bool(index % 2))
            await watching
        finally:
            watching.cancel()
        await service.drain()
        await nothing_was_lost_halved_or_doubled(service, lodged=2 * CLAIMS, entered=CLAIMS // 2, answered=CLAIMS // 2)
    assert dict(service.kills) == {"before commit": 1, "between commit and reply": 1}
