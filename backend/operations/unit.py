"""One act, one transaction, one commit: what an act may use, and the only place where anything is committed."""

import asyncio
import hashlib
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.adapters import outside
from backend.adapters.database import is_retryable
from backend.adapters.engines import away
from backend.adapters.standing import permit_writing
from backend.models import Hceo, HistoryEntry, IdempotencyKey, Party, Stream, Timer, new_id
from backend.models import Letter as LetterRow
from backend.notices import check_facts
from backend.operations.ground import Ground, machine_now
from backend.operations.recording import AUDIENCES, audiences_moved, hash_of
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Act, EventKind, Letter, LetterState, Relation, TimerKind

ATTEMPTS = 5
"""How often an act is tried when the database undoes it for a deadlock or a lock waited for too long."""


@dataclass(frozen=True, slots=True)
class Once:
    """A caller's idempotency key with the digest of what was asked under it."""

    key: UUID
    input_hash: bytes

    @staticmethod
    def of(key: UUID, act: str, given: Any) -> "Once":
        text = json.dumps([act, given], sort_keys=True, default=str, separators=(",", ":"))
        return Once(key, hashlib.sha256(text.encode()).digest())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act leaves for its answer: ids only, read again under the rights of whoever asks."""

    subjects: dict[str, UUID] = field(default_factory=dict)
    history: tuple[int, ...] = ()
    replayed: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"subjects": {name: str(key) for name, key in self.subjects.items()}, "history": list(self.history)}

    @staticmethod
    def replay(stored: dict[str, Any]) -> "Outcome":
        subjects = {name: UUID(key) for name, key in stored["subjects"].items()}
        return Outcome(subjects, tuple(stored["history"]), replayed=True)


class Unit:
    """The transaction of one act. Whatever it writes is written together with its history, or not at all."""

    def __init__(
        self, session: AsyncSession, *, ground: Ground, actor: Actor, now: datetime, sees: Actor | None = None
    ) -> None:
        self.session = session
        self.ground = ground
        self.actor = actor
        self.sees = sees or actor
        """Under whose scope the act loads: the actor's, but for linking, whose actor cannot see the claim yet."""
        self.now = now
        self.recorded: list[HistoryEntry] = []
        self.permitted: set[Act] = set()
        self.insert = postgresql.insert if ground.database.dialect == "postgresql" else sqlite.insert

    def permit(self, act: Act, *, when: bool = True) -> None:
        """Note that the rules allow this act to this actor. Without it nothing can be committed."""
        if not when:
            raise refusals.NotPermitted
        self.permitted.add(act)
        permit_writing(self.session.sync_session)

    def record(
        self,
        stream: Stream,
        kind: EventKind,
        *,
        audience: Relation,
        changes: dict[str, Any] | None = None,
        party_id: UUID | None = None,
        subject_id: UUID | None = None,
    ) -> None:
        """Append an entry to a history whose stream this act holds locked, and move the versions of who may see it.

        See `audiences_moved` for whose versions those are.
        """
        stream.entry_count += 1
        for word in audiences_moved(kind, audience, party_id):
            setattr(stream, f"{word}_version", getattr(stream, f"{word}_version") + 1)
            setattr(stream, f"{word}_updated_at", self.now)
        entry = HistoryEntry(
            uid=new_id(),
            stream_id=stream.id,
            number=stream.entry_count,
            kind=kind,
            at=self.now,
            recorded_at=machine_now(),
            actor_id=self.actor.user_id,
            actor_role=self.actor.role,
            party_id=party_id,
            subject_id=subject_id,
            audience=int(audience),
            changes=changes or {},
            versions={word: getattr(stream, f"{word}_version") for word in AUDIENCES},
            previous_hash=stream.head,
        )
        entry.hash = stream.head = hash_of(entry)
        self.recorded.append(entry)
        self.session.add(entry)

    def write_to(
        self,
        party: Party,
        letter: Letter,
        facts: dict[str, Any],
        *,
        code: str | None = None,
        service_request_id: UUID | None = None,
        awaits_sign_off: bool = False,
    ) -> LetterRow:
        """Put a letter to a party into the outbox; one with no e-mail address waits to be printed.

        One that awaits sign-off leaves only once somebody else than whoever acts has signed it off (R-52). Facts that
        are not the letter's undo the act here, where they are still known to be wrong: `WrongFactsError`.
        """
        state = LetterState.WAITING if party.email else LetterState.TO_PRINT
        if awaits_sign_off:
            state = LetterState.AWAITING_SIGN_OFF
        row = self._write(letter, facts, state, case_id=party.case_id, code=code, party_id=party.id)
        row.service_request_id = service_request_id
        row.written_by = self.actor.user_id if service_request_id else None
        return row

    def write_to_officer(self, hceo: Hceo, case_id: UUID, letter: Letter, facts: dict[str, Any]) -> None:
        """Put a letter about a case to an officer of the register into the outbox; as `write_to`, but without a code.

        Whether the officer is still appointed when it leaves, and still reached there, the post looks up (P27).
        """
        self._write(letter, facts, LetterState.WAITING, case_id=case_id, code=None, hceo_id=hceo.id)

    def _write(
        self,
        letter: Letter,
        facts: dict[str, Any],
        state: LetterState,
        *,
        case_id: UUID,
        code: str | None,
        party_id: UUID | None = None,
        hceo_id: UUID | None = None,
    ) -> LetterRow:
        check_facts(letter, facts, has_code=code is not None)
        row = LetterRow(
            id=new_id(),
            case_id=case_id,
            party_id=party_id,
            hceo_id=hceo_id,
            template=letter,
            facts=facts,
            secret=self.ground.sealer.seal(code.encode(), "letter") if code else None,
            state=state,
            created_at=self.now,
            next_attempt_at=machine_now(),
        )
        self.session.add(row)
        return row

    async def remind(self, kind: TimerKind, *, case_id: UUID, about: UUID, at: datetime, ordinal: int = 0) -> None:
        """Set a timer, or move the one that stands under the same subject, kind and ordinal."""
        statement = self.insert(Timer).values(
            id=new_id(), case_id=case_id, subject_id=about, kind=kind, ordinal=ordinal, due_at=at, attempts=0
        )
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["subject_id", "kind", "ordinal"],
                set_={"due_at": at, "done_at": None, "attempts": 0, "not_before": None},
            )
        )

    async def forget(self, *kinds: TimerKind, about: UUID) -> None:
        """Consume the timers of these kinds: what they wait for cannot happen any more."""
        await self.session.execute(
            update(Timer)
            .where(Timer.subject_id == about, Timer.kind.in_(kinds), Timer.done_at.is_(None))
            .values(done_at=self.now)
        )


async def carry_out(
    ground: Ground,
    actor: Actor,
    act: Callable[[Unit], Awaitable[Outcome]],
    *,
    once: Once | None = None,
    now: datetime | None = None,
    as_service: bool = False,
) -> Outcome:
    """Run an act in its own transaction and commit it: the one edge at which anything is written.

    `act` may run several times (the database undoes one of two that wait for each other), so it only touches the
    transaction. A refusal raised by it undoes all and passes on. Under `once` a second run of the same input answers
    with the first one's outcome; the same key with another input raises `KeyReused`. Undone every time, it raises
    `PublicError(SERVICE_UNAVAILABLE)`: others held what it needs for too long.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with outside.kept_out():
                return await _attempt(ground, actor, act, once=once, now=now, sees=SYSTEM if as_service else actor)
        except DBAPIError as fault:
            if not is_retryable(fault):
                raise
            if attempt == ATTEMPTS:
                raise away() from fault
            await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - spreads retries, hides nothing
    raise AssertionError


async def _attempt(
    ground: Ground,
    actor: Actor,
    act: Callable[[Unit], Awaitable[Outcome]],
    *,
    once: Once | None,
    now: datetime | None,
    sees: Actor,
) -> Outcome:
    instant = now or await ground.clock.now()
    async with ground.database.writing(sees) as session:
        unit = Unit(session, ground=ground, actor=actor, now=instant, sees=sees)
        if once and (done := await _done_before(unit, once)):
            return done
        outcome = await act(unit)
        if not unit.permitted:
            msg = "an act that nothing permitted cannot be committed"
            raise AssertionError(msg)
        await session.flush()
        outcome = replace(outcome, history=tuple(entry.id for entry in unit.recorded))
        if once:
            await session.execute(
                unit.insert(IdempotencyKey).values(
                    user_id=actor.user_id,
                    key=once.key,
                    input_hash=once.input_hash,
                    outcome=outcome.to_json(),
                    created_at=machine_now(),
                )
            )
        await session.commit()
    await ground.wake.publish()
    return outcome


async def _done_before(unit: Unit, once: Once) -> Outcome | None:
    """What was done under this key. A twin that runs now is waited for.

    By a lock and not by a row: the first row that a transaction writes gives it its place in the feed, and that must
    be given under the lock of the history, or two acts on one case could be told the other way round.
    """
    if unit.ground.database.dialect == "postgresql":
        named = hashlib.sha256(f"{unit.actor.user_id}:{once.key}".encode()).digest()
        number = int.from_bytes(named[:8], signed=True)
        await unit.session.execute(select(func.pg_advisory_xact_lock(number)))
    stored = (await unit.session.execute(_kept(unit.actor, once))).one_or_none()
    return _earlier(stored, once) if stored else None


async def earlier(ground: Ground, actor: Actor, once: Once) -> Outcome | None:
    """What was done before under this key, without trying anything again. Raises `KeyReused`."""
    async with ground.database.reading(actor) as connection:
        stored = (await connection.execute(_kept(actor, once))).one_or_none()
    return _earlier(stored, once) if stored else None


def _kept(actor: Actor, once: Once) -> Select[*tuple[Any, ...]]:
    return select(IdempotencyKey.input_hash, IdempotencyKey.outcome).where(
        IdempotencyKey.user_id == actor.user_id, IdempotencyKey.key == once.key
    )


def _earlier(stored: Any, once: Once) -> Outcome:
    if stored.input_hash != once.input_hash or stored.outcome is None:
        raise refusals.KeyReused
    return Outcome.replay(stored.outcome)
