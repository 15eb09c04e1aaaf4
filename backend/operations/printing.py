"""Letters on paper: taken from the print queue as PDF by staff, looked at anew at that moment (W-21, P27)."""

import asyncio
from uuid import UUID

from sqlalchemy import exists, select

from backend.adapters.sealing import LETTER, SealBrokenError
from backend.documents.letters import PrintedLetter, Sender, render
from backend.models import Claim, EnforcementCase, HistoryEntry, Letter, Party
from backend.notices import CATALOGUE, WrongFactsError
from backend.notices import render as put_into_words
from backend.notices.endings import CLAIM_MOVED_ON, CODE_UNREADABLE, READER_DIED, WRONG_FACTS
from backend.notices.wording import single_line
from backend.operations import downloads
from backend.operations.ground import Ground
from backend.operations.letters import Found, locked, move
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.reasons import case_letters as reasons
from backend.rules.vocabulary import Act, EventKind, LetterState, PartySide
from backend.rules.vocabulary import Letter as Name

PURPOSE = "download of a letter"
PATH = "/letters"
SENT_WITH = {
    Name.CLAIM_LODGED: EventKind.CLAIM_LODGED,
    Name.SECURITY_CODE: EventKind.SECURITY_CODE_ISSUED,
    Name.JUDGMENT_ENTERED_TO_DEFENDANT: EventKind.JUDGMENT_ENTERED,
}
"""The letters that can carry a security code, each with the entry of the act that made the code."""


class _CannotGoError(Exception):
    """The letter must not be printed. It ends here, and the reason says why."""

    def __init__(self, state: LetterState, reason: str) -> None:
        self.state = state
        self.reason = reason


def ticket(ground: Ground, actor: Actor, letter_id: UUID) -> downloads.Ticket | None:
    """A link to take a letter to the printer, for staff, from their session alone."""
    if not actor.may(Act.PRINT_LETTER):
        return None
    return downloads.ticket(ground, actor, letter_id, path=PATH, purpose=PURPOSE)


async def download(ground: Ground, token: str, *, bearer: str | None = None) -> downloads.File | None:
    """The letter of a link, as `letter_pdf`. None whatever is wrong, as with `downloads.download`."""
    found = await downloads.holder(ground, token, bearer=bearer, purpose=PURPOSE)
    if found is None:
        return None
    try:
        return await letter_pdf(ground, *found)
    except refusals.Refusal:
        return None


async def letter_pdf(ground: Ground, actor: Actor, letter_id: UUID) -> downloads.File:
    """A letter of the print queue as PDF, for staff; each time it is taken the history says so.

    It is put into words when it is taken, with the address and, where it carries one, the security code. One that is
    no longer true leaves the queue instead. The PDF is kept nowhere. Raises `NotPermitted`, `NotFound` and `Refused`,
    the last also where who asks had the letter's security code sent: to cause and to read one takes two people.
    """
    taken: list[PrintedLetter] = []

    async def act(unit: Unit) -> Outcome:
        taken[:] = await take(unit, letter_id)
        return Outcome({"letter": letter_id})

    await carry_out(ground, actor, act)
    if not taken:
        raise refusals.Refused(refusals.LETTER_NOT_TRUE)
    [printed] = taken
    content = await asyncio.to_thread(render, printed)
    return downloads.File(f"letter-{printed.reference}.pdf", "application/pdf", content)


async def take(unit: Unit, letter_id: UUID) -> list[PrintedLetter]:
    """The letter's words, its taking on record; none where it must not go any more, its end on record."""
    if not unit.actor.may(Act.PRINT_LETTER):
        raise refusals.NotPermitted
    found = await locked(unit, letter_id)
    unit.permit(Act.PRINT_LETTER)
    if found.letter.state is not LetterState.TO_PRINT:
        raise refusals.Refused(refusals.LETTER_NOT_WAITING)
    try:
        printed = await _compose(unit, found)
    except _CannotGoError as here:
        await move(unit, found, here.state, failure=here.reason)
        return []
    if found.letter.secret and await _had_it_sent(unit, found.letter):
        raise refusals.Refused(refusals.YOUR_OWN_CODE)
    unit.record(
        found.stream,
        EventKind.DOCUMENT_DOWNLOADED,
        audience=found.staff,
        party_id=found.letter.party_id,
        changes={"document": f"letter {found.letter.template}"},
    )
    return [printed]


async def _had_it_sent(unit: Unit, letter: Letter) -> bool:
    """Whether the letter's security code was made by an act of the actor: its entry is of the letter's instant."""
    theirs = exists().where(
        HistoryEntry.stream_id == letter.case_id,
        HistoryEntry.kind == SENT_WITH[letter.template],
        HistoryEntry.at == letter.created_at,
        HistoryEntry.actor_id == unit.actor.user_id,
    )
    return bool(await unit.session.scalar(select(theirs)))


async def _compose(unit: Unit, found: Found) -> PrintedLetter:
    letter = found.letter
    party = await unit.session.get_one(Party, letter.party_id, populate_existing=True)
    claim = await unit.session.get(Claim, letter.case_id, populate_existing=True)
    if claim is not None and claim.state not in CATALOGUE[letter.template].while_claim_is:
        raise _CannotGoError(LetterState.WITHHELD, CLAIM_MOVED_ON)
    await _require_reader(unit, party)
    try:
        words = put_into_words(
            letter.template,
            letter.facts,
            recipient_name=party.name,
            site_url=unit.ground.site_url,
            code=_code(unit, letter),
        )
    except SealBrokenError:
        raise _CannotGoError(LetterState.FAILED, CODE_UNREADABLE) from None
    except WrongFactsError:
        raise _CannotGoError(LetterState.FAILED, WRONG_FACTS) from None
    return PrintedLetter(
        recipient_name=single_line(party.name),
        address_lines=tuple(map(single_line, (*party.address_lines, party.post_code))),
        reference=found.case.reference,
        sender=Sender.AGENCY if found.is_of_the_agency else Sender.COURT,
        subject=words.subject,
        text=words.text,
        written_at=unit.now,
    )


async def _require_reader(unit: Unit, party: Party) -> None:
    """That a letter of the agency finds its reader: a paying parent who lives, at an address that is certain (P27)."""
    case = await unit.session.get(EnforcementCase, party.case_id, populate_existing=True)
    if case is None or party.side is not PartySide.PAYING_PARENT:
        return
    if case.died_on is not None:
        raise _CannotGoError(LetterState.WITHHELD, READER_DIED)
    if not case.has_confident_address:
        raise refusals.Refused(reasons.ADDRESS_NOT_CERTAIN)


def _code(unit: Unit, letter: Letter) -> str | None:
    return unit.ground.sealer.open(letter.secret, LETTER).decode() if letter.secret else None
