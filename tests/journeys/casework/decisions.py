"""The eleven decisions in the order of the procedure, each a chapter, and what is kept of each to be looked at."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from tests.journeys.casework import action, arrears, clearing, waiting
from tests.journeys.casework.desk import desks
from tests.journeys.casework.group import Group
from tests.journeys.client import World
from tests.journeys.telling import Begin, Told

DECISIONS = {
    "INITIATE": "Initiate enforcement action",
    "PAUSE": "Pause enforcement action",
    "RESUME": "Resume enforcement action",
    "AMEND": "Amend enforcement action",
    "SURVEILLANCE": "Case surveillance",
    "TRANSFER": "Transfer the case",
    "LOCK_ASSIGNMENT": "Lock assignment",
    "CLEAR_ARTEFACTS": "Clear enforcement artefacts",
    "NEGOTIATE": "Negotiate arrears",
    "MISSED_PAYMENT_MONITOR": "Monitor missed payments",
    "CANCEL": "Cancel enforcement action",
}
LATE = 2
"""How many letters of the chapter before may be delivered while a stream begins."""
CHAPTERS = tuple(DECISIONS.values())


@dataclass(frozen=True)
class Taken:
    """A decision that was taken: what the history of its case says of it, and what was refused for which reasons."""

    history: list[str]
    refused: list[str]


async def taken(world: World, told: Told, begin: Begin) -> dict[str, Taken]:
    """Take all eleven decisions; what became of each, by its name."""
    found: dict[str, Taken] = {}
    async with desks(world) as desk:

        async def chapter(name: str, tell: Any, *before: Any) -> Any:
            begin(DECISIONS[name])
            async with AsyncExitStack() as desk.lines:
                made = await tell(desk, told, *before)
                found[name] = await _kept(made[0] if isinstance(made, tuple) else made, told)
            return made

        initiated = await chapter("INITIATE", action.initiate)
        paused = await chapter("PAUSE", action.pause)
        resumed = await chapter("RESUME", action.resume, paused)
        amended = await chapter("AMEND", action.amend, resumed)
        await chapter("SURVEILLANCE", waiting.surveillance)
        await chapter("TRANSFER", waiting.transfer)
        await chapter("LOCK_ASSIGNMENT", waiting.lock_assignment, amended)
        await chapter("CLEAR_ARTEFACTS", clearing.clear_artefacts)
        await chapter("NEGOTIATE", arrears.negotiate, initiated)
        await chapter("MISSED_PAYMENT_MONITOR", arrears.missed_payment_monitor)
        await chapter("CANCEL", clearing.cancel)
    return found


async def _kept(group: Group, told: Told) -> Taken:
    """What the history says of the chapter: every entry of it came live, in order and once."""
    kinds = [entry["kind"] for entry in (await group.history())[group.since :]]
    await group.stream.count(len(kinds))
    live = [(event["kind"], event["at"]) for event in group.stream.events]
    history = [(entry["kind"], entry["at"]) for entry in await group.history()]
    begins = range(group.since, max(group.since - LATE, 0) - 1, -1)
    assert any(live == history[begin : begin + len(live)] for begin in begins), (live, history)
    told(f"    {len(kinds)} entries of the history, each of which came live.")
    return Taken(kinds, group.refused)
