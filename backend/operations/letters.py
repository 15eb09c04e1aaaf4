"""What became of a letter: sent, failed, withheld, put up for printing, posted. The history says so (X-07, P4).

No letter ends unseen: what cannot go by e-mail is printed where there is an address to post it to, and whatever did
not reach its reader opens a service request in the same act.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.models import Case, Letter, Party, Stream
from backend.notices import CATALOGUE
from backend.notices.endings import ADDRESS_GONE, CLAIM_MOVED_ON, UNWRITABLE
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.queries.letters import for_viewer
from backend.rules import refusals
from backend.rules.letters import called
from backend.rules.vocabulary import (
    AGENCY_ONLY,
    COURT_ONLY,
    Act,
    CaseKind,
    EventKind,
    KindCode,
    LetterState,
    Relation,
)
from backend.rules.vocabulary import Letter as Name

UNDERWAY = frozenset({LetterState.WAITING, LetterState.SENDING})
ENTRIES = {
    LetterState.SENT: EventKind.LETTER_SENT,
    LetterState.FAILED: EventKind.LETTER_FAILED,
    LetterState.WITHHELD: EventKind.LETTER_WITHHELD,
    LetterState.TO_PRINT: EventKind.LETTER_TO_PRINT,
    LetterState.POSTED: EventKind.LETTER_POSTED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A letter with its case, whose history is locked."""

    letter: Letter
    case: Case
    stream: Stream

    @property
    def is_of_the_agency(self) -> bool:
        return self.case.kind is CaseKind.ENFORCEMENT

    @property
    def staff(self) -> Relation:
        """Who is told of it beside its reader."""
        return AGENCY_ONLY if self.is_of_the_agency else COURT_ONLY

    @property
    def noun(self) -> str:
        return "enforcement_case" if self.is_of_the_agency else "claim"


async def record_delivery(
    unit: Unit, letter_id: UUID, state: LetterState, *, failure: str | None = None, is_copy: bool = False
) -> Outcome:
    """What the post worker found out of one letter. One that is not on its way any more stays as it is.

    A letter to a party that failed for good is printed instead, unless it cannot be put into words at all.
    """
    unit.permit(Act.RECORD_DELIVERY, when=unit.actor.is_system)
    found = await locked(unit, letter_id)
    letter = found.letter
    if letter.state in UNDERWAY:
        letter.may_be_copy = is_copy
        is_printable = letter.party_id is not None and failure not in UNWRITABLE
        has_no_address = found.is_of_the_agency and failure == ADDRESS_GONE
        if is_printable and (state is LetterState.FAILED or has_no_address):
            state = LetterState.TO_PRINT
        await move(unit, found, state, failure=failure)
    return Outcome({found.noun: letter.case_id})


async def mark_posted(unit: Unit, letter_id: UUID, kind: CaseKind = CaseKind.CLAIM) -> Outcome:
    """Staff have put a printed letter into the post. Nobody else learns whether there is such a letter.

    `kind` says of what: the court's letters are about claims, the agency's about enforcement cases.
    """
    act = Act.MARK_LETTER_POSTED if kind is CaseKind.CLAIM else Act.MARK_CASE_LETTER_POSTED
    if not unit.actor.may(act):
        raise refusals.NotPermitted
    found = await locked(unit, letter_id)
    if found.case.kind is not kind:
        raise refusals.NotFound
    unit.permit(act)
    if found.letter.state is not LetterState.TO_PRINT:
        raise refusals.Refused(refusals.LETTER_NOT_WAITING)
    await move(unit, found, LetterState.POSTED, failure=found.letter.failure)
    return Outcome({found.noun: found.letter.case_id, "letter": found.letter.id})


async def locked(unit: Unit, letter_id: UUID) -> Found:
    """A letter that the actor may see, the history of its case locked before it is looked at. Raises `NotFound`."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    found = await unit.session.execute(
        select(Stream, Case, Letter)
        .join(Case, Case.id == Stream.id)
        .join(Letter, Letter.case_id == Stream.id)
        .join(visible, visible.c.case_id == Stream.id)
        .where(Letter.id == letter_id, for_viewer(visible, unit.sees))
        .with_for_update(of=Stream)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise refusals.NotFound
    stream, case, letter = row
    await unit.session.refresh(letter)
    return Found(letter, case, stream)


async def move(unit: Unit, found: Found, state: LetterState, *, failure: str | None = None) -> None:
    """Put a letter where it goes from here, record it, and have staff see to it where it did not reach its reader.

    Its secret is kept only for the printer.
    """
    letter = found.letter
    letter.state, letter.failure = state, failure
    letter.leased_until, letter.leased_by = None, None
    if state is not LetterState.TO_PRINT:
        letter.secret, letter.ended_at = None, unit.now
    unit.record(
        found.stream,
        ENTRIES[state],
        audience=await _reader(unit, letter) | found.staff,
        party_id=letter.party_id,
        changes={"letter": letter.template},
    )
    if is_undelivered(state, failure):
        await open_once(
            unit,
            found.stream,
            found.case,
            KindCode.UNDELIVERED_AGENCY_LETTER if found.is_of_the_agency else KindCode.UNDELIVERED_LETTER,
            reason=_why(letter.template, state, failure),
            about=letter.id,
            occasion=f"letter:{letter.id}",
        )


async def _reader(unit: Unit, letter: Letter) -> Relation:
    """What whoever the letter is to is to the case: the agency's letters go to more than one side."""
    entry = CATALOGUE[letter.template]
    if not entry.is_of_the_agency:
        return entry.to
    return (await unit.session.get_one(Party, letter.party_id)).side.relation


def is_undelivered(state: LetterState, failure: str | None) -> bool:
    """Whether staff must see to it: not where the letter went, nor where it was no longer true."""
    went = state in {LetterState.SENT, LetterState.POSTED}
    return not went and failure != CLAIM_MOVED_ON


def _why(name: Name, state: LetterState, failure: str | None) -> str:
    what_now = ": it waits to be printed and posted" if state is LetterState.TO_PRINT else ""
    return f"The letter “{called(name)}” did not reach its reader ({failure}){what_now}."
