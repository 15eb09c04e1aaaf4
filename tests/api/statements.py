"""How many SQL statements does each document of the contract cost? Counted in a small world and in a large one.

    python -m tests.api.statements

prints the table, counted on SQLite; `test_statements.py` holds the counts on both databases.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from backend import contract
from backend.adapters import migrations
from backend.adapters.database import Database
from backend.execution.requests import Request
from backend.models import Letter
from backend.queries import events
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.lodging import MOST_PARTIES
from backend.rules.vocabulary import LetterState, Role
from tests.api.statements_of_writs import DOCUMENTS as OF_WRITS
from tests.api.statements_of_writs import UNPAID_AT, Desks, desks
from tests.api.world import BIRTH, LATE, Person, World, lodging, party

ACTED_ON = ("link", "code", "issue", "unlink", "respond", "request", "enter", "post", "notice")


@dataclass
class Stage:
    """A world of one size, ready for every document to be run in it once."""

    world: World
    kate: Person
    andrew: Person
    court: Person
    claims: dict[str, UUID]
    size: int
    desks: Desks

    @property
    def by(self) -> dict[str, str]:
        return {"id": self.id_of("listed 0")}

    def id_of(self, name: str) -> str:
        return to_node_id("Claim", self.claims[name])

    async def party_of(self, name: str, index: int = 0) -> str:
        """The id of a defendant."""
        document = "query ($by: ClaimBy!) { claim(by: $by) { parties { id side } } }"
        claim = (await self.world.data(self.court, document, by={"id": self.id_of(name)}))["claim"]
        return [each["id"] for each in claim["parties"] if each["side"] == "DEFENDANT"][index]

    async def version(self, who: Person, name: str) -> int:
        document = "query ($by: ClaimBy!) { claim(by: $by) { version } }"
        return (await self.world.data(who, document, by={"id": self.id_of(name)}))["claim"]["version"]

    async def letter(self, name: str) -> str:
        async with self.world.database.reading(SYSTEM) as connection:
            found = await connection.execute(
                select(Letter.id).where(Letter.case_id == self.claims[name], Letter.state == LetterState.TO_PRINT)
            )
            return to_node_id("Letter", found.scalars().first())


def parties(size: int) -> dict[str, Any]:
    """Both sides of a claim, as large as the world, as far as a claim may be."""
    count = min(size, MOST_PARTIES)
    claimants = [party("Kate Marlowe"), *(party(f"Claimant {n}") for n in range(1, count))]
    defendants = [
        party("Andrew Hollis", date_of_birth=BIRTH, email=None),
        *(party(f"Defendant {n}", email=None) for n in range(1, count)),
    ]
    return {"claimants": tuple(claimants), "defendants": tuple(defendants)}


async def stage(database: Database, size: int) -> Stage:
    """So many claims, each with as many entries in its history; and one more claim for each act."""
    world = World(database)
    kate, andrew = await world.person("Kate"), await world.person("Andrew")
    court = await world.person("Farah", Role.COURT_OFFICER)
    found: dict[str, UUID] = {}
    for name in [*(f"listed {n}" for n in range(size)), *ACTED_ON]:
        found[name] = await world.lodge(kate, lodging(**parties(size)))
        await world.happen(found[name], size)
        if name not in {"link", "code", "issue"}:
            await world.stand_for(andrew, found[name], "Andrew Hollis")
    world.clock.at = LATE
    await world.request(kate, found["enter"])
    return Stage(world, kate, andrew, court, found, size, await desks(world, kate, size))


Made = Callable[[Stage], Awaitable[tuple[Person, dict[str, Any]]]]


def _reads(who: str, **variables: Any) -> Made:
    async def make(stage: Stage) -> tuple[Person, dict[str, Any]]:
        return getattr(stage, who), {name: stage.by if name == "by" else each for name, each in variables.items()}

    return make


def _acts(who: str, on: str | None = None, *, versioned: bool = False, party: bool = False, **given: Any) -> Made:
    async def make(stage: Stage) -> tuple[Person, dict[str, Any]]:
        person = getattr(stage, who)
        asked = {"idempotencyKey": str(uuid4()), **given}
        if on:
            asked["claimId"] = stage.id_of(on)
        if versioned and on:
            asked["expectedVersion"] = await stage.version(person, on)
        if party and on:
            asked["partyId"] = await stage.party_of(on)
        return person, {"input": asked}

    return make


async def _lodging(stage: Stage) -> tuple[Person, dict[str, Any]]:
    def described(each: Any) -> dict[str, Any]:
        return {
            "kind": each.kind,
            "name": each.name,
            "addressLines": list(each.address_lines),
            "postCode": each.post_code,
            "email": each.email,
        }

    sides = {side: [described(each) for each in group] for side, group in parties(stage.size).items()}
    what = {"amount": "1250.00", "whatFor": "A garden wall.", **sides}
    return stage.kate, {"input": {"idempotencyKey": str(uuid4()), **what}}


async def _linking(stage: Stage) -> tuple[Person, dict[str, Any]]:
    return stage.andrew, {
        "input": {
            "idempotencyKey": str(uuid4()),
            "reference": await stage.world.reference(stage.claims["link"]),
            "securityCode": (await stage.world.codes())[0].text,
            "dateOfBirth": BIRTH.isoformat(),
        }
    }


async def _asking_for_code(stage: Stage) -> tuple[Person, dict[str, Any]]:
    stage.world.clock.at = LATE
    reference = await stage.world.reference(stage.claims["code"])
    return stage.andrew, {"input": {"idempotencyKey": str(uuid4()), "reference": reference}}


async def _posting(stage: Stage) -> tuple[Person, dict[str, Any]]:
    return stage.court, {"input": {"idempotencyKey": str(uuid4()), "letterId": await stage.letter("post")}}


DOCUMENTS: dict[str, Made] = {
    "viewer": _reads("kate"),
    "guidance": _reads("kate", topic="PAYING"),
    "claim": _reads("kate", by=True),
    "case-history": _reads("court", by=True),
    "claimant-dashboard": _reads("kate", first=20),
    "defendant-dashboard": _reads("andrew", first=20),
    "staff-claims": _reads("court", first=20),
    "print-queue": _reads("court", first=20),
    "case-changed": _reads("kate", by=True),
    "dashboard-changed": _reads("kate"),
    "lodge-claim": _lodging,
    "link-to-claim": _linking,
    "request-security-code": _asking_for_code,
    "issue-security-code": _acts("court", "issue", versioned=True, party=True),
    "unlink": _acts("court", "unlink", versioned=True, party=True, reason="It was somebody else."),
    "respond-to-claim": _acts("andrew", "respond", kind="DISPUTES_ALL", statement="It was never mine."),
    "request-judgment": _acts("kate", "request", versioned=True, paymentOrder={"immediately": True}),
    "enter-judgment": _acts("court", "enter", versioned=True),
    "mark-letter-posted": _posting,
    "mark-notice-seen": _acts("kate", "notice", name="JUDGMENT_MAY_BE_REQUESTED"),
    "sign-out": _acts("andrew"),
}
"""Who runs each document of the contract, and with what; signing out stands last."""


async def statements_of(stage: Stage, name: str) -> list[str]:
    """Run one document and answer the statements that it cost, the one that finds the session included."""
    if name in OF_WRITS:
        stage.world.clock.at = UNPAID_AT
        person, variables = await OF_WRITS[name](stage.desks)
    else:
        person, variables = await DOCUMENTS[name](stage)
    text = contract.documents()[name]
    if name.endswith("-changed"):
        return await _statements_of_event(stage, person, text, variables)
    with stage.world.database.count_statements() as seen:
        data = await stage.world.data(person, text, **variables)
    for result in data.values():
        if isinstance(result, dict) and "__typename" in result:
            assert result["__typename"].endswith("Success"), result
    return seen.statements


async def _statements_of_event(stage: Stage, person: Person, text: str, variables: dict[str, Any]) -> list[str]:
    """The statements of opening a live stream at the feed's start, and of the first event that comes."""
    world = stage.world
    variables["after"] = events.to_cursor(world.ground.sealer, events.START)
    operation = world.engine.prepare(Request.of({"query": text, "variables": variables}))
    opened = world.contexts.open_context(token=person.token, caller="", request_id="", kind="subscription")
    with world.database.count_statements() as seen:
        stream = world.engine.subscribe(operation, opened, run_event=world.contexts.run_event, request_id="")
        async with aclosing(stream):
            (event,) = (await anext(stream)).data.values()
    assert event["__typename"] in {"CaseChange", "WorkQueueChange"}, event
    return seen.statements


async def counts(database: Database, size: int) -> dict[str, int]:
    """The number of statements of every document, in a world of this size."""
    prepared = await stage(database, size)
    return {name: len(await _asked_for(prepared, name)) for name in (*DOCUMENTS, *OF_WRITS)}


async def _asked_for(prepared: Stage, name: str) -> list[str]:
    """Its statements, without the one that notes once a minute that a session is used: that follows the machine."""
    found = await statements_of(prepared, name)
    return [statement for statement in found if not statement.startswith("UPDATE sessions SET last_used_at")]


async def main() -> None:
    """Print the table, counted on SQLite."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (1, 20):
            url = f"sqlite:///{Path(folder) / str(size)}.db"
            await asyncio.to_thread(migrations.upgrade, url)
            database = Database(url)
            found[size] = await counts(database, size)
            await database.dispose()
    print(f"{'document':<24}{'1 of each':>12}{'20 of each':>12}")  # noqa: T201
    for name in found[1]:
        print(f"{name:<24}{found[1][name]:>12}{found[20][name]:>12}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
