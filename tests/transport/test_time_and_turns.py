"""GraphQL over HTTP: time limits, clients that leave, and turns when there is no room."""

import asyncio

from backend.execution.limits import Limits
from backend.http.door import Door
from tests.transport.serving import serving

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


def codes(response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]


async def post(served, query: str, *, accept: str = GRAPHQL, token: str | None = None, **members):
    headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
    return await served.client.post("/graphql", json={"query": query, **members}, headers=headers)


async def test_a_body_that_does_not_arrive_is_408():
    async with serving(door=Door(body_seconds=0.1)) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(
            b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"
        )
        head = await asyncio.wait_for(reader.read(), 2)
        assert head.startswith(b"HTTP/1.1 408 ")
        writer.close()


async def test_an_operation_over_the_time_limit_is_stopped():
    async with serving(limits=Limits(seconds=0.05)) as served:
        response = await post(served, '{slow(seconds:5,name:"late")}')
        assert (response.status_code, codes(response)) == (503, ["TIMEOUT"])
        assert served.world.cancelled == ["late"]


async def test_a_query_is_cancelled_when_the_client_leaves(served):
    request = asyncio.create_task(post(served, '{slow(seconds:5,name:"left")}'))
    await asyncio.sleep(0.15)
    request.cancel()
    await asyncio.sleep(0.1)
    assert (served.world.started, served.world.cancelled) == (["left"], ["left"])


async def test_a_mutation_that_began_is_finished_when_the_client_leaves(served):
    query = 'mutation{lodgeClaim(input:{name:"kept",amount:"1.00",seconds:0.3})}'
    request = asyncio.create_task(post(served, query))
    await asyncio.sleep(0.15)
    request.cancel()
    await asyncio.sleep(0.3)
    assert (served.world.finished, served.world.cancelled) == (["kept"], [])


async def test_what_is_over_the_limit_of_concurrency_waits_in_a_short_line_and_the_rest_is_503():
    async with serving(door=Door(running=2, waiting=2, waiting_seconds=5)) as served:
        answers = await asyncio.gather(*(post(served, "{slow(seconds:0.2)}") for _ in range(10)))
        assert sorted(answer.status_code for answer in answers) == [200] * 4 + [503] * 6
        refused = next(answer for answer in answers if answer.status_code == 503)
        assert (refused.headers["retry-after"], codes(refused)) == ("1", ["SERVICE_UNAVAILABLE"])
        assert (await served.client.get("/livez")).status_code == 200


async def test_who_waits_too_long_for_a_turn_is_503():
    async with serving(door=Door(running=1, waiting=5, waiting_seconds=0.05)) as served:
        answers = await asyncio.gather(*(post(served, "{slow(seconds:0.2)}") for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [200, 503, 503]
