"""The server: uvicorn, set so that large frames, slow clients and silent peers cost little, and stopping is orderly."""

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_FRAME = 64 * 1024
_PING_SECONDS = 20.0
_KEEP_ALIVE_SECONDS = 15
_HEADERS_SECONDS = 10.0
_HEAD = 32 * 1024
_HEADER_OVERHEAD = 32
"""What a header costs beside its bytes: many empty ones count too."""
_GRACEFUL_SECONDS = 10
_UNACKNOWLEDGED_MILLISECONDS = 30_000
"""After which the kernel drops a connection whose peer takes nothing any more, whatever still waits to be sent."""


class _Protocol(HttpToolsProtocol):
    """HTTP/1.1 whose head has to arrive in time, and in so many bytes."""

    _head: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _collected = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # The parser tells a header only once it has all of it: what it still collects is bounded here.
        self._collected = self._collected + len(data) if self._head is not None else 0
        if self._collected > _HEAD:
            self.transport.close()

    def on_message_begin(self) -> None:
        self._await_head()
        self._head_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if self._has_room_for(len(url)):
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._has_room_for(len(name) + len(value)):
            super().on_header(name, value)

    def _has_room_for(self, more: int) -> bool:
        """Whether the head is still of a size that any client needs; beyond it the connection is closed."""
        self._head_bytes += more + _HEADER_OVERHEAD
        if self._head_bytes <= _HEAD:
            return True
        self.transport.close()
        return False

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._have_head()
        self._head = self.loop.call_later(_HEADERS_SECONDS, self.transport.close)

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


class Server(uvicorn.Server):
    """Says when it serves, and tells the application that the stop has begun before it waits for what is open."""

    def __init__(self, config: uvicorn.Config, *, stopping: asyncio.Event | None) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for bound in sockets or []:
            # The line that scripts wait for.
            print(f"ready http://{self.config.host}:{bound.getsockname()[1]}", flush=True)  # noqa: T201

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._stopping is not None:
            self._stopping.set()
        await super().shutdown(sockets)


def server(
    app: ASGIApp,
    *,
    host: str,
    port: int,
    stopping: asyncio.Event | None = None,
    proxies: str = "127.0.0.1",
    loop: str = "auto",
) -> Server:
    """Make the server; `await server(...).serve(sockets=[listen(...)])`, or `run`.

    `stopping` is the `Service`'s; `proxies` are the addresses whose forwarded headers are believed.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop=loop,
        http=_Protocol,
        ws="websockets-sansio",
        ws_max_size=_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PING_SECONDS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACEFUL_SECONDS,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=proxies,
        backlog=1024,
    )
    return Server(config, stopping=stopping)


def listen(host: str, port: int) -> socket.socket:
    """Bind the socket to serve on; port 0 takes a free one. Connections inherit its limit on unread data."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Said to be TCP by name: asyncio sends small answers without delay only on sockets that are (40 ms each, measured).
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    option: Any = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux; elsewhere the system's own limit has to do
    if option is not None:
        bound.setsockopt(socket.IPPROTO_TCP, option, _UNACKNOWLEDGED_MILLISECONDS)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    bound.setblocking(False)
    return bound
