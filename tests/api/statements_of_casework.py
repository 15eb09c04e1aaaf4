"""Who runs the commonest acts of the agency, and with what, in the world in which its screens are counted."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from backend import contract
from backend.adapters.database import Database
from backend.operations import arrears
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.periods import london_day
from backend.rules.vocabulary import Act
from tests.api.agency_world import node
from tests.api.statements_of_the_agency import Stage, families, fill, stage
from tests.api.world import LODGED_AT, Person

UNCOUNTED = {
    "open-case-service-request",
    "mark-ready-for-pause",
    "mark-ready-for-reprogressing",
    "mark-ready-for-cancellation",
    "link-service-requests",
    "record-offline-task",
    "receive-offline-task",
    "end-schedule",
    "allocate-payment",
    "invalidate-liability-order",
    "record-artefact",
    "record-compliance",
    "remove-flag",
    "launch-power",
    "record-power-considered",
    "categorise-arrears",
    "record-migrated-actions",
    "draft-case-letter",
    "send-case-letter",
    "mark-case-letter-posted",
    "simulate-approval",
    "simulate-closing",
    "simulate-outcome",
}
"""Acts on one case or one service request at a time, each with the same beats as one that is counted."""
VERSION = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { version } }"
REQUESTS = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  serviceRequests(first: 1) { nodes { id version } } } }"""
TERMS = {"kind": "NEGOTIATED", "frequency": "WEEKLY", "instalment": "20.00", "total": "80.00"}
IN_A_ROW = 2
"""How many service requests are given to somebody at once: each is an act of its own."""
Made = Callable[[Stage], Awaitable[tuple[Person, dict[str, Any]]]]


def on_request(**given: Any) -> Made:
    """On the service request by which the first case was routed, as Leanne, who owns it."""

    async def make(at: Stage) -> tuple[Person, dict[str, Any]]:
        (found,) = (await at.agency.case(at.agency.manager, REQUESTS, at.cases[0]))["serviceRequests"]["nodes"]
        about = {"serviceRequestId": found["id"], "expectedVersion": found["version"]}
        return at.agency.manager, {"input": {"idempotencyKey": str(uuid4()), **about, **given}}

    return make


def on_case(**given: Any) -> Made:
    """On the first case, as Leanne, who works it."""

    async def make(at: Stage) -> tuple[Person, dict[str, Any]]:
        version = (await at.agency.case(at.agency.manager, VERSION, at.cases[0]))["version"]
        about = {"enforcementCaseId": node(at.cases[0]), "expectedVersion": version}
        return at.agency.manager, {"input": {"idempotencyKey": str(uuid4()), **about, **given}}

    return make


async def _request(at: Stage) -> tuple[Person, dict[str, Any]]:
    found = (await at.agency.case(at.agency.manager, REQUESTS, at.cases[0]))["serviceRequests"]["nodes"]
    return at.agency.manager, {"by": {"id": found[0]["id"]}}


async def _two_to_route(at: Stage) -> tuple[Person, dict[str, Any]]:
    came = [await at.agency.refer(cases=families(100 + number, len(at.cases))) for number in range(IN_A_ROW)]
    given = {
        "serviceRequestIds": [to_node_id("ServiceRequest", routing) for _, routing in came],
        "to": {"colleagueId": to_node_id("User", at.agency.manager.key)},
    }
    return at.agency.leader, {"input": {"idempotencyKey": str(uuid4()), **given}}


DOCUMENTS: dict[str, Made] = {
    "start-service-request": on_request(),
    "record-form": on_request(fields=[{"code": "ARREARS_REMAIN", "value": {"isYes": True}}]),
    "complete-activity": on_request(
        activity="INITIATE_DATA_GATHERING", outcome="INITIATE", reason="Nothing is known of him."
    ),
    "case-service-request": _request,
    "set-flag": on_case(flag="MANUAL_ALLOCATION", reason="He asked for it."),
    "agree-schedule": on_case(**TERMS, firstOn=str(LODGED_AT.date() + timedelta(days=7))),
    "assign-service-requests": _two_to_route,
}


async def _run(at: Stage, name: str) -> int:
    world, (who, variables) = at.agency.world, await DOCUMENTS[name](at)
    with world.database.count_statements() as seen:
        (found,) = (await world.data(who, contract.documents()[name], **variables)).values()
    assert "input" not in variables or found["__typename"].endswith("Success"), found
    return len([each for each in seen.statements if not each.startswith("UPDATE sessions SET last_used_at")])


async def _receive(at: Stage) -> int:
    """A payment that the intake takes in on a case as full as the others, and that is allocated at once."""
    size = len(at.cases)
    case_id, _ = await at.agency.assigned(cases=families(200, size))
    await fill(at.agency, case_id, size)

    async def act(unit: Unit) -> Outcome:
        case_file = await load(unit, case_id)
        unit.permit(Act.TAKE_IN_MESSAGE)
        given = {"external_id": "BANCS-1", "amount_pence": 100_00, "lo_reference": None}
        await arrears.receive_payment(unit, case_file, received_on=london_day(unit.now), **given)
        return Outcome()

    with at.agency.world.database.count_statements() as seen:
        await at.agency.world.act(None, act)
    return seen.count


async def counts(database: Database, size: int) -> dict[str, int]:
    """The number of statements of every act, in a world of this size; and of a payment that comes in."""
    at = await stage(database, size)
    counted = {name: await _run(at, name) for name in DOCUMENTS}
    return counted | {"a payment": await _receive(at)}
