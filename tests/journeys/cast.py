"""Everybody in the story of the writ, each with a live stream open to its end."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.client import Following, Persona, World
from tests.journeys.telling import succeeded

CAST = ("kate", "andrew", "hceo", "court-officer", "court-officer-2")


@dataclass
class Cast:
    """Everybody in the story signed in, and what each was told live: one stream each, and a second after a cut."""

    world: World
    reference: str
    people: dict[str, Persona]
    lines: AsyncExitStack
    streams: dict[str, list[Following]] = field(default_factory=dict)
    open_lines: dict[str, AsyncExitStack] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Persona:
        return self.people[name]

    async def follow(self, name: str, document: str, **variables: Any) -> None:
        """Open another live stream of somebody's, to the end of the story."""
        line = await self.lines.enter_async_context(AsyncExitStack())
        stream = await line.enter_async_context(self[name].following(document, **variables))
        self.streams.setdefault(name, []).append(stream)
        self.open_lines[name] = line

    async def cut(self, name: str) -> str:
        """Cut somebody's line; the cursor of the last event that came over it."""
        await self.open_lines[name].aclose()
        return self.streams[name][-1].cursor

    async def saw(self, kind: str, *names: str) -> None:
        """Wait until each of these has been told live that this happened."""
        for name in names:
            await self.streams[name][-1].until(kind)

    async def claim(self, name: str, document: str = "enforcement-options") -> Any:
        """The claim as somebody sees it now."""
        return (await self[name].ask(document, by={"reference": self.reference}))["claim"]

    async def writ(self, name: str, number: str) -> Any:
        """A writ as somebody sees it now."""
        return (await self[name].ask("writ", by={"number": number}))["writ"]

    async def notice(self, writ_id: str, *, on: str) -> Any:
        """The officer says that he gave notice of enforcement on a day; what he is answered."""
        return await self["hceo"].do("give-notice-of-enforcement", writId=writ_id, method="POST", givenOn=on)

    async def act(self, name: str, mutation: str, **given: Any) -> Any:
        """An act on what hangs on the claim, at the version that its doer sees now; what it answers."""
        version = (await self.claim(name))["version"]
        return succeeded(await self[name].do(mutation, expectedVersion=version, **given))


@asynccontextmanager
async def everybody(world: World, reference: str) -> AsyncGenerator[Cast]:
    """Everybody, each with a live stream open."""
    async with AsyncExitStack() as lines:
        cast = Cast(world, reference, {name: await world.sign_in(name) for name in CAST}, lines)
        for name in ("kate", "andrew", "hceo"):
            await cast.follow(name, "dashboard-changed")
        await cast.follow("court-officer", "work-queue-changed")
        yield cast
