"""The agency in a crash run, and the cases that stand before it begins: none of its stories is in another's way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from backend.models import EnforcementCase, Surveillance, new_id
from backend.operations import arrears, flags, liability_orders, schedules
from backend.operations.case_file import CaseFile, load
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.periods import london_day
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.schedules import Terms
from backend.rules.vocabulary import (
    Act,
    Flag,
    InstalmentFrequency,
    Jurisdiction,
    KindCode,
    Role,
    RoutingReason,
    ScheduleKind,
    Segment,
)
from tests.api.agency_world import AgencyWorld, agency_in, staff
from tests.api.world import Person, World
from tests.builders.enforcement_cases import chantelle, referral

CASES = ("launched", "marked", "paid", "deducted", "categorised", "migrated", "written", "shared", "first", "second")
UNROUTED = ("first", "second")
"""Those that wait for the team leader."""
Prepared = Callable[[Unit, CaseFile, AgencyWorld], Awaitable[UUID | None]]


@dataclass(frozen=True)
class Handled:
    """A case of the agency: its id, that of its routing service request, and that of what it is about."""

    key: UUID
    id: str
    routing: str
    about: str = ""


@dataclass(frozen=True)
class AgencyCast:
    """The agency signed in, and the cases that are prepared for its stories, by name."""

    agency: AgencyWorld
    dot: Person
    transition: Person
    cases: dict[str, Handled]


async def prepare_agency(world: World) -> AgencyCast:
    """Make the agency and its cases, by the real acts where there are any, at the time that the world's clock shows."""
    agency = await agency_in(world)
    dot = await staff(world, "Deduction Orders desk", Role.DOT, None)
    transition = await staff(world, "Piotr Zielinski", Role.TRANSITION_WORKER, agency.team)
    cases = {name: await _case(agency, name, number) for number, name in enumerate(CASES)}
    return AgencyCast(agency, dot, transition, cases)


async def _case(agency: AgencyWorld, name: str, number: int) -> Handled:
    since = referral().cases[0].arrears_since
    hers = chantelle(email=None) if name == "written" else chantelle()
    given = {
        "cases": (MaintenanceCaseDetails(f"12100099{number:04}", hers, 240_000, since),),
        "is_migrated": name == "migrated",
    }
    come_in = agency.refer if name in UNROUTED else agency.assigned
    case_id, routing = await come_in(**given)
    about = ""
    if prepared := PREPARED.get(name):
        noun, act = prepared
        key = await _by_the_service(agency, case_id, act)
        about = to_node_id(noun, key) if key else ""
    if name == "deducted":
        await agency.world.act(agency.manager, lambda unit: schedules.agree(unit, case_id, _deduction(agency)))
    return Handled(case_id, to_node_id("EnforcementCase", case_id), to_node_id("ServiceRequest", routing), about)


async def _by_the_service(agency: AgencyWorld, case_id: UUID, act: Prepared) -> UUID | None:
    made: list[UUID | None] = []

    async def whole(unit: Unit) -> Outcome:
        case_file = await load(unit, case_id)
        unit.permit(Act.TAKE_IN_MESSAGE)
        made.append(await act(unit, case_file, agency))
        return Outcome()

    await agency.world.act(None, whole)
    return made[-1]


async def _granted(unit: Unit, of: CaseFile, _agency: AgencyWorld) -> UUID:
    """An order stands, and a payment waits to be allocated by hand."""
    today = london_day(unit.now)
    order = await liability_orders.record(
        unit, of, number="LO-1007", amount_pence=1_000_00, court="Leeds Magistrates' Court", granted_on=today,
        jurisdiction=Jurisdiction.ENGLAND_WALES,
    )  # fmt: skip
    await flags.set_flag(unit, of, Flag.MANUAL_ALLOCATION, "He asked for it.")
    await arrears.receive_payment(
        unit, of, external_id="BANCS-1", amount_pence=400_00, received_on=today, lo_reference="LO-1007"
    )
    return order.id


async def _in_action(unit: Unit, of: CaseFile, agency: AgencyWorld) -> UUID:
    """A power is applied for: Leanne's, and not started."""
    opened = await open_service_request(
        unit, of.stream, of.case, KindCode.CHARGING_ORDER, reason="He owns a house.",
        owner_id=agency.manager.key,
    )  # fmt: skip
    return opened.id


async def _arrears_only(unit: Unit, of: CaseFile, _agency: AgencyWorld) -> None:
    """Only arrears are left, and the case went through surveillance before."""
    row = await unit.session.get_one(EnforcementCase, of.case.id)
    row.segment = Segment.ARREARS_ONLY
    unit.session.add(
        Surveillance(
            id=new_id(), case_id=of.case.id, reason="No address.", started_at=unit.now, ended_at=unit.now,
            exit=RoutingReason.SURVEILLANCE_NEW_ADDRESS,
        )
    )  # fmt: skip


def _deduction(agency: AgencyWorld) -> Terms:
    return Terms(
        kind=ScheduleKind.REGULAR_DEDUCTION_ORDER, frequency=InstalmentFrequency.WEEKLY, instalment_pence=100_00,
        total_pence=2_000_00, first_on=london_day(agency.world.clock.at) + timedelta(days=7),
    )  # fmt: skip


PREPARED: dict[str, tuple[str, Prepared]] = {
    "paid": ("LiabilityOrder", _granted),
    "marked": ("ServiceRequest", _in_action),
    "categorised": ("EnforcementCase", _arrears_only),
}
"""What else stands on a case of this name, and of which noun it is."""
