"""One enforcement case with something in each of its fields, and everybody who may or may not look at it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend import models as m
from backend.adapters.database import Database
from backend.operations import case_letters
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import Act, CaseArea, Desk, Letter, Role
from tests.api.agency_world import AgencyWorld, add_team, agency_world, staff
from tests.api.everything import CORE
from tests.api.world import NOBODY, Person

NOW, TODAY = datetime(2026, 11, 30, 12, tzinfo=UTC), date(2026, 11, 30)
PAGED = "(first: 5) { totalCount }"


@dataclass
class AgencyAccess:
    agency: AgencyWorld
    case_id: UUID
    routing: UUID
    people: dict[str, Person]

    async def seen(self, viewer: str) -> dict[str, str] | None:
        """Of each field whether this viewer sees something in it; None where there is no such case for them."""
        found = await self.agency.case(self.people[viewer], DOCUMENT, self.case_id)
        if found is None:
            return None
        return {name: "." if value in (None, [], {"totalCount": 0}) else "v" for name, value in found.items()}

    async def party(self, side: str) -> str:
        """The id of the first party of a side."""
        found = select(m.Party.id).where(m.Party.case_id == self.case_id, m.Party.side == side).limit(1)
        return to_node_id("Party", await self.agency.world.ground.database.scalar(found))

    async def version(self) -> int:
        """Of the routing service request."""
        found = select(m.ServiceRequest.version).where(m.ServiceRequest.id == self.routing)
        return int(await self.agency.world.ground.database.scalar(found))


def _selected(name: str, field: Any) -> str:
    if "first" in field.args:
        return name + PAGED
    kind = field.type
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return name + (" { __typename }" if hasattr(kind, "fields") else "")


DOCUMENT = (
    "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { "
    + " ".join(_selected(name, field) for name, field in CORE.type_map["EnforcementCase"].fields.items())
    + " } }"
)


async def agency_access(database: Database) -> AgencyAccess:
    agency = await agency_world(database)
    world = agency.world
    seniors = await add_team(world, "Senior Managers", {Desk.SENIOR_MANAGEMENT})
    far = agency.teams["Complex Cases"]
    case_id, routing = await agency.assigned(is_migrated=True, origin=CaseArea.MAINTENANCE)
    dean, chantelle = await agency.parents(case_id)
    await world.act(None, lambda unit: _fill(unit, case_id, routing))
    people = {
        "receiving parent": chantelle,
        "paying parent": dean,
        "assigned": agency.manager,
        "not assigned": agency.colleague,
        "complex": agency.worker,
        "leader": agency.leader,
        "other leader": await staff(world, "Rhodri Vaughan", Role.TEAM_LEADER, far),
        "dot": await staff(world, "Deduction Orders desk", Role.DOT, None),
        "maintenance": await staff(world, "Callum Reid", Role.MAINTENANCE_WORKER, None),
        "complaints": await staff(world, "Siobhan Daly", Role.COMPLAINTS_WORKER, None),
        "arrears owner": await staff(world, "Nuala Quinn", Role.ARREARS_CASE_OWNER, None),
        "transition": await staff(world, "Piotr Zielinski", Role.TRANSITION_WORKER, None),
        "senior": await staff(world, "Patricia Lowe", Role.SENIOR_MANAGER, seniors),
        "court officer": await world.person("Olu Officer", Role.COURT_OFFICER),
        "officer": await world.person("Idris Bowen", Role.HCEO),
        "admin": await world.person("Ravi Desai", Role.ADMIN),
        "service owner": await world.person("Harriet Cole", Role.SERVICE_OWNER),
        "stranger": await world.person("Sam Stranger"),
        "anonymous": NOBODY,
    }
    made = AgencyAccess(agency, case_id, routing, people)
    await _letters(made)
    return made


async def _letters(made: AgencyAccess) -> None:
    """Letters to both parents that left, and one that waits to be signed off."""
    world = made.agency.world

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        for party in await unit.session.scalars(select(m.Party.id).where(m.Party.case_id == made.case_id)):
            unit.session.add(
                m.Letter(
                    case_id=made.case_id, party_id=party, template=Letter.CMEL7402, facts={}, state="SENT",
                    created_at=NOW, next_attempt_at=NOW, service_request_id=made.routing,
                )
            )  # fmt: skip
        return Outcome()

    await world.act(None, act)
    to = await world.ground.database.scalar(
        select(m.Party.id).where(m.Party.case_id == made.case_id, m.Party.side == "PAYING_PARENT")
    )
    await world.act(
        made.people["assigned"],
        lambda unit: case_letters.draft(
            unit, made.routing, Letter.CMEL9271, to_id=to, text="Please call us.", expected_version=None
        ),
    )
    await world.act(None, lambda unit: _late(unit, made))


async def _late(unit: Unit, made: AgencyAccess) -> Outcome:
    """What no act would do beside the rest: so that these fields hold something too."""
    unit.permit(Act.SIGN_IN)
    case = await unit.session.get_one(m.EnforcementCase, made.case_id)
    case.died_on, case.rejected_at = TODAY, NOW
    unit.session.add_all(
        [
            m.Finding(
                case_id=case.case_id, feed="CRA", kind="OTHER", text="x", data={}, found_on=TODAY, recorded_at=NOW
            ),
            m.ServiceRequestNote(
                case_id=case.case_id, service_request_id=made.routing, written_at=NOW, text="Welfare was considered."
            ),
        ]
    )  # fmt: skip
    return Outcome()


async def _fill(unit: Unit, key: UUID, routing: UUID) -> Outcome:
    unit.permit(Act.SIGN_IN)
    order = m.new_id()
    unit.session.add(
        m.LiabilityOrder(
            id=order, case_id=key, number="LO-1", jurisdiction="ENGLAND_WALES", court="Leeds", granted_on=TODAY,
            amount_pence=1, state="GRANTED", recorded_at=NOW,
        )
    )  # fmt: skip
    await unit.session.flush()
    unit.session.add_all(
        [
            m.PaymentIn(
                case_id=key, external_id="1", amount_pence=1, received_on=TODAY, state="UNALLOCATED", recorded_at=NOW
            ),
            m.Schedule(
                case_id=key, kind="REGULAR_DEDUCTION_ORDER", frequency="MONTHLY", instalment_pence=1, total_pence=1,
                first_on=TODAY, agreed_at=NOW,
            ),
            m.Artefact(case_id=key, power="COMMITMENT", commenced_on=TODAY, form={}),
            m.Review(case_id=key, kind="SETUP_ONLY", due_on=TODAY, reason="", set_at=NOW),
            m.FlagSetting(case_id=key, flag="DEO_DESIRE", set_at=NOW, reason=""),
            m.FlagSetting(case_id=key, flag="LOCK_ASSIGNMENT", set_at=NOW, reason="", ended_at=NOW),
            m.Surveillance(case_id=key, reason="", started_at=NOW),
            m.Movement(case_id=key, from_area="MAINTENANCE", to_area="ENFORCEMENT", reason="", at=NOW),
            m.PowerConsidered(case_id=key, power="COMMITMENT", result="EXHAUSTED", reason="", at=NOW),
        ]
    )  # fmt: skip
    return Outcome()
