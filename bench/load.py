"""One load on one server: kept-alive connections that ask the same again and again, and what it cost to answer.

Costs are read from the kernel: the CPU time of the server's process and of the PostgreSQL beneath it, to which the
load generator adds nothing. Wherever two servers are compared, look at their ratio within one run.
"""

import asyncio
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as bytes to send to a server."""

    port: int
    token: str
    body: dict[str, Any]

    @property
    def raw(self) -> bytes:
        body = json.dumps(self.body).encode()
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nAuthorization: Bearer {self.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@dataclass(frozen=True, slots=True)
class Cost:
    """What a load came to: requests answered a second, CPU milliseconds a request of server and of database."""

    rate: float
    server: float
    database: float

    @property
    def cpu(self) -> float:
        return self.server + self.database


async def answer_of(reader: asyncio.StreamReader) -> bytes:
    """Read one answer. Raises ValueError for one that is no success."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    status, *lines = head.split("\r\n")
    lengths = [int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")]
    body = await reader.readexactly(lengths[0])
    if " 200 " not in status or b'"errors"' in body[:12]:
        raise ValueError(f"{status}: {body[:300]!r}")
    return body


async def ask(asked: Asked) -> dict[str, Any]:
    """One request by itself; answers its `data`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", asked.port)
    writer.write(asked.raw)
    body = json.loads(await answer_of(reader))
    writer.close()
    if body.get("errors"):
        raise ValueError(body["errors"])
    data: dict[str, Any] = body["data"]
    return data


async def load(asked: Asked, *, seconds: float, server: int, database: int) -> Cost:
    """Ask on several connections for so long; `server` and `database` are the processes whose time is read."""
    raw, until, answered = asked.raw, time.monotonic() + seconds, 0

    async def client() -> None:
        nonlocal answered
        reader, writer = await asyncio.open_connection("127.0.0.1", asked.port)
        while time.monotonic() < until:
            writer.write(raw)
            await answer_of(reader)
            answered += 1
        writer.close()

    began, server_began, database_began = time.monotonic(), spent(server), spent(database)
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    took = time.monotonic() - began
    each = 1e3 / answered
    return Cost(
        rate=answered / took,
        server=(spent(server) - server_began) * each,
        database=(spent(database) - database_began) * each,
    )


def spent(process: int) -> float:
    """CPU seconds of a process and of its children, living and ended."""
    ticks = sum(_ticks(each) for each in (process, *_children(process)))
    return ticks / TICKS


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15]))


def _children(process: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
