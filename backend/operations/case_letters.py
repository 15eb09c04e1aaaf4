"""Letters of the agency, written from a service request or by what grants an order (R-23, R-40, R-42, R-52).

Whoever works a case writes them. What leaves in free text waits for a senior manager: `signing_off`.
"""

from datetime import date
from typing import Any
from uuid import UUID

from backend.models import Letter as LetterRow
from backend.models import Party, ServiceRequest
from backend.notices import CATALOGUE
from backend.operations.case_file import CaseFile
from backend.operations.letter_facts import case_facts
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, changed, load_of_agency
from backend.rules import case_letters as rules
from backend.rules import refusals
from backend.rules.letters import called
from backend.rules.periods import london_day
from backend.rules.reasons import case_letters as reasons
from backend.rules.vocabulary import Act, EventKind, KindCode, Letter, LetterState, PartySide, Power, SanctionChange


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
    require_reader(case_file, letter, to)
    is_draft = CATALOGUE[letter].needs_sign_off
    row = unit.write_to(
        to,
        letter,
        await case_facts(unit, case_file, letter, to, **facts),
        service_request_id=service_request.id if service_request else None,
        awaits_sign_off=is_draft,
    )
    await unit.session.flush()
    kind = EventKind.LETTER_DRAFTED if is_draft else EventKind.LETTER_WRITTEN
    if service_request:
        changed(unit, case_file.stream, service_request, kind, letter=letter)
    else:
        case_file.record(unit, kind, letter=letter)
    await _have_it_seen_to(unit, case_file, row, to)
    return row


def require_reader(case_file: CaseFile, letter: Letter, to: Party) -> None:
    """That a letter may go to this party as the case stands. Raises `Refused`."""
    if to.side not in CATALOGUE[letter].to_sides:
        raise refusals.Refused(reasons.NOT_ITS_READER)
    if found := rules.why_not_to(to.side, case_file.facts):
        raise refusals.Refused(*found)


async def tell_order_numbers(
    unit: Unit, case_file: CaseFile, *, service_request: ServiceRequest | None = None, is_again: bool = False
) -> LetterRow | None:
    """CMSB046: the paying parent is told by which references payments are allocated (R-55, again for R-48).

    None where the paying parent died, or where no order stands. For whatever grants an order.
    """
    if case_file.facts.has_died or not case_file.facts.orders_in_force:
        return None
    to = case_file.paying_parent
    return await send(unit, case_file, Letter.CMSB046, to=to, service_request=service_request, is_again=is_again)


async def send_pause(
    unit: Unit, service_request_id: UUID, *, to_id: UUID, paused_until: date, expected_version: int | None
) -> Outcome:
    """CMEL7402: a receiving parent who was not reached by telephone is told that enforcement is paused (R-23)."""
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version)
    if found := rules.problems_of_pause(paused_until, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    return await _sent(unit, worked, Letter.CMEL7402, worked.case_file.party(to_id), paused_until=paused_until)


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
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version)
    solicitors = worked.case_file.of(PartySide.SOLICITOR)
    if not solicitors:
        raise refusals.Refused(reasons.NO_SOLICITOR)
    if found := rules.why_not_about(sanction, commenced_on, worked.case_file.facts):
        raise refusals.Refused(*found)
    told = {"sanction": sanction, "change": change, "commenced_on": commenced_on}
    sums = {"paid_pence": paid_pence, "outstanding_pence": outstanding_pence}
    return await _sent(unit, worked, Letter.CMEL9116, solicitors[0], **told, **sums)


async def send_order_numbers(
    unit: Unit, service_request_id: UUID, *, is_again: bool, expected_version: int | None
) -> Outcome:
    """CMSB046: the paying parent is told, or told again, by which references payments are allocated (R-48, R-55)."""
    worked = await _worked(unit, service_request_id, Act.SEND_CASE_LETTER, expected_version)
    return await _sent(unit, worked, Letter.CMSB046, worked.case_file.paying_parent, is_again=is_again)


async def draft(
    unit: Unit, service_request_id: UUID, letter: Letter, *, to_id: UUID, text: str, expected_version: int | None
) -> Outcome:
    """Draft a letter in free text (CMEL9271): it waits for a senior manager to sign it off, and a service request asks.

    Raises `Invalid` for a text that is empty, too long, or uses another jurisdiction's word for the solicitor (R-51).
    """
    worked = await _worked(unit, service_request_id, Act.DRAFT_CASE_LETTER, expected_version)
    if not CATALOGUE[letter].needs_sign_off:
        raise refusals.Refused(reasons.NOT_IN_FREE_TEXT)
    if found := rules.problems_of_text(text, worked.case_file.facts.jurisdiction):
        raise refusals.Invalid(*found)
    return await _sent(unit, worked, letter, worked.case_file.party(to_id), text=text.strip())


async def _worked(unit: Unit, service_request_id: UUID, act: Act, expected_version: int | None) -> Worked:
    worked = await load_of_agency(unit, service_request_id, expected_version=expected_version)
    worked.require(act, unit)
    return worked


async def _sent(unit: Unit, worked: Worked, letter: Letter, to: Party, **facts: Any) -> Outcome:
    row = await send(unit, worked.case_file, letter, to=to, service_request=worked.service_request, **facts)
    return Outcome({**worked.outcome.subjects, "letter": row.id})


async def _have_it_seen_to(unit: Unit, case_file: CaseFile, row: LetterRow, to: Party) -> None:
    """Open the service request by which somebody signs it off, or finds out where the paying parent lives (P27)."""
    is_address_certain = to.side is not PartySide.PAYING_PARENT or case_file.row.has_confident_address
    if row.state is LetterState.AWAITING_SIGN_OFF:
        kind, occasion, waits = KindCode.SIGN_OFF_LETTER, "sign-off", "to be signed off"
    elif row.state is LetterState.TO_PRINT and not is_address_certain:
        kind, occasion, waits = KindCode.UNDELIVERED_AGENCY_LETTER, "letter", "for an address that is certain"
    else:
        return
    await open_once(
        unit,
        case_file.stream,
        case_file.case,
        kind,
        reason=f"The letter “{called(row.template)}” waits {waits}.",
        about=row.id,
        occasion=f"{occasion}:{row.id}",
    )
