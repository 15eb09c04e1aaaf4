"""What the JavaScript clients are let loose on: the one place to change for another application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.transport.serving import serving


@dataclass(frozen=True, slots=True)
class Story:
    """A served application, and operations of it that a signed-in viewer may run; as JSON in the scripts' argument."""

    url: str
    socket_url: str
    token: str | None
    query: dict[str, Any]
    mutation: dict[str, Any]
    """Runs more than once with the same outcome."""
    subscription: dict[str, Any]
    events: int
    """How many events to wait for."""
    nudge: dict[str, Any] | None = None
    """A mutation that brings the events about, where they do not come by themselves."""

    def members(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "socketUrl": self.socket_url,
            "token": self.token,
            "query": self.query,
            "mutation": self.mutation,
            "subscription": self.subscription,
            "events": self.events,
            "nudge": self.nudge,
        }


@asynccontextmanager
async def serve_app() -> AsyncIterator[Story]:
    """Serve, on a free port, until the block ends."""
    async with serving() as served:
        yield Story(
            url=f"{served.origin}/graphql",
            socket_url=served.socket_url,
            token="token-of-kate",
            query={"query": "query Viewer { viewer }"},
            mutation={
                "query": "mutation Lodge($input: LodgeClaimInput!) { lodgeClaim(input: $input) }",
                "variables": {"input": {"name": "claim", "amount": "100.00"}},
            },
            subscription={
                "query": "subscription Count($to: Int!) { count(to: $to, every: 0.02) }",
                "variables": {"to": 5},
            },
            events=3,
        )
