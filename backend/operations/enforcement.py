"""Around the enforcement of a judgment: guidance read, the paper process chosen, what restrains it (W-02 to W-04)."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from backend.guidance.catalogue import page
from backend.models import GuidanceRead, HistoryEntry, Judgment, Restraint, new_id
from backend.operations.subject import Subject, load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules import restraints as rules
from backend.rules.periods import end_of, london_day
from backend.rules.vocabulary import (
    CLAIMANT_AND_COURT,
    COURT_ONLY,
    EVERYBODY_CONCERNED,
    PARTIES,
    Act,
    EventKind,
    RestraintKind,
    Topic,
)


async def record_guidance_read(unit: Unit, case_id: UUID, topic: Topic) -> Outcome:
    """Keep that the actor read the page of a topic as it stands today, for a claim that they see: once a version."""
    subject = await load(unit, case_id)
    unit.permit(Act.RECORD_GUIDANCE_READ, when=unit.actor.may(Act.RECORD_GUIDANCE_READ))
    version = str(page(topic).version)
    kept = await unit.session.execute(
        unit.insert(GuidanceRead)
        .values(user_id=unit.actor.user_id, case_id=case_id, topic=topic, version=version, read_at=unit.now)
        .on_conflict_do_nothing()
        .returning(GuidanceRead.version)
    )
    if kept.one_or_none() is not None:
        is_party = bool(subject.relation & PARTIES)
        unit.record(
            subject.stream,
            EventKind.GUIDANCE_READ,
            audience=subject.relation | COURT_ONLY,
            party_id=(await subject.party_of(unit)).id if is_party else None,
            changes={"topic": topic, "guidanceVersion": version},
        )
    return Outcome({"claim": case_id})


async def choose_paper(unit: Unit, case_id: UUID, *, expected_version: int | None) -> Outcome:
    """The claimant chooses the paper process; the history keeps the choice, once a judgment, and it closes nothing."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.CHOOSE_PAPER_WRIT, unit)
    if not await _was_paper_chosen(unit, subject):
        unit.record(subject.stream, EventKind.PAPER_WRIT_CHOSEN, audience=CLAIMANT_AND_COURT)
    return Outcome({"claim": case_id})


async def _was_paper_chosen(unit: Unit, subject: Subject) -> bool:
    """Whether it was chosen since the judgment was entered: more often it would only move the court's version."""
    since = exists().where(
        HistoryEntry.stream_id == subject.stream.id,
        HistoryEntry.kind == EventKind.PAPER_WRIT_CHOSEN,
        HistoryEntry.at >= Judgment.entered_at,
        Judgment.case_id == HistoryEntry.stream_id,
    )
    return bool(await unit.session.scalar(select(since)))


async def restrain(
    unit: Unit, case_id: UUID, *, kind: RestraintKind, reason: str, ends_on: date | None, expected_version: int | None
) -> Outcome:
    """Court staff record a stay or a breathing space: from now on nothing is enforced, until it ends or is lifted.

    `ends_on` is the last London day. Whoever acts on the claim meanwhile can keep nobody from it: the version may be
    left out. Raises `Invalid`.
    """
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.RESTRAIN_ENFORCEMENT, unit)
    if found := rules.problems(kind, reason, ends_on, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    restraint = Restraint(
        id=new_id(),
        case_id=case_id,
        kind=kind,
        since=unit.now,
        ends_at=end_of(ends_on) if ends_on else None,
        reason=reason.strip(),
        recorded_by=unit.actor.user_id,
    )
    unit.session.add(restraint)
    _record(unit, subject, restraint, EventKind.ENFORCEMENT_RESTRAINED)
    return Outcome({"claim": case_id, "restraint": restraint.id})


async def lift(unit: Unit, case_id: UUID, *, restraint_id: UUID, expected_version: int | None) -> Outcome:
    """Court staff end a restraint before its time."""
    subject = await load(unit, case_id, expected_version=expected_version)
    subject.require(Act.LIFT_RESTRAINT, unit)
    restraint = await unit.session.get(Restraint, restraint_id, populate_existing=True)
    if restraint is None or restraint.case_id != case_id:
        raise refusals.NotFound
    if not rules.restrains(ends_at=restraint.ends_at, lifted_at=restraint.lifted_at, now=unit.now):
        raise refusals.NotFound
    restraint.lifted_at = unit.now
    _record(unit, subject, restraint, EventKind.RESTRAINT_LIFTED)
    return Outcome({"claim": case_id, "restraint": restraint.id})


def _record(unit: Unit, subject: Subject, restraint: Restraint, kind: EventKind) -> None:
    unit.record(
        subject.stream,
        kind,
        audience=EVERYBODY_CONCERNED,
        changes={"restraint": rules.SPOKEN[restraint.kind]},
        subject_id=restraint.id,
    )
