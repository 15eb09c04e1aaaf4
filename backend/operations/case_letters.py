"""Letters of the agency: written from a service request, signed off where they are free text (R-23, R-40, R-42, R-52).

Whoever works a case writes them. What leaves in free text waits for a senior manager, never the one who wrote it.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.models import EnforcementCase, LiabilityOrder, MaintenanceCase, Party, ServiceRequest, ServiceRequestNote
from backend.models import Letter as LetterRow
from backend.notices import CATALOGUE
from backend.notices.endings import SENT_BACK
from backend.operations.case_file import CaseFile
from backend.operations.ground import machine_now
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.rules import case_letters as rules
from backend.rules import refusals
from backend.rules.letters import called
from backend.rules.periods import london_day
from backend.rules.reasons import case_letters as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    Act,
    EventKind,
    KindCode,
    Letter,
    LetterState,
    LiabilityOrderState,
    PartySide,
    Power,
    Role,
    SanctionChange,
)


async def send(
    unit: Unit,
    case_file: CaseFile,
    letter: Letter,
    *,
    to: Party,
    service_request: ServiceRequest | None = None,
    **facts: Any,
) -> LetterRow:
    """Put a letter of the agency into the outbox, for an act that was permitted and holds the case locked.

    `facts` adds what the case itself does not hold. One in free text (its fact is `text`) is put before a senior
    manager first. Raises `Refused` where the letter is not for this party, or the paying parent died and it is to them.
    """
    entry = CATALOGUE[letter]
    _refuse(() if to.side in entry.to_sides else (reasons.NOT_ITS_READER,))
    _refuse(rules.why_not_to(to.side, case_file.facts))
    known = {**facts, **await _known(unit, case_file, to, frozenset(entry.facts))}
    row = unit.write_to(
        to,
        letter,
        {name: _json(known[name]) for name in entry.facts},
        service_request_id=service_request.id if service_request else None,
        awaits_sign_off=entry.needs_sign_off,
    )
    await unit.session.flush()
    kind = EventKind.LETTER_DRAFTED if entry.needs_sign_off else EventKind.LETTER_WRITTEN
    if service_request:
        _count(unit, case_file, service_request, kind, letter=letter)
    else:
        case_file.record(unit, kind, letter=letter)
    await _have_it_seen_to(unit, case_file, row, to)
    return row


async def tell_order_numbers(
    unit: Unit, case_file: CaseFile, *, service_request: ServiceRequest | None = None, is_again: bool = False
) -> LetterRow | None:
    """CMSB046: the paying parent is told by which references payments are allocated (R-55, again for R-48).

    None where the paying parent died, or where no order stands. For whatever grants an order.
    """
    facts = case_file.facts
    if facts.has_died or not await _order_numbers(unit, case_file):
        return None
    to = case_file.paying_parent
    return await send(unit, case_file, Letter.CMSB046, to=to, service_request=service_request, is_again=is_again)


async def send_pause(
    unit: Unit, service_request_id: UUID, *, to_id: UUID, paused_until: date, expected_version: int | None
) -> Outcome:
    """CMEL7402: a receiving parent who was not reached by telephone is told that enforcement is paused (R-23)."""
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version=expected_version)
    if found := rules.problems_of_pause(paused_until, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    return await _sent(unit, worked, Letter.CMEL7402, to=_party(worked, to_id), paused_until=paused_until)


async def send_instruction(
    unit: Unit,
    service_request_id: UUID,
    *,
    sanction: Power,
    change: SanctionChange,
    commenced_on: date,
    paid_pence: int,
    outstanding_pence: int,
    expected_version: int | None,
) -> Outcome:
    """CMEL9116: the solicitor is told to lift or reduce a sanction after full or partial payment (R-42)."""
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version=expected_version)
    solicitors = worked.case_file.of(PartySide.SOLICITOR)
    _refuse(() if solicitors else (reasons.NO_SOLICITOR,))
    _refuse(rules.why_not_about(sanction, commenced_on, worked.case_file.facts))
    told = {"sanction": sanction, "change": change, "commenced_on": commenced_on}
    sums = {"paid_pence": paid_pence, "outstanding_pence": outstanding_pence}
    return await _sent(unit, worked, Letter.CMEL9116, to=solicitors[0], **told, **sums)


async def send_order_numbers(
    unit: Unit, service_request_id: UUID, *, is_again: bool, expected_version: int | None
) -> Outcome:
    """CMSB046: the paying parent is told, or told again, by which references payments are allocated (R-48, R-55)."""
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version=expected_version)
    return await _sent(unit, worked, Letter.CMSB046, to=worked.case_file.paying_parent, is_again=is_again)


async def draft(
    unit: Unit, service_request_id: UUID, letter: Letter, *, to_id: UUID, text: str, expected_version: int | None
) -> Outcome:
    """Draft a letter in free text (CMEL9271): it waits for a senior manager to sign it off, and a service request asks.

    Raises `Invalid` for a text that is empty, too long, or uses another jurisdiction's word for the solicitor (R-51).
    """
    worked = await _worked(unit, service_request_id, Act.DRAFT_CASE_LETTER, expected_version=expected_version)
    if not CATALOGUE[letter].needs_sign_off:
        raise refusals.Refused(reasons.NOT_IN_FREE_TEXT)
    if found := rules.problems_of_text(text, worked.case_file.facts.jurisdiction):
        raise refusals.Invalid(*found)
    return await _sent(unit, worked, letter, to=_party(worked, to_id), text=text.strip())


async def sign_off(unit: Unit, worked: Worked) -> None:
    """Let the letter that a service request is about leave (R-52): by e-mail, or to be printed.

    Raises `Refused` for who wrote it, for whoever is no senior manager, and where its reader died meanwhile.
    """
    row = await _to_be_signed_off(unit, worked)
    party = await unit.session.get_one(Party, row.party_id, populate_existing=True)
    _refuse(rules.why_not_to(party.side, worked.case_file.facts))
    row.state = LetterState.WAITING if party.email else LetterState.TO_PRINT
    row.next_attempt_at = machine_now()
    worked.case_file.record(unit, EventKind.LETTER_SIGNED_OFF, letter=row.template)


async def send_back(unit: Unit, worked: Worked, reason: str) -> None:
    """Give a letter back to whoever wrote it: it never leaves, and the reason is a note where it was written."""
    row = await _to_be_signed_off(unit, worked)
    row.state, row.failure, row.ended_at = LetterState.WITHHELD, SENT_BACK, unit.now
    worked.case_file.record(unit, EventKind.LETTER_RETURNED, letter=row.template)
    origin = await unit.session.get_one(ServiceRequest, row.service_request_id, populate_existing=True)
    unit.session.add(
        ServiceRequestNote(
            case_id=row.case_id,
            service_request_id=origin.id,
            written_at=unit.now,
            written_by=unit.actor.user_id,
            text=reason,
        )
    )
    _count(unit, worked.case_file, origin, EventKind.SERVICE_REQUEST_NOTED)


async def _worked(unit: Unit, service_request_id: UUID, act: Act, *, expected_version: int | None) -> Worked:
    worked = await load(unit, service_request_id, expected_version=expected_version)
    if not isinstance(worked.on, CaseFile):
        raise refusals.NotFound
    worked.require(act, unit)
    return worked


async def _to_be_signed_off(unit: Unit, worked: Worked) -> LetterRow:
    row = await unit.session.get(LetterRow, worked.service_request.subject_id, populate_existing=True)
    if row is None or row.case_id != worked.case_file.case.id or row.state is not LetterState.AWAITING_SIGN_OFF:
        raise refusals.Refused(reasons.LETTER_NOT_AWAITING_SIGN_OFF)
    if unit.actor.role is not Role.SENIOR_MANAGER:
        raise refusals.Refused(reasons.NOT_A_SENIOR_MANAGER)
    if row.written_by == unit.actor.user_id:
        raise refusals.Refused(reasons.YOUR_OWN_LETTER)
    return row


def _party(worked: Worked, party_id: UUID) -> Party:
    found = next((each for each in worked.case_file.parties if each.id == party_id), None)
    if found is None:
        raise refusals.NotFound
    return found


async def _sent(unit: Unit, worked: Worked, letter: Letter, *, to: Party, **facts: Any) -> Outcome:
    row = await send(unit, worked.case_file, letter, to=to, service_request=worked.service_request, **facts)
    return _outcome(worked, row)


def _outcome(worked: Worked, row: LetterRow) -> Outcome:
    return Outcome({**worked.outcome.subjects, "letter": row.id})


async def _have_it_seen_to(unit: Unit, case_file: CaseFile, row: LetterRow, to: Party) -> None:
    """Open the service request by which somebody signs it off, or finds out where the paying parent lives (P27)."""
    words = called(row.template)
    if row.state is LetterState.AWAITING_SIGN_OFF:
        kind, reason = KindCode.SIGN_OFF_LETTER, f"The letter “{words}” waits to be signed off."
    elif row.state is LetterState.TO_PRINT and not is_address_certain(to, case_file.row):
        kind, reason = KindCode.UNDELIVERED_AGENCY_LETTER, f"The letter “{words}” waits for an address that is certain."
    else:
        return
    occasion = f"{'sign-off' if kind is KindCode.SIGN_OFF_LETTER else 'letter'}:{row.id}"
    await open_once(unit, case_file.stream, case_file.case, kind, reason=reason, about=row.id, occasion=occasion)


def is_address_certain(party: Party, case: EnforcementCase) -> bool:
    """Whether a letter can be posted to this party: somebody is sure where they live (R-32)."""
    return party.side is not PartySide.PAYING_PARENT or case.has_confident_address


async def _known(unit: Unit, case_file: CaseFile, to: Party, asked: frozenset[str]) -> dict[str, Any]:
    """What the case itself tells of what a letter asks for."""
    known: dict[str, Any] = {
        "reference": case_file.case.reference,
        "jurisdiction": case_file.facts.jurisdiction,
        "paying_parent_names": [case_file.paying_parent.name],
    }
    if "case_numbers" in asked:
        own = select(MaintenanceCase.number).where(MaintenanceCase.receiving_parent_id == to.id)
        known["case_numbers"] = list(await unit.session.scalars(own.order_by(MaintenanceCase.number)))
    if "order_numbers" in asked:
        known["order_numbers"] = await _order_numbers(unit, case_file)
        _refuse(() if known["order_numbers"] else (reasons.NO_ORDER_NUMBER,))
    return {name: known[name] for name in asked & known.keys()}


async def _order_numbers(unit: Unit, case_file: CaseFile) -> list[str]:
    """The references of the orders that stand and are not paid off."""
    standing = select(LiabilityOrder.number).where(
        LiabilityOrder.case_id == case_file.case.id, LiabilityOrder.state == LiabilityOrderState.GRANTED
    )
    return list(await unit.session.scalars(standing.order_by(LiabilityOrder.granted_on, LiabilityOrder.number)))


def _count(unit: Unit, case_file: CaseFile, row: ServiceRequest, kind: EventKind, **changes: Any) -> None:
    """Record an entry about a service request: its version is the number of entries about it."""
    row.version += 1
    row.updated_at = unit.now
    case_file.record(unit, kind, subject_id=row.id, serviceRequest=row.reference, **changes)


def _refuse(found: tuple[Reason, ...]) -> None:
    if found:
        raise refusals.Refused(*found)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
