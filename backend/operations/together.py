"""What many ask at the same moment is found once (X-02): one event wakes all who follow it, and they ask alike.

No answer is older than its question: a finding may be joined until it begins, and not after. So everybody is told what
they would have been told alone at that moment, and a thousand who stand alike cost little more than one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from backend.queries.scope import standing_of
from backend.rules.access import Actor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found for one viewer, or why it was not; and whether who they are had a part in it."""

    answer: T | None
    fault: Exception | None
    is_personal: bool


async def found(finding: Awaitable[T], is_personal: Callable[[], bool]) -> Found[T]:
    """What a finding ends with, and whether it was personal: asked when it has ended."""
    try:
        answer = await finding
    except Exception as fault:  # noqa: BLE001 - whoever waits gets it, whatever it is
        return Found(None, fault, is_personal())
    return Found(answer, None, is_personal())


@dataclass(eq=False, slots=True)
class _Finding:
    """What is being found, and how many wait for it."""

    task: asyncio.Task[Any]
    waiting: int = 0


class Together:
    """Finds for all who ask the same, with at most `at_once` findings at a time."""

    def __init__(self, at_once: int) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._gathering: dict[Hashable, _Finding] = {}
        self._running: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """Give up what is still being found: nobody waits for it any more."""
        self._gathering.clear()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def ask(self, what: Hashable, find: Callable[[], Awaitable[T]]) -> T:
        """The answer to `what`, found once for all who ask before the finding begins. Raises what it raises."""
        finding = self._gathering.get(what)
        if finding is None:
            finding = self._gathering[what] = _Finding(asyncio.create_task(self._find(what, find)))
            self._running.add(finding.task)
            finding.task.add_done_callback(self._running.discard)
        finding.waiting += 1
        try:
            # Shielded: that one of them leaves is nothing to the others.
            return cast("T", await asyncio.shield(finding.task))
        finally:
            finding.waiting -= 1
            if not finding.waiting and not finding.task.done():
                # All have left: or who comes and goes would leave work behind, as much as they like.
                if self._gathering.get(what) is finding:
                    del self._gathering[what]
                finding.task.cancel()

    async def ask_as(self, viewer: Actor, what: Hashable, find: Callable[[], Awaitable[Found[T]]]) -> T:
        """The answer to `what` for this viewer: found once for all who stand alike, where it is the same for them.

        `find` finds it for this viewer and says whether it is personal. Then nobody else is told it, but that viewer
        by other streams of the session, for which links to download are sealed; the others who had joined are answered
        each for themselves.
        """
        found, whose = await self.ask((what, standing_of(viewer)), lambda: _named(find, viewer))
        if found.is_personal and whose != viewer:
            found, _ = await self.ask((what, viewer), lambda: _named(find, viewer))
        if found.fault is not None:
            raise found.fault
        return cast("T", found.answer)

    async def _find(self, what: Hashable, find: Callable[[], Awaitable[T]]) -> T:
        async with self._turns:
            del self._gathering[what]
            return await find()


async def _named(find: Callable[[], Awaitable[Found[T]]], viewer: Actor) -> tuple[Found[T], Actor]:
    return await find(), viewer
