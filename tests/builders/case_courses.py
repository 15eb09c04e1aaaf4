"""Enforcement cases as they may stand when somebody chooses a power or a flag: each brought there by the acts."""

from datetime import timedelta

from sqlalchemy import update

from backend.models import EnforcementCase
from backend.operations import monitoring, powers
from backend.rules.periods import london_day
from backend.rules.vocabulary import (
    CaseArea,
    Compliance,
    Flag,
    Jurisdiction,
    Power,
    Role,
    RoutingReason,
)
from tests.builders.case_acts import (
    as_if,
    by_the_service,
    fill_in,
    initiated,
    ready,
    set_flag,
    set_review_date,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.money import DEDUCTION, Money
from tests.builders.service import Service

WHY = "He is in work, and does not pay."


async def routed(service: Service) -> Referred:
    """It was routed, and nothing was done since."""
    return await (await agency(service)).assigned()


async def everything_stands(service: Service, place: Jurisdiction | None = None) -> Referred:
    """Enforcement was initiated, an order was granted, the paying parent has property, on which a charge stands."""
    referred = await initiated(service)
    await as_if(referred, has_property=True, moved_to=place)
    await Money(referred).grant()
    await Money(referred).artefact(Power.CHARGING_ORDER)
    return referred


async def in_scotland(service: Service) -> Referred:
    return await everything_stands(service, Jurisdiction.SCOTLAND)


async def in_northern_ireland(service: Service) -> Referred:
    return await everything_stands(service, Jurisdiction.NORTHERN_IRELAND)


async def without_order(service: Service) -> Referred:
    """Enforcement was initiated, and no liability order granted yet."""
    return await initiated(service)


async def launched(referred: Referred, power: Power) -> Referred:
    await referred.service.carry_out(
        referred.agency.manager, lambda unit: powers.launch(unit, referred.routing, power, reason=WHY)
    )
    return referred


async def beside_a_deduction_order(service: Service) -> Referred:
    return await launched(await everything_stands(service), Power.DEDUCTION_ORDER)


async def beside_a_sanction(service: Service) -> Referred:
    return await launched(await everything_stands(service), Power.COMMITMENT)


async def parallel_action_not_considered(service: Service) -> Referred:
    """A deduction order goes on, and nobody recorded whether other action was considered beside it."""
    referred = await beside_a_deduction_order(service)
    await fill_in(referred, PARALLEL_ACTION_CONSIDERED=False, PARALLEL_ACTION_RESULT=None)
    return referred


async def routed_anew(service: Service) -> Referred:
    """The case manager closed the routing; then a payment was missed, and nobody took that routing yet."""
    referred = await everything_stands(service)
    await referred.close()
    await by_the_service(
        referred,
        lambda unit, of: monitoring.open_routing(unit, of, RoutingReason.MISSED_PAYMENT, occasion="missed:1"),
    )
    return referred


async def in_surveillance(service: Service) -> Referred:
    """Nobody knows where the paying parent lives: it waits in maintenance, with the flags that go with that."""
    referred = await ready(await routed(service))
    await as_if(referred, has_confident_address=False)
    day = london_day(service.clock.at) + timedelta(days=180)
    await set_review_date(referred, day, outcome="SETUP_AND_TRANSFER")
    await referred.close()
    return referred


async def rejected(service: Service) -> Referred:
    """Its referral was rejected, and it is still in enforcement."""
    referred = await everything_stands(service)
    await as_if(referred, rejected_at=service.clock.at)
    return referred


async def nothing_owed(service: Service) -> Referred:
    """All that was owed stood under one order, and was paid, with the charge for enforcement."""
    referred = await initiated(service)
    await Money(referred).grant(pence=2_400_00)
    await Money(referred).receive(2_400_00, "LO-1007")
    await Money(referred).receive(300_00, name="BANCS-2")
    return referred


async def flagged(service: Service) -> Referred:
    """Some flags are set by hand, Ever in Enforcement by the plan."""
    referred = await ready(await routed(service))
    for flag in (Flag.LOCK_ASSIGNMENT, Flag.DEO_DESIRE):
        await set_flag(referred, flag)
    return referred


async def partly_compliant(service: Service) -> Referred:
    """A deduction order is partly complied with: the monitor must stay disabled."""
    referred = await routed(service)
    case = Money(referred)
    await case.agree(DEDUCTION)
    service.clock.go(days=180)
    await case.comply(Compliance.PARTLY_COMPLIANT, by=referred.agency.others[Role.DOT])
    return referred


async def in_maintenance(service: Service) -> Referred:
    """It went back to maintenance, with a flag set and a service request that its case manager still owns."""
    referred = await flagged(service)
    of = EnforcementCase
    await service.change(update(of).where(of.case_id == referred.id).values(area=CaseArea.MAINTENANCE))
    return referred
