"""`python -m bench.approval [SUBSCRIBERS] [ROUNDS]`: from a writ's approval to the last of those who follow it.

A running server on PostgreSQL; court staff follow their dashboards over WebSocket. Each round approves another
application over HTTP: in that request its writ is rendered, sealed, issued and served. Printed, from the moment that
it was sent: when the mutation answered, and when the last subscriber had been told of the writ.
"""

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.models import ServiceRequest
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Desk
from bench.subscribers import PER_USER, subscriber
from tests.api.desk import add_team, staff
from tests.api.enforcing import apply
from tests.api.test_approving import put_up
from tests.api.world import Person, World, lodging
from tests.builders.officers import add_officer
from tests.journeys.client import operation
from tests.live.processes import production
from tests.live.processes import running as process
from tests.postgres import SERVICE, running


async def told_of_writ(socket: ClientConnection) -> float:
    """Wait until a subscriber is told that the writ was issued; when that was."""
    while True:
        message = json.loads(await socket.recv())
        if message["type"] == "ping":
            await socket.send('{"type":"pong"}')
            continue
        (event,) = message["payload"]["data"].values()
        if event.get("kind") == "WRIT_ISSUED":
            return time.perf_counter()


async def put_up_for_approval(world: World, kate: Person, olu: Person, officer: UUID) -> UUID:
    """A fresh application, worked by one officer until it waits for another's approval."""
    world.clock.at = datetime.now(UTC) - timedelta(days=120)
    case_id = await world.lodge(kate, lodging(events=(), interest_from=None))
    world.clock.at += timedelta(days=40)
    await world.request(kate, case_id)
    await world.enter(olu, case_id)
    world.clock.at = datetime.now(UTC)
    application_id = await apply(world, kate, case_id, officer)
    async with world.database.reading(SYSTEM) as connection:
        asked = select(ServiceRequest.id).where(ServiceRequest.subject_id == application_id)
        found: UUID = (await connection.execute(asked)).scalar_one()
    await put_up(world, olu, found)
    return found


async def approve(client: httpx2.AsyncClient, url: str, who: Person, key: UUID, version: int) -> None:
    given: dict[str, Any] = {
        "idempotencyKey": str(uuid4()),
        "serviceRequestId": to_node_id("ServiceRequest", key),
        "expectedVersion": version,
    }
    answer = await client.post(
        f"{url}/graphql",
        json=operation("approve-service-request", {"input": given}),
        headers={"authorization": f"Bearer {who.token}"},
    )
    (outcome,) = answer.json()["data"].values()
    assert outcome["__typename"] == "ApproveServiceRequestSuccess", outcome


async def main(database_url: str, url: str, subscribers: int, rounds: int) -> None:
    world = World(Database(database_url))
    team = await add_team(world, "Money Claims", *Desk)
    kate, olu, mia = await world.person("kate"), await staff(world, "olu", team), await staff(world, "mia", team)
    watching = [await staff(world, f"officer {number}", team) for number in range(-(-subscribers // PER_USER))]
    officer = await add_officer(world.ground)
    async with AsyncExitStack() as stack, httpx2.AsyncClient(timeout=60) as client:
        sockets = [await subscriber(stack, url, watching[number // PER_USER].token) for number in range(subscribers)]
        answered, last = [], []
        for _ in range(rounds):
            key = await put_up_for_approval(world, kate, olu, officer)
            async with world.database.reading(SYSTEM) as connection:
                version = await connection.scalar(select(ServiceRequest.version).where(ServiceRequest.id == key))
            await asyncio.sleep(1)
            waiting = [asyncio.create_task(told_of_writ(socket)) for socket in sockets]
            began = time.perf_counter()
            await approve(client, url, mia, key, int(version or 0))
            answered.append(time.perf_counter() - began)
            last.append(max(await asyncio.gather(*waiting)) - began)
    print(
        f"{subscribers} subscribers, {rounds} approvals: answered after {median(answered) * 1e3:.0f} ms, the last "
        f"subscriber told after {median(last) * 1e3:.0f} ms (medians; slowest {max(last) * 1e3:.0f} ms)"
    )
    await world.database.dispose()


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with running() as server:
        migrations.upgrade(asyncio.run(server.create_database("bench")))
        asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
        service_url = server.url("bench", user=SERVICE)
        with process("-m", "backend", "serve", environment=production(service_url)) as serving:
            asyncio.run(main(service_url, serving.url, many, times))
