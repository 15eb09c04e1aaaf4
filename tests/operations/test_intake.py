"""Messages of outside systems: taken in once, with all that they bring about, or kept as refused (R-01, R-02, R-35)."""

from datetime import date

import orjson
import pytest
from sqlalchemy import update

from backend.models import (
    ArrearsLine,
    EnforcementCase,
    Finding,
    FlagSetting,
    HistoryEntry,
    IntakeMessage,
    MaintenanceCase,
    Party,
    PaymentIn,
    Schedule,
    ServiceRequest,
    ServiceRequestNote,
    Surveillance,
)
from backend.operations import flags, transfers
from backend.operations.received import Answer, Taken
from backend.rules.intake import FINDINGS, NAMES
from backend.rules.vocabulary import (
    CaseArea,
    Compliance,
    EventKind,
    Feed,
    FindingKind,
    Flag,
    Jurisdiction,
    KindCode,
    PartySide,
    ServiceRequestStatus,
)
from tests.builders.enforcement_cases import Agency, Referred, agency
from tests.builders.intake import NUMBER, REFERRED, feed_of, send
from tests.builders.service import Service
from tests.builders.told_before import deducted, done, granted, into_surveillance, kinds, opened

ACCEPTED, KNOWN = Taken(Answer.ACCEPTED), Taken(Answer.KNOWN)
PERSONAL = ("Quarry", "LS1", "Hollis Walls", "plumber")


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


@pytest.fixture
async def case(theirs: Agency) -> Referred:
    """Dean's case, in enforcement; what it was referred with is closed, so that what is opened later stands out."""
    referred = await theirs.refer()
    closed = update(ServiceRequest).values(status=ServiceRequestStatus.CLOSED)
    await theirs.service.change(closed.where(ServiceRequest.id == referred.routing))
    return referred


@pytest.mark.requirement("R-01", "R-48")
async def test_a_payment_is_entered_in_the_ledger_and_allocated_by_its_reference(
    service: Service, case: Referred
) -> None:
    await done(case, granted)
    assert await send(service, "payment_received", "p-1", reference="LO 77") == ACCEPTED
    payment = await service.one(PaymentIn, external_id="p-1")
    order = (await service.all(ArrearsLine, payment_in_id=payment.id))[0].liability_order_id
    assert (payment.case_id, payment.amount_pence, payment.received_on) == (case.id, 5_000, date(2026, 2, 27))
    assert order is not None
    assert EventKind.MESSAGE_TAKEN_IN in await kinds(case)


@pytest.mark.requirement("R-41")
async def test_bancs_reports_an_order_paid_off_and_clearing_begins_once(service: Service, case: Referred) -> None:
    await done(case, granted)
    await send(service, "payment_received", "p-1", amountPence=100_000, reference="LO 77")
    before = await opened(case)
    assert [sub_area for sub_area, _ in before] == ["LO Paid Off Clear Artefacts"]
    assert await send(service, "liability_order_paid_off", "o-1") == ACCEPTED
    assert await opened(case) == before


@pytest.mark.requirement("R-41")
async def test_an_order_that_bancs_reports_paid_off_is_looked_at_though_the_ledger_differs(
    service: Service, case: Referred
) -> None:
    await done(case, granted)
    for key in ("o-1", "o-2"):
        assert await send(service, "liability_order_paid_off", key) == ACCEPTED
    ((sub_area, reason),) = await opened(case)
    assert sub_area == "LO Paid Off Clear Artefacts"
    assert reason == "LO paid off, as BaNCS reports; by our ledger £1,000.00 is owed under it."


@pytest.mark.requirement("R-44")
async def test_an_order_paid_off_outside_enforcement_has_its_old_actions_cleared_from_there(
    service: Service, case: Referred
) -> None:
    await done(case, granted)
    await done(case, lambda unit, on: transfers.move(unit, on, CaseArea.MAINTENANCE, reason="Paid."))
    assert await send(service, "liability_order_paid_off", "o-1") == ACCEPTED
    (request,) = await case.requests(KindCode.CLEAR_OLD_ACTIONS)
    assert request.data == {"ORIGINATING_ACTION": "Liability order LO 77 of Monday 2 February 2026"}


@pytest.mark.requirement("R-41")
async def test_an_order_that_the_case_does_not_have_cannot_be_paid_off(service: Service, case: Referred) -> None:
    taken = await send(service, "liability_order_paid_off", "o-1")
    assert taken.code == "LIABILITY_ORDER_UNKNOWN"
    assert (await service.one(IntakeMessage, message_id="o-1")).case_id == case.id


@pytest.mark.requirement("R-02", "X-08")
async def test_a_new_address_is_where_letters_go_and_the_history_does_not_tell_it(
    service: Service, case: Referred
) -> None:
    assert await send(service, "address_changed", "a-1") == ACCEPTED
    parent = await service.one(Party, case_id=case.id, side=PartySide.PAYING_PARENT)
    assert (parent.address_lines, parent.post_code) == (["9 Quarry Road", "Leeds"], "LS1 4AB")
    finding = await service.one(Finding, case_id=case.id)
    assert (finding.kind, finding.text) == (FindingKind.ADDRESS, "9 Quarry Road, Leeds, LS1 4AB")
    told = "New information received during enforcement action. CIS told of an address."
    assert await opened(case) == [("Review Case and Decide on Action", told)]
    history = orjson.dumps([entry.changes for entry in await case.history()]).decode()
    assert not [word for word in PERSONAL if word in history]
    assert (await service.all(HistoryEntry, kind=EventKind.FINDING_RECORDED))[0].changes == {
        "finding": FINDINGS[FindingKind.ADDRESS],
        "feed": "CIS",
    }


@pytest.mark.requirement("R-20")
@pytest.mark.parametrize("is_locked", [False, True], ids=["not locked", "locked"])
async def test_moving_to_another_jurisdiction_takes_the_case_to_its_team_unless_assignment_is_locked(
    service: Service, theirs: Agency, case: Referred, is_locked: bool
) -> None:
    if is_locked:
        await done(case, lambda unit, on: flags.set_flag(unit, on, Flag.LOCK_ASSIGNMENT, "It stays here."))
    assert await send(service, "address_changed", "a-1", jurisdiction="SCOTLAND", postCode="EH1 1AA") == ACCEPTED
    row = await case.row()
    assert row.team_id == theirs.teams["Enforcement ENGLAND_WALES" if is_locked else "Enforcement SCOTLAND"]
    (request,) = [each for each in await case.requests(KindCode.REVIEW_CASE) if each.id != case.routing]
    assert request.reason == "Paying parent change of jurisdiction."
    assert request.team_id == row.team_id


@pytest.mark.requirement("R-32")
async def test_an_address_that_nobody_is_sure_of_is_found_out_and_nothing_is_sent_there(
    service: Service, case: Referred
) -> None:
    before = await service.one(Party, case_id=case.id, side=PartySide.PAYING_PARENT)
    await send(service, "address_changed", "a-1", isConfident=False, jurisdiction="SCOTLAND")
    after = await service.one(Party, case_id=case.id, side=PartySide.PAYING_PARENT)
    assert (after.address_lines, after.post_code) == (before.address_lines, before.post_code)
    assert (await case.row()).has_confident_address is False
    assert (await service.case(case.id)).jurisdiction is Jurisdiction.ENGLAND_WALES


@pytest.mark.requirement("R-35")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("address_changed", "In surveillance: a new address is highlighted via CIS."),
        ("employment", "In surveillance: HMRC data provides new employment details."),
        ("client_contact", "In surveillance: client contact."),
        ("schedule_exception", "In surveillance: annual review date or scheduling exception."),
    ],
    ids=["address", "employment", "contact", "exception"],
)
async def test_what_brings_a_case_out_of_surveillance_does_so_once(
    service: Service, case: Referred, kind: str, reason: str
) -> None:
    await done(case, into_surveillance)
    assert await send(service, kind, "s-1") == ACCEPTED
    assert await send(service, kind, "s-1") == KNOWN
    assert (await case.row()).area is CaseArea.ENFORCEMENT
    assert (await service.one(Surveillance, case_id=case.id)).ended_at == await service.clock.now()
    (request,) = [each for each in await case.requests(KindCode.REVIEW_CASE) if each.id != case.routing]
    assert request.reason.startswith(reason)
    assert request.opened_for == f"intake:{feed_of(kind)}:s-1"


@pytest.mark.requirement("R-32", "R-35")
async def test_an_address_that_nobody_is_sure_of_does_not_bring_a_case_out_of_surveillance(
    service: Service, case: Referred
) -> None:
    await done(case, into_surveillance)
    assert await send(service, "address_changed", "s-1", isConfident=False) == ACCEPTED
    assert (await case.row()).area is CaseArea.MAINTENANCE
    assert await opened(case) == []


@pytest.mark.requirement("R-01", "R-02")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("employment", "New information received during enforcement action. HMRC told of new employment."),
        ("credit_report", "New information received during enforcement action. The credit reference agency reported."),
        ("death", "New information received during enforcement action. CIS told that the paying parent died."),
        ("client_contact", "Inbound contact. The paying parent got in touch: payment negotiation."),
        ("returned_from_collection_agency", "Case returned from third party collection agency."),
        (
            "became_compliant",
            "New information received during enforcement action. The paying parent has become compliant.",
        ),
        (
            "schedule_exception",
            "New information received during enforcement action. A scheduling exception was told of.",
        ),
    ],
    ids=["employment", "credit", "death", "contact", "returned", "compliant", "exception"],
)
async def test_what_is_told_during_enforcement_routes_the_case_with_its_reason(
    service: Service, case: Referred, kind: str, reason: str
) -> None:
    assert await send(service, kind, "n-1") == ACCEPTED
    assert await opened(case) == [("Review Case and Decide on Action", reason)]


@pytest.mark.requirement("R-40")
async def test_a_death_and_compliance_are_facts_of_the_case_and_told_once_as_news(
    service: Service, case: Referred
) -> None:
    for key in ("one", "again"):
        assert await send(service, "death", f"d-{key}") == ACCEPTED
        assert await send(service, "became_compliant", f"c-{key}") == ACCEPTED
    row = await case.row()
    assert (row.died_on, row.is_compliant) == (date(2026, 2, 20), True)
    assert len(await opened(case)) == 2


@pytest.mark.requirement("R-13")
async def test_a_credit_report_that_somebody_gathers_information_for_routes_nothing_anew(
    service: Service, theirs: Agency
) -> None:
    referred = await theirs.assigned()
    await referred.start()
    await referred.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of his means.")
    before = len(await referred.requests())
    assert await send(service, "credit_report", "r-1") == ACCEPTED
    assert len(await referred.requests()) == before
    assert (await service.one(Finding, case_id=referred.id)).kind is FindingKind.CREDIT_REPORT
    assert (await referred.row()).has_property is True


@pytest.mark.requirement("R-02")
async def test_a_case_that_a_collection_agency_gives_back_comes_to_enforcement_from_maintenance(
    service: Service, case: Referred
) -> None:
    await done(case, lambda unit, on: transfers.move(unit, on, CaseArea.MAINTENANCE, reason="Paid."))
    assert await send(service, "employment", "n-1") == ACCEPTED
    assert await opened(case) == []
    assert await send(service, "returned_from_collection_agency", "n-2") == ACCEPTED
    assert (await case.row()).area is CaseArea.ENFORCEMENT
    assert [reason for _, reason in await opened(case)] == ["Case returned from third party collection agency."]


@pytest.mark.requirement("R-50")
async def test_dot_notifies_of_compliance_and_a_case_in_enforcement_has_its_arrears_reviewed(
    service: Service, case: Referred
) -> None:
    await done(case, deducted)
    assert await send(service, "rdo_compliance", "c-1") == ACCEPTED
    assert (await service.one(Schedule, case_id=case.id)).compliance is Compliance.PARTLY_COMPLIANT
    assert (await service.one(FlagSetting, case_id=case.id)).flag is Flag.DISABLE_MISSED_PAYMENT_MONITOR
    assert [sub_area for sub_area, _ in await opened(case)] == ["Arrears Review"]


@pytest.mark.requirement("R-50")
@pytest.mark.parametrize("seen", [0, 2])
async def test_compliance_is_established_at_the_third_due_date_and_not_before(
    service: Service, case: Referred, seen: int
) -> None:
    await done(case, deducted)
    taken = await send(service, "rdo_compliance", "c-1", dueDatesSeen=seen)
    assert (taken.answer, taken.code) == (Answer.REFUSED, "TOO_FEW_DUE_DATES")
    assert (await service.one(Schedule, case_id=case.id)).compliance is None


@pytest.mark.requirement("R-50")
async def test_compliance_without_a_deduction_order_is_for_staff(service: Service, case: Referred) -> None:
    assert (await send(service, "rdo_compliance", "c-1")).code == "NO_DEDUCTION_ORDER"
    assert [sub_area for sub_area, _ in await opened(case)] == ["Message not understood"]


@pytest.mark.requirement("R-02", "R-06")
async def test_a_referral_makes_a_case_that_waits_to_be_routed(service: Service, theirs: Agency) -> None:
    assert await send(service, "case_referred", "f-1") == ACCEPTED
    maintenance = await service.one(MaintenanceCase, number="121000999001")
    kept = await service.one(IntakeMessage, message_id="f-1")
    assert kept.case_id == maintenance.case_id
    request = await service.one(ServiceRequest, case_id=maintenance.case_id)
    assert (request.reason, request.team_id) == ("Case transferred to enforcement.", theirs.leader.team_id)
    told = await service.all(HistoryEntry, stream_id=maintenance.case_id, kind=EventKind.MESSAGE_TAKEN_IN)
    assert [entry.changes for entry in told] == [{"feed": NAMES[Feed.REFERRALS]}]


@pytest.mark.requirement("R-19")
async def test_what_a_referral_tells_of_earlier_actions_is_noted_where_the_case_is_routed(
    service: Service, theirs: Agency
) -> None:
    told = ["12 May 2025: deduction from earnings order, employer left", "3 August 2025: no answer to letters"]
    assert await send(service, "case_referred", "f-1", earlierActions=told) == ACCEPTED
    (note,) = await service.all(ServiceRequestNote)
    assert note.text.splitlines()[1:] == told
    assert (await service.one(ServiceRequest, id=note.service_request_id)).team_id == theirs.leader.team_id


@pytest.mark.requirement("R-02", "R-08")
async def test_a_case_that_is_known_is_not_referred_again_unless_it_was_rejected(
    service: Service, case: Referred
) -> None:
    again = {**REFERRED["cases"][0], "number": NUMBER}
    taken = await send(service, "case_referred", "f-1", cases=[again])
    assert taken.code == "CASE_KNOWN_ALREADY"
    assert [sub_area for sub_area, _ in await opened(case)] == ["Message not understood"]
    rejected = update(EnforcementCase).values(rejected_at=await service.clock.now())
    await service.change(rejected.where(EnforcementCase.case_id == case.id))
    assert await send(service, "case_referred", "f-2", cases=[again]) == ACCEPTED
    assert len(await service.all(MaintenanceCase, number=NUMBER)) == 2


async def test_a_case_without_a_confident_address_is_refused_as_the_rules_say(service: Service, theirs: Agency) -> None:
    taken = await send(service, "case_referred", "f-1", hasConfidentAddress=False)
    assert (taken.answer, taken.code) == (Answer.REFUSED, "NO_CONFIDENT_ADDRESS")
    assert await service.all(MaintenanceCase) == []
