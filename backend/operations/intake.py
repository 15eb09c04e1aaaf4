"""Taking in what outside systems tell: each message once, with all that it brings about, or kept as refused (R-01).

A message, its effect and the service request that it opens are one act. One that cannot be used is kept by an act of
its own, and somebody is asked to look at it: nothing is lost, and nothing is done twice, however often it is sent.
"""

import hashlib
from uuid import UUID

import structlog
from sqlalchemy import func, select, true

from backend.models import EnforcementCase, IntakeMessage, MaintenanceCase, Stream, new_id
from backend.operations import case_file as case_files
from backend.operations import installation, intake_effects, referrals, unplaced_messages
from backend.operations.case_file import CaseFile
from backend.operations.ground import Ground
from backend.operations.intake_effects import Heard
from backend.operations.opening import open_once
from backend.operations.received import Answer, Received, Taken, read, received_of, refused, unusable_of
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.intake import NAMES, CaseReferred, Message, MessageRefusal, UnusableMessage
from backend.rules.referrals import Referral
from backend.rules.vocabulary import AGENCY_ONLY, Act, EventKind, Feed, KindCode, MessageState

log = structlog.get_logger(__name__)
PURPOSE = "intake"
"""Under which the content of messages is sealed."""
_LONGEST = 300


class _TakenInBefore(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, kept: IntakeMessage) -> None:
        super().__init__()
        self.kept = kept


async def take_in(ground: Ground, feed: Feed, body: bytes, document: object) -> Taken:
    """Take in what a feed sent; `document` is the body as JSON, None where it is none.

    The same content under the same id is taken in once, however often, and wherever at once, it comes. Raises
    `PublicError` where the database is away: then nothing was done, and it is to be sent again.
    """
    if not await installation.is_released(ground.database):
        return Taken(Answer.LATER)
    received = received_of(feed, body, document)
    try:
        try:
            message = read(received, document)
            await carry_out(ground, SYSTEM, lambda unit: accept(unit, received, message))
        except (UnusableMessage, refusals.Refusal) as why:
            unusable = unusable_of(why)
            await carry_out(ground, SYSTEM, lambda unit: keep(unit, received, unusable))
            log.warning("intake.refused", feed=feed, code=unusable.code)
            return refused(unusable.code, unusable.sentence)
    except _TakenInBefore as before:
        return _told_before(received, before.kept)
    return Taken(Answer.ACCEPTED)


async def accept(unit: Unit, received: Received, message: Message) -> Outcome:
    """Carry out what a message tells of, and keep it. Raises `UnusableMessage` and refusals, which undo all of it."""
    unit.permit(Act.TAKE_IN_MESSAGE, when=unit.actor.is_system)
    await _require_new(unit, received)
    if isinstance(message.told, CaseReferred):
        return await _refer(unit, received, message.told.referral)
    case_id = await _case_of(unit, (message.told.case_number,))
    if case_id is None:
        raise UnusableMessage.because(MessageRefusal.CASE_UNKNOWN)
    case_file = await case_files.load(unit, case_id)
    key = await _kept(unit, received, MessageState.ACCEPTED, case_id)
    case_file.record(unit, EventKind.MESSAGE_TAKEN_IN, feed=NAMES[message.feed], subject_id=key)
    heard = Heard(unit, case_file, message.feed, key, message.id, received.occasion)
    await intake_effects.bring_about(heard, message.told)
    return Outcome({"enforcement_case": case_id})


async def keep(unit: Unit, received: Received, why: UnusableMessage) -> Outcome:
    """Keep what cannot be used, and have somebody look at it: on the case that it names, else on the standing one."""
    unit.permit(Act.TAKE_IN_MESSAGE, when=unit.actor.is_system)
    await _require_new(unit, received)
    envelope = received.envelope
    case_id = await _case_of(unit, envelope.case_numbers)
    on = (
        await case_files.load(unit, case_id)
        if case_id
        else await unplaced_messages.standing_case(unit, envelope.jurisdiction)
    )
    key = await _kept(unit, received, MessageState.REFUSED, case_id, why)
    on.record(unit, EventKind.MESSAGE_REFUSED, feed=NAMES[envelope.feed], reason=why.sentence, subject_id=key)
    await _ask_somebody(unit, on, received, key, why)
    return Outcome({"enforcement_case": on.case.id})


async def _refer(unit: Unit, received: Received, referral: Referral) -> Outcome:
    """A case group comes in. One that is known already is for staff: two enforcement cases of it would be one too many.

    A referral that was rejected may come again, put right (R-08).
    """
    numbers = tuple(case.number for case in referral.cases)
    for number in sorted(numbers):
        await _lock(unit, f"case number:{number}")
    if await _case_of(unit, numbers, also_rejected=False):
        raise UnusableMessage.because(MessageRefusal.CASE_KNOWN_ALREADY)
    outcome = await referrals.refer(unit, referral)
    case_id = outcome.subjects["enforcement_case"]
    key = await _kept(unit, received, MessageState.ACCEPTED, case_id)
    stream = await unit.session.get_one(Stream, case_id)
    unit.record(
        stream,
        EventKind.MESSAGE_TAKEN_IN,
        audience=AGENCY_ONLY,
        changes={"feed": NAMES[received.envelope.feed]},
        subject_id=key,
    )
    return outcome


async def _case_of(unit: Unit, numbers: tuple[str, ...], *, also_rejected: bool = True) -> UUID | None:
    """The enforcement case that has one of these maintenance cases: the last that came in, and was not rejected."""
    is_rejected = EnforcementCase.rejected_at.is_not(None)
    found: UUID | None = await unit.session.scalar(
        select(MaintenanceCase.case_id)
        .join(EnforcementCase, EnforcementCase.case_id == MaintenanceCase.case_id)
        .where(MaintenanceCase.number.in_(numbers), true() if also_rejected else ~is_rejected)
        .order_by(is_rejected, EnforcementCase.referred_at.desc(), MaintenanceCase.case_id.desc())
        .limit(1)
    )
    return found


async def _require_new(unit: Unit, received: Received) -> None:
    """Raise `_TakenInBefore` for what is kept already; a twin that is taken in now is waited for."""
    await _lock(unit, received.occasion)
    kept = await unit.session.scalar(
        select(IntakeMessage).where(
            IntakeMessage.feed == received.envelope.feed, IntakeMessage.message_id == received.envelope.id
        )
    )
    if kept is not None:
        raise _TakenInBefore(kept)


async def _lock(unit: Unit, name: str) -> None:
    """Be the only one who does this until the act ends. By a lock and not by a row, as `unit._done_before` says."""
    if unit.ground.database.dialect == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"intake:{name}".encode()).digest()[:8], signed=True)
        await unit.session.execute(select(func.pg_advisory_xact_lock(number)))


async def _kept(
    unit: Unit, received: Received, state: MessageState, case_id: UUID | None, why: UnusableMessage | None = None
) -> UUID:
    """Write the message down, for an act that holds the lock of the case."""
    key, envelope = new_id(), received.envelope
    unit.session.add(
        IntakeMessage(
            id=key,
            feed=envelope.feed,
            message_id=envelope.id,
            digest=received.digest,
            kind=envelope.kind,
            state=state,
            refusal=why.code if why else None,
            problem=why.sentence[:_LONGEST] if why else None,
            case_id=case_id,
            content=unit.ground.sealer.seal(received.body, PURPOSE),
            received_at=unit.now,
        )
    )
    await unit.session.flush()
    return key


async def _ask_somebody(unit: Unit, on: CaseFile, received: Received, key: UUID, why: UnusableMessage) -> None:
    feed = NAMES[received.envelope.feed]
    named = f"Message {received.envelope.id}" if received.has_id else "A message"
    await open_once(
        unit,
        on.stream,
        on.case,
        KindCode.REFUSED_MESSAGE,
        reason=f"{named} of {feed} could not be used. {why.sentence}"[:_LONGEST],
        about=key,
        occasion=received.occasion,
    )


def _told_before(received: Received, kept: IntakeMessage) -> Taken:
    if kept.digest != received.digest:
        return Taken(Answer.OTHER_CONTENT)
    if kept.state is MessageState.REFUSED:
        return refused(kept.refusal or "", kept.problem or "")
    return Taken(Answer.KNOWN)
