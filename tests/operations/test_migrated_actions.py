"""A case of the legacy system carries in what was done there, and goes on from it (R-19)."""

from datetime import date
from typing import Any

import pytest

from backend.models import LiabilityOrder, PowerConsidered
from backend.operations import migrated_actions
from backend.operations.migrated_actions import EarlierOrder, EarlierPower
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.vocabulary import (
    EventKind,
    Jurisdiction,
    Power,
    PowerResult,
    Role,
    RoutingReason,
    Segment,
    ServiceRequestSubStatus,
)
from tests.builders.case_acts import notes_of
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

ACTIONS = ("2024: the bailiff took nothing.", "2025: a charging order was considered.")
EARLIER: dict[str, Any] = {
    "actions": ACTIONS,
    "considered": (EarlierPower(Power.ENFORCEMENT_AGENTS, PowerResult.EXHAUSTED, "Nothing was there to take."),),
    "orders": (
        EarlierOrder("LO-1998-77", 100_000, "Leeds Magistrates' Court", date(2025, 6, 2), Jurisdiction.ENGLAND_WALES),
    ),
}


async def migrated(service: Service, **changed: Any) -> Referred:
    given = {
        "is_migrated": True,
        "reason": RoutingReason.TRANSFERRED_FROM_LEGACY,
        "segment": Segment.SEGMENT_5,
        **changed,
    }
    return await (await agency(service)).assigned(**given)


async def carry_in(referred: Referred, *, by: Actor | None = None, **changed: Any) -> None:
    given = {**EARLIER, **changed}
    actor = by or referred.agency.others[Role.TRANSITION_WORKER]
    await referred.service.carry_out(actor, lambda unit: migrated_actions.record(unit, referred.id, **given))


@pytest.mark.requirement("R-19")
async def test_the_transition_team_carries_in_earlier_actions_powers_and_orders(service: Service) -> None:
    referred = await migrated(service)
    await carry_in(referred)
    assert tuple(sorted(await notes_of(referred))) == ACTIONS
    (considered,) = await service.all(PowerConsidered, case_id=referred.id)
    assert (considered.power, considered.result) == (Power.ENFORCEMENT_AGENTS, PowerResult.EXHAUSTED)
    (order,) = await service.all(LiabilityOrder, case_id=referred.id)
    assert (order.number, order.amount_pence, order.granted_on) == ("LO-1998-77", 100_000, date(2025, 6, 2))
    last = (await referred.history())[-1]
    assert (last.kind, last.actor_role) == (EventKind.MIGRATED_ACTIONS_RECORDED, Role.TRANSITION_WORKER)


@pytest.mark.requirement("R-19", "R-53")
async def test_nobody_else_carries_in_and_on_no_other_case(service: Service) -> None:
    referred = await migrated(service)
    before = await service.counts()
    with pytest.raises(refusals.NotPermitted):
        await carry_in(referred, by=referred.agency.manager)
    with pytest.raises(refusals.Refused) as refused:
        await carry_in(referred, by=referred.agency.others[Role.MAINTENANCE_WORKER])
    assert refused.value.reasons == (reasons.NOT_OF_TRANSITION,)
    other = await referred.agency.assigned()
    with pytest.raises(refusals.NotFound):
        await carry_in(other)
    assert (await service.counts())["service_request_notes"] == before["service_request_notes"]


@pytest.mark.requirement("R-19")
async def test_what_is_carried_in_wrongly_changes_nothing(service: Service) -> None:
    referred = await migrated(service)
    before = await service.counts()
    for wrong in ({"actions": ()}, {"actions": ("",)}, {"actions": ("x",) * 51}):
        with pytest.raises(refusals.Invalid):
            await carry_in(referred, **wrong)
    elsewhere = (EarlierPower(Power.ARRESTMENT, PowerResult.EXHAUSTED, "It led no further."),)
    with pytest.raises(refusals.Refused) as refused:
        await carry_in(referred, considered=elsewhere)
    assert refused.value.reasons == (enforcement.POWER_NOT_AVAILABLE,)
    assert await service.counts() == before
    await referred.close(how=ServiceRequestSubStatus.CANCELLED, note="Routed by mistake.")
    with pytest.raises(refusals.Refused) as refused:
        await carry_in(referred)
    assert refused.value.reasons == (reasons.NOTHING_ROUTED,)
