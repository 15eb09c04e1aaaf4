"""Whatever is asked of an event, whoever asks it beside others is told what they are told alone (X-02, X-08).

For every role, and for every field that can be reached from what a stream yields: people whose answers must differ
although they stand alike (who works a service request, who read guidance, who has two sessions) ask at the same moment.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.context import Context, Contexts
from backend.execution.requests import Request
from backend.models import ServiceRequest
from backend.operations import downloads, enforcement, printing, sessions
from backend.operations.case_file import load
from backend.operations.feed import Feed, Listener
from backend.operations.unit import Outcome, Unit
from backend.queries import events, work_queue
from backend.resolvers.live import Followed, Stream
from backend.rules.vocabulary import OF_THE_AGENCY, PARENTS, Act, Desk, EventKind, ServiceRequestStatus, Topic
from backend.schema.live import change_of
from backend.schema.work_queue import WorkQueueChange
from tests.api.access_world import INSIDERS, AccessWorld, access_world
from tests.api.agency_access_table import VIEWERS as AGENCY_VIEWERS
from tests.api.agency_access_world import AgencyAccess, agency_access
from tests.api.desk import add_team, do, staff
from tests.api.world import Person, World
from tests.live.asked_of_events import documents_below

pytestmark = pytest.mark.requirement("X-02", "X-08")
HAPPENED = Followed(events.seen_after, change_of)
QUEUED = Followed(work_queue.seen_after, WorkQueueChange)
OF_CLAIMS = documents_below("CaseChange", "dashboardChanged")
OF_CASES = documents_below("EnforcementCaseChange", "dashboardChanged", without=frozenset({"Claim", "Node"}))
OF_THE_COURT = documents_below("WorkQueueChange", "workQueueChanged", without=frozenset({"EnforcementCase"}))
OF_ENFORCEMENT = documents_below("WorkQueueChange", "workQueueChanged", without=frozenset({"Claim", "Node"}))
PUT_UP = {
    "LOOK_AT_CHECKS": "ALL_HOLD",
    "LOOK_AT_CORRECTIONS": "NONE_MADE",
    "LOOK_AT_FEE": "COVERED",
    "DECIDE": "RECOMMEND_ISSUE",
}


@dataclass(frozen=True)
class Viewer:
    """Somebody with a stream, and the event that it yielded last of those that are looked at."""

    name: str
    context: Context
    payload: Any


class Room:
    """Those who follow at the same moment."""

    def __init__(self, world: World, stack: AsyncExitStack) -> None:
        self._world = world
        self._stack = stack
        self._feed = Feed(world.ground)
        self._contexts = Contexts(world.ground, self._feed, is_ready=_is_ready)

    async def viewers(
        self, people: dict[str, Person], followed: Followed, is_meant: Callable[[Any], bool] = lambda _entry: True
    ) -> list[Viewer]:
        """Everybody who is told of any such entry, each with the last one that they are told."""
        contexts = [await self._stack.enter_async_context(self._open(each)) for each in people.values()]
        told = await asyncio.gather(*(self._changes(each, followed) for each in contexts))
        found = []
        for name, context, changes in zip(people, contexts, told, strict=True):
            meant = [each for each in changes if is_meant(each.entry_row)]
            found += [Viewer(name, context, meant[-1])] if meant else []
        return found

    async def compare(self, viewers: list[Viewer], documents: dict[str, str]) -> set[str]:
        """Each is told alone, then all at once; which fields are not the same for all of them."""
        differ = set()
        for asked, document in documents.items():
            alone = [await self._told(each, document) for each in viewers]
            together = await asyncio.gather(*(self._told(each, document) for each in viewers))
            for viewer, before, now in zip(viewers, alone, together, strict=True):
                assert now == before, f"{asked}, told to {viewer.name} among others, is not what they are told alone"
            if len({json.dumps(each) for each in alone}) > 1:
                differ.add(asked)
        return differ

    async def _changes(self, context: Context, followed: Followed) -> list[Any]:
        stream = Stream(context, Listener(context.actor, None), followed)
        return await stream.changes(events.START, limit=10_000)

    async def _told(self, viewer: Viewer, document: str) -> Any:
        operation = self._world.all_seeing.prepare(Request.of({"query": document}))
        execute = partial(self._world.all_seeing._event, operation.executor, viewer.payload)
        told = await self._contexts.run_event(viewer.context, (operation.asks, id(viewer.payload)), execute)
        faults = [(str(each.path), type(each.original_error).__name__) for each in told.result.errors or ()]
        return [faults, self._opened(json.loads(told.written))]

    def _open(self, who: Person) -> AbstractAsyncContextManager[Context]:
        return self._contexts.open_context(token=who.token, caller=who.name, request_id="test", kind="subscription")

    def _opened(self, value: Any) -> Any:
        """An answer with its links to download as what is sealed in them, but for the instant at which they end."""
        if isinstance(value, list):
            return [self._opened(each) for each in value]
        if not isinstance(value, dict):
            return value
        told = {name: each for name, each in value.items() if name != "expiresAt"}
        return {name: self._sealed(each) if name == "url" else self._opened(each) for name, each in told.items()}

    def _sealed(self, url: str) -> str:
        path, _, token = url.rpartition("/")
        purpose = downloads.PURPOSE if path == downloads.PATH else printing.PURPOSE
        return self._world.ground.sealer.open_text(purpose, token)[:-8].hex()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def claims(database: Database) -> AccessWorld:
    return await access_world(database)


@pytest.fixture
async def cases(database: Database) -> AgencyAccess:
    return await agency_access(database)


async def again(world: World, who: Person) -> Person:
    """The same person by another session."""
    token = (await sessions.sign_in(world.ground, who.key)).token
    return replace(who, token=token, actor=await sessions.authenticate(world.ground, token))


def some(documents: dict[str, str], number: int) -> dict[str, str]:
    """So many of them, the same every time."""
    return dict(Random(2026).sample(sorted(documents.items()), number))


def most(documents: dict[str, str], world: World) -> dict[str, str]:
    """All of them where it costs little, some where it costs more."""
    return documents if world.database.dialect == "sqlite" else some(documents, 30)


async def at_the_court(made: AccessWorld) -> dict[str, Person]:
    """Two officers of one team. One is signed in twice, read guidance, and put up an application for a writ."""
    world, case_id = made.world, made.claims["enforced"]
    team = await add_team(world, "Money Claims", *Desk)
    olu, mia = await staff(world, "Olu", team), await staff(world, "Mia", team)
    await world.act(olu, lambda unit: enforcement.record_guidance_read(unit, case_id, Topic.PAPER_WRIT))
    applied = select(ServiceRequest.id).where(
        ServiceRequest.case_id == made.claims["applied"], ServiceRequest.status != ServiceRequestStatus.CLOSED
    )
    request = await world.database.scalar(applied)
    await do(world, olu, "startServiceRequest", request)
    for activity, outcome in PUT_UP.items():
        await do(world, olu, "completeActivity", request, activity=activity, outcome=outcome)
    await do(world, olu, "requestApproval", request)
    return {"Olu": olu, "Olu elsewhere": await again(world, olu), "Mia": mia}


async def everybody_is_told(made: AgencyAccess) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, made.case_id)
        case_file.record(unit, EventKind.PAYMENT_RECEIVED, audience=OF_THE_AGENCY | PARENTS, amount=100)
        return Outcome()

    await made.agency.world.act(None, act)


async def test_officers_are_told_of_a_claim_what_each_is_told_alone(claims: AccessWorld, stack: AsyncExitStack) -> None:
    people, case_id = await at_the_court(claims), claims.claims["enforced"]
    room = Room(claims.world, stack)
    viewers = await room.viewers(people, HAPPENED, lambda entry: entry.stored["case_id"] == case_id)
    assert len({id(each.payload) for each in viewers}) == 1
    theirs = {"GuidanceRead.the rest", "PageInfo.the rest", "Download.the rest"}
    asked = most(OF_CLAIMS, claims.world) | {each: OF_CLAIMS[each] for each in theirs}
    assert theirs <= await room.compare(viewers, asked)


async def test_officers_are_told_of_their_queue_what_each_is_told_alone(
    claims: AccessWorld, stack: AsyncExitStack
) -> None:
    people = await at_the_court(claims)
    room = Room(claims.world, stack)
    viewers = await room.viewers(people, QUEUED)
    assert len({id(each.payload) for each in viewers}) == 1
    theirs = {"Action.the rest", "Reason.the rest", "PageInfo.the rest"}
    asked = most(OF_THE_COURT, claims.world) | {each: OF_THE_COURT[each] for each in theirs}
    assert theirs <= await room.compare(viewers, asked)


async def test_everybody_concerned_with_a_claim_is_told_what_they_are_told_alone(
    claims: AccessWorld, stack: AsyncExitStack
) -> None:
    world, case_id = claims.world, claims.claims["enforced"]
    people = {name: each for name, each in claims.people.items() if name in INSIDERS}
    people["claimant elsewhere"] = await again(world, people["claimant"])
    room = Room(world, stack)
    viewers = await room.viewers(people, HAPPENED, lambda entry: entry.stored["case_id"] == case_id)
    assert {each.name for each in viewers} == set(people)
    assert await room.compare(viewers, some(OF_CLAIMS, 12))


async def test_everybody_concerned_with_an_enforcement_case_is_told_what_they_are_told_alone(
    cases: AgencyAccess, stack: AsyncExitStack
) -> None:
    agency, concerned = cases.agency, set(AGENCY_VIEWERS) - {"other leader", "complaints"}
    people = {name: cases.people[name] for name in sorted(concerned)}
    people["assigned elsewhere"] = await again(agency.world, people["assigned"])
    await everybody_is_told(cases)
    room = Room(agency.world, stack)
    viewers = await room.viewers(people, HAPPENED)
    assert {each.name for each in viewers} == set(people)
    assert await room.compare(viewers, some(OF_CASES, 10))
    queued = await room.viewers(people, QUEUED)
    assert await room.compare(queued, some(OF_ENFORCEMENT, 10))


async def _is_ready() -> bool:
    return True
