"""Applications for a writ of control: begun, filled in, sent to the court, corrected, ended (W-05 to W-10)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import Hceo, HceoDistrict, Payment, WritApplication, new_id
from backend.operations import appointments, approvals, declared_payments, withdrawing
from backend.operations import subject as subjects
from backend.operations.applying import load, record, require
from backend.operations.court_data import COURT_DATA
from backend.operations.subject import Subject, new_reference
from backend.operations.submitting import run_checks, submitted
from backend.operations.telling import tell
from backend.operations.unit import Outcome, Unit
from backend.rules import fees, refusals
from backend.rules import hceos as hceo_rules
from backend.rules import writ_applications as rules
from backend.rules.districts import district_of
from backend.rules.periods import london_day
from backend.rules.reasons.hceos import NO_HCEO_FOR_DISTRICT
from backend.rules.refusals import Reason
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import (
    Act,
    AppointmentMethod,
    EventKind,
    FeeMethod,
    Letter,
    PaymentState,
    Region,
    WritApplicationState,
)
from backend.rules.writ_details import Details, filled_in, flagged, obstacles, problems, tidied


async def start(unit: Unit, case_id: UUID, *, expected_version: int | None) -> Outcome:
    """The claimant begins an application; what the court knows is filled in, and the fee is today's."""
    subject = await subjects.load(unit, case_id, expected_version=expected_version)
    subject.require(Act.START_WRIT_APPLICATION, unit)
    fee = fees.writ_fee(london_day(unit.now))
    application = WritApplication(
        id=new_id(),
        case_id=case_id,
        reference=new_reference("WA"),
        state=WritApplicationState.DRAFT,
        details=filled_in(COURT_DATA.known(subject)).to_json(),
        corrections=[],
        fee_pence=fee.pence,
        fee_policy=fee.policy,
        checks=[],
        amended_by=[],
        started_at=unit.now,
        started_by=unit.actor.user_id,
    )
    unit.session.add(application)
    record(unit, subject, application, EventKind.WRIT_APPLICATION_STARTED)
    return _outcome(application)


async def give_details(unit: Unit, application_id: UUID, details: Details, *, expected_version: int | None) -> Outcome:
    """The claimant confirms or corrects what is known and adds what a writ needs.

    Raises `Invalid` with every problem, and `Refused` where what is to be enforced is not for the High Court.
    """
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.GIVE_WRIT_DETAILS)
    _take(unit, subject, application, details, is_staff=False)
    _flag(subject, application)
    await _drop_officer_elsewhere(unit, application)
    record(unit, subject, application, EventKind.WRIT_DETAILS_GIVEN)
    return _outcome(application)


async def appoint(
    unit: Unit, application_id: UUID, *, hceo_id: UUID | None, region: Region | None, expected_version: int | None
) -> Outcome:
    """The claimant names an officer, or leaves the choice to the rota, which is taken when it is submitted.

    Raises `Refused` with what stands against the officer, the address or the region.
    """
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.APPOINT_HCEO)
    post_code = Details.from_json(application.details).post_code
    if hceo_id is not None:
        officer = await appointments.choose(unit, hceo_id=hceo_id, region=region, post_code=post_code)
        method, chosen = AppointmentMethod.NAMED, officer.name
    else:
        await _require_a_rota(unit, post_code, region)
        method, chosen = AppointmentMethod.ROTA, "whoever is next in turn"
    application.appointment_method, application.hceo_id, application.region = method, hceo_id, region
    record(unit, subject, application, EventKind.HCEO_CHOSEN, hceo=chosen)
    return _outcome(application)


async def use_help_with_fees(
    unit: Unit, application_id: UUID, reference: str, *, expected_version: int | None
) -> Outcome:
    """The claimant covers the fee by a Help with Fees reference, which staff look up; the application is submitted."""
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.USE_HELP_WITH_FEES)
    given = reference.strip().upper()
    if not rules.is_help_with_fees_reference(given):
        message = "A Help with Fees reference reads HWF-XXX-XXX."
        raise refusals.Invalid(refusals.Problem("HELP_WITH_FEES_REFERENCE", ("reference",), message))
    application.help_with_fees_reference, application.fee_method = given, FeeMethod.HELP_WITH_FEES
    record(unit, subject, application, EventKind.HELP_WITH_FEES_USED)
    await submitted(unit, subject, application, Act.USE_HELP_WITH_FEES)
    return _outcome(application)


async def resubmit(unit: Unit, application_id: UUID, *, expected_version: int | None) -> Outcome:
    """The claimant sends a corrected application again; the fee stays covered."""
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.RESUBMIT_WRIT_APPLICATION)
    paid = select(Payment).where(Payment.application_id == application_id, Payment.state == PaymentState.SUCCEEDED)
    is_paid = application.fee_method is FeeMethod.GOV_UK_PAY
    payment = await unit.session.scalar(paid) if is_paid else None
    await submitted(unit, subject, application, Act.RESUBMIT_WRIT_APPLICATION, payment=payment)
    return _outcome(application)


async def withdraw(unit: Unit, application_id: UUID, *, expected_version: int | None) -> Outcome:
    """The claimant withdraws an application that lives, unless a payment of its fee is in progress.

    Verifying it is closed where nobody started that; otherwise staff are told by a note.
    """
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.WITHDRAW_WRIT_APPLICATION)
    application.state = rules.after(application.state, Act.WITHDRAW_WRIT_APPLICATION)
    application.decided_at = unit.now
    record(unit, subject, application, EventKind.WRIT_APPLICATION_WITHDRAWN)
    await withdrawing.end_verification(unit, subject, application)
    return _outcome(application)


async def amend(unit: Unit, application_id: UUID, details: Details, *, expected_version: int | None) -> Outcome:
    """Staff amend a submitted application; whoever did cannot approve it, and the checks are run again.

    Raises as `give_details`.
    """
    subject, application = await load(unit, application_id, expected_version=expected_version)
    await require(unit, subject, application, Act.AMEND_WRIT_APPLICATION)
    await approvals.lapse(unit, subject, application.id)
    _take(unit, subject, application, details, is_staff=True)
    await declared_payments.take_back(unit, subject, Details.from_json(application.details))
    _flag(subject, application)
    application.amended_by = sorted({*application.amended_by, str(unit.actor.user_id)})
    officer = await unit.session.get(Hceo, application.hceo_id) if application.hceo_id else None
    against: tuple[Reason, ...] = ()
    if officer is not None:
        post_code = Details.from_json(application.details).post_code
        against = await appointments.still_appointable(unit, officer.id, post_code)
    await run_checks(unit, subject, application, officer=officer, against=against)
    record(unit, subject, application, EventKind.WRIT_APPLICATION_AMENDED)
    return _outcome(application)


async def send_back(unit: Unit, subject: Subject, application: WritApplication, reason: str) -> None:
    """Staff send it back to be corrected, within an act on its service request; the claimant is told why."""
    await _decide(unit, subject, application, Act.RETURN_WRIT_APPLICATION, reason)
    record(unit, subject, application, EventKind.WRIT_APPLICATION_RETURNED)
    _tell(unit, subject, application, Letter.WRIT_APPLICATION_RETURNED)


async def reject(unit: Unit, subject: Subject, application: WritApplication, reason: str) -> None:
    """Staff reject it, within an act on its service request; the claimant is told why, and may begin another."""
    await _decide(unit, subject, application, Act.REJECT_WRIT_APPLICATION, reason)
    record(unit, subject, application, EventKind.WRIT_APPLICATION_REJECTED)
    _tell(unit, subject, application, Letter.WRIT_APPLICATION_REJECTED)


async def _decide(unit: Unit, subject: Subject, application: WritApplication, act: Act, reason: str) -> None:
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    await require(unit, subject, application, act)
    application.state = rules.after(application.state, act)
    application.decided_at, application.decision_reason = unit.now, reason.strip()


def _take(unit: Unit, subject: Subject, application: WritApplication, details: Details, *, is_staff: bool) -> None:
    """Take details over where nothing is wrong with them."""
    known, today, details = COURT_DATA.known(subject), london_day(unit.now), tidied(details)
    if found := problems(details, known, today=today, is_staff=is_staff):
        raise refusals.Invalid(*found)
    if against := obstacles(details, today=today):
        raise refusals.Refused(*against)
    application.details, application.details_given_at = details.to_json(), unit.now


def _flag(subject: Subject, application: WritApplication) -> None:
    """Flag what the details correct of the court's data as it stands now."""
    details = Details.from_json(application.details)
    application.corrections = flagged(COURT_DATA.known(subject), details, application.corrections)


async def _drop_officer_elsewhere(unit: Unit, application: WritApplication) -> None:
    """Where the address moved out of the chosen officer's districts, or region, the claimant has to choose again."""
    post_code = Details.from_json(application.details).post_code
    is_elsewhere = hceo_rules.against_address(district_of(post_code), application.region) is not None
    if application.hceo_id is not None:
        is_elsewhere |= bool(await appointments.still_appointable(unit, application.hceo_id, post_code))
    if is_elsewhere:
        application.appointment_method = application.hceo_id = application.region = None


async def _require_a_rota(unit: Unit, post_code: str, region: Region | None) -> None:
    """Raise `Refused` where no officer could be chosen for an address, without taking anybody's turn."""
    district = district_of(post_code)
    if reason := hceo_rules.against_address(district, region):
        raise refusals.Refused(reason)
    candidates = await unit.session.scalars(select(HceoDistrict.hceo_id).where(HceoDistrict.district == district))
    for each in candidates.all():
        if not await appointments.still_appointable(unit, each, post_code):
            return
    raise refusals.Refused(NO_HCEO_FOR_DISTRICT)


def _tell(unit: Unit, subject: Subject, application: WritApplication, letter: Letter) -> None:
    tell(unit, subject, letter, application_reference=application.reference, reason=application.decision_reason)


def _outcome(application: WritApplication) -> Outcome:
    return Outcome({"claim": application.case_id, "application": application.id})
