"""The published limits of the transport: what a request, a stream and a socket may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, how much at once, and how slowly. Sizes are in bytes, times in seconds."""

    hosts: frozenset[str] = frozenset()
    """Names this service answers to, without port; empty for any."""
    origins: frozenset[str] = frozenset()
    """Origins of front ends beside the service's own, as browsers write them: `https://front.example`."""
    is_https: bool = False
    """Whether browsers are told to come by HTTPS only."""
    body: int = 100_000
    body_seconds: float = 10.0
    nesting: int = 32
    """Of JSON, in bodies and frames."""
    running: int = 64
    """Operations that run at once."""
    waiting: int = 128
    """Operations that wait for their turn; the next one is sent away."""
    waiting_seconds: float = 3.0
    retry_after: int = 1
    sockets: int = 5_000
    sockets_per_user: int = 5
    sockets_per_caller: int = 100
    """Of anonymous sockets and streams from one address."""
    streams_per_user: int = 20
    operations_per_socket: int = 20
    init_seconds: float = 5.0
    heartbeat_seconds: float = 12.0
    ping_seconds: float = 25.0
    stall_seconds: float = 10.0
    """How long a message may wait for a client that does not read; then the client has to resume by its cursor."""
