"""The whole story through the public API, against a served demonstration on both databases."""

import re
from collections.abc import Iterator

import pytest

from tests.conftest import Urls
from tests.journeys.client import Persona, World, world_at
from tests.journeys.story import ANDREW, KATE, STATEMENT, WHAT_FOR, late_response, silence
from tests.live.processes import Process, running

STORY = [
    "CLAIM_LODGED",
    "REMINDER_SENT",
    "REMINDER_SENT",
    "RESPONSE_OVERDUE",
    "JUDGMENT_REQUESTED",
    "JUDGMENT_ENTERED",
]


@pytest.fixture
def demonstration(database_urls: Urls) -> Iterator[Process]:
    """A demonstration in a process of its own, signed in to its database as in production."""
    environment = {
        "DATABASE_URL": database_urls.service,
        "MIGRATION_DATABASE_URL": database_urls.owner,
        "PORT": "0",
    }
    with running("-m", "tests.journeys.demonstration", environment=environment) as process:
        yield process


@pytest.mark.requirement(
    "D-01", "D-02", "D-03", "D-04", "D-11", "D-12", "D-14", "X-01", "X-02", "X-03", "X-04", "X-05", "X-07", "X-08"
)
async def test_the_story_is_told_live_and_nobody_is_named_in_the_log(demonstration: Process) -> None:
    told: list[str] = []
    async with world_at(demonstration.url) as world:
        seen = await silence(world, told.append)
        await _everyone_saw_it_once_and_in_order(world, seen)
        defended = await late_response(world, told.append)
        assert [each["state"] for each in defended["judgmentRequests"]] == ["REFUSED"]
        metrics = (await world.http.get(f"{demonstration.url}/metrics")).text
    assert seen["code"] == 4403
    assert seen["judgment"]["payWithin28Days"]["on"] < seen["judgment"]["registerLastDay"]["on"]
    assert len(told) > 15
    written = demonstration.said
    assert '"event":"request"' in written  # the log was on
    for canary in (*_canaries(), seen["reference"], seen["judgment"]["number"]):
        assert canary not in written, canary
        assert canary not in metrics, canary
    assert not re.search(r"Traceback|\"fault\"", written), written[-3_000:]


async def _everyone_saw_it_once_and_in_order(world: World, seen: dict) -> None:
    """What came live is the history as each may see it: Kate's across a cut, Andrew's until he signed out."""
    histories = {
        name: await _history(await world.sign_in(persona), seen["reference"])
        for name, persona in (("kate", "kate"), ("andrew", "andrew"), ("court", "court-officer"))
    }
    for name in ("kate", "court"):
        told = len(seen[name])
        assert seen[name] == histories[name][:told]
        # Only what became of the last letters may have come after the story's end.
        assert {kind.partition("_")[0] for kind, _ in histories[name][told:]} <= {"LETTER"}
    kinds = [kind for kind, _ in histories["andrew"]]
    followed = histories["andrew"][kinds.index("REMINDER_SENT") :]
    live = [each for each in seen["andrew"] if each[0] in STORY]
    assert live == [each for each in followed if each[0] in STORY][:-1]
    assert [kind for kind in kinds if kind in STORY] == STORY


async def _history(persona: Persona, reference: str) -> list[tuple[str, str]]:
    claim = (await persona.ask("claim", by={"reference": reference}, events=100))["claim"]
    return [(each["kind"], each["at"]) for each in claim["history"]["nodes"]]


def _canaries() -> list[str]:
    """Every personal thing that was given to the service."""
    people = [
        text
        for person in (KATE, ANDREW)
        for value in person.values()
        for text in (value if isinstance(value, list) else [value])
        if text not in {"PERSON", "York", "Leeds"}
    ]
    return [*people, *WHAT_FOR.split(" that ")[:1], STATEMENT]
