"""The demonstration's world: the personas' accounts and a few hundred claims in every state. Loaded once, then kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from rich.console import Console
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.adapters.database import Database
from backend.demo.cast import Figure
from backend.demo.claims import Opening
from backend.demo.generate import draw, progress_bar, was_generated
from backend.demo.guard import SaysWhetherDemo, require_demo
from backend.demo.personas import AGENCY_TEAMS, CITIZENS, PERSONAS, DemoTeam, Firm
from backend.demo.plots import Plot
from backend.demo.register import ensure_register
from backend.demo.rows import Rows
from backend.models import Organisation, Team, User
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import PartyKind, Side

SERIES, SEED, SIZE = "world", 1846, 300
"""The seed is the year of the County Courts Act; any would do."""

HAND_MADE: tuple[tuple[str, str | None, Plot, float], ...] = (
    ("kate-2", "andrew-2", Plot.WAITING, 9),
    ("andrew-2", None, Plot.ENTERED, 120),
    ("kate-2", None, Plot.SILENT, 33),
    ("kate-2", None, Plot.ANSWERED, 48),
)
"""Claims of personas: claimant, defendant (None: somebody invented), plot, and how many days ago it was lodged."""


async def load_world(
    database: Database, *, now: datetime, settings: SaysWhetherDemo, console: Console | None = None
) -> bool:
    """Make the personas' accounts that are missing and, the first time, the claims; say whether it was the first time.

    One transaction: stopped half way, nothing of it is there. Raises DemoRefusedError in production.
    """
    require_demo(settings)
    try:
        return await _load(database, now=now, console=console)
    except IntegrityError:
        # Another server of the same database was loading at the same moment, and was first.
        return await _load(database, now=now, console=console)


async def _load(database: Database, *, now: datetime, console: Console | None) -> bool:
    is_first = not await was_generated(database, SERIES)
    with progress_bar(console) as progress:
        task = progress.add_task("demonstration", total=SIZE + len(HAND_MADE), visible=is_first)
        async with database.writing(SYSTEM) as session:
            await _ensure_teams(session, now=now)
            users = await _ensure_personas(session, now=now)
            await ensure_register(session, users, now=now)
            if is_first:
                for count, rows in draw(size=SIZE, seed=SEED, now=now, series=SERIES, also=_hand_made(users, now)):
                    await rows.write(session)
                    progress.advance(task, count)
            await session.commit()
    return is_first


def persona_figure(key: str, user_id: UUID) -> Figure:
    """A persona as a claim describes them."""
    persona, details = PERSONAS[key], CITIZENS[key]
    return Figure(
        kind=PartyKind.PERSON,
        name=persona.name,
        address=details.address,
        email=persona.email,
        phone=details.phone,
        date_of_birth=details.date_of_birth,
        user_id=user_id,
    )


def _hand_made(users: Mapping[str, UUID], now: datetime) -> list[Opening]:
    return [
        Opening(
            plot,
            now - timedelta(days=days, hours=1),
            claimant=persona_figure(claimant, users[claimant]),
            defendant=persona_figure(defendant, users[defendant]) if defendant else None,
        )
        for claimant, defendant, plot, days in HAND_MADE
    ]


async def _ensure_teams(session: AsyncSession, *, now: datetime) -> None:
    """The agency's teams, each with its desks and jurisdictions: those of an earlier version had none."""
    stored = {row.name: row for row in await session.scalars(select(Team).where(Team.side == Side.AGENCY))}
    rows = Rows(Random(f"{SEED} teams"), at=now)  # noqa: S311  repeatable, and nothing here is a secret
    for team in AGENCY_TEAMS:
        known = stored.get(team.name)
        if known is None:
            _add_team(rows, rows.new_id(), team)
        elif (known.desks, known.jurisdictions) != (list(team.desks), list(team.jurisdictions)):
            known.desks, known.jurisdictions = list(team.desks), list(team.jurisdictions)
    await session.flush()
    await rows.write(session)


def _add_team(rows: Rows, key: UUID, team: DemoTeam) -> None:
    rows.add(
        Team,
        id=key,
        name=team.name,
        side=team.side,
        desks=list(team.desks),
        jurisdictions=list(team.jurisdictions),
    )


async def _ensure_personas(session: AsyncSession, *, now: datetime) -> dict[str, UUID]:
    """The accounts of all personas, by key; those that are missing are made, with their teams and firms."""
    subjects = {persona.subject: key for key, persona in PERSONAS.items()}
    found = await session.execute(select(User.subject, User.id).where(User.subject.in_(subjects)))
    users = {subjects[row.subject]: row.id for row in found}
    rows = Rows(Random(SEED), at=now)  # noqa: S311  repeatable, and nothing here is a secret
    teams = {row.name: row.id for row in await session.execute(select(Team.name, Team.id))}
    firms = {row.number: row.id for row in await session.execute(select(Organisation.number, Organisation.id))}
    for key, persona in PERSONAS.items():
        if key in users:
            if persona.team in AGENCY_TEAMS:
                teamless = update(User).where(User.id == users[key], User.team_id.is_(None))
                await session.execute(teamless.values(team_id=teams[persona.team.name]))
            continue
        users[key] = rows.new_id()
        rows.add(
            User,
            id=users[key],
            subject=persona.subject,
            name=persona.name,
            email=persona.email,
            role=persona.role,
            team_id=_team_id(rows, teams, persona.team),
            organisation_id=_firm_id(rows, firms, persona.firm),
            jurisdictions=sorted(persona.jurisdictions),
            is_active=True,
            created_at=now,
        )
    await rows.write(session)
    return users


def _team_id(rows: Rows, known: dict[str, UUID], team: DemoTeam | None) -> UUID | None:
    if team is None:
        return None
    if team.name not in known:
        known[team.name] = rows.new_id()
        _add_team(rows, known[team.name], team)
    return known[team.name]


def _firm_id(rows: Rows, known: dict[str | None, UUID], firm: Firm | None) -> UUID | None:
    if firm is None:
        return None
    if firm.number not in known:
        known[firm.number] = rows.new_id()
        rows.add(Organisation, id=known[firm.number], name=firm.name, number=firm.number, kind=PartyKind.ORGANISATION)
    return known[firm.number]
