"""What the JavaScript clients are let loose on: the demonstration as everybody starts it, in a process of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from backend.contract import documents
from tests.journeys.client import world_at
from tests.journeys.story import ANDREW, KATE

_ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 15


@dataclass(frozen=True, slots=True)
class Story:
    """A served application, and operations of it that a signed-in viewer may run; as JSON in the scripts' argument."""

    url: str
    socketUrl: str  # noqa: N815 - named as the scripts read it
    token: str
    query: dict[str, Any]
    mutation: dict[str, Any]
    """Runs more than once with the same outcome: it has its idempotency key."""
    subscription: dict[str, Any]
    nudge: dict[str, Any]
    """A mutation that brings an event about; its idempotency key is the sender's to make."""


@asynccontextmanager
async def serve_app() -> AsyncIterator[Story]:
    """Serve the demonstration on a free port, with a database of its own, until the block ends."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PORT": "0", "DATABASE_URL": f"sqlite:///{folder}/demonstration.db"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend", "demo", cwd=_ROOT, env=environment, stdout=PIPE
        )
        draining: asyncio.Task[None] | None = None
        try:
            url = await _ready(process)
            draining = asyncio.create_task(_drain(process))
            yield await _story(url)
        finally:
            await _stop(process)
            if draining:
                await draining


async def _ready(process: Process) -> str:
    """Wait for the line that says where it serves. Raises RuntimeError where the process ends without it."""
    assert process.stdout
    async with asyncio.timeout(_SECONDS_TO_START):
        async for line in process.stdout:
            if line.startswith(b"ready "):
                return line.decode().split()[1]
    raise RuntimeError(f"the demonstration ended with {await process.wait()}")


async def _drain(process: Process) -> None:
    """Read what it says further, so that it never waits for us."""
    assert process.stdout
    async for _ in process.stdout:
        pass


async def _stop(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_SECONDS_TO_STOP):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _story(url: str) -> Story:
    async with world_at(url) as world:
        kate = await world.sign_in("kate")
    claim = {
        "amount": "120.00",
        "whatFor": "A bicycle that was paid for and never came.",
        "claimants": [KATE],
        "defendants": [ANDREW],
    }
    return Story(
        url=f"{url}/graphql",
        socketUrl=url.replace("http", "ws", 1) + "/graphql",
        token=kate.token,
        query={"query": documents()["claimant-dashboard"], "variables": {"first": 10}},
        mutation=_lodging(claim | {"idempotencyKey": str(uuid4())}),
        subscription={"query": documents()["dashboard-changed"], "variables": {}},
        nudge=_lodging(claim),
    )


def _lodging(claim: dict[str, Any]) -> dict[str, Any]:
    return {"query": documents()["lodge-claim"], "variables": {"input": claim}}
