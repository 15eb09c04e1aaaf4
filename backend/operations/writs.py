"""The writ of control: prepared outside, issued and served in one act, received, and notice given (W-11 to W-18)."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from backend.models import Hceo, Organisation, Writ, WritApplication
from backend.operations import applying, appointments
from backend.operations.declared_payments import follow_ledger, followed
from backend.operations.drafting import Draft, Prepared, draft, officer_of, sealed
from backend.operations.ground import Ground
from backend.operations.subject import Subject, load, new_reference
from backend.operations.telling import tell, tell_officer
from backend.operations.unit import Outcome, Unit, carry_out
from backend.operations.writ_rows import write
from backend.queries import scope
from backend.rules import claims, deadlines, refusals, writ_applications
from backend.rules import writs as rules
from backend.rules.access import SYSTEM
from backend.rules.periods import london_day
from backend.rules.reasons.writs import OFFICER_MISSING
from backend.rules.vocabulary import EVERYBODY_CONCERNED, Act, EventKind, Letter, NoticeMethod
from backend.rules.writ_details import Details

ATTEMPTS = 3
"""How often a writ is prepared anew when the case changed between preparing and issuing it."""


class NotAsPreparedError(Exception):
    """What the writ says is no longer so: nothing was changed; prepare it again and issue that."""


class Asked(Protocol):
    """The service request by which a writ is asked for."""

    case_id: UUID
    subject_id: UUID | None


async def prepare(ground: Ground, service_request: Asked) -> Prepared | None:
    """Render and seal the writ on the application that a service request is about, before its act. None where there is
    no such application with the court, or nothing that a writ could say: `issue` then says why."""
    made: Draft | None = None

    async def read(unit: Unit) -> Outcome:
        nonlocal made
        unit.permit(Act.ISSUE_WRIT)
        subject = await load(unit, service_request.case_id)
        application = subject.application
        if application is not None and application.id == service_request.subject_id:
            made = await draft(unit, subject, application, number=new_reference("WOC"), at=unit.now)
        return Outcome()

    await carry_out(ground, SYSTEM, read)
    return await sealed(ground, made.content) if made else None


async def issue(unit: Unit, subject: Subject, application: WritApplication, prepared: Prepared | None) -> Writ:
    """Issue the writ and serve it on the officer, once, within the act that approves it; everyone is told.

    Eligibility and the officer are judged again. Raises `Refused`; `NotAsPreparedError` where the document does not say
    what is so now.
    """
    await _require_issuable(unit, subject, application)
    follow_ledger(subject, application)
    at = prepared.content.issued_at if prepared else unit.now
    number = prepared.content.number if prepared else ""
    now = await draft(unit, subject, application, number=number, at=at)
    if prepared is None or now is None or now.content != prepared.content:
        raise NotAsPreparedError
    writ = await write(unit, subject, application, now, prepared.pdf)
    application.state = writ_applications.after(application.state, Act.ISSUE_WRIT)
    application.decided_at = unit.now
    subject.claim.state = claims.after(subject.claim.state, Act.ISSUE_WRIT)
    hceo, firm = await officer_of(unit, now.hceo_id)
    _record(unit, subject, writ, EventKind.WRIT_ISSUED, total=writ.total_pence)
    _record(unit, subject, writ, EventKind.WRIT_SERVED, hceo=hceo.name)
    _tell_of_issue(unit, subject, writ, hceo, firm)
    return writ


async def _require_issuable(unit: Unit, subject: Subject, application: WritApplication) -> None:
    facts = await applying.facts_of(unit, subject, application, details=followed(subject, application))
    judged = writ_applications.judge(Act.ISSUE_WRIT, facts, subject.relation)
    if judged.reasons == (refusals.NOT_OPEN_TO_YOU,):
        judged.require()
    against: tuple[refusals.Reason, ...] = (OFFICER_MISSING,)
    if application.hceo_id is not None and facts.has_details:
        post_code = Details.from_json(application.details).post_code
        against = await appointments.still_appointable(unit, application.hceo_id, post_code)
    if reasons := (*judged.reasons, *against):
        raise refusals.Refused(*reasons)
    unit.permit(Act.ISSUE_WRIT)


def _tell_of_issue(unit: Unit, subject: Subject, writ: Writ, hceo: Hceo, firm: Organisation) -> None:
    facts = {
        **_facts_of(writ, hceo, firm),
        "expires_on": writ.expires_on,
        "judgment_number": subject.judgment.number if subject.judgment else None,
        "interest_daily_pence": writ.interest_daily_pence,
        "officer_phone": hceo.phone,
    }
    tell(unit, subject, Letter.WRIT_ISSUED_TO_CLAIMANT, Letter.WRIT_ISSUED_TO_DEFENDANT, **facts)
    tell_officer(unit, subject, hceo, Letter.WRIT_SERVED_ON_HCEO, **facts)


def _facts_of(writ: Writ, hceo: Hceo, firm: Organisation) -> dict[str, object]:
    return {
        "writ_number": writ.number,
        "issued_on": writ.issued_on,
        "total_pence": writ.total_pence,
        "officer_names": [hceo.name],
        "firm_names": [firm.name],
    }


async def acknowledge(
    unit: Unit, writ_id: UUID, received_at: datetime, *, expected_version: int | None = None
) -> Outcome:
    """The officer endorses when the writ was received (Courts Act 2003 Sch 7 para 7)."""
    subject, writ, facts = await _require(unit, writ_id, Act.ACKNOWLEDGE_WRIT, expected_version)
    if problems := rules.problems_of_receipt(received_at, facts):
        raise refusals.Invalid(*problems)
    writ.received_at, writ.acknowledged_at = received_at, unit.now
    _record(unit, subject, writ, EventKind.WRIT_ACKNOWLEDGED, receivedAt=received_at.isoformat())
    return Outcome({"claim": subject.case.id, "writ": writ.id})


async def give_notice(
    unit: Unit, writ_id: UUID, method: NoticeMethod, given_on: date, *, expected_version: int | None = None
) -> Outcome:
    """The officer records that notice of enforcement was given: from when goods may be taken is reckoned, and told."""
    subject, writ, facts = await _require(unit, writ_id, Act.GIVE_NOTICE_OF_ENFORCEMENT, expected_version)
    if problems := rules.problems_of_notice(given_on, facts):
        raise refusals.Invalid(*problems)
    clear = deadlines.enforceable_from(given_on, subject.case.jurisdiction)
    first = london_day(clear.at)
    writ.notice_method, writ.notice_given_on = method, given_on
    writ.enforceable, writ.enforceable_at = clear.to_json(), clear.at
    _record(
        unit,
        subject,
        writ,
        EventKind.NOTICE_OF_ENFORCEMENT_GIVEN,
        enforceableFrom=first.isoformat(),
        givenOn=given_on.isoformat(),
        method=method,
    )
    told = {
        **_facts_of(writ, *await officer_of(unit, writ.hceo_id)),
        "notice_given_on": given_on,
        "enforceable_from": first,
    }
    tell(
        unit,
        subject,
        Letter.NOTICE_OF_ENFORCEMENT_TO_CLAIMANT,
        Letter.NOTICE_OF_ENFORCEMENT_TO_DEFENDANT,
        **told,
    )
    return Outcome({"claim": subject.case.id, "writ": writ.id})


async def _require(
    unit: Unit, writ_id: UUID, act: Act, expected_version: int | None
) -> tuple[Subject, Writ, rules.WritFacts]:
    """A writ that the actor may see, its claim's history locked, the act on it permitted."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    served = scope.served_rows(Writ.hceo_id, unit.sees)
    case_id = await unit.session.scalar(
        select(Writ.case_id).join(visible, visible.c.case_id == Writ.case_id).where(Writ.id == writ_id, served)
    )
    if case_id is None:
        raise refusals.NotFound
    subject = await load(unit, case_id, expected_version=expected_version)
    writ = await unit.session.get_one(Writ, writ_id, populate_existing=True)
    facts = rules.facts_of(writ, now=unit.now, restraints=subject.restraints)
    rules.judge(act, facts, subject.relation).require()
    unit.permit(act)
    return subject, writ, facts


def _record(unit: Unit, subject: Subject, writ: Writ, kind: EventKind, **changes: object) -> None:
    """Say in the history what was done with a writ: everyone in the case sees it."""
    unit.record(
        subject.stream,
        kind,
        audience=EVERYBODY_CONCERNED,
        changes={"writ": writ.number, **changes},
        subject_id=writ.id,
    )
