"""Applying for a writ through the API: what is shown as open is what is done, and what the defendant must not see."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.adapters.database import Database
from backend.models import WritApplication
from backend.operations.applying import facts_of, load
from backend.operations.unit import Outcome, Unit
from backend.queries import events
from backend.queries import writ_applications as queries
from backend.queries.ids import to_node_id
from backend.queries.model import Facts
from backend.queries.reading import Reading
from backend.rules.vocabulary import Act, Role, WritApplicationState
from tests.api.everything import selection
from tests.api.world import NOBODY, Person, World, codes_of
from tests.builders.clocks import SetClock
from tests.builders.enforcement import (
    OWED_PENCE,
    Application,
    complete_application,
    draft_application,
    submitted_application,
    unpaid_judgment,
)
from tests.builders.officers import add_officer
from tests.builders.service import Service

APPLICATION = "query ($by: WritApplicationBy!) { writApplication(by: $by) { %s } }"
ACTIONS = "version actions { name isOpen reasons { code } }"
SINCE = (
    "query ($by: ClaimBy!, $f: HistoryFilter) { claim(by: $by) { history(first: 100, filter: $f) { nodes { kind } } } }"
)
CLAIM = f"query ($by: ClaimBy!) {{ claim(by: $by) {selection('Claim')} }}"


@dataclass
class Court:
    """A world whose people are those of the service that the builders act on."""

    world: World
    service: Service
    kate: Person
    andrew: Person
    officer: Person

    async def shown(self, who: Person, made: Application, fields: str) -> Any:
        by = {"id": to_node_id("WritApplication", made.id)}
        return (await self.world.data(who, APPLICATION % fields, by=by))["writApplication"]

    async def claim(self, who: Person, case_id: UUID) -> Any:
        by = {"id": to_node_id("Claim", case_id)}
        return (await self.world.data(who, CLAIM, wide=True, by=by))["claim"]

    async def do(self, who: Person, mutation: str, given: dict[str, Any], fields: str = "__typename") -> Any:
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ {fields} __typename "
            "... on RefusedError { reasons { code } } ... on ValidationErrors { errors { code path } } } }"
        )
        return await self.world.do(who, document, **given)


@pytest.fixture
async def court(database: Database) -> Court:
    clock = SetClock()
    world = World(database, clock=clock)
    kate, andrew, stranger = [await world.person(name) for name in ("Kate Marlowe", "Andrew Hollis", "Sam Stranger")]
    officer = await world.person("Olu Officer", Role.COURT_OFFICER)
    service = Service(world.ground, clock, kate.actor, andrew.actor, stranger.actor, officer.actor)
    return Court(world, service, kate, andrew, officer)


async def complete(service: Service, officer: UUID) -> Application:
    return await complete_application(service, hceo_id=officer)


async def submitted(service: Service, officer: UUID) -> Application:
    return await submitted_application(service, hceo_id=officer)


async def draft(service: Service, officer: UUID) -> Application:
    del officer
    return await draft_application(service)


async def returned(service: Service, officer: UUID) -> Application:
    made = await submitted_application(service, hceo_id=officer)
    await made.send_back()
    return made


async def sent_thrice(service: Service, officer: UUID) -> Application:
    made = await returned(service, officer)
    for _ in range(2):
        await made.resubmit()
        await made.send_back()
    return made


async def withdrawn(service: Service, officer: UUID) -> Application:
    made = await draft_application(service)
    await made.withdraw()
    return made


SITUATIONS: dict[str, Callable[[Service, UUID], Awaitable[Application]]] = {
    each.__name__: each for each in (draft, complete, submitted, returned, sent_thrice, withdrawn)
}
SENT = {"draft": 0, "complete": 0, "submitted": 1, "returned": 1, "sent_thrice": 3, "withdrawn": 0}
MUTATIONS = {
    Act.GIVE_WRIT_DETAILS: "giveWritDetails",
    Act.APPOINT_HCEO: "appointHceo",
    Act.USE_HELP_WITH_FEES: "useHelpWithFees",
    Act.RESUBMIT_WRIT_APPLICATION: "resubmitWritApplication",
    Act.WITHDRAW_WRIT_APPLICATION: "withdrawWritApplication",
    Act.AMEND_WRIT_APPLICATION: "amendWritApplication",
}
DETAILS = {
    "defendants": ["Andrew Hollis"],
    "addresses": [{"lines": ["14 Clarence Street", "York"], "postCode": "YO31 7EW"}],
    "isRegulated": False,
    "amountDue": "1385.62",
}
GIVEN: dict[Act, dict[str, Any]] = {
    Act.GIVE_WRIT_DETAILS: {"details": DETAILS},
    Act.AMEND_WRIT_APPLICATION: {"details": DETAILS},
    Act.APPOINT_HCEO: {"appointment": {"rota": {}}},
    Act.USE_HELP_WITH_FEES: {"reference": "HWF-A1B-2C3"},
}


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("situation", SITUATIONS)
async def test_what_is_shown_as_open_is_done_and_what_is_closed_is_refused_for_the_reasons_shown(
    court: Court, situation: str
) -> None:
    hceo_id = await add_officer(court.world.ground)
    for who in (court.kate, court.officer):
        for act, mutation in MUTATIONS.items():
            made = await SITUATIONS[situation](court.service, hceo_id)
            shown = await court.shown(who, made, ACTIONS)
            actions = {each["name"]: each for each in shown["actions"]}
            given = {"applicationId": to_node_id("WritApplication", made.id), "expectedVersion": shown["version"]}
            answer = await court.do(who, mutation, {**given, **GIVEN.get(act, {})})
            if act not in actions:
                assert answer["__typename"] == "NotPermittedError", act
            elif actions[act]["isOpen"]:
                assert answer["__typename"] == f"{mutation[0].upper()}{mutation[1:]}Success", act
            else:
                assert answer["reasons"] == actions[act]["reasons"], act


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("situation", SITUATIONS)
async def test_what_is_read_and_what_is_acted_on_are_judged_by_the_same_facts(court: Court, situation: str) -> None:
    made = await SITUATIONS[situation](court.service, await add_officer(court.world.ground))
    found: list[Any] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        subject, application = await load(unit, made.id)
        found.append(await facts_of(unit, subject, application))
        return Outcome()

    for who in (court.kate, court.officer):
        await court.world.act(who, act)
        reading = Reading(court.world.database, who.actor, court.service.clock.at)
        row = await reading.by_key(queries.WRIT_APPLICATION, made.id)
        assert row is not None
        sums = {what.name: await reading.total(row, what) for what in queries.JUDGED_APPLICATION_BY}
        await reading.close()
        read = queries.facts_of(Facts(row.stored, sums, row.relation, court.service.clock.at))
        acted = found.pop()
        assert (read.state, read.has_details, read.has_officer) == (acted.state, acted.has_details, acted.has_officer)
        assert (read.fee_method, read.is_payment_live) == (acted.fee_method, acted.is_payment_live)
        assert (read.claim.owed_pence, read.claim.judgment) == (acted.claim.owed_pence, acted.claim.judgment)
        assert read.claim.restraints == acted.claim.restraints
        assert read.claim.submissions_today == acted.claim.submissions_today == SENT[situation]


@pytest.mark.requirement("W-01", "W-03", "W-05", "W-06", "W-07", "W-08", "W-09")
async def test_kate_applies_for_a_writ_from_the_first_look_to_the_court(court: Court) -> None:
    officer = to_node_id("Hceo", await add_officer(court.world.ground))
    case_id = await unpaid_judgment(court.service)
    claim = await court.claim(court.kate, case_id)
    assert claim["status"] == "JUDGMENT_UNPAID"
    assert claim["writEligibility"]["isEligible"] is True
    options = {each["route"]: each["isOpen"] for each in claim["enforcementOptions"]}
    assert options == dict.fromkeys(options, True)
    read = await court.do(
        court.kate, "recordGuidanceRead", {"claimId": claim["id"], "topic": "WRIT_OF_CONTROL"},
        "... on RecordGuidanceReadSuccess { claim { version guidanceRead { topic version } } }",
    )  # fmt: skip
    assert [each["topic"] for each in read["claim"]["guidanceRead"]] == ["WRIT_OF_CONTROL"]
    fields = (
        "id state nextStep fee feePolicy version details { amountDue isRegulated } officer { name } checks { code }"
    )
    begun = await court.do(
        court.kate, "startWritApplication", {"claimId": claim["id"], "expectedVersion": claim["version"]},
        f"... on StartWritApplicationSuccess {{ application {{ {fields} }} }}",
    )  # fmt: skip
    application = begun["application"]
    assert (application["state"], application["fee"], application["feePolicy"]) == ("DRAFT", "80.00", "WRIT_FEE_2025")
    assert application["details"] == {"amountDue": "1385.62", "isRegulated": None}
    for mutation, given in (
        ("giveWritDetails", {"details": {**DETAILS, "safety": "A dog"}}),
        ("appointHceo", {"appointment": {"hceoId": officer}}),
        ("useHelpWithFees", {"reference": "HWF-A1B-2C3"}),
    ):
        kind = mutation[0].upper() + mutation[1:]
        answer = await court.do(
            court.kate, mutation,
            {"applicationId": application["id"], "expectedVersion": application["version"], **given},
            f"... on {kind}Success {{ application {{ {fields} }} }}",
        )  # fmt: skip
        application = answer["application"]
    assert (application["state"], application["officer"]["name"]) == ("SUBMITTED", "Idris Bowen")
    assert application["checks"] is None
    assert application["nextStep"].startswith("The court verifies")
    claim = await court.claim(court.kate, case_id)
    assert [each["name"] for each in claim["notices"]] == ["WRIT_APPLICATION_SUBMITTED"]
    assert [each["code"] for each in claim["nextSteps"]] == ["WAIT_FOR_APPROVAL"]
    seen = await court.claim(court.officer, case_id)
    assert next(each["code"] for each in seen["writApplications"][0]["checks"]) == "ELIGIBLE"


@pytest.mark.requirement("W-04")
async def test_choosing_paper_answers_form_fee_and_steps(court: Court) -> None:
    case_id = await unpaid_judgment(court.service)
    claim = await court.claim(court.kate, case_id)
    answer = await court.do(
        court.kate, "choosePaperWrit", {"claimId": claim["id"], "expectedVersion": claim["version"]},
        "... on ChoosePaperWritSuccess { paperWrit { form fee { amount } steps } }",
    )  # fmt: skip
    assert (answer["paperWrit"]["form"], answer["paperWrit"]["fee"]["amount"]) == ("N293A", "80.00")
    assert len(answer["paperWrit"]["steps"]) == 4


@pytest.mark.requirement("X-08")
async def test_nothing_that_the_defendant_is_told_depends_on_an_application(court: Court) -> None:
    """P10: two claims alike, one of them with an application through all its states; to Andrew they are the same."""
    hceo_id = await add_officer(court.world.ground)
    plain, applied = await unpaid_judgment(court.service), await unpaid_judgment(court.service)
    before = await court.claim(court.andrew, applied)
    cursor = events.to_cursor(court.world.ground.sealer, await events.last_position(court.world.database))
    made = await draft_application(court.service, applied)
    steps: list[Callable[[], Awaitable[Outcome]]] = [
        made.give_details,
        lambda: made.appoint(hceo_id),
        made.use_help_with_fees,
        made.amend,
        made.send_back,
        made.resubmit,
        made.reject,
    ]
    for step in steps:
        await step()
        assert await court.claim(court.andrew, applied) == before
    assert before["writEligibility"] is before["enforcementOptions"] is None
    assert before["writApplications"] == []
    other = await court.claim(court.andrew, plain)
    assert {name for name in before if before[name] != other[name]} <= {
        "id", "reference", "parties", "debts", "judgment", "judgmentRequests", "letters", "history", "writ",
    }  # fmt: skip
    entries = {}
    for who in (court.andrew, court.kate):
        by = {"id": to_node_id("Claim", applied)}
        since = (await court.world.data(who, SINCE, by=by, f={"after": cursor}))["claim"]["history"]["nodes"]
        entries[who.name] = [each["kind"] for each in since]
    assert entries["Andrew Hollis"] == []
    assert entries["Kate Marlowe"][0] == "WRIT_APPLICATION_STARTED"
    for who in (court.andrew, NOBODY):
        by = {"reference": (await made.stored()).reference}
        answer = await court.world.data(who, APPLICATION % "id", by=by)
        assert answer["writApplication"] is None
        nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
        assert (await court.world.data(who, nodes, ids=[to_node_id("WritApplication", made.id)]))["nodes"] == [None]
    listed = "{ viewer { claims(first: 10) { totalCount nodes { id version updatedAt } } dashboard { status count } } }"
    assert (await court.world.data(court.andrew, listed))["viewer"]["claims"]["totalCount"] == 2
    dashboard = (await court.world.data(court.andrew, listed))["viewer"]["dashboard"]
    assert {each["status"]: each["count"] for each in dashboard if each["count"]} == {"JUDGMENT_UNPAID": 2}


@pytest.mark.requirement("X-08")
async def test_from_issue_on_the_defendant_sees_a_summary_and_none_of_the_details(court: Court) -> None:
    made = await submitted_application(court.service, safety="A dog", hceo_id=await add_officer(court.world.ground))
    issued = WritApplication.__table__.update().values(state=WritApplicationState.ISSUED)
    await court.service.change(issued)
    shown = await court.shown(
        court.andrew, made,
        "reference state submittedAt details { safety } fee feeMethod helpWithFeesReference checks { code } nextStep "
        "officer { name } startedAt corrections isAmended actions { name }",
    )  # fmt: skip
    told = {name: value for name, value in shown.items() if value}
    assert told.keys() == {"reference", "state", "submittedAt"}
    assert told["state"] == "ISSUED"
    everything = json.dumps(await court.claim(court.andrew, made.case_id))
    assert [word for word in ("A dog", "HWF-") if word in everything] == []


@pytest.mark.requirement("W-03", "X-08")
async def test_a_restraint_is_seen_by_both_parties_and_its_kind_by_the_court(court: Court) -> None:
    case_id = await unpaid_judgment(court.service)
    claim = await court.claim(court.officer, case_id)
    done = await court.do(
        court.officer, "restrainEnforcement",
        {"claimId": claim["id"], "kind": "MENTAL_HEALTH_CRISIS", "reason": "As certified.",
         "expectedVersion": claim["version"]},
    )  # fmt: skip
    assert done["__typename"] == "RestrainEnforcementSuccess"
    for who, kind, reason in (
        (court.officer, "MENTAL_HEALTH_CRISIS", "As certified."),
        (court.kate, "BREATHING_SPACE", None),
        (court.andrew, "BREATHING_SPACE", None),
    ):
        (restraint,) = (await court.claim(who, case_id))["restraints"]
        assert (restraint["kind"], restraint["reason"], restraint["isInForce"]) == (kind, reason, True)
    assert (await court.claim(court.kate, case_id))["writEligibility"]["isEligible"] is False
    assert "As certified" not in json.dumps(await court.claim(court.kate, case_id))


async def test_an_id_of_another_type_is_bad_input(court: Court) -> None:
    answer = await court.world.ask(court.kate, APPLICATION % "id", by={"id": to_node_id("Claim", uuid4())})
    assert codes_of(answer) == ["BAD_USER_INPUT"]
    assert OWED_PENCE == 1_385_62
