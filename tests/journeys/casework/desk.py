"""The agency's people at their desks, the outside systems beside them, and the clock."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.demo.feeds import secret_of
from backend.demo.pretend_feeds import PretendFeed, document
from backend.rules.vocabulary import Feed
from tests.journeys.client import Following, Persona, World

LEADER, MANAGER = "team-leader", "case-manager"
PEOPLE = (LEADER, MANAGER, "senior-manager", "team-leader-scotland")


@dataclass
class Desk:
    """Everybody of the agency signed in, the leader with the queue live, and the outside systems."""

    world: World
    people: dict[str, Persona]
    queue: Following
    """The leader's work queue, live."""
    lines: AsyncExitStack = field(default_factory=AsyncExitStack)
    """The live streams of the chapter that is told."""
    ids: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Persona:
        return self.people[name]

    async def today(self) -> date:
        return datetime.fromisoformat(await self.world.now()).date()

    async def day(self, days: int) -> str:
        """The day so many days from now."""
        return (await self.today() + timedelta(days=days)).isoformat()

    async def tell(self, feed: Feed, kind: str, **data: Any) -> None:
        """Another system sends a message, signed, as it would to the service itself."""
        sender = PretendFeed(feed, self.world.url, secret_of(feed), lambda: datetime.now(UTC))
        sent = document(kind, f"journey-{secrets.token_hex(8)}", at=datetime.now(UTC), data=data)
        (reply,) = await sender.tell(sent)
        assert reply.status == 202, reply

    async def move_on(self, days: int) -> None:
        """Move the clock on day by day: each day's work of the whole demonstration is done within one request."""
        for _ in range(days):
            await self.world.move_clock(advance="P1D")

    async def person(self, name: str) -> str:
        """The id of somebody of the agency."""
        if name not in self.ids:
            self.ids[name] = (await self[name].ask("viewer"))["viewer"]["id"]
        return self.ids[name]


@asynccontextmanager
async def desks(world: World) -> AsyncGenerator[Desk]:
    """Everybody signed in, and the team leader's queue followed live."""
    people = {name: await world.sign_in(name) for name in PEOPLE}
    async with people[LEADER].following("work-queue-changed") as queue:
        yield Desk(world, people, queue)
