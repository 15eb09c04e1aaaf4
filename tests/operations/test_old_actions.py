"""Clear Old Enforcement Actions, whole: made by BaNCS or by hand, authorised, cleared, and sent back (R-44)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import Artefact, EnforcementCase, ServiceRequest
from backend.operations import forms, opening_by_hand, service_requests
from backend.operations.service_requests import Prepared
from backend.operations.unit import Outcome
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.forms import Entry
from backend.rules.periods import start_of
from backend.rules.vocabulary import (
    CaseArea,
    Desk,
    EventKind,
    FormFieldKind,
    KindCode,
    Power,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders.enforcement_cases import Referred
from tests.builders.money import Money, fill, money
from tests.builders.monitoring import look
from tests.builders.service import Service

pytestmark = pytest.mark.requirement("R-44")
CHECK = "AUTHORISATION_CHECK"
DONE = (ServiceRequestStatus.CLOSED, ServiceRequestSubStatus.COMPLETE)
WORKERS = {CaseArea.MAINTENANCE: Role.MAINTENANCE_WORKER, CaseArea.COMPLAINTS: Role.COMPLAINTS_WORKER}
TEAMS = {CaseArea.MAINTENANCE: "Maintenance", CaseArea.COMPLAINTS: "Complaints"}
BOTH = pytest.mark.parametrize("area", list(WORKERS), ids=str)


@dataclass(frozen=True)
class Old:
    """A case in maintenance or with complaints on which an artefact stands, and the service request that clears it."""

    case: Money
    area: CaseArea
    artefact: UUID
    key: UUID

    @property
    def on(self) -> Referred:
        return self.case.on

    @property
    def worker(self) -> Actor:
        return self.on.agency.others[WORKERS[self.area]]

    async def request(self) -> ServiceRequest:
        return await self.on.request(self.key)

    async def complete(self, code: str, outcome: str, *, on: date | None = None, note: str | None = None) -> Outcome:
        return await self.on.complete(code, outcome, key=self.key, by=self.worker, on=on, note=note)

    async def put_up(self) -> None:
        await self.case.service.carry_out(
            self.worker, lambda unit: service_requests.request_approval(unit, self.key, expected_version=None)
        )

    async def approve(self, by: Actor) -> None:
        await self.case.service.carry_out(
            by, lambda unit: service_requests.approve(unit, self.key, prepared=Prepared(), expected_version=None)
        )

    async def close(self) -> Outcome:
        return await self.on.close(self.key, by=self.worker)

    async def outstanding(self) -> bool:
        return (await self.case.standing(self.artefact)).is_outstanding


async def placed(service: Service, area: CaseArea, **changed: object) -> tuple[Money, UUID]:
    """A case with an artefact, where this area has it."""
    case = await money(service)
    artefact = await case.artefact(Power.DRIVING_DISQUALIFICATION)
    await case.grant()
    await case.on.close(how=ServiceRequestSubStatus.CANCELLED, note="It was sent back.")
    of, team_id = EnforcementCase, case.on.agency.teams[TEAMS[area]]
    where = {"area": area, "team_id": team_id, **changed}
    await service.change(update(of).where(of.case_id == case.on.id).values(**where))
    return case, artefact


async def made(service: Service, area: CaseArea) -> Old:
    """The order is paid off: the service request was made by that, and is in work."""
    case, artefact = await placed(service, area)
    await case.receive(1_000_00, "LO-1007")
    (opened,) = await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)
    old = Old(case, area, artefact, opened.id)
    leader = await case.leads(TEAMS[area])
    await case.on.assign(old.worker, key=opened.id, by=leader)
    await case.on.start(opened.id, by=old.worker)
    return old


async def forwarded(service: Service, area: CaseArea) -> Old:
    """It was authorised, approved and closed: the case is in enforcement."""
    old = await made(service, area)
    await old.complete(CHECK, "INITIATE", note="Nothing else is to come.")
    await old.put_up()
    await old.approve(await old.case.leads(TEAMS[area]))
    await old.close()
    return old


def cleared(artefact: UUID) -> tuple[Entry, ...]:
    return (
        Entry("ARTEFACT", FormFieldKind.CHOICE, str(artefact)),
        Entry("CLEARED_BY", FormFieldKind.TEXT, "The DVLA was told."),
        Entry("CLEARED_ON", FormFieldKind.DATE, date(2026, 3, 2)),
    )


@BOTH
async def test_bancs_has_it_made_once_where_the_case_is_with_the_originating_action_filled_in(
    service: Service, area: CaseArea
) -> None:
    case, _ = await placed(service, area)
    await case.receive(1_000_00, "LO-1007")
    (opened,) = await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)
    desk = {CaseArea.MAINTENANCE: Desk.MAINTENANCE, CaseArea.COMPLAINTS: Desk.COMPLAINTS}[area]
    assert (opened.reason, opened.desk, opened.team_id, opened.owner_id) == (
        "LO paid off", desk, case.on.agency.teams[TEAMS[area]], None,
    )  # fmt: skip
    assert opened.data == {
        "ORIGINATING_ACTION": "Disqualification from driving; Liability order LO-1007 of Monday 2 February 2026"
    }
    await case.receive(5_00, name="BANCS-2")
    assert len(await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)) == 1


@BOTH
async def test_by_hand_it_is_the_workers_own_with_the_originating_action_filled_in(
    service: Service, area: CaseArea
) -> None:
    case, _ = await placed(service, area)
    worker = case.on.agency.others[WORKERS[area]]
    before = await service.counts()
    with pytest.raises(refusals.Refused):
        await by_hand(case, case.on.agency.manager)
    assert await service.counts() == before
    await by_hand(case, worker)
    (opened,) = await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)
    assert (opened.owner_id, opened.team_id) == (worker.user_id, case.on.agency.teams[TEAMS[area]])
    assert opened.data == {"ORIGINATING_ACTION": "Disqualification from driving"}


async def by_hand(case: Money, worker: Actor) -> Outcome:
    return await case.service.carry_out(
        worker,
        lambda unit: opening_by_hand.open_on_case(
            unit, case.on.id, KINDS[KindCode.CLEAR_OLD_ACTIONS], reason="He asks why he may not drive."
        ),
    )


@BOTH
async def test_it_waits_for_other_actions_and_comes_up_on_its_day(service: Service, area: CaseArea) -> None:
    old = await made(service, area)
    with pytest.raises(refusals.Refusal):
        await old.complete("WAIT_PERIOD", "WAIT", on=service.clock.at.date())
    day = service.clock.at.date() + timedelta(days=14)
    await old.complete("WAIT_PERIOD", "WAIT", on=day)
    assert (await old.request()).waits_until == day
    service.clock.set(start_of(day))
    await look(service)
    assert ((await old.request()).waits_until, (await old.request()).due_on) == (None, day)
    await old.complete(CHECK, "INITIATE", note="Nothing else is to come.")


@BOTH
async def test_once_authorised_it_is_closed_and_the_case_forwarded_and_not_before(
    service: Service, area: CaseArea
) -> None:
    old = await made(service, area)
    with pytest.raises(refusals.Refused) as refused:
        await old.complete(CHECK, "INITIATE")
    assert [each.code for each in refused.value.reasons] == ["NOTE_REQUIRED"]
    await old.complete(CHECK, "INITIATE", note="Nothing else is to come.")
    before = await service.counts()
    with pytest.raises(refusals.Refused):
        await old.close()
    await old.put_up()
    for stranger in (old.worker, old.on.agency.leader):
        with pytest.raises(refusals.Refusal):
            await old.approve(stranger)
    with pytest.raises(refusals.Refused):
        await old.close()
    assert (await old.on.row()).area is area
    assert (await service.counts())["service_requests"] == before["service_requests"]
    await old.approve(await old.case.leads(TEAMS[area]))
    assert (await old.on.row()).area is area
    await old.close()
    row, closed = await old.on.row(), await old.request()
    assert (row.area, row.origin, row.team_id) == (CaseArea.ENFORCEMENT, area, old.on.agency.leader.team_id)
    assert (closed.status, closed.sub_status, closed.resolution) == (*DONE, "TO_ENFORCEMENT")
    (clear,) = await old.on.requests(KindCode.CLEAR_ARTEFACTS)
    assert (clear.status, clear.team_id, clear.owner_id) == (ServiceRequestStatus.OPEN, row.team_id, None)
    assert await old.outstanding()


@BOTH
async def test_what_the_manager_does_not_approve_stays_where_it_is_and_is_decided_again(
    service: Service, area: CaseArea
) -> None:
    old = await made(service, area)
    await old.complete(CHECK, "INITIATE", note="Nothing else is to come.")
    await old.put_up()
    leader = await old.case.leads(TEAMS[area])
    await service.carry_out(
        leader, lambda unit: service_requests.reject(unit, old.key, "A hearing is to come.", expected_version=None)
    )
    assert (await old.on.row()).area is area
    assert await old.on.requests(KindCode.CLEAR_ARTEFACTS) == []
    await old.complete(CHECK, "INITIATE", note="The hearing is over.")


@BOTH
async def test_enforcement_clears_what_is_left_and_returns_the_case_to_where_it_came_from(
    service: Service, area: CaseArea
) -> None:
    old = await forwarded(service, area)
    (clear,) = await old.on.requests(KindCode.CLEAR_ARTEFACTS)
    (routing,) = [each for each in await old.on.requests(KindCode.REVIEW_CASE) if each.id != old.on.routing]
    for key in (clear.id, routing.id):
        await old.on.assign(key=key)
        await old.on.start(key)
    await old.on.complete("EVER_IN_ENFORCEMENT", "YES", key=routing.id)
    with pytest.raises(refusals.Refused) as refused:
        await old.on.complete("TRANSFER_CASE", "TO_ORIGINATING_AREA", key=routing.id, reason="All is cleared.")
    assert [each.code for each in refused.value.reasons] == ["OTHER_SERVICE_REQUESTS_OPEN"]
    await old.on.complete("LINK_CAUSE", "NOT_HERE", key=clear.id, reason="It is of the legacy system.")
    await old.on.complete("INSTRUCT_SOLICITOR", "NO_SANCTION", key=clear.id)
    await fill(old.on, clear.id, *cleared(old.artefact))
    await old.on.complete("COMPLETE_FORMS", "COMPLETED", key=clear.id)
    assert not await old.outstanding()
    await old.on.complete("TELL_PAYING_PARENT", "NOT_SENT", key=clear.id, reason="He was told on the telephone.")
    await old.on.complete("CONFIRM", "CONFIRMED", key=clear.id, note="All supporting actions have been completed.")
    await old.on.close(clear.id)
    await old.on.complete("TRANSFER_CASE", "TO_ORIGINATING_AREA", key=routing.id, reason="All is cleared.")
    await old.on.close(routing.id)
    row = await old.on.row()
    assert (row.area, row.team_id) == (area, old.on.agency.teams[TEAMS[area]])
    moves = [each.changes["area"] for each in await old.on.history() if each.kind is EventKind.CASE_MOVED]
    assert moves == [CaseArea.ENFORCEMENT, area]
    assert all(each.status is ServiceRequestStatus.CLOSED for each in await old.on.requests())


async def test_complaints_clear_it_themselves_without_forwarding_the_case(service: Service) -> None:
    old = await made(service, CaseArea.COMPLAINTS)
    with pytest.raises(refusals.Refused) as refused:
        await old.complete(CHECK, "CLEARED_HERE", note="The DVLA was told.")
    assert [each.code for each in refused.value.reasons] == ["FORM_NOT_FILLED_IN"]
    await service.carry_out(old.worker, lambda unit: forms.record(unit, old.key, cleared(old.artefact)))
    await old.complete(CHECK, "CLEARED_HERE", note="The DVLA was told.")
    artefact = await service.one(Artefact, id=old.artefact)
    assert (artefact.is_outstanding, artefact.cleared_by) == (False, old.worker.user_id)
    await old.close()
    closed = await old.request()
    assert (closed.status, closed.sub_status, closed.resolution) == (*DONE, "CLEARED")
    assert (await old.on.row()).area is CaseArea.COMPLAINTS
    assert await old.on.requests(KindCode.CLEAR_ARTEFACTS) == []


async def test_maintenance_clears_nothing_itself(service: Service) -> None:
    old = await made(service, CaseArea.MAINTENANCE)
    await service.carry_out(old.worker, lambda unit: forms.record(unit, old.key, cleared(old.artefact)))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await old.complete(CHECK, "CLEARED_HERE", note="The DVLA was told.")
    assert [each.code for each in refused.value.reasons] == ["NOT_WITH_COMPLAINTS"]
    assert await service.counts() == before
    assert await old.outstanding()


@BOTH
async def test_where_nothing_is_outstanding_any_more_the_case_stays_where_it_is(
    service: Service, area: CaseArea
) -> None:
    old = await made(service, area)
    with pytest.raises(refusals.Refused) as refused:
        await old.complete(CHECK, "NOTHING_OUTSTANDING", note="Somebody cleared it.")
    assert [each.code for each in refused.value.reasons] == ["ARTEFACTS_OUTSTANDING"]
    await service.change(update(Artefact).where(Artefact.id == old.artefact).values(is_outstanding=False))
    await old.complete(CHECK, "NOTHING_OUTSTANDING", note="Somebody cleared it.")
    await old.close()
    assert (await old.on.row()).area is area
