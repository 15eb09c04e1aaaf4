"""The enforcement cases of the demonstration as they are now: what the start page lists of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.adapters.database import Database
from backend.demo import marks
from backend.demo.personas import PERSONAS, Persona
from backend.models import Case, EnforcementCase, MaintenanceCase, Party, Team, User
from backend.queries.case_facts import facts_of
from backend.rules.access import SYSTEM
from backend.rules.casework.facts import CaseFacts, RequestFacts
from backend.rules.vocabulary import KindCode, PartySide, Role
from backend.rules.words import PLACES

SHOWN = 50
LISTED = (
    select(Case.id, Case.reference, MaintenanceCase.number, Party.name, Team.name.label("team"))
    .join(EnforcementCase, EnforcementCase.case_id == Case.id)
    .join(MaintenanceCase, (MaintenanceCase.case_id == Case.id) & MaintenanceCase.is_master)
    .join(Party, (Party.case_id == Case.id) & (Party.side == PartySide.PAYING_PARENT))
    .outerjoin(Team, Team.id == EnforcementCase.team_id)
    .order_by(EnforcementCase.referred_at.desc(), Case.id.desc())
    .limit(SHOWN)
)
"""The newest referral first: it waits to be routed."""
PEOPLE = select(User.id, User.subject).where(User.subject.in_([persona.subject for persona in PERSONAS.values()]))


@dataclass(frozen=True, slots=True)
class CaseNow:
    """One enforcement case, for a row of the start page."""

    number: str
    """Of its master case."""
    reference: str
    paying_parent: str
    jurisdiction: str
    arrears_pence: int
    waiting: tuple[str, ...]
    """What waits for somebody."""
    standing: tuple[str, ...]
    """What else stands out."""
    worked_by: str | None
    """Who has an open service request of it; None: nobody."""
    persona: Persona
    """Whose screen of the case is opened: who works it or did last, otherwise who leads the team that has it."""


async def cases_now(database: Database, *, now: datetime) -> list[CaseNow]:
    """The newest enforcement cases at this instant of the demonstration's clock; three statements, however many."""
    async with database.reading(SYSTEM) as connection:
        rows = (await connection.execute(LISTED)).all()
        facts = await facts_of(connection.execute, [row.id for row in rows], now)
        users = {row.id: row.subject for row in await connection.execute(PEOPLE)}
    subjects = {persona.subject: persona for persona in PERSONAS.values()}
    people = {key: subjects[subject] for key, subject in users.items()}
    return [_shown(row, facts[row.id], people) for row in rows]


def _shown(row: Any, case: CaseFacts, people: Mapping[UUID, Persona]) -> CaseNow:
    work = next((each for each in sorted(case.requests, key=_weight, reverse=True) if each.owner in people), None)
    worker = people[work.owner] if work and work.owner else None
    return CaseNow(
        number=row.number,
        reference=row.reference,
        paying_parent=row.name,
        jurisdiction=PLACES[case.jurisdiction],
        arrears_pence=case.arrears_pence,
        waiting=marks.waiting(case),
        standing=marks.standing(case),
        worked_by=worker.name if worker and work and work.is_open else None,
        persona=worker or _leader_of(row.team),
    )


def _weight(request: RequestFacts) -> tuple[bool, bool, bool, datetime | None]:
    """Whose owner works the case: the open request before a closed one, the routing before what hangs on it."""
    is_signing = request.kind is KindCode.SIGN_OFF_LETTER
    return not is_signing, request.is_open, request.kind is KindCode.REVIEW_CASE, request.opened_at


def _leader_of(team: str | None) -> Persona:
    """Who leads a team of the agency, or works there alone; of a team that nobody plays, the leader of the first."""
    members = [one for one in PERSONAS.values() if one.team and one.team.name == team]
    return next((one for one in members if one.role is Role.TEAM_LEADER), (members or [PERSONAS["team-leader"]])[0])
