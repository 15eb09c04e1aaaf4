"""`python -m bench.subscribers [SUBSCRIBERS]`: one event to many WebSocket subscribers of one running server.

Prints the time from the commit to the last client, the server's processor time per message, and its memory.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.rules.vocabulary import Role
from tests.api.world import World
from tests.journeys.client import operation
from tests.live.processes import production
from tests.live.processes import running as process
from tests.postgres import SERVICE, running

PER_USER = 5
"""As many sockets as one user may open."""
ROUNDS = 5


async def subscriber(stack: AsyncExitStack, url: str, token: str) -> ClientConnection:
    """A socket that follows the dashboard and has had its first heartbeat."""
    address = url.replace("http", "ws", 1) + "/graphql"
    socket = await stack.enter_async_context(
        connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], compression=None)
    )
    await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}))
    await socket.recv()
    subscribe = {"type": "subscribe", "id": "1", "payload": operation("dashboard-changed", {})}
    await socket.send(json.dumps(subscribe))
    await told(socket, "Heartbeat")
    return socket


async def told(socket: ClientConnection, kind: str) -> float:
    """Wait for an event of this kind; when it came."""
    while True:
        message = json.loads(await socket.recv())
        if message["type"] == "ping":
            await socket.send('{"type":"pong"}')
            continue
        assert message["type"] == "next", message
        (event,) = message["payload"]["data"].values()
        if event["__typename"] == kind:
            return time.perf_counter()


async def main(database_url: str, url: str, pid: int, subscribers: int) -> None:
    world = World(Database(database_url))
    kate = await world.person("kate")
    officers = [await world.person(f"officer {n}", Role.COURT_OFFICER) for n in range(-(-subscribers // PER_USER))]
    case_id = await world.lodge(kate)
    idle = memory(pid)
    async with AsyncExitStack() as stack:
        sockets = [await subscriber(stack, url, officers[n // PER_USER].token) for n in range(subscribers)]
        print(f"{subscribers} subscribers: {(memory(pid) - idle) / subscribers / 1024:.0f} KB each, of {idle >> 20} MB")
        for _ in range(ROUNDS):
            await asyncio.sleep(2)
            used = processor(pid)
            came = [asyncio.create_task(told(socket, "CaseChange")) for socket in sockets]
            await world.happen(case_id, 1)
            began = time.perf_counter()
            times = sorted(await asyncio.gather(*came))
            spent = processor(pid) - used
            middle, last = times[len(times) // 2] - began, times[-1] - began
            print(
                f"    median {middle * 1e3:.0f} ms, last {last * 1e3:.0f} ms, "
                f"{spent / subscribers * 1e6:.0f} µs of processor a message, {memory(pid) >> 20} MB"
            )
    await world.database.dispose()


def processor(pid: int) -> float:
    """The processor time that a process has used, in seconds."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """The resident memory of a process, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with running() as server:
        migrations.upgrade(asyncio.run(server.create_database("bench")))
        asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
        service_url = server.url("bench", user=SERVICE)
        with process("-m", "backend", "serve", environment=production(service_url)) as serving:
            asyncio.run(main(service_url, serving.url, serving.popen.pid, number))
