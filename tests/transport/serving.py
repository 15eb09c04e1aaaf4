"""A real server on a free port, for as long as a test needs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from httpx2 import AsyncClient
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect

from backend.execution.engine import Engine
from backend.execution.limits import Limits
from backend.http.door import Door
from backend.http.routes import gates, routes
from backend.http.server import Server, listen, server
from backend.http.service import Service
from tests.transport.toy import ToyPorts, World, make_schema


@dataclass(frozen=True)
class Served:
    port: int
    world: World
    client: AsyncClient
    server: Server
    service: Service

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    @asynccontextmanager
    async def socket(self, **options) -> AsyncIterator[ClientConnection]:
        """Open a socket that is not initialised yet."""
        async with connect(
            self.socket_url, subprotocols=["graphql-transport-ws"], compression=None, max_size=None, **options
        ) as socket:
            yield socket


@asynccontextmanager
async def serving(
    *,
    door: Door | None = None,
    limits: Limits | None = None,
    introspection: bool = True,
    manifest: dict[str, str] | None = None,
    trusted_only: bool = False,
) -> AsyncIterator[Served]:
    """Serve the toy schema with the given limits, until the block ends."""
    world = World()
    engine = Engine(
        make_schema(), limits=limits, introspection=introspection, manifest=manifest, trusted_only=trusted_only
    )
    service = Service(engine, ToyPorts(world), door or Door())
    app = Starlette(routes=routes(service), middleware=gates(service))
    bound = listen("127.0.0.1", 0)
    port = bound.getsockname()[1]
    running = server(app, host="127.0.0.1", port=port, stopping=service.stopping)
    task = asyncio.create_task(running.serve(sockets=[bound]))
    while not running.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.005)
    async with AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        yield Served(port, world, client, running, service)
    running.should_exit = True
    await task
