"""Speaking graphql-transport-ws as a client, message by message."""

import asyncio
import json
from contextlib import asynccontextmanager

from websockets.exceptions import ConnectionClosed


@asynccontextmanager
async def ready(served, token: str | None = None, **options):
    """A socket that is initialised."""
    async with served.socket(**options) as socket:
        payload = {"authorization": f"Bearer {token}"} if token else None
        await say(socket, type="connection_init", payload=payload)
        assert await heard(socket) == {"type": "connection_ack"}
        yield socket


async def say(socket, **message) -> None:
    await socket.send(json.dumps(message))


async def subscribe(socket, query: str, id: str = "1", **members) -> None:  # noqa: A002
    await say(socket, type="subscribe", id=id, payload={"query": query, **members})


async def heard(socket):
    return json.loads(await asyncio.wait_for(socket.recv(), 3))


async def closed(socket) -> tuple[int, str]:
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 5)
    except ConnectionClosed as end:
        return (end.rcvd.code, end.rcvd.reason) if end.rcvd else (1006, "")
