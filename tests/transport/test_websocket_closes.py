"""graphql-transport-ws: every code that closes a socket, and who gets none."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from backend.http.door import Door
from tests.transport.serving import serving
from tests.transport.speaking import closed, heard, ready, say, subscribe


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "null",
        "7",
        "true",
        '"ping"',
        "[]",
        "{}",
        "{",
        '{"type":null}',
        '{"type":7}',
        '{"type":["ping"]}',
        '{"type":"nonsense"}',
        '{"type":"start","id":"1"}',
        '{"type":"connection_ack"}',
        '{"type":"connection_init","payload":7}',
        '{"type":"ping","payload":"x"}',
        '{"type":"subscribe","payload":{"query":"{hello}"}}',
        '{"type":"subscribe","id":7,"payload":{"query":"{hello}"}}',
        '{"type":"subscribe","id":"","payload":{"query":"{hello}"}}',
        '{"type":"subscribe","id":"1"}',
        '{"type":"subscribe","id":"1","payload":[]}',
        '{"type":"subscribe","id":"1","payload":"{hello}"}',
        '{"type":"complete"}',
        '{"type":"complete","id":null}',
        '{"type":"ping","payload":' + '{"a":' * 40 + "1" + "}" * 41,
        "[" * 60_000,
        b'{"type":"ping"}',
        b"\xff",
    ],
    ids=lambda frame: str(frame[:30]),
)
async def test_a_frame_outside_the_protocol_closes_with_4400_which_quotes_nothing_of_it(served, frame):
    async with ready(served) as socket:
        await socket.send(frame)
        code, reason = await closed(socket)
        assert code == 4400
        assert reason.startswith("The message ")


async def test_subscribing_before_the_acknowledgement_closes_with_4401(served):
    async with served.socket() as socket:
        await subscribe(socket, "{hello}")
        assert (await closed(socket))[0] == 4401


async def test_a_token_of_no_session_closes_with_4403(served):
    async with served.socket() as socket:
        await say(socket, type="connection_init", payload={"authorization": "Bearer stale"})
        assert await closed(socket) == (4403, "The token is not that of a session.")


async def test_the_end_of_access_closes_with_4403(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{untilAccessEnds}")
        assert (await heard(socket))["type"] == "next"
        assert await closed(socket) == (4403, "Access has ended")


async def test_an_operation_after_the_end_of_the_session_closes_with_4403(served):
    async with ready(served, "token-of-kate") as socket:
        served.world.tokens.clear()
        await subscribe(socket, "{viewer}")
        assert await closed(socket) == (4403, "The session has ended")


@pytest.mark.parametrize("subprotocols", [None, ["graphql-ws"]])
async def test_another_subprotocol_closes_with_4406(served, subprotocols):
    async with connect(served.socket_url, subprotocols=subprotocols) as socket:
        assert (await closed(socket))[0] == 4406


async def test_no_initialisation_in_time_closes_with_4408_whatever_else_is_said():
    async with serving(door=Door(init_seconds=0.2)) as served, served.socket() as socket:
        for _ in range(3):
            await say(socket, type="ping")
            await asyncio.sleep(0.05)
        assert (await closed(socket))[0] == 4408


async def test_an_id_in_use_closes_with_4409_and_one_that_is_complete_may_be_used_again(served):
    async with ready(served) as socket:
        await subscribe(socket, "subscription{count(to:100,every:1)}")
        await say(socket, type="complete", id="1")
        await subscribe(socket, "subscription{count(to:100,every:1)}")
        await subscribe(socket, "{hello}")
        assert (await closed(socket))[0] == 4409


async def test_a_second_initialisation_closes_with_4429(served):
    async with ready(served) as socket:
        await say(socket, type="connection_init")
        assert (await closed(socket))[0] == 4429


async def test_more_sockets_than_a_user_may_have_close_with_4429():
    async with serving(door=Door(sockets_per_user=2)) as served, ready(served, "token-of-kate"):
        async with ready(served, "token-of-kate"), served.socket() as third:
            await say(third, type="connection_init", payload={"authorization": "Bearer token-of-kate"})
            assert (await closed(third))[0] == 4429
        await asyncio.sleep(0.05)
        async with ready(served, "token-of-kate"):
            pass


async def test_more_sockets_than_the_process_holds_are_503():
    async with serving(door=Door(sockets=1)) as served, ready(served):
        with pytest.raises(InvalidStatus) as refused:
            async with served.socket():
                pass
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["retry-after"] == "1"


async def test_a_frame_over_the_limit_closes_with_1009(served):
    async with ready(served) as socket:
        await socket.send(json.dumps({"type": "ping", "payload": {"x": "x" * 70_000}}))
        assert (await closed(socket))[0] == 1009


async def test_a_subscriber_that_does_not_read_is_closed_with_1013():
    async with serving(door=Door(stall_seconds=0.3)) as served, ready(served, max_queue=1) as socket:
        await subscribe(socket, "subscription{flood(size:60000)}")
        await asyncio.sleep(0.45)
        assert (await closed(socket))[0] == 1013
        assert served.world.closed == ["flood"]


async def test_a_subscriber_that_never_reads_again_is_let_go():
    async with serving(door=Door(stall_seconds=0.2)) as served, ready(served, max_queue=1, close_timeout=0) as socket:
        await subscribe(socket, "subscription{flood(size:60000)}")
        await asyncio.sleep(0.8)
        assert served.world.closed == ["flood"]
        socket.transport.abort()


async def test_a_stopping_server_closes_with_1012():
    async with serving() as served, ready(served) as socket:
        await subscribe(socket, "subscription{count(to:100,every:1)}")
        served.server.should_exit = True
        assert (await closed(socket))[0] == 1012
    assert served.world.closed == ["count"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_page_of_another_origin_gets_no_socket(served, origin):
    with pytest.raises(InvalidStatus) as refused:
        async with served.socket(origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_a_page_of_our_own_origin_gets_a_socket(served):
    async with ready(served, origin=served.origin):
        pass
