"""The gates: hosts, origins, headers, health, and what is slow or half finished."""

import asyncio
import socket

import pytest

from backend.http.door import Door
from tests.transport.serving import serving

MUTATION = {"query": 'mutation{lodgeClaim(input:{name:"forged",amount:"1.00"})}'}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "file://"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "authorization": "Bearer token-of-kate"},
        {"origin": "https://evil.example", "cookie": "session=token-of-kate"},
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
async def test_what_a_foreign_page_sends_changes_nothing_and_tells_nothing(served, headers, content_type):
    response = await served.client.post("/graphql", json=MUTATION, headers={"content-type": content_type} | headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "access-control-allow-origin" not in response.headers
    assert served.world.started == []


async def test_our_own_page_may_ask(served):
    response = await served.client.post("/graphql", json={"query": "{hello}"}, headers={"origin": served.origin})
    assert response.status_code == 200


async def test_a_front_end_of_ours_elsewhere_may_ask_and_read():
    front = "https://front.example"
    async with serving(door=Door(origins=frozenset({front}))) as served:
        asking = {
            "origin": front,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization",
        }
        preflight = await served.client.options("/graphql", headers=asking)
        assert preflight.headers["access-control-allow-origin"] == front
        response = await served.client.post("/graphql", json={"query": "{hello}"}, headers={"origin": front})
        assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, front)
        asking["origin"] = "https://evil.example"
        refused = await served.client.options("/graphql", headers=asking)
        assert "access-control-allow-origin" not in refused.headers


async def test_only_names_of_ours_are_answered_to():
    async with serving(door=Door(hosts=frozenset({"127.0.0.1", "claims.example"}))) as served:
        assert (await served.client.get("/livez")).status_code == 200
        for host, status in (("claims.example:8000", 200), ("CLAIMS.example", 200), ("evil.example", 403), ("", 403)):
            response = await served.client.post("/graphql", json={"query": "{hello}"}, headers={"host": host})
            assert response.status_code == status


async def test_every_answer_has_the_headers_that_browsers_need(served):
    for response in (
        await served.client.get("/livez"),
        await served.client.get("/nothing"),
        await served.client.post("/graphql", json={"query": "{hello}"}),
    ):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert len(response.headers["x-request-id"]) == 32
        assert "server" not in response.headers


async def test_health_says_alive_ready_and_what_is_measured(served):
    assert (await served.client.get("/livez")).text == "alive\n"
    assert (await served.client.get("/readyz")).status_code == 200
    await served.client.post("/graphql", json={"query": "{hello}"})
    metrics = (await served.client.get("/metrics")).text
    assert 'http_requests_total{method="POST",route="/graphql",status="200"}' in metrics
    assert 'graphql_operations_total{code="OK",kind="query",transport="http"}' in metrics


async def test_a_service_without_its_database_is_alive_and_not_ready(served):
    served.world.is_ready = False
    assert (await served.client.get("/readyz")).status_code == 503
    assert (await served.client.get("/livez")).status_code == 200


async def test_a_copy_that_is_not_released_serves_and_says_that_nothing_leaves_it(served):
    served.world.is_released = False
    told = await served.client.get("/readyz")
    assert told.status_code == 200
    assert told.text == "ready, not released: no letter and no payment leaves from this database\n"


async def test_methods_and_paths_that_clients_make_up_make_no_new_series(served):
    await served.client.request("BREW", "/made-up-path")
    metrics = (await served.client.get("/metrics")).text
    assert "BREW" not in metrics
    assert "made-up-path" not in metrics


async def test_slow_clients_keep_nobody_waiting():
    async with serving(door=Door(running=2, waiting=0, body_seconds=5)) as served:
        slow = [await asyncio.open_connection("127.0.0.1", served.port) for _ in range(20)]
        head = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n"
        for number, (_, writer) in enumerate(slow):
            writer.write(head + (b"\r\n{" if number % 2 else b""))
        await asyncio.sleep(0.05)
        response = await served.client.post("/graphql", json={"query": "{hello}"})
        assert response.status_code == 200
        for _, writer in slow:
            writer.close()


@pytest.mark.parametrize(
    "headers",
    [b"x-long: " + b"a" * 40_000 + b"\r\n", b"".join(b"x-%d:\r\n" % number for number in range(1_200))],
    ids=["one that is long", "many that are empty"],
)
async def test_a_head_larger_than_any_client_needs_closes_the_connection_and_harms_nobody(served, headers):
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\n" + headers)
    async with asyncio.timeout(10):
        assert b"200" not in await reader.read()
    writer.close()
    assert (await served.client.post("/graphql", json={"query": "{hello}"})).status_code == 200


async def test_the_server_is_set_as_the_security_settings_have_it(served):
    config = served.server.config
    assert (config.ws_max_size, config.ws_per_message_deflate) == (65_536, False)
    assert (config.ws_ping_interval, config.ws_ping_timeout) == (20, 20)
    assert (config.timeout_graceful_shutdown, config.access_log, config.server_header) == (10, False, False)


async def test_connections_answer_without_delay_and_are_dropped_when_nothing_is_taken_any_more(served):
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    await served.client.get("/livez")
    for connection in served.server.server_state.connections:
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
    writer.close()
