"""The documents of the contract about writs and casework, and the world in which their statements are counted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from backend.models import ServiceRequest, WritApplication
from backend.operations import hceos
from backend.operations.drafting import code_of
from backend.operations.unit import carry_out
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Desk, Role
from tests.api import desk, enforcing
from tests.api.world import LATE, LODGED_AT, Person, World
from tests.builders.officers import COURT, be_served, entry

UNPAID_AT = LATE + timedelta(days=2)
ON = ("unpaid", "applied", "writ")
SERVED_AT_MOST = 5
"""How many writs are served in the largest world, beside the one that is issued in each."""
UNCOUNTED = {
    "pay-writ-fee",
    "check-fee-payment",
    "choose-paper-writ",
    "lift-restraint",
    "withdraw-writ-application",
    "resubmit-writ-application",
    "amend-writ-application",
    "open-service-request",
    "assign-service-request",
    "add-service-request-note",
    "request-approval",
    "approve-service-request",
    "reject-service-request",
    "close-service-request",
    "amend-hceo",
    "suspend-hceo",
    "reinstate-hceo",
}
"""Acts on one thing at a time, each with the same beats as one that is counted; two of them need a payment provider."""


@dataclass
class Desks:
    """Who works on writs in the stage's world, and what they work on."""

    world: World
    kate: Person
    court: Person
    officer: Person
    hceo_id: UUID
    claims: dict[str, UUID]
    ids: dict[str, UUID] = field(default_factory=dict)

    async def version(self, who: Person, name: str) -> int:
        document = "query ($by: ClaimBy!) { claim(by: $by) { version } }"
        by = {"id": to_node_id("Claim", self.claims[name])}
        return (await self.world.data(who, document, by=by))["claim"]["version"]

    async def application(self) -> WritApplication:
        async with self.world.database.writing(SYSTEM) as session:
            found = await session.scalars(
                select(WritApplication).where(WritApplication.case_id == self.claims["applied"])
            )
            return found.one()

    async def service_request(self) -> ServiceRequest:
        """The one that the application opened."""
        key = (await self.application()).id
        async with self.world.database.writing(SYSTEM) as session:
            return (await session.scalars(select(ServiceRequest).where(ServiceRequest.subject_id == key))).one()


async def desks(world: World, kate: Person, size: int) -> Desks:
    """Unpaid judgments, one of them with a writ, and an officer on whom as many writs were served as are wanted."""
    team = await desk.add_team(world, "Money Claims", Desk.COURT_ENFORCEMENT, Desk.COURT_PAYMENTS, Desk.COURT_POST)
    court = await desk.staff(world, "Farah", team)
    officer = await world.person("Idris Bowen", Role.HCEO)
    added = await carry_out(
        world.ground, COURT, lambda unit: hceos.add(unit, entry(), number="HCEO-0001", user_id=officer.key)
    )
    made = Desks(world, kate, court, officer, added.subjects["hceo"], {})
    world.clock.at = LATE
    for name in [*ON, *(f"served {n}" for n in range(min(size, SERVED_AT_MOST)))]:
        world.clock.at = LODGED_AT
        made.claims[name] = await world.lodge(kate)
        world.clock.at = LATE
        if name in ON:
            await world.request(kate, made.claims[name])
            await world.enter(court, made.claims[name])
        else:
            await be_served(world.ground, made.hceo_id, made.claims[name], by=kate.key)
            await desk.undelivered(world, court, made.claims[name])
    world.clock.at = UNPAID_AT
    application = await enforcing.apply(world, kate, made.claims["writ"], made.hceo_id)
    made.ids["writ application"] = application
    made.ids["writ"] = await enforcing.issue(world, court, made.claims["writ"], application)
    return made


Made = Callable[[Desks], Awaitable[tuple[Person, dict[str, Any]]]]


def _reads(who: str, of: str | None = None, **variables: Any) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        by = {"by": {"id": to_node_id("Claim", at.claims[of])}} if of else {}
        return getattr(at, who), {**by, **variables}

    return make


def _reads_one(who: str, noun: str, find: Callable[[Desks], Awaitable[UUID]]) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        return getattr(at, who), {"by": {"id": to_node_id(noun, await find(at))}}

    return make


def _on_claim(who: str, name: str, *, versioned: bool = True, **given: Any) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        person = getattr(at, who)
        asked = {"idempotencyKey": str(uuid4()), "claimId": to_node_id("Claim", at.claims[name]), **given}
        if versioned:
            asked["expectedVersion"] = await at.version(person, name)
        return person, {"input": asked}

    return make


def _on_application(given: Callable[[Desks, WritApplication], dict[str, Any]]) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        found = await at.application()
        asked = {
            "idempotencyKey": str(uuid4()),
            "applicationId": to_node_id("WritApplication", found.id),
            "expectedVersion": await at.version(at.kate, "applied"),
            **given(at, found),
        }
        return at.kate, {"input": asked}

    return make


def _details(_at: Desks, application: WritApplication) -> dict[str, Any]:
    known = application.details
    pounds = f"{known['due_pence'] / 100:.2f}"
    addresses = [{"lines": each["lines"], "postCode": each["post_code"]} for each in known["addresses"]]
    details = {"defendants": known["defendants"], "addresses": addresses, "amountDue": pounds, "isRegulated": False}
    return {"details": details}


def _on_service_request(**given: Any) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        found = await at.service_request()
        key = to_node_id("ServiceRequest", found.id)
        asked = {"idempotencyKey": str(uuid4()), "serviceRequestId": key, "expectedVersion": found.version, **given}
        return at.court, {"input": asked}

    return make


def _on_writ(**given: Any) -> Made:
    async def make(at: Desks) -> tuple[Person, dict[str, Any]]:
        key = to_node_id("Writ", at.ids["writ"])
        return at.officer, {"input": {"idempotencyKey": str(uuid4()), "writId": key, **given}}

    return make


async def _adding(at: Desks) -> tuple[Person, dict[str, Any]]:
    new = {
        "name": "Rosalind Tate",
        "firm": "Tyne and Tees Officers LLP",
        "email": "rosalind@tyne-and-tees.example",
        "districts": [{"district": "LS"}],
    }
    return at.court, {"input": {"idempotencyKey": str(uuid4()), "number": "HCEO-0002", "entry": new}}


async def _verifying(at: Desks) -> tuple[Person, dict[str, Any]]:
    document = "query ($by: WritBy!) { writ(by: $by) { number } }"
    by = {"id": to_node_id("Writ", at.ids["writ"])}
    number = (await at.world.data(at.kate, document, by=by))["writ"]["number"]
    return at.kate, {"reference": number, "code": code_of(at.world.ground.sealer, number, 1)}


async def _the_application(at: Desks) -> UUID:
    return (await at.application()).id


async def _the_service_request(at: Desks) -> UUID:
    return (await at.service_request()).id


async def _the_writ(at: Desks) -> UUID:
    return at.ids["writ"]


DOCUMENTS: dict[str, Made] = {
    "hceos": _reads("kate", postCode="YO31 7EW"),
    "hceo-register": _reads("court"),
    "add-hceo": _adding,
    "enforcement-options": _reads("kate", "unpaid"),
    "record-guidance-read": _on_claim("kate", "unpaid", versioned=False, topic="WRIT_OF_CONTROL"),
    "restrain-enforcement": _on_claim("court", "unpaid", kind="STAY", reason="The defendant asked for time."),
    "start-writ-application": _on_claim("kate", "applied"),
    "give-writ-details": _on_application(_details),
    "appoint-hceo": _on_application(lambda at, _: {"appointment": {"hceoId": to_node_id("Hceo", at.hceo_id)}}),
    "use-help-with-fees": _on_application(lambda *_: {"reference": "HWF-A1B-2C3"}),
    "writ-application": _reads_one("kate", "WritApplication", _the_application),
    "court-teams": _reads("court"),
    "work-queue": _reads("court"),
    "work-queue-changed": _reads("court"),
    "start-service-request": _on_service_request(),
    "complete-activity": _on_service_request(activity="LOOK_AT_FEE", outcome="COVERED"),
    "service-request": _reads_one("court", "ServiceRequest", _the_service_request),
    "writ": _reads_one("kate", "Writ", _the_writ),
    "hceo-dashboard": _reads("officer"),
    "verify-writ": _verifying,
    "acknowledge-writ": _on_writ(receivedAt=UNPAID_AT.isoformat()),
    "give-notice-of-enforcement": _on_writ(method="POST", givenOn=UNPAID_AT.date().isoformat()),
}
"""Who runs each document, and with what, in the order of the story."""
