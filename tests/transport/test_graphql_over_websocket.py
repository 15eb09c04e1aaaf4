"""graphql-transport-ws: the life of a socket and of the operations on it."""

import asyncio
import json

import pytest

from backend.http.door import Door
from tests.transport.serving import serving
from tests.transport.speaking import heard, ready, say, subscribe
from tests.transport.toy import CANARY


async def test_a_subscription_answers_next_until_it_is_complete(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{count(to:2)}", id="é\n")
        assert [await heard(socket) for _ in range(3)] == [
            {"id": "é\n", "type": "next", "payload": {"data": {"count": 0}}},
            {"id": "é\n", "type": "next", "payload": {"data": {"count": 1}}},
            {"id": "é\n", "type": "complete"},
        ]


async def test_queries_and_mutations_run_over_a_socket_too(served):
    async with ready(served, "token-of-kate") as socket:
        await subscribe(socket, "{viewer}")
        answer = {"data": {"viewer": "kate"}, "extensions": {"cost": 1}}
        assert await heard(socket) == {"id": "1", "type": "next", "payload": answer}
        assert await heard(socket) == {"id": "1", "type": "complete"}


async def test_each_event_has_a_context_of_its_own(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{contexts(to:3){stream event}}")
        seen = [(await heard(socket))["payload"]["data"]["contexts"] for _ in range(3)]
        assert seen == [{"stream": 1, "event": 2}, {"stream": 1, "event": 3}, {"stream": 1, "event": 4}]


async def test_the_token_may_come_in_the_header_of_the_handshake(served):
    async with ready(served, additional_headers={"authorization": "Bearer token-of-andrew"}) as socket:
        await subscribe(socket, "{viewer}")
        assert (await heard(socket))["payload"]["data"] == {"viewer": "andrew"}


async def test_a_ping_is_answered_and_an_unasked_pong_is_taken(served):
    async with served.socket() as socket:
        await say(socket, type="pong")
        await say(socket, type="ping", payload={"any": "thing"})
        assert await heard(socket) == {"type": "pong"}


async def test_the_server_pings(served):
    async with serving(door=Door(ping_seconds=0.05)) as quick, ready(quick) as socket:
        assert await heard(socket) == {"type": "ping"}


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{nothing}",
        "{hello",
        "subscription{count}",
        "subscription{count(to:1) contexts(to:1){event}}",
        "{hello " * 40,
        "",
    ],
)
async def test_a_bad_operation_answers_error_and_leaves_the_socket_open(served, query):
    async with ready(served) as socket:
        await subscribe(socket, query)
        answer = await heard(socket)
        assert (answer["id"], answer["type"]) == ("1", "error")
        assert {"code", "requestId"} <= set(answer["payload"][0]["extensions"])
        await subscribe(socket, "{hello}")
        assert (await heard(socket))["type"] == "next"


@pytest.mark.parametrize(
    "payload", [{}, {"query": 1}, {"query": "{hello}", "variables": []}, {"query": "{hello}", "operationName": 1}]
)
async def test_a_payload_that_is_no_request_answers_error(served, payload):
    async with ready(served) as socket:
        await say(socket, type="subscribe", id="1", payload=payload)
        assert (await heard(socket))["type"] == "error"


async def test_a_fault_in_the_source_is_a_masked_error_and_leaves_the_socket_open(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{untilItFails}")
        assert (await heard(socket))["type"] == "next"
        answer = await heard(socket)
        assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "INTERNAL")
        assert CANARY not in json.dumps(answer)
        await subscribe(socket, "{hello}")
        assert (await heard(socket))["type"] == "next"


async def test_one_operation_more_than_a_socket_carries_is_an_error(served):
    async with ready(served) as socket:
        for number in range(21):
            await subscribe(socket, "subscription{count(to:2,every:60)}", id=str(number))
        answer = await heard(socket)
        assert (answer["id"], answer["type"]) == ("20", "error")
        assert answer["payload"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_complete_closes_the_source_of_a_subscription_and_cancels_a_query(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{count(to:100,every:0.01)}", id="1")
        await subscribe(socket, '{slow(seconds:5,name:"q")}', id="2")
        assert (await heard(socket))["type"] == "next"
        await say(socket, type="complete", id="1")
        await say(socket, type="complete", id="2")
        await asyncio.sleep(0.1)
        assert (served.world.closed, served.world.cancelled) == (["count"], ["q"])


async def test_a_mutation_is_finished_though_it_is_completed_or_its_socket_closed(served):
    query = 'mutation{lodgeClaim(input:{name:"kept",amount:"1.00",seconds:0.2})}'
    async with ready(served) as socket:
        await subscribe(socket, query, id="1")
        await subscribe(socket, query, id="2")
        await say(socket, type="complete", id="1")
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.4)
    assert (served.world.finished, served.world.cancelled) == (["kept", "kept"], [])


async def test_the_sources_are_closed_when_the_socket_is_cut(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{count(to:1000,every:0.01)}")
        await heard(socket)
        socket.transport.abort()
        await asyncio.sleep(0.1)
    assert served.world.closed == ["count"]
