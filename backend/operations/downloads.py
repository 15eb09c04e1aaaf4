"""Downloading a document: a link sealed for one session, its right judged again when it is used, and noted once (W-12).

A link that is followed again within its minutes serves again, and leaves no second note: or whoever holds one could
fill the history, which is kept for ever. How often an account downloads in an hour is bounded beside that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from backend.adapters.sealing import SealBrokenError
from backend.models import Document, IdempotencyKey, Writ
from backend.operations import sessions
from backend.operations.attempts import Tally
from backend.operations.ground import Ground, machine_now
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit, carry_out
from backend.queries import scope
from backend.queries.documents import for_viewer
from backend.rules import refusals
from backend.rules import writs as rules
from backend.rules.access import Actor
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind

LIVES = timedelta(minutes=5)
ALLOWED = 120
"""Downloads of one account in an hour, every use of a link counted."""
PURPOSE = "download of a document"
PATH = "/documents"
_KEY, _HASH, _INSTANT = 16, 32, 8


@dataclass(frozen=True, slots=True)
class Ticket:
    """A link to download a document."""

    path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A document's bytes, and how they are to be told."""

    name: str
    media_type: str
    content: bytes


def ticket(
    ground: Ground, actor: Actor, document_id: UUID, *, path: str = PATH, purpose: str = PURPOSE
) -> Ticket | None:
    """A link for whoever asks, from their session alone; None for who has none."""
    if actor.user_id is None or actor.session is None:
        return None
    expires_at = (machine_now() + LIVES).replace(microsecond=0)
    content = document_id.bytes + actor.user_id.bytes + actor.session + int(expires_at.timestamp()).to_bytes(_INSTANT)
    return Ticket(f"{path}/{ground.sealer.seal_text(purpose, content)}", expires_at)


async def download(ground: Ground, token: str, *, bearer: str | None = None) -> File | None:
    """The document of a link. None whatever is wrong: forged, expired, its session ended, the right gone, or used under
    the token of another session. The download is noted, and the note committed, before anything is answered. Raises
    `Refused` for an account that downloads too often."""
    found = await holder(ground, token, bearer=bearer)
    if found is None:
        return None
    actor, document_id = found
    tally = Tally.of(ground, actor, None, kind="download", allowed=ALLOWED)
    await tally.refuse_if_full()
    await tally.note()
    file: File | None = None

    async def act(unit: Unit) -> Outcome:
        nonlocal file
        file = await _open(unit, document_id, token)
        return Outcome({"document": document_id})

    try:
        await carry_out(ground, actor, act)
    except refusals.Refusal:
        return None
    return file


async def holder(
    ground: Ground, token: str, *, bearer: str | None, purpose: str = PURPOSE
) -> tuple[Actor, UUID] | None:
    """Whose link it is, with their rights as they stand now, and to which document; None where it leads nowhere."""
    try:
        content = ground.sealer.open_text(purpose, token)
    except SealBrokenError:
        return None
    if len(content) != _KEY + _KEY + _HASH + _INSTANT:
        return None
    session, instant = content[2 * _KEY : 2 * _KEY + _HASH], content[-_INSTANT:]
    if int.from_bytes(instant) <= machine_now().timestamp():
        return None
    actor = (await sessions.standing(ground.database, frozenset({session}))).get(session)
    if actor is None or actor.user_id != UUID(bytes=content[_KEY : 2 * _KEY]):
        return None
    if bearer is not None and sessions.hash_of(bearer) != session:
        return None
    return actor, UUID(bytes=content[:_KEY])


async def _open(unit: Unit, document_id: UUID, token: str) -> File:
    """A document that the actor may see; that they downloaded it stands in the case's history, for the court."""
    visible = scope.visible_cases(unit.sees).subquery("visible")
    case_id = await unit.session.scalar(
        select(Document.case_id)
        .join(visible, visible.c.case_id == Document.case_id)
        .join(Writ, Writ.id == Document.subject_id)
        .where(Document.id == document_id, for_viewer(visible, unit.sees))
    )
    if case_id is None:
        raise refusals.NotFound
    subject = await load(unit, case_id)
    found = await unit.session.execute(
        select(Document.name, Document.media_type, Document.content, Writ)
        .join(Writ, Writ.id == Document.subject_id)
        .where(Document.id == document_id)
    )
    name, media_type, content, writ = found.one()
    facts = rules.facts_of(writ, now=unit.now, restraints=subject.restraints)
    rules.judge(Act.DOWNLOAD_DOCUMENT, facts, subject.relation).require()
    unit.permit(Act.DOWNLOAD_DOCUMENT)
    if await _is_first_use(unit, token):
        unit.record(
            subject.stream,
            EventKind.DOCUMENT_DOWNLOADED,
            audience=COURT_ONLY,
            changes={"document": name},
            subject_id=writ.id,
        )
    return File(name, media_type, content)


async def _is_first_use(unit: Unit, token: str) -> bool:
    """Remember the link among the keys of acts done; False where it was remembered before."""
    digest = unit.ground.sealer.digest(PURPOSE, token)
    kept = await unit.session.execute(
        unit.insert(IdempotencyKey)
        .values(user_id=unit.actor.user_id, key=UUID(bytes=digest[:_KEY]), input_hash=digest, created_at=machine_now())
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    return kept.one_or_none() is not None
