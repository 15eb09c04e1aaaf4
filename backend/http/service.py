"""What the ways in share: the engine, the ports, the limits, and the counts of who is inside."""

import asyncio
from dataclasses import dataclass, field

from backend.execution.engine import Engine
from backend.http.admission import Admission, Seats
from backend.http.door import Door
from backend.http.ports import Ports


@dataclass(frozen=True, slots=True)
class Service:
    """One endpoint, for the life of the process."""

    engine: Engine
    ports: Ports
    door: Door
    admission: Admission = field(init=False)
    sockets: Seats = field(init=False)
    streams: Seats = field(init=False)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the server begins to stop: streams end, and `/readyz` says no."""

    def __post_init__(self) -> None:
        door = self.door
        admission = Admission(
            running=door.running,
            waiting=door.waiting,
            waiting_seconds=door.waiting_seconds,
            retry_after=door.retry_after,
        )
        object.__setattr__(self, "admission", admission)
        object.__setattr__(self, "sockets", Seats(per_user=door.sockets_per_user, per_caller=door.sockets_per_caller))
        object.__setattr__(self, "streams", Seats(per_user=door.streams_per_user, per_caller=door.sockets_per_caller))
