"""The enforcement cases of the demonstration: there for every persona, in every situation, told once."""

import pytest
from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.demo.agency_cases import STORIES
from backend.demo.personas import PERSONAS
from backend.models import (
    Artefact,
    EnforcementCase,
    HistoryEntry,
    Letter,
    Link,
    Review,
    Schedule,
    ServiceRequest,
    Surveillance,
    User,
)
from backend.operations.histories import verify
from backend.queries.enforcement_cases import ENFORCEMENT_CASE, has_number, judged_by
from backend.queries.reading import Reading
from backend.rules.access import SYSTEM
from backend.rules.case_options import FlagOption, PowerOption, flag_options, power_options
from backend.rules.vocabulary import CaseArea, Desk, Flag, LetterState
from tests.demo.telling_cases import NOW, actor_of, told


@pytest.mark.requirement("R-53", "R-56")
async def test_the_cases_are_told_once_and_stand_in_different_situations(sqlite_url: str, database: Database) -> None:
    assert await told(database) == len(STORIES) == 15
    assert await told(database) == 0

    async def count(statement: object) -> int:
        async with database.reading(SYSTEM) as connection:
            return int(await connection.scalar(select(func.count()).select_from(statement.subquery())))

    live = (
        select(Review).where(Review.ended_at.is_(None)),
        select(Surveillance).where(Surveillance.ended_at.is_(None)),
        select(EnforcementCase).where(EnforcementCase.area == CaseArea.MAINTENANCE),
        select(Artefact).where(Artefact.is_outstanding.is_(True)),
        select(Schedule),
        select(Letter).where(Letter.state == LetterState.AWAITING_SIGN_OFF),
        select(ServiceRequest).where(ServiceRequest.desk == Desk.SENIOR_MANAGEMENT),
        select(ServiceRequest).where(ServiceRequest.team_id.is_(None)),
    )
    assert [await count(each) for each in live] == [2, 1, 1, 3, 2, 1, 1, 0]
    async with database.reading(SYSTEM) as connection:
        linked = set(
            await connection.scalars(
                select(User.subject).join(Link, Link.user_id == User.id).where(Link.relation.in_((256, 512)))
            )
        )
        assert linked == {PERSONAS["paying-parent"].subject, PERSONAS["receiving-parent"].subject}
        assert await connection.scalar(select(func.max(HistoryEntry.at))) <= NOW
    assert (await verify(database, against={})).faults == []


async def options_of(database: Database, persona: str, number: str) -> tuple[list[PowerOption], list[FlagOption]]:
    """What a persona is told can be chosen on the case of this number."""
    reading = Reading(database, await actor_of(database, persona), NOW)
    row = await reading.one(ENFORCEMENT_CASE, has_number(number, reading.actor))
    assert row is not None
    facts = await judged_by(reading, row)
    await reading.close()
    assert facts is not None
    return list(power_options(facts, row.relation, reading.actor.user_id)), list(flag_options(facts, row.relation))


@pytest.mark.requirement("R-18", "R-38", "X-04")
@pytest.mark.parametrize(
    ("persona", "number", "closed", "flag"),
    [
        (
            "case-manager",
            "121000456834",
            {
                "DRIVING_DISQUALIFICATION": ["POWER_GOES_ON"],
                "PASSPORT_DISQUALIFICATION": ["NOT_BESIDE_ANOTHER"],
                "COMMITMENT": ["NOT_BESIDE_ANOTHER"],
                "CHARGING_ORDER": ["NO_PROPERTY"],
                "ORDER_FOR_SALE": ["NO_PROPERTY", "NO_CHARGE"],
            },
            Flag.DEO_DESIRE,
        ),
        ("case-manager-scotland", "121000456845", {"INHIBITION": ["NO_PROPERTY"]}, Flag.LOCK_ASSIGNMENT),
    ],
    ids=["england", "scotland"],
)
async def test_on_some_cases_some_powers_and_flags_are_open_and_some_closed(
    database: Database, persona: str, number: str, closed: dict[str, list[str]], flag: Flag
) -> None:
    await told(database)
    powers, flags = await options_of(database, persona, number)
    reasons = {each.rule.power: [reason.code for reason in each.judged.reasons] for each in powers}
    assert {power: codes for power, codes in reasons.items() if codes} == closed
    assert len(powers) > len(closed)
    assert {each.flag for each in flags if each.is_set} == {flag}
    assert {each.flag for each in flags if any(act.is_open for act in each.acts)} == (
        set(Flag) - {Flag.EVER_IN_ENFORCEMENT}
    )
