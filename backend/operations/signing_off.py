"""A letter in free text is signed off, or given back, by a senior manager who did not write it (R-52)."""

from backend.models import Letter, Party, ServiceRequest
from backend.notices.endings import SENT_BACK
from backend.operations.case_letters import require_reader
from backend.operations.ground import machine_now
from backend.operations.unit import Unit
from backend.operations.worked import Worked, changed, note
from backend.rules import refusals
from backend.rules.reasons import case_letters as reasons
from backend.rules.vocabulary import EventKind, LetterState, Role


async def sign_off(unit: Unit, worked: Worked) -> None:
    """Let the letter that a service request is about leave: by e-mail, or to be printed.

    Raises `Refused` for who wrote it, for whoever is no senior manager, and where its reader died meanwhile.
    """
    letter = await _letter(unit, worked)
    party = await unit.session.get_one(Party, letter.party_id, populate_existing=True)
    require_reader(worked.case_file, letter.template, party)
    letter.state = LetterState.WAITING if party.email else LetterState.TO_PRINT
    letter.next_attempt_at = machine_now()
    worked.case_file.record(unit, EventKind.LETTER_SIGNED_OFF, letter=letter.template)


async def send_back(unit: Unit, worked: Worked, reason: str) -> None:
    """Give a letter back to whoever wrote it: it never leaves, and the reason is a note where it was written."""
    letter = await _letter(unit, worked)
    letter.state, letter.failure, letter.ended_at = LetterState.WITHHELD, SENT_BACK, unit.now
    case_file = worked.case_file
    case_file.record(unit, EventKind.LETTER_RETURNED, letter=letter.template)
    origin = await unit.session.get_one(ServiceRequest, letter.service_request_id, populate_existing=True)
    note(unit, origin, reason, by=unit.actor.user_id)
    changed(unit, case_file.stream, origin, EventKind.SERVICE_REQUEST_NOTED)


async def _letter(unit: Unit, worked: Worked) -> Letter:
    """The letter that waits, where whoever acts may decide on it. Raises `Refused`."""
    letter = await unit.session.get(Letter, worked.service_request.subject_id, populate_existing=True)
    of_case = letter is not None and letter.case_id == worked.case_file.case.id
    if letter is None or not of_case or letter.state is not LetterState.AWAITING_SIGN_OFF:
        raise refusals.Refused(reasons.LETTER_NOT_AWAITING_SIGN_OFF)
    if unit.actor.role is not Role.SENIOR_MANAGER:
        raise refusals.Refused(reasons.NOT_A_SENIOR_MANAGER)
    if letter.written_by == unit.actor.user_id:
        raise refusals.Refused(reasons.YOUR_OWN_LETTER)
    return letter
