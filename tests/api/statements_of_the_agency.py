"""Who runs each document of the agency's screens, and with what, in a world of one of each and in one of many."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from backend import contract
from backend.adapters.database import Database
from backend.execution.requests import Request
from backend.models import Artefact, Finding, FlagSetting, PowerConsidered, Review, Surveillance, new_id
from backend.operations.unit import Outcome, Unit
from backend.queries import events
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.vocabulary import (
    Act,
    Feed,
    FindingKind,
    Flag,
    Power,
    PowerResult,
    ReviewKind,
    RoutingReason,
)
from tests.api.agency_world import AgencyWorld, agency_world, node
from tests.api.world import LODGED_AT, Person
from tests.builders.enforcement_cases import person, referral


@dataclass
class Stage:
    """So many cases of one size: as many maintenance cases, flags that were, reviews, findings and artefacts each."""

    agency: AgencyWorld
    cases: list[UUID]
    payer: str

    @property
    def by(self) -> dict[str, str]:
        return {"id": node(self.cases[0])}


async def stage(database: Database, size: int) -> Stage:
    """A world of so many cases, each with so much on it, all of them Leanne's."""
    agency = await agency_world(database)
    cases = []
    for number in range(size):
        case_id, _ = await agency.assigned(cases=families(number, size))
        await fill(agency, case_id, size)
        cases.append(case_id)
    parties = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { parties { id side } } }"
    found = (await agency.case(agency.leader, parties, cases[0]))["parties"]
    return Stage(agency, cases, next(each["id"] for each in found if each["side"] == "PAYING_PARENT"))


def families(number: int, size: int) -> tuple[MaintenanceCaseDetails, ...]:
    since = referral().cases[0].arrears_since
    return tuple(
        MaintenanceCaseDetails(f"1210{number:04}{each:04}", person(f"Chantelle Grant {each}"), 10_000, since)
        for each in range(min(size, 5))
    )


async def fill(agency: AgencyWorld, case_id: UUID, size: int) -> None:
    """What overlays a case: of each so many, and one of each that is live."""
    ended = LODGED_AT + timedelta(hours=1)
    on = LODGED_AT.date()

    def rows(number: int) -> list[Any]:
        at = LODGED_AT + timedelta(minutes=number)
        last = None if number == 0 else ended
        return [
            FlagSetting(id=new_id(), case_id=case_id, flag=Flag.LOCK_ASSIGNMENT, set_at=at, reason="He moves.",
                        ended_at=last),
            Review(id=new_id(), case_id=case_id, kind=ReviewKind.SETUP_ONLY, due_on=on, reason="To see.", set_at=at,
                   ended_at=last),
            Surveillance(id=new_id(), case_id=case_id, reason="No address.", started_at=at, ended_at=ended,
                         exit=RoutingReason.SURVEILLANCE_NEW_ADDRESS),
            PowerConsidered(id=new_id(), case_id=case_id, power=Power.DEDUCTION_ORDER, result=PowerResult.EXHAUSTED,
                            reason="No employer.", at=at, by=agency.manager.key),
            Finding(id=new_id(), case_id=case_id, feed=Feed.HMRC, kind=FindingKind.EMPLOYMENT, text="A garage.",
                    data={}, found_on=on, recorded_at=at),
            Artefact(id=new_id(), case_id=case_id, power=Power.CHARGING_ORDER, commenced_on=on, is_outstanding=True,
                     form={}),
        ]  # fmt: skip

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        for number in range(size):
            unit.session.add_all(rows(number))
        return Outcome()

    await agency.world.act(None, act)


Made = Callable[[Stage], Awaitable[tuple[Person, dict[str, Any]]]]


def reads(who: str, **variables: Any) -> Made:
    async def make(stage: Stage) -> tuple[Person, dict[str, Any]]:
        given = {name: stage.by if name == "by" else each for name, each in variables.items()}
        return getattr(stage.agency, who), given

    return make


async def _a_parent(stage: Stage) -> tuple[Person, dict[str, Any]]:
    dean = await stage.agency.world.person("Dean Sutton")
    for case_id in stage.cases:
        await stage.agency.world.stand_for(dean, case_id, "Dean Sutton")
    return dean, {"first": 20}


async def _details(stage: Stage) -> tuple[Person, dict[str, Any]]:
    given = {"enforcementCaseId": stage.by["id"], "partyId": stage.payer, "reason": "A complaint."}
    return stage.agency.leader, {"input": {"idempotencyKey": str(uuid4()), **given}}


DOCUMENTS: dict[str, Made] = {
    "enforcement-cases": reads("manager", first=20),
    "enforcement-case": reads("manager", by=True),
    "enforcement-case-history": reads("manager", by=True),
    "case-decisions": reads("manager", by=True),
    "agency-queue": reads("manager", first=20),
    "team-load": reads("leader"),
    "enforcement-case-changed": reads("manager", by=True),
    "parent-enforcement-cases": _a_parent,
    "read-party-details": _details,
}


async def statements_of(stage: Stage, name: str) -> list[str]:
    """Run one document and answer the statements that it cost, but for the one that notes that a session is used."""
    world, (who, variables) = stage.agency.world, await DOCUMENTS[name](stage)
    text = contract.documents()[name]
    with world.database.count_statements() as seen:
        if name.endswith("-changed"):
            await _first_event(stage, who, text, variables)
        else:
            data = await world.data(who, text, **variables)
            assert all(data.values()), data
    return _told(seen.statements)


async def statements_of_list(stage: Stage, selection: str) -> list[str]:
    """List the cases, with something asked of each of them, and answer the statements that it cost."""
    world, text = stage.agency.world, f"{{ viewer {{ enforcementCases(first: 20) {{ nodes {{ id {selection} }} }} }} }}"
    with world.database.count_statements() as seen:
        listed = (await world.data(stage.agency.manager, text, wide=True))["viewer"]["enforcementCases"]["nodes"]
    assert len(listed) == len(stage.cases)
    return _told(seen.statements)


def _told(statements: list[str]) -> list[str]:
    return [each for each in statements if not each.startswith("UPDATE sessions SET last_used_at")]


async def _first_event(stage: Stage, who: Person, text: str, variables: dict[str, Any]) -> None:
    world = stage.agency.world
    variables["after"] = events.to_cursor(world.ground.sealer, events.START)
    operation = world.engine.prepare(Request.of({"query": text, "variables": variables}))
    opened = world.contexts.open_context(token=who.token, caller="", request_id="", kind="subscription")
    stream = world.engine.subscribe(operation, opened, run_event=world.contexts.run_event, request_id="")
    (event,) = (await anext(stream)).data.values()
    await stream.aclose()
    assert event["__typename"] == "EnforcementCaseChange", event


async def counts(database: Database, size: int) -> dict[str, int]:
    """The number of statements of every document, in a world of this size."""
    prepared = await stage(database, size)
    return {name: len(await statements_of(prepared, name)) for name in DOCUMENTS}
