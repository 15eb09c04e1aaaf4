"""Server-sent events: the distinct connections mode, for subscriptions and for clients that read nothing else."""

import asyncio
import json

from backend.http.door import Door
from tests.transport.serving import serving
from tests.transport.toy import CANARY

EVENTS = "text/event-stream"
URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)


def events(text: str) -> list[tuple[str, object]]:
    found = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        if lines:
            fields = dict(line.split(":", 1) for line in lines)
            data = fields["data"].strip()
            found.append((fields["event"].strip(), json.loads(data) if data else None))
    return found


async def post(served, query: str, *, accept: str = EVENTS, token: str | None = None):
    headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
    return await served.client.post("/graphql", json={"query": query}, headers=headers)


async def test_a_subscription_is_a_stream_of_next_events_and_a_complete(served):
    response = await post(served, "subscription{count(to:2)}")
    assert (response.status_code, response.headers["content-type"]) == (200, f"{EVENTS}; charset=utf-8")
    assert "\r" not in response.text
    assert events(response.text) == [
        ("next", {"data": {"count": 0}}),
        ("next", {"data": {"count": 1}}),
        ("complete", None),
    ]


async def test_the_transport_follows_the_kind_of_the_operation_not_the_order_of_the_header(served):
    for accept in (URQL, f"{EVENTS}, application/json;q=0.1", f"{EVENTS}, */*"):
        query = await post(served, "{hello}", accept=accept)
        assert query.json()["data"] == {"hello": "hello world"}
        subscription = await post(served, "subscription{count(to:1)}", accept=accept)
        assert subscription.headers["content-type"].startswith(EVENTS)


async def test_a_client_that_reads_only_streams_gets_a_query_as_a_stream_of_one(served):
    response = await post(served, "{hello}")
    assert events(response.text) == [
        ("next", {"data": {"hello": "hello world"}, "extensions": {"cost": 1}}),
        ("complete", None),
    ]
    invalid = await post(served, "{nothing}")
    assert [name for name, _ in events(invalid.text)] == ["next", "complete"]


async def test_a_subscription_that_may_not_be_streamed_is_406(served):
    response = await post(served, "subscription{count(to:1)}", accept="application/json")
    assert response.status_code == 406


async def test_a_stream_for_a_token_of_no_session_is_401(served):
    response = await post(served, "subscription{count(to:1)}", token="stale")
    assert response.status_code == 401


async def test_the_end_of_access_is_an_error_and_the_end_of_the_stream(served):
    response = await post(served, "subscription{untilAccessEnds}")
    (_, first), (_, last), (end, _) = events(response.text)
    assert first == {"data": {"untilAccessEnds": 0}}
    assert last["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert end == "complete"


async def test_a_fault_in_the_source_is_masked(served):
    response = await post(served, "subscription{untilItFails}")
    assert events(response.text)[1][1]["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert CANARY not in response.text


async def test_a_silent_stream_has_comments_for_a_heartbeat():
    async with serving(door=Door(heartbeat_seconds=0.05)) as served:
        response = await post(served, "subscription{count(to:1,every:0.3)}")
        assert response.text.count(":\n\n") >= 4
        assert len(events(response.text)) == 2


async def test_the_source_is_closed_when_the_client_leaves(served):
    request = {"query": "subscription{count(to:1000,every:0.01)}"}
    async with served.client.stream("POST", "/graphql", json=request, headers={"accept": EVENTS}) as response:
        async for _ in response.aiter_bytes():
            break
    await asyncio.sleep(0.1)
    assert served.world.closed == ["count"]


async def test_a_stream_takes_no_place_among_the_running_operations():
    async with serving(door=Door(running=1, waiting=0)) as served:
        request = {"query": "subscription{count(to:1000,every:0.05)}"}
        async with served.client.stream("POST", "/graphql", json=request, headers={"accept": EVENTS}) as response:
            await anext(response.aiter_bytes())
            assert (await post(served, "{hello}", accept="*/*")).status_code == 200


async def test_streams_of_one_user_are_bounded():
    async with serving(door=Door(streams_per_user=1)) as served:
        request = {"query": "subscription{count(to:1000,every:0.05)}"}
        headers = {"accept": EVENTS, "authorization": "Bearer token-of-kate"}
        async with served.client.stream("POST", "/graphql", json=request, headers=headers):
            second = await served.client.post("/graphql", json=request, headers=headers)
            assert (second.status_code, second.headers["retry-after"]) == (429, "1")
            other = await post(served, "subscription{count(to:1)}", token="token-of-andrew")
            assert other.status_code == 200


async def test_a_stream_that_is_not_read_is_given_up():
    async with serving(door=Door(stall_seconds=0.2)) as served:
        body = json.dumps({"query": "subscription{flood(size:50000)}"}).encode()
        head = f"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: {EVENTS}\r\ncontent-type: application/json\r\n"
        _, writer = await asyncio.open_connection("127.0.0.1", served.port, limit=1024)
        writer.write(head.encode() + f"content-length: {len(body)}\r\n\r\n".encode() + body)
        await asyncio.sleep(1)
        assert served.world.closed == ["flood"]
        writer.transport.abort()


async def test_a_stopping_server_ends_streams_without_complete():
    async with serving() as served:
        request = {"query": "subscription{count(to:1000,every:0.05)}"}
        async with served.client.stream("POST", "/graphql", json=request, headers={"accept": EVENTS}) as response:
            served.server.should_exit = True
            text = "".join([part async for part in response.aiter_text()])
        assert "complete" not in text
        assert served.world.closed == ["count"]
