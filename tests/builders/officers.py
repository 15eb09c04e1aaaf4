"""Officers on the register, put there by the real act, with the accounts through which they are served."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import Hceo, Letter, Link, Writ, WritApplication, new_id
from backend.operations import hceos
from backend.operations.ground import Ground
from backend.operations.subject import Subject, load
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.hceos import EntryDetails
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    Act,
    ClaimState,
    CoverageBasis,
    EventKind,
    Jurisdiction,
    LetterState,
    Relation,
    Role,
    WritApplicationState,
    WritState,
)
from backend.rules.vocabulary import Letter as LetterName
from backend.rules.writ_details import Address, Details
from tests.builders.people import add_user

EVERYONE_CONCERNED = PARTIES_AND_COURT | Relation.OFFICER
COURT = Actor(None, "the court", Role.COURT_OFFICER, frozenset({Jurisdiction.ENGLAND_WALES}))
"""Staff by whom a test keeps the register; not a user, so the history names nobody."""


def entry(name: str = "Idris Bowen", *districts: str, **changed: Any) -> EntryDetails:
    """An entry in order: assigned to the districts named, York (YO) and Leeds (LS) where none is."""
    given = {
        "name": name,
        "firm": "Marches Enforcement Ltd",
        "firm_number": "09100201",
        "email": f"{name.split(maxsplit=1)[0].lower()}@marches-enforcement.example",
        "phone": "01743 496 0100",
        "districts": dict.fromkeys(districts or ("YO", "LS"), CoverageBasis.ASSIGNED),
    }
    return EntryDetails(**{**given, **changed})


async def add_officer(
    ground: Ground,
    name: str = "Idris Bowen",
    *districts: str,
    number: str = "HCEO-0001",
    has_account: bool = True,
    user_id: UUID | None = None,
    **changed: Any,
) -> UUID:
    """Put an officer on the register, with an account (a new one unless given) or without; the entry's key."""
    if user_id is None and has_account:
        user_id = await add_user(ground, name, Role.HCEO)
    details = entry(name, *districts, **changed)
    outcome = await carry_out(ground, COURT, lambda unit: hceos.add(unit, details, number=number, user_id=user_id))
    return outcome.subjects["hceo"]


async def suspend(ground: Ground, hceo_id: UUID, *, version: int = 1) -> None:
    """Suspend an officer."""
    reason = "Their certificate has lapsed."
    await carry_out(ground, COURT, lambda unit: hceos.suspend(unit, hceo_id, reason=reason, expected_version=version))


async def be_served(ground: Ground, hceo_id: UUID, case_id: UUID, *, by: UUID) -> UUID:
    """Let a writ on a case be issued and served on an officer, row by row as the act leaves them; the writ's key.

    `by` is the user who applied for it.
    """
    writ_id, application_id = new_id(), new_id()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.ISSUE_WRIT)
        subject = await load(unit, case_id)
        officer = await unit.session.get_one(Hceo, hceo_id)
        unit.session.add(_application(application_id, case_id, hceo_id, by, unit))
        await unit.session.flush()
        unit.session.add(_writ(writ_id, application_id, case_id, hceo_id, unit))
        subject.claim.state = ClaimState.WRIT_ISSUED
        told = {"writ": writ_id.hex[-12:], "total": 1_385_61}
        unit.record(subject.stream, EventKind.WRIT_ISSUED, audience=EVERYONE_CONCERNED, changes=told)
        _serve(unit, subject, officer)
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return writ_id


async def be_replaced(ground: Ground, writ_id: UUID, hceo_id: UUID) -> None:
    """Let another officer have a writ: whoever had it sees nothing of its case from then on."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.ISSUE_WRIT)
        case_id = (await unit.session.get_one(Writ, writ_id)).case_id
        subject = await load(unit, case_id)
        writ, officer = await unit.session.get_one(Writ, writ_id), await unit.session.get_one(Hceo, hceo_id)
        await unit.session.execute(
            update(Link)
            .where(Link.case_id == case_id, Link.hceo_id == writ.hceo_id, Link.ended_at.is_(None))
            .values(ended_at=unit.now)
        )
        writ.hceo_id, writ.acknowledged_at = hceo_id, None
        _serve(unit, subject, officer)
        return Outcome()

    await carry_out(ground, SYSTEM, act)


def _serve(unit: Unit, subject: Subject, officer: Hceo) -> None:
    """Link the officer to the case, tell them, and have the history say so."""
    case_id = subject.case.id
    unit.session.add(
        Link(
            case_id=case_id,
            hceo_id=officer.id,
            user_id=officer.user_id,
            relation=int(Relation.OFFICER),
            since=unit.now,
        )
    )
    unit.session.add(
        Letter(
            case_id=case_id,
            hceo_id=officer.id,
            template=LetterName.WRIT_SERVED_ON_HCEO,
            facts={},
            state=LetterState.SENT,
            created_at=unit.now,
            next_attempt_at=unit.now,
            ended_at=unit.now,
        )
    )
    told = {"writ": case_id.hex[-12:], "hceo": officer.name}
    unit.record(subject.stream, EventKind.WRIT_SERVED, audience=EVERYONE_CONCERNED, changes=told)


def _application(key: UUID, case_id: UUID, hceo_id: UUID, by: UUID, unit: Unit) -> WritApplication:
    return WritApplication(
        id=key,
        case_id=case_id,
        reference=f"WA-{key.hex[-12:]}",
        state=WritApplicationState.ISSUED,
        details=Details(("Andrew Hollis",), (Address(("14 Clarence Street", "York"), "YO31 7EW"),), 1_385_62).to_json(),
        corrections=[],
        hceo_id=hceo_id,
        fee_pence=78_00,
        fee_policy="a fee",
        checks=[],
        started_at=unit.now,
        started_by=by,
        amended_by=[],
    )


def _writ(key: UUID, application_id: UUID, case_id: UUID, hceo_id: UUID, unit: Unit) -> Writ:
    return Writ(
        id=key,
        case_id=case_id,
        application_id=application_id,
        number=f"W-{key.hex[-12:]}",
        state=WritState.ISSUED,
        issued_at=unit.now,
        issued_on=unit.now.date(),
        amounts=[],
        total_pence=1_385_61,
        enforcement_addresses=[{"lines": ["14 Clarence Street", "York"], "post_code": "YO31 7EW"}],
        last_day={},
        expires_on=unit.now.date(),
        hceo_id=hceo_id,
        served_at=unit.now,
    )
