"""The whole story through the public API, against a served demonstration on both databases."""

import re

import pytest

from tests.journeys.client import Persona, World, world_at
from tests.journeys.story import STATEMENT, WHAT_FOR, judgment, late_response, silence
from tests.journeys.telling import ANDREW, KATE
from tests.journeys.writ import CHAPTERS, GOODS, OFFICER, SAFETY, writ
from tests.live.processes import Process

STORY = [
    "CLAIM_LODGED",
    "REMINDER_SENT",
    "REMINDER_SENT",
    "RESPONSE_OVERDUE",
    "JUDGMENT_REQUESTED",
    "JUDGMENT_ENTERED",
]


WORKED = [
    "SERVICE_REQUEST_OPENED",
    "SERVICE_REQUEST_STARTED",
    *["ACTIVITY_COMPLETED"] * 4,
    "APPROVAL_REQUESTED",
    "SERVICE_REQUEST_APPROVED",
    "SERVICE_REQUEST_CLOSED",
]
APPLIED = [
    "GUIDANCE_READ",
    "GUIDANCE_READ",
    "WRIT_APPLICATION_STARTED",
    "WRIT_DETAILS_GIVEN",
    "HCEO_CHOSEN",
    "FEE_PAYMENT_STARTED",
    "FEE_PAYMENT_SUCCEEDED",
    "WRIT_APPLICATION_SUBMITTED",
]
"""What only Kate and the court are told of."""
ENFORCED = ["WRIT_ISSUED", "WRIT_SERVED", "WRIT_ACKNOWLEDGED", "NOTICE_OF_ENFORCEMENT_GIVEN"]


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


@pytest.mark.requirement(
    "D-17", "D-18", "W-01", "W-02", "W-03", "W-04", "W-05", "W-06", "W-07", "W-08", "W-09", "W-10", "W-11", "W-12",
    "W-14", "W-15", "W-18", "W-20", "X-01", "X-02", "X-04", "X-05", "X-07", "X-08",
)  # fmt: skip
async def test_an_unpaid_judgment_becomes_a_writ_that_can_be_enforced_and_nobody_is_named_in_the_log(
    demonstration: Process,
) -> None:
    told: list[str] = []
    async with world_at(demonstration.url) as world:
        reference = (await judgment(world))["reference"]
        made = await writ(world, reference, told.append, told.append)
        await _each_was_told_what_is_theirs(world, reference, made["live"])
        metrics = (await world.http.get(f"{demonstration.url}/metrics")).text
    assert [line for line in told if line in CHAPTERS] == list(CHAPTERS)
    assert made["writ"]["status"] == "ENFORCEABLE"
    assert made["writ"]["total"] == made["verified"]["total"]
    written = demonstration.said
    secrets = (GOODS, SAFETY, *OFFICER.values(), *_canaries(), reference, made["number"], made["code"])
    for canary in secrets:
        assert canary not in written, canary
        assert canary not in metrics, canary
    assert not re.search(r"Traceback|\"fault\"", written), written[-3_000:]


async def _each_was_told_what_is_theirs(world: World, reference: str, live: dict) -> None:
    """Live, once and in order, what the history holds for each: the application for nobody but Kate and the court."""
    kinds = {name: [kind for kind, _ in events if "LETTER" not in kind] for name, events in live.items()}
    for name, expected in (("kate", [*APPLIED, *ENFORCED]), ("andrew", ENFORCED), ("hceo", ENFORCED)):
        assert kinds[name] == expected, name
    assert kinds["court-officer"] == WORKED
    court = [kind for kind, _ in await _history(await world.sign_in("court-officer"), reference)]
    assert court.count("DOCUMENT_DOWNLOADED") == 2
    for name in ("kate", "andrew", "hceo"):
        history = await _history(await world.sign_in(name), reference)
        followed = history[history.index(live[name][0]) :]
        assert live[name] == followed[: len(live[name])], name
        assert {kind.partition("_")[0] for kind, _ in followed[len(live[name]) :]} <= {"LETTER"}


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
