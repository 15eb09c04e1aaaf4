"""Sending an application to the court: officer, checks, payments, service request, letter, in one act (W-08, W-10)."""

from backend.models import Hceo, Payment, WritApplication
from backend.operations import appointments, opening
from backend.operations.applying import facts_of, record
from backend.operations.court_data import COURT_DATA
from backend.operations.declared_payments import follow_ledger
from backend.operations.subject import Subject
from backend.operations.telling import tell
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules import writ_applications as rules
from backend.rules.periods import london_day
from backend.rules.reasons.writs import OFFICER_MISSING
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    Act,
    AppointmentMethod,
    EventKind,
    FeeMethod,
    KindCode,
    Letter,
)
from backend.rules.writ_checks import checks
from backend.rules.writ_details import Details, obstacles


async def submitted(
    unit: Unit, subject: Subject, application: WritApplication, act: Act, *, payment: Payment | None = None
) -> None:
    """Send an application to the court for approval, within `act`, which covers its fee or sends it again.

    `payment` is the one by which the fee was paid. The act that settles it refuses nothing, because the money has been
    taken: what stands against the application is found by the checks, and staff settle it. The other acts raise
    `Refused` where no officer can be appointed, or what was paid meanwhile leaves too little.
    """
    if payment is not None:
        application.fee_method = FeeMethod.GOV_UK_PAY
    may_refuse = act is not Act.SETTLE_FEE_PAYMENT
    follow_ledger(subject, application)
    details = Details.from_json(application.details)
    if may_refuse and (left := obstacles(details, today=london_day(unit.now))):
        raise refusals.Refused(*left)
    officer, against = await _officer(unit, subject, application, may_refuse=may_refuse)
    await run_checks(unit, subject, application, officer=officer, against=against)
    application.state = rules.after(application.state, act)
    application.submitted_at, application.decided_at, application.decision_reason = unit.now, None, None
    record(unit, subject, application, EventKind.WRIT_APPLICATION_SUBMITTED)
    tell(
        unit,
        subject,
        Letter.WRIT_APPLICATION_SUBMITTED,
        application_reference=application.reference,
        submitted_at=unit.now,
        total_pence=details.due_pence,
        fee_pence=application.fee_pence,
        fee_method=application.fee_method,
        payment_reference=payment.reference if payment else None,
    )
    await opening.open_once(
        unit,
        subject.stream,
        subject.case,
        KindCode.VERIFY_WRIT_APPLICATION,
        reason=f"Application {application.reference} for a writ of control was submitted.",
        about=application.id,
        occasion=f"VERIFY {application.id} {subject.stream.entry_count}",
    )


async def run_checks(
    unit: Unit, subject: Subject, application: WritApplication, *, officer: Hceo | None, against: tuple[Reason, ...]
) -> None:
    """Hold the application against the court's data as it stands now, and keep what was found."""
    await unit.session.flush()
    found = checks(
        await facts_of(unit, subject, application),
        Details.from_json(application.details),
        COURT_DATA.known(subject),
        corrected=application.corrections,
        officer=officer.name if officer else None,
        against_officer=against,
    )
    application.checks = [each.to_json() for each in found]


async def _officer(
    unit: Unit, subject: Subject, application: WritApplication, *, may_refuse: bool
) -> tuple[Hceo | None, tuple[Reason, ...]]:
    try:
        return await _chosen(unit, subject, application), ()
    except refusals.Refused as refused:
        if may_refuse:
            raise
        return None, refused.reasons


async def _chosen(unit: Unit, subject: Subject, application: WritApplication) -> Hceo:
    """The officer who was named, or had their turn, if they can be appointed still; else the next in turn."""
    post_code = Details.from_json(application.details).post_code
    against: tuple[Reason, ...] = (OFFICER_MISSING,)
    if application.hceo_id is not None:
        against = await appointments.still_appointable(unit, application.hceo_id, post_code)
        if not against:
            return await unit.session.get_one(Hceo, application.hceo_id)
    if application.appointment_method is not AppointmentMethod.ROTA:
        raise refusals.Refused(*against)
    officer = await appointments.choose(unit, hceo_id=None, region=application.region, post_code=post_code)
    application.hceo_id = officer.id
    record(unit, subject, application, EventKind.HCEO_CHOSEN, hceo=officer.name)
    return officer
