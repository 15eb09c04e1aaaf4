"""A liability order is granted from its form; paid off, what enforcement left is cleared (R-41 to R-44, R-55)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import Artefact, EnforcementCase, Letter
from backend.operations import artefacts, related, service_requests, transfers
from backend.operations.case_file import CaseFile
from backend.operations.service_requests import Prepared
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework.forms import Entry
from backend.rules.certificates import certificates_needed
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    Flag,
    FormFieldKind,
    Jurisdiction,
    KindCode,
    Power,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from backend.rules.vocabulary import Letter as LetterName
from tests.builders.case_acts import open_power
from tests.builders.money import Money, fill, money
from tests.builders.service import Service

E, F = EventKind, FormFieldKind
DONE = (ServiceRequestStatus.CLOSED, ServiceRequestSubStatus.COMPLETE)


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def paid_off(case: Money) -> UUID:
    """The order of the case is paid off; the service request that this made, in work."""
    await case.grant()
    await case.receive(1_000_00, "LO-1007")
    (opened,) = await case.on.requests(KindCode.LO_PAID_OFF)
    await case.on.assign(key=opened.id)
    await case.on.start(opened.id)
    key: UUID = opened.id
    return key


async def clearing(case: Money, parent: UUID, cause: UUID) -> UUID:
    """The child by which artefacts are cleared, linked to what caused one, in work up to its form."""
    await case.on.complete("VIEW_ENFORCEMENT_ORDERS", "OUTSTANDING", key=parent)
    await case.on.complete("CLEAR_ARTEFACTS", "INITIATE", key=parent)
    (child,) = await case.on.requests(KindCode.CLEAR_ARTEFACTS)
    await case.on.start(child.id)
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("LINK_CAUSE", "LINKED", key=child.id)
    assert codes(refused) == ["CAUSE_NOT_LINKED"]
    await case.service.carry_out(case.on.agency.manager, lambda unit: related.link(unit, child.id, cause))
    await case.on.complete("LINK_CAUSE", "LINKED", key=child.id)
    await case.on.complete("INSTRUCT_SOLICITOR", "NO_SANCTION", key=child.id)
    key: UUID = child.id
    return key


def cleared_form(artefact: UUID) -> tuple[Entry, ...]:
    return (
        Entry("ARTEFACT", F.CHOICE, str(artefact)),
        Entry("CLEARED_BY", F.TEXT, "The DVLA was told."),
        Entry("CLEARED_ON", F.DATE, date(2026, 3, 2)),
    )


def order_form(court: str) -> tuple[Entry, ...]:
    return (
        Entry("LO_NUMBER", F.TEXT, "LO-1007"),
        Entry("LO_AMOUNT", F.MONEY, 1_000_00),
        Entry("LO_COURT", F.TEXT, court),
        Entry("LO_GRANTED_ON", F.DATE, date(2026, 2, 27)),
    )


@pytest.mark.requirement("R-20", "R-21")
async def test_an_order_for_a_locked_case_is_granted_where_it_is_enforced_and_needs_no_certificate(
    service: Service,
) -> None:
    case = await money(service)
    earlier = await case.grant("LO-1000", 500_00)
    await case.flag(Flag.LOCK_ASSIGNMENT)
    await case.do(lambda unit, of: transfers.change_jurisdiction(unit, of, Jurisdiction.NORTHERN_IRELAND))
    key = await open_power(case.on, Power.LIABILITY_ORDER)
    await case.on.start(key)
    await case.on.complete("PREPARE", "PREPARED", key=key)
    await case.on.complete("SEND", "SENT", key=key, on=date(2026, 2, 20))
    await fill(case.on, key, *order_form("Belfast"))
    await case.on.complete("RECORD_RESULT", "GRANTED", key=key)
    orders = {each.number: each.jurisdiction for each in await case.orders()}
    assert orders == {"LO-1000": Jurisdiction.ENGLAND_WALES, "LO-1007": Jurisdiction.NORTHERN_IRELAND}
    needed: list[UUID] = []

    async def ask(_unit: Unit, of: CaseFile) -> None:
        needed.extend(each.id for each in certificates_needed(of.facts))

    await case.do(ask)
    assert needed == [earlier]


@pytest.mark.requirement("R-55")
async def test_an_order_is_granted_from_the_form_and_the_paying_parent_is_told_its_reference(
    service: Service,
) -> None:
    case = await money(service)
    key = await open_power(case.on, Power.LIABILITY_ORDER)
    await case.on.start(key)
    await case.on.complete("PREPARE", "PREPARED", key=key)
    await case.on.complete("SEND", "SENT", key=key, on=date(2026, 2, 20))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("RECORD_RESULT", "GRANTED", key=key)
    assert codes(refused) == ["FORM_NOT_FILLED_IN"]
    assert await service.counts() == before
    await fill(case.on, key, *order_form("Manchester Magistrates' Court"))
    await case.on.complete("RECORD_RESULT", "GRANTED", key=key)
    (order,) = [each for each in await case.orders() if each.number == "LO-1007"]
    assert (order.amount_pence, order.granted_on, order.service_request_id) == (1_000_00, date(2026, 2, 27), key)
    assert await case.owed(order.id) == 1_000_00
    (letter,) = await service.all(Letter, case_id=case.on.id)
    payer = await service.party(case.on.id, "Dean Sutton")
    assert (letter.template, letter.party_id) == (LetterName.CMSB046, payer.id)
    assert letter.facts["order_numbers"] == ["LO-1007"]


@pytest.mark.requirement("R-41")
async def test_with_no_artefact_outstanding_the_orders_are_viewed_and_the_request_is_closed(service: Service) -> None:
    case = await money(service)
    key = await paid_off(case)
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("VIEW_ENFORCEMENT_ORDERS", "OUTSTANDING", key=key)
    assert codes(refused) == ["NO_ARTEFACT_OUTSTANDING"]
    await case.on.complete("VIEW_ENFORCEMENT_ORDERS", "NONE_OUTSTANDING", key=key)
    await case.on.complete("CLEAR_ARTEFACTS", "NOT_NEEDED", key=key)
    await case.on.close(key)
    row = await case.on.request(key)
    assert (row.status, row.sub_status) == DONE


@pytest.mark.requirement("R-42", "R-43")
async def test_an_artefact_is_cleared_by_its_form_and_child_and_parent_are_closed(service: Service) -> None:
    case = await money(service)
    cause = await open_power(case.on, Power.DRIVING_DISQUALIFICATION)
    artefact = await case.artefact(service_request_id=cause)
    parent = await paid_off(case)
    child = await clearing(case, parent, cause)
    assert (await case.on.request(child)).parent_id == parent
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("COMPLETE_FORMS", "COMPLETED", key=child)
    assert codes(refused) == ["FORM_NOT_FILLED_IN"]
    assert (await case.standing(artefact)).is_outstanding
    await fill(case.on, child, *cleared_form(artefact))
    await case.on.complete("COMPLETE_FORMS", "COMPLETED", key=child)
    row = await case.standing(artefact)
    assert (row.is_outstanding, row.cleared_at, row.cleared_by) == (
        False, service.clock.at, case.on.agency.manager.user_id,
    )  # fmt: skip
    assert row.form == {"ARTEFACT": str(artefact), "CLEARED_BY": "The DVLA was told.", "CLEARED_ON": "2026-03-02"}
    assert E.ARTEFACT_CLEARED in await case.kinds()
    with pytest.raises(refusals.Refused):
        await case.on.close(parent)
    await case.on.complete("TELL_PAYING_PARENT", "NOT_SENT", key=child, reason="He was told on the telephone.")
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("CONFIRM", "CONFIRMED", key=child)
    assert codes(refused) == ["NOTE_REQUIRED"]
    await case.on.complete("CONFIRM", "CONFIRMED", key=child, note="All supporting actions have been completed.")
    for key in (child, parent):
        await case.on.close(key)
        closed = await case.on.request(key)
        assert (closed.status, closed.sub_status) == DONE
    assert (await case.on.request(child)).resolution == "CLEARED"


@pytest.mark.requirement("R-42")
async def test_a_charge_is_removed_by_its_own_procedure_and_nothing_changes_here(service: Service) -> None:
    case = await money(service)
    charge = await case.artefact(Power.CHARGING_ORDER)
    cause = await open_power(case.on, Power.CHARGING_ORDER)
    child = await clearing(case, await paid_off(case), cause)
    await fill(case.on, child, *cleared_form(charge))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("COMPLETE_FORMS", "COMPLETED", key=child)
    assert codes(refused) == ["CHARGE_HAS_OWN_PROCEDURE"]
    assert await service.counts() == before
    assert (await case.standing(charge)).is_outstanding


@pytest.mark.requirement("R-42")
async def test_an_artefact_that_was_cleared_is_not_cleared_again(service: Service) -> None:
    case = await money(service)
    artefact = await case.artefact()
    form = {"ARTEFACT": str(artefact)}
    await case.do(lambda unit, file: artefacts.clear(unit, file, form))
    for named in (form, {"ARTEFACT": str(case.on.id)}, {"ARTEFACT": "none"}, {}):
        with pytest.raises(refusals.Refused) as refused:
            await case.do(lambda unit, file, named=named: artefacts.clear(unit, file, named))
        assert codes(refused) == ["NO_SUCH_ARTEFACT"]
    assert (await case.kinds()).count(E.ARTEFACT_CLEARED) == 1


@pytest.mark.requirement("R-41")
async def test_whoever_works_a_case_records_an_artefact_that_stands(service: Service) -> None:
    case = await money(service)
    order = await case.grant()

    async def record(power: Power, *, by: Actor | None = None, on: date = date(2026, 3, 2), **more: object) -> None:
        await service.carry_out(
            by or case.on.agency.manager,
            lambda unit: artefacts.record_by_hand(unit, case.on.id, power, commenced_on=on, **more),  # type: ignore[arg-type]
        )

    await record(Power.CHARGE_FOR_PAYMENT, liability_order_id=order, expires_on=date(2028, 3, 2))
    row = await service.one(Artefact)
    assert (row.power, row.liability_order_id, row.is_outstanding, row.form) == (
        Power.CHARGE_FOR_PAYMENT, order, True, {},
    )  # fmt: skip
    assert (await case.kinds())[-1] == E.ARTEFACT_RECORDED
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await record(Power.FRAUD_REFERRAL)
    assert codes(refused) == ["POWER_LEAVES_NO_ARTEFACT"]
    for wrong in ({"on": date(2026, 3, 3)}, {"expires_on": date(2026, 3, 2)}):
        with pytest.raises(refusals.Invalid):
            await record(Power.INHIBITION, **wrong)  # type: ignore[arg-type]
    with pytest.raises(refusals.NotFound):
        await record(Power.INHIBITION, liability_order_id=case.on.id)
    with pytest.raises(refusals.NotPermitted):
        await record(Power.INHIBITION, by=case.on.agency.colleague)
    assert await service.counts() == before


@pytest.mark.requirement("R-44")
async def test_maintenance_forwards_old_actions_once_authorised_and_enforcement_clears_them(service: Service) -> None:
    case = await money(service)
    artefact = await case.artefact()
    await case.grant()
    await case.on.close(how=ServiceRequestSubStatus.CANCELLED, note="It was sent back.")
    of = EnforcementCase
    await service.change(
        update(of).where(of.case_id == case.on.id).values(area=CaseArea.MAINTENANCE, origin=CaseArea.MAINTENANCE)
    )
    await case.receive(1_000_00, "LO-1007")
    (opened,) = await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)
    worker, key = case.on.agency.others[Role.MAINTENANCE_WORKER], opened.id
    await case.own(key, worker)
    await case.on.start(key, by=worker)
    await case.on.complete("AUTHORISATION_CHECK", "INITIATE", key=key, by=worker, note="Nothing else is to come.")
    await service.carry_out(worker, lambda unit: service_requests.request_approval(unit, key, expected_version=None))
    with pytest.raises(refusals.Refusal):
        await case.on.close(key, by=worker)
    assert (await case.on.row()).area is CaseArea.MAINTENANCE
    manager = await case.leads("Maintenance")
    await service.carry_out(
        manager, lambda unit: service_requests.approve(unit, key, prepared=Prepared(), expected_version=None)
    )
    await case.on.close(key, by=worker)
    assert (await case.on.row()).area is CaseArea.ENFORCEMENT
    (clear,) = await case.on.requests(KindCode.CLEAR_ARTEFACTS)
    assert (clear.status, clear.team_id) == (ServiceRequestStatus.OPEN, case.on.agency.leader.team_id)
    assert (await case.standing(artefact)).is_outstanding
