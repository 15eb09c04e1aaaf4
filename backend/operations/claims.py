"""Lodging a money claim, answering it, and what the calendar does to it (D-01, D-04, D-06, D-11)."""

from uuid import UUID

from backend.models import Case, Claim, Debt, Link, LinkGuard, Response, Stream, new_id
from backend.notices.catalogue import CATALOGUE
from backend.operations.codes import NewCode, add_code, expiry_day
from backend.operations.ledger import rows_of
from backend.operations.letter_facts import claim_facts, of_response
from backend.operations.parties import party_row
from backend.operations.subject import EMPTY_STREAM, Subject, load, new_reference
from backend.operations.telling import tell
from backend.operations.unit import Outcome, Unit
from backend.rules import claims as rules
from backend.rules import deadlines, ledger, lodging, refusals, responses
from backend.rules.periods import counts_as_filed_on, london_day
from backend.rules.vocabulary import (
    COURT_ONLY,
    PARTIES_AND_COURT,
    Act,
    CaseKind,
    ClaimState,
    ClaimStatus,
    DebtKind,
    EventKind,
    JudgmentRequestState,
    Letter,
    PartySide,
    Relation,
    ResponseKind,
    TimerKind,
)


async def lodge(unit: Unit, claim: lodging.Lodging, codes: tuple[NewCode, ...]) -> Outcome:
    """Lodge a claim: the defendants are told at once, with a code each, and the time to respond begins.

    `codes` were made and hashed before the transaction, one for each defendant. Raises `Invalid` with every problem.
    """
    if not unit.actor.may(Act.LODGE_CLAIM):
        raise refusals.NotPermitted
    if problems := lodging.problems(claim, today=london_day(unit.now)):
        raise refusals.Invalid(*problems)
    unit.permit(Act.LODGE_CLAIM)
    subject = await _store(unit, claim)
    unit.record(
        subject.stream,
        EventKind.CLAIM_LODGED,
        audience=PARTIES_AND_COURT,
        changes={"amountOwed": subject.owed_pence, "respondBy": subject.deadline.at.isoformat()},
    )
    for party, code in zip(subject.of(PartySide.DEFENDANT), codes, strict=True):
        add_code(unit, party, code)
        facts = claim_facts(subject, Letter.CLAIM_LODGED, code_expires_on=expiry_day(unit))
        unit.write_to(party, Letter.CLAIM_LODGED, facts, code=code.text)
    tell(unit, subject, Letter.CLAIM_LODGED_CONFIRMATION)
    await _set_timers(unit, subject)
    return Outcome({"claim": subject.case.id})


async def respond(
    unit: Unit,
    case_id: UUID,
    *,
    kind: ResponseKind,
    statement: str,
    disputed_pence: int | None,
    expected_version: int | None,
) -> Outcome:
    """The defendant answers without admitting: no judgment by default any more, and both are told (D-06, D-11).

    A response that comes after judgment was requested and before it is entered refuses the request.
    """
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.RESPOND_TO_CLAIM, unit)
    if problems := responses.problems(kind, statement, disputed_pence, owed_pence=subject.owed_pence):
        raise refusals.Invalid(*problems)
    party = await subject.party_of(unit)
    stops = subject.claim.state is ClaimState.JUDGMENT_REQUESTED
    subject.claim.state = rules.after(subject.claim.state, Act.RESPOND_TO_CLAIM)
    filed_on = counts_as_filed_on(unit.now, subject.case.jurisdiction)
    response = Response(
        id=new_id(),
        case_id=case_id,
        party_id=party.id,
        kind=kind,
        statement=statement.strip(),
        disputed_pence=disputed_pence,
        received_at=unit.now,
        counts_as_filed_on=filed_on,
    )
    unit.session.add(response)
    unit.record(
        subject.stream,
        EventKind.RESPONSE_RECEIVED,
        audience=PARTIES_AND_COURT,
        changes={"responseKind": kind, "party": party.name},
    )
    if stops:
        request = await subject.live_request(unit)
        request.state = JudgmentRequestState.REFUSED
        request.decided_at = unit.now
        request.refusal_code = refusals.RESPONSE_ALREADY_RECEIVED.code
        unit.record(
            subject.stream,
            EventKind.JUDGMENT_REFUSED,
            audience=PARTIES_AND_COURT,
            changes={"refusal": refusals.RESPONSE_ALREADY_RECEIVED.code},
        )
    told = Letter.RESPONSE_RECEIVED_TO_CLAIMANT, Letter.RESPONSE_RECEIVED_TO_DEFENDANT
    tell(unit, subject, *told, **of_response(response, stops_judgment=stops))
    await unit.forget(*TimerKind, about=case_id)
    return Outcome({"claim": case_id, "response": response.id})


async def note_response_overdue(unit: Unit, case_id: UUID) -> Outcome:
    """The time to respond ended in silence: both are told, once. Nothing else changes (D-11)."""
    subject = await load(unit, case_id)
    unit.permit(Act.NOTE_RESPONSE_OVERDUE, when=unit.actor.is_system)
    if subject.facts(unit.now).status is not ClaimStatus.RESPONSE_OVERDUE:
        return Outcome({"claim": case_id})
    unit.record(subject.stream, EventKind.RESPONSE_OVERDUE, audience=PARTIES_AND_COURT)
    tell(unit, subject, Letter.RESPONSE_OVERDUE_TO_CLAIMANT, Letter.RESPONSE_OVERDUE_TO_DEFENDANT)
    await unit.remind(
        TimerKind.JUDGMENT_REMINDER,
        case_id=case_id,
        about=case_id,
        at=deadlines.judgment_reminder(subject.deadline).at,
    )
    return Outcome({"claim": case_id})


async def remind_to_respond(unit: Unit, case_id: UUID, *, days_before: int) -> Outcome:
    """Remind the defendants of the date by which to respond (D-04)."""
    return await _remind(unit, case_id, Letter.RESPONSE_REMINDER, {"daysBefore": days_before})


async def remind_of_judgment(unit: Unit, case_id: UUID) -> Outcome:
    """Remind the claimants that judgment may be requested (D-11)."""
    return await _remind(unit, case_id, Letter.JUDGMENT_REMINDER, {})


async def _remind(unit: Unit, case_id: UUID, letter: Letter, changes: dict[str, object]) -> Outcome:
    subject = await load(unit, case_id)
    unit.permit(Act.REMIND, when=unit.actor.is_system)
    if subject.claim.state is not ClaimState.AWAITING_RESPONSE:
        return Outcome({"claim": case_id})
    tell(unit, subject, letter)
    unit.record(
        subject.stream,
        EventKind.REMINDER_SENT,
        audience=CATALOGUE[letter].to | COURT_ONLY,
        changes={"letter": letter, **changes},
    )
    return Outcome({"claim": case_id})


async def _store(unit: Unit, claim: lodging.Lodging) -> Subject:
    """Write the rows of a new claim, and link whoever lodges it to its claimants."""
    case_id = new_id()
    time = deadlines.service_and_response(unit.now, claim.jurisdiction)
    stream = Stream(id=case_id, name=f"case:{case_id}", **EMPTY_STREAM)
    case = Case(
        id=case_id,
        kind=CaseKind.CLAIM,
        reference=new_reference("MC"),
        jurisdiction=claim.jurisdiction,
        created_at=unit.now,
    )
    row = Claim(
        case_id=case_id,
        state=ClaimState.AWAITING_RESPONSE,
        amount_pence=claim.amount_pence,
        interest_from=claim.interest_from,
        what_for=claim.what_for.strip(),
        events=[{"on": event.on.isoformat(), "what": event.what.strip()} for event in claim.events],
        evidence=[{"kind": item.kind.strip(), "description": item.description.strip()} for item in claim.evidence],
        lodged_at=unit.now,
        issued_on=time.issued_on,
        served_on=time.served_on,
        response_due_at=time.deadline.at,
        response_deadline=time.deadline.to_json(),
    )
    parties = [
        party_row(case_id, side, position, details)
        for side, all_details in ((PartySide.CLAIMANT, claim.claimants), (PartySide.DEFENDANT, claim.defendants))
        for position, details in enumerate(all_details, start=1)
    ]
    lines = ledger.lines_of_claim(
        amount_pence=claim.amount_pence, interest_from=claim.interest_from, issued_on=time.issued_on
    )
    debt = Debt(id=new_id(), case_id=case_id, kind=DebtKind.CLAIM)
    for rows in ([stream], [case], [row, LinkGuard(case_id=case_id), debt, *parties], rows_of(debt, lines)):
        unit.session.add_all(rows)
        await unit.session.flush()
    unit.session.add_all(
        Link(
            case_id=case_id,
            party_id=party.id,
            user_id=unit.actor.user_id,
            relation=int(party.side.relation),
            since=unit.now,
        )
        for party in parties
        if party.side is PartySide.CLAIMANT
    )
    return Subject(stream, case, row, Relation.CLAIMANT, parties, list(lines))


async def _set_timers(unit: Unit, subject: Subject) -> None:
    case_id = subject.case.id
    for days, at in deadlines.response_reminders(subject.deadline):
        await unit.remind(TimerKind.RESPONSE_REMINDER, case_id=case_id, about=case_id, at=at, ordinal=days)
    await unit.remind(TimerKind.RESPONSE_DEADLINE, case_id=case_id, about=case_id, at=subject.deadline.at)
