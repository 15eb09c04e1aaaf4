"""Two server processes on one PostgreSQL, as in production: what happens on one is seen on the other (X-02, X-05)."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import pytest

from backend.adapters.database import Database
from backend.queries.events import from_cursor
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import Role
from tests.api.world import World
from tests.conftest import Urls
from tests.journeys.client import Persona, operation
from tests.live.following import history_seen_by
from tests.live.processes import Process, production, running

pytestmark = pytest.mark.requirement("X-02", "X-05")


@dataclass
class Pair:
    """Two servers, and the database beneath them as a test sees it."""

    first: Process
    second: Process
    world: World
    http: httpx2.AsyncClient

    def persona(self, name: str, server: Process) -> Persona:
        return Persona(name, server.url, self.http, self.world.people[name].token)


@pytest.fixture(scope="module")
def servers(request: pytest.FixtureRequest) -> Iterator[tuple[Process, Process, str]]:
    """Two server processes for all the tests of this file: they are slow to start."""
    server = request.getfixturevalue("server")
    template = request.getfixturevalue("postgresql_template")
    owner = asyncio.run(server.create_database("two_servers", template=template))
    url = Urls(service=server.url("two_servers", user="civil_enforcement_service"), owner=owner).service
    environment = production(url)
    with (
        running("-m", "backend", "serve", environment=environment) as first,
        running("-m", "backend", "serve", environment=environment) as second,
    ):
        yield first, second, url
    asyncio.run(server.drop_database("two_servers"))


@pytest.fixture
async def pair(servers: tuple[Process, Process, str]) -> AsyncIterator[Pair]:
    first, second, url = servers
    database = Database(url, pool_size=4)
    world = World(database)
    for name, role in (("kate", Role.CITIZEN), ("andrew", Role.CITIZEN), ("officer", Role.COURT_OFFICER)):
        world.people[name] = await world.person(f"{name} {uuid4()}", role)
    async with httpx2.AsyncClient(timeout=20) as http:
        yield Pair(first, second, world, http)
    await database.dispose()


async def test_an_act_on_one_server_is_seen_on_the_other_and_a_cut_stream_goes_on_there(pair: Pair) -> None:
    world = pair.world
    kate, officer = world.people["kate"], world.people["officer"]
    first, second = pair.persona("kate", pair.first), pair.persona("kate", pair.second)
    async with (
        second.following("dashboard-changed") as seconds,
        pair.persona("officer", pair.second).following("dashboard-changed") as officers,
    ):
        async with first.following("dashboard-changed") as firsts:
            case_id = await world.lodge(kate)
            await world.stand_for(world.people["andrew"], case_id, "Andrew Hollis")
            await world.happen(case_id, 2)
            await firsts.count(3)
        await world.happen(case_id, 2)
        async with second.following("dashboard-changed", after=firsts.cursor) as resumed:
            answered = await pair.persona("andrew", pair.first).do(
                "respond-to-claim",
                claimId=to_node_id("Claim", case_id),
                kind="DISPUTES_ALL",
                statement="The wall was never mine to repair.",
            )
            assert answered["__typename"] == "RespondToClaimSuccess", answered
            await resumed.count(3)
        await seconds.count(6)
        await officers.count(6)
    sealer = world.ground.sealer
    places = [[from_cursor(sealer, each) for each in told] for told in (firsts.cursors, resumed.cursors)]
    assert [*places[0], *places[1]] == [from_cursor(sealer, each) for each in seconds.cursors]
    assert seconds.kinds == ["CLAIM_LODGED", *["RESPONSE_OVERDUE"] * 4, "RESPONSE_RECEIVED"]
    assert len(await history_seen_by(world.database, kate, case_id)) == len(seconds.events)
    assert officers.kinds == seconds.kinds
    assert len(await history_seen_by(world.database, officer, case_id)) == len(officers.events)


async def test_signing_out_on_one_server_closes_the_sockets_on_the_other(pair: Pair) -> None:
    case_id = await pair.world.lodge(pair.world.people["kate"])
    async with pair.persona("officer", pair.second).following("dashboard-changed") as stream:
        await pair.world.happen(case_id, 1)
        await stream.count(1)
        await pair.persona("officer", pair.first).do("sign-out")
        await pair.world.happen(case_id, 1)
        assert await stream.until_closed(within=2) == 4403
    assert len(stream.events) == 1


async def test_server_sent_events_tell_the_same_and_say_when_access_has_ended(pair: Pair) -> None:
    case_id = await pair.world.lodge(pair.world.people["kate"])
    kinds: list[str] = []
    answers: list[dict[str, object]] = []
    kate = pair.persona("kate", pair.second)
    async with pair.http.stream(
        "POST",
        f"{pair.second.url}/graphql",
        json=operation("dashboard-changed", {}),
        headers={"authorization": f"Bearer {kate.token}", "accept": "text/event-stream"},
    ) as response:
        async for line in response.aiter_lines():
            if not line.startswith("data: {"):
                continue
            answers.append(json.loads(line.removeprefix("data: ")))
            event = (answers[-1].get("data") or {}).get("dashboardChanged") or {}
            if event.get("__typename") == "Heartbeat":
                await pair.world.happen(case_id, 2)
            elif event:
                kinds.append(event["kind"])
                if len(kinds) == 2:
                    await pair.persona("kate", pair.first).do("sign-out")
    assert kinds == ["RESPONSE_OVERDUE"] * 2
    assert [error["extensions"]["code"] for error in answers[-1]["errors"]] == ["FORBIDDEN"]
