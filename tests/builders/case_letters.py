"""Letters of the agency on a case of a test: what is written, signed off and looked at, each as one call."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import (
    Artefact,
    EnforcementCase,
    Letter,
    LiabilityOrder,
    Party,
    ServiceRequest,
    new_id,
)
from backend.operations import case_letters
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import (
    Act,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    PartySide,
    Power,
    Role,
    SanctionChange,
)
from backend.rules.vocabulary import Letter as Name
from tests.builders.enforcement_cases import Agency, Referred, referral

TEXT = "Enforcement action has ended.\nYou need do nothing."


async def party(case: Referred, side: PartySide) -> Party:
    return (await case.service.all(Party, case_id=case.id, side=side))[0]


async def letters_of(case: Referred) -> list[Letter]:
    return await case.service.all(Letter, by=Letter.created_at, case_id=case.id)


async def draft(
    case: Referred, side: PartySide = PartySide.PAYING_PARENT, *, by: Actor | None = None, text: str = TEXT
) -> Outcome:
    to = (await party(case, side)).id
    return await case.service.carry_out(
        by or case.agency.manager,
        lambda unit: case_letters.draft(unit, case.routing, Name.CMEL9271, to_id=to, text=text, expected_version=None),
    )


async def pause(case: Referred, side: PartySide = PartySide.RECEIVING_PARENT, *, days: int = 60, **by: Any) -> Outcome:
    to, until = (await party(case, side)).id, (await case.service.ground.clock.now()).date() + timedelta(days=days)
    return await case.service.carry_out(
        by.get("by") or case.agency.manager,
        lambda unit: case_letters.send_pause(unit, case.routing, to_id=to, paused_until=until, expected_version=None),
    )


async def instruct(case: Referred, **changed: Any) -> Outcome:
    given = {
        "sanction": Power.COMMITMENT, "change": SanctionChange.LIFTED, "commenced_on": date(2026, 1, 12),
        "paid_pence": 240_000, "outstanding_pence": 0,
    }  # fmt: skip
    return await case.service.carry_out(
        case.agency.manager,
        lambda unit: case_letters.send_instruction(unit, case.routing, **{**given, **changed}, expected_version=None),
    )


async def tell_numbers(case: Referred, *, is_again: bool = False) -> Outcome:
    return await case.service.carry_out(
        case.agency.manager,
        lambda unit: case_letters.send_order_numbers(unit, case.routing, is_again=is_again, expected_version=None),
    )


async def add(case: Referred, *rows: Any) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.RECORD_ARTEFACT)
        unit.session.add_all(rows)
        return Outcome()

    await case.service.carry_out(SYSTEM, act)


def order(case: Referred, number: str, state: LiabilityOrderState = LiabilityOrderState.GRANTED) -> LiabilityOrder:
    return LiabilityOrder(
        id=new_id(), case_id=case.id, number=number, jurisdiction=Jurisdiction.ENGLAND_WALES, court="Leeds",
        granted_on=date(2026, 1, 5), amount_pence=240_000, state=state,
        recorded_at=datetime(2026, 1, 6, 12, tzinfo=UTC),
    )  # fmt: skip


def warrant(case: Referred) -> Artefact:
    return Artefact(
        id=new_id(), case_id=case.id, power=Power.COMMITMENT, commenced_on=date(2026, 1, 12), is_outstanding=True,
        form={},
    )  # fmt: skip


async def given_to_leanne(theirs: Agency, place: Jurisdiction) -> Referred:
    case = await theirs.refer(referral(jurisdiction=place))
    await case.service.change(
        update(ServiceRequest).where(ServiceRequest.id == case.routing).values(owner_id=theirs.manager.user_id)
    )
    return case


async def died(case: Referred) -> None:
    await case.service.change(
        update(EnforcementCase).where(EnforcementCase.case_id == case.id).values(died_on=date(2026, 1, 2))
    )


async def refused(act: Any) -> tuple[refusals.Reason, ...]:
    with pytest.raises(refusals.Refused) as found:
        await act
    return found.value.reasons


async def sign_off_of(case: Referred) -> ServiceRequest:
    (found,) = await case.requests(KindCode.SIGN_OFF_LETTER)
    return found


async def signed(case: Referred, outcome: str = "SIGNED_OFF", *, by: Actor | None = None, **given: Any) -> UUID:
    asked, senior = await sign_off_of(case), by or case.agency.others[Role.SENIOR_MANAGER]
    await case.start(asked.id, by=senior)
    await case.complete("SIGN_OFF", outcome, key=asked.id, by=senior, **given)
    return asked.id
