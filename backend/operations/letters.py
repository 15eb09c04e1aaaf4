"""What became of a letter: sent, failed, withheld, posted. The history says so, and the secret is wiped (X-07, P4)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import Letter, Party, Stream
from backend.operations.unit import Outcome, Unit
from backend.queries import scope
from backend.rules import refusals
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind, LetterState

ENTRIES = {
    LetterState.SENT: EventKind.LETTER_SENT,
    LetterState.FAILED: EventKind.LETTER_FAILED,
    LetterState.WITHHELD: EventKind.LETTER_WITHHELD,
    LetterState.POSTED: EventKind.LETTER_POSTED,
}


async def record_delivery(
    unit: Unit, letter_id: UUID, state: LetterState, *, failure: str | None = None, is_copy: bool = False
) -> Outcome:
    """What the post worker found out of one letter. A letter that has ended already stays as it is."""
    unit.permit(Act.RECORD_DELIVERY, when=unit.actor.is_system)
    letter, stream = await _locked(unit, letter_id)
    if letter.state not in ENTRIES:
        letter.may_be_copy = is_copy
        await _end(unit, letter, stream, state, failure=failure)
    return Outcome({"claim": letter.case_id})


async def mark_posted(unit: Unit, letter_id: UUID) -> Outcome:
    """Staff have put a printed letter into the post. Nobody else learns whether there is such a letter."""
    if not unit.actor.may(Act.MARK_LETTER_POSTED):
        raise refusals.NotPermitted
    letter, stream = await _locked(unit, letter_id)
    unit.permit(Act.MARK_LETTER_POSTED)
    if letter.state is not LetterState.TO_PRINT:
        raise refusals.Refused(refusals.LETTER_NOT_WAITING)
    await _end(unit, letter, stream, LetterState.POSTED)
    return Outcome({"claim": letter.case_id, "letter": letter.id})


async def _locked(unit: Unit, letter_id: UUID) -> tuple[Letter, Stream]:
    """A letter that the actor may see, the history of its case locked before it is looked at."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    found = await unit.session.execute(
        select(Stream, Letter)
        .join(Letter, Letter.case_id == Stream.id)
        .join(visible, visible.c.case_id == Stream.id)
        .where(Letter.id == letter_id)
        .with_for_update(of=Stream)
        .execution_options(populate_existing=True)
    )
    pair = found.one_or_none()
    if pair is None:
        raise refusals.NotFound
    stream, letter = pair
    await unit.session.refresh(letter)
    return letter, stream


async def _end(unit: Unit, letter: Letter, stream: Stream, state: LetterState, *, failure: str | None = None) -> None:
    letter.state, letter.failure, letter.secret = state, failure, None
    letter.ended_at, letter.leased_until, letter.leased_by = unit.now, None, None
    side = (await unit.session.scalars(select(Party.side).where(Party.id == letter.party_id))).one()
    unit.record(
        stream,
        ENTRIES[state],
        audience=side.relation | COURT_ONLY,
        party_id=letter.party_id,
        changes={"letter": letter.template},
    )
