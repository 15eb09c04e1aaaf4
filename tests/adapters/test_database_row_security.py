"""PostgreSQL's own layer of access: whatever a query asks for, each actor is given only the rows that are theirs."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from backend import models as m
from backend.adapters.database import Database, UnsafeRoleError, require_safe_role
from backend.adapters.standing import permit_writing
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import CaseKind, Jurisdiction, Relation, Role
from tests.adapters.enforced_rows import NOW, TODAY, enforced, officer
from tests.conftest import Urls

OPEN = {"demo_clock", "hceo_districts", "hceos", "installation", "organisations", "sessions", "teams", "users"}
OF_THE_AGENCY = {
    "arrears_lines", "artefacts", "enforcement_cases", "expected_payments", "findings", "flag_settings",
    "intake_messages", "liability_orders", "maintenance_cases", "movements", "offline_tasks", "payments_in",
    "powers_considered", "related_service_requests", "reviews", "schedules", "surveillances",
}  # fmt: skip
"""Tables of enforcement cases: their rows are counted in `test_agency_row_security`."""
ANONYMOUS = Actor(user_id=None, name="nobody", role=Role.CITIZEN)


def person(number: int, role: Role = Role.CITIZEN, *jurisdictions: Jurisdiction) -> Actor:
    return Actor(user_id=UUID(int=number), name=f"u{number}", role=role, jurisdictions=frozenset(jurisdictions))


CLAIMANT, DEFENDANT, STRANGER, UNLINKED = person(1), person(2), person(3), person(4)
OFFICER = person(5, Role.COURT_OFFICER, Jurisdiction.ENGLAND_WALES)
OFFICER_ELSEWHERE = person(6, Role.COURT_OFFICER, Jurisdiction.NORTHERN_IRELAND)
ADMIN = person(7, Role.ADMIN)
HCEO, HCEO_REPLACED, HCEO_ELSEWHERE = (person(number, Role.HCEO) for number in (8, 9, 10))
EVERYONE = (
    CLAIMANT, DEFENDANT, STRANGER, UNLINKED, OFFICER, OFFICER_ELSEWHERE, ADMIN, HCEO, HCEO_REPLACED, HCEO_ELSEWHERE,
)  # fmt: skip


OUTSIDERS = (UNLINKED, OFFICER_ELSEWHERE, ADMIN, ANONYMOUS, HCEO_REPLACED, HCEO_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class World:
    database: Database
    case: UUID

    async def count(self, table: Table, actor: Actor) -> int:
        async with self.database.reading(actor) as connection:
            return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def add_case(
    session: AsyncSession, reference: str, jurisdiction: Jurisdiction, *links: tuple[Actor, str, Relation]
) -> UUID:
    """A case with at least one row in every table that holds rows of a case."""
    key = m.new_id()
    ordered = {"payment_order": "IMMEDIATELY", "basis": "DEFAULT", "case_id": key}
    staff = OFFICER.user_id
    parties = {
        side: m.Party(
            id=m.new_id(), case_id=key, side=side, position=1, kind="PERSON", name=side, address_lines=[], post_code=""
        )
        for side in ("CLAIMANT", "DEFENDANT")
    }
    debt = m.Debt(id=m.new_id(), case_id=key, kind="CLAIM")
    layers: list[list[m.Base]] = [
        [m.Stream(id=key, name=reference)],
        [m.Case(id=key, kind=CaseKind.CLAIM, reference=reference, jurisdiction=jurisdiction, created_at=NOW)],
        [*parties.values(), debt],
        [
            m.Claim(
                case_id=key, state="DEFENDED", amount_pence=1, what_for="", events=[], evidence=[], lodged_at=NOW,
                issued_on=TODAY, served_on=TODAY, response_due_at=NOW, response_deadline={},
            ),
            m.SecurityCode(case_id=key, party_id=parties["DEFENDANT"].id, code_hash="", issued_at=NOW, expires_at=NOW),
            m.LinkGuard(case_id=key),
            m.LinkAttempt(caller=b"", kind="claim", at=NOW),
            m.Response(
                case_id=key, party_id=parties["DEFENDANT"].id, kind="SAYS_PAID", statement="", received_at=NOW,
                counts_as_filed_on=TODAY,
            ),
            m.JudgmentRequest(**ordered, state="REQUESTED", requested_at=NOW, requested_by=staff),
            m.Judgment(
                **ordered, number=reference, entered_at=NOW, entered_on=TODAY, entered_by=staff, total_pence=1,
                payable_deadline={}, pay_within_28_days_by=TODAY, register_deadline={}, register_last_on=TODAY,
            ),
            m.LedgerLine(
                case_id=key, debt_id=debt.id, position=1, kind="PRINCIPAL", amount_pence=1, on=TODAY, explanation=""
            ),
            m.Timer(case_id=key, subject_id=key, kind="RESPONSE_DEADLINE", due_at=NOW),
            *(
                m.Link(case_id=key, party_id=parties[side].id, user_id=who.user_id, relation=relation, since=NOW)
                for who, side, relation in links
            ),
            *(
                m.Letter(
                    case_id=key, party_id=party.id, template="LINKED", facts={}, state="SENT", created_at=NOW,
                    next_attempt_at=NOW,
                )
                for party in parties.values()
            ),
        ],
        [
            entry(key, 1, Relation.CLAIMANT | Relation.DEFENDANT | Relation.COURT, None),
            entry(key, 2, Relation.COURT, None),
            entry(key, 3, Relation.CLAIMANT | Relation.DEFENDANT | Relation.COURT, parties["DEFENDANT"].id),
            entry(key, 4, Relation.OFFICER | Relation.COURT, None),
        ],
        *enforced(key, reference, hceo_ids=(HCEO_REPLACED.user_id, HCEO.user_id), by=CLAIMANT.user_id),
    ]  # fmt: skip
    for layer in layers:
        session.add_all(layer)
        await session.flush()
    return key


def entry(stream: UUID, number: int, audience: Relation, party: UUID | None) -> m.HistoryEntry:
    return m.HistoryEntry(
        stream_id=stream, number=number, kind="CLAIM_LODGED", at=NOW, recorded_at=NOW, actor_role="SYSTEM",
        party_id=party, audience=int(audience), changes={}, versions={}, previous_hash=b"", hash=b"",
    )  # fmt: skip


@pytest.fixture
async def world(postgresql: Database) -> World:
    """One case of England and Wales between two people, one of Scotland that a third one brought."""
    async with postgresql.writing(SYSTEM) as session:
        session.add_all(
            m.User(id=who.user_id, subject=who.name, name=who.name, role=who.role, created_at=NOW) for who in EVERYONE
        )
        firm = m.Organisation(id=m.new_id(), name="")
        session.add(firm)
        await session.flush()
        for number, who in enumerate((HCEO, HCEO_REPLACED, HCEO_ELSEWHERE), start=8):
            session.add_all(officer(number, who.user_id, firm.id))
            await session.flush()
        case = await add_case(
            session, "EW1", Jurisdiction.ENGLAND_WALES,
            (CLAIMANT, "CLAIMANT", Relation.CLAIMANT), (DEFENDANT, "DEFENDANT", Relation.DEFENDANT),
        )  # fmt: skip
        scottish = await add_case(session, "S1", Jurisdiction.SCOTLAND, (STRANGER, "CLAIMANT", Relation.CLAIMANT))
        for number, who in enumerate((CLAIMANT, STRANGER), start=1):
            session.add(m.SeenNotice(user_id=who.user_id, case_id=case, notice="x", seen_at=NOW))
            session.add(m.IdempotencyKey(user_id=who.user_id, key=UUID(int=number), input_hash=b"", created_at=NOW))
            session.add(m.GuidanceRead(user_id=who.user_id, case_id=case, topic="PAPER_WRIT", version="1", read_at=NOW))
        for who, ended_at in ((HCEO, None), (HCEO_REPLACED, NOW)):
            session.add(
                m.Link(
                    case_id=case, hceo_id=who.user_id, user_id=who.user_id, relation=Relation.OFFICER, since=NOW,
                    ended_at=ended_at,
                )
            )  # fmt: skip
        ended = m.Link(
            case_id=scottish, user_id=UNLINKED.user_id, relation=1, since=NOW, ended_at=NOW,
            party_id=await session.scalar(select(m.Party.id).where(m.Party.case_id == scottish).limit(1)),
        )  # fmt: skip
        session.add(ended)
        session.add(m.Monitoring(day=TODAY, began_at=NOW, leased_until=NOW))
        await session.commit()
    return World(postgresql, case)


CASE = ("cases", "streams", "claims", "judgments", "writs", "restraints")
OF_THE_PARTIES = ("responses", "judgment_requests", "debts", "ledger_lines")
CASEWORK = ("service_requests", "service_request_notes", "activity_plans", "activities")
OF_THE_SERVICE = ("security_codes", "link_guards", "link_attempts", "timers")
# what is asked, and how many rows are given to: system, claimant, defendant, court officer, enforcement officer
ROWS = {
    **dict.fromkeys(CASE, (2, 1, 1, 1, 1)),
    **dict.fromkeys(OF_THE_PARTIES, (2, 1, 1, 1, 0)),
    **dict.fromkeys(CASEWORK, (2, 0, 0, 1, 0)),
    **dict.fromkeys(OF_THE_SERVICE, (2, 0, 0, 0, 0)),
    "parties": (4, 2, 2, 2, 2),
    "links": (6, 1, 1, 4, 1),
    "letters": (8, 1, 1, 4, 1),
    "history": (8, 1, 2, 4, 1),
    "writ_applications": (4, 2, 1, 2, 1),
    "payments": (2, 1, 0, 1, 0),
    "documents": (4, 2, 1, 2, 1),
    "idempotency_keys": (2, 1, 0, 0, 0),
    "seen_notices": (2, 1, 0, 0, 0),
    "guidance_reads": (2, 1, 0, 0, 0),
    "monitorings": (1, 0, 0, 0, 0),
}


@pytest.mark.requirement("X-08")
async def test_everyone_is_given_the_rows_that_are_theirs_of_every_table(world: World) -> None:
    viewers = (SYSTEM, CLAIMANT, DEFENDANT, OFFICER, HCEO)
    given = {
        name: tuple([await world.count(m.Base.metadata.tables[name], viewer) for viewer in viewers]) for name in ROWS
    }
    assert given == ROWS


@pytest.mark.requirement("X-08")
async def test_who_stands_outside_is_given_nothing_of_any_table(world: World) -> None:
    for name in ROWS.keys() - {"links"}:
        for outsider in OUTSIDERS:
            assert await world.count(m.Base.metadata.tables[name], outsider) == 0, (name, outsider.name)


async def test_links_are_seen_by_their_own_user_even_when_ended(world: World) -> None:
    seen = [await world.count(m.Link.__table__, who) for who in OUTSIDERS]
    assert seen == [1, 0, 0, 0, 1, 0]


async def test_every_table_is_either_under_forced_policies_or_known_to_be_open(world: World) -> None:
    assert set(m.Base.metadata.tables) == ROWS.keys() | OF_THE_AGENCY | OPEN
    under = await world.database.scalar(
        text("SELECT array_agg(relname::text) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    )
    assert set(under) == ROWS.keys() | OF_THE_AGENCY


async def test_a_transaction_that_told_nobody_is_given_nothing(world: World, postgresql_urls: Urls) -> None:
    connection = await asyncpg.connect(postgresql_urls.service, server_settings={"role": "civil_enforcement_app"})
    try:
        given = {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in ROWS}
        assert given == dict.fromkeys(ROWS, 0)
    finally:
        await connection.close()


async def test_a_setting_does_not_outlive_its_transaction(world: World) -> None:
    async with world.database.reading(CLAIMANT) as connection:
        await connection.execute(text("SELECT 1"))
    async with world.database.reading(ANONYMOUS) as connection:
        assert await connection.scalar(text("SELECT current_setting('app.user')")) == ""
        assert await connection.scalar(select(func.count()).select_from(m.Case)) == 0


async def test_a_party_may_lock_what_they_see(world: World) -> None:
    async with world.database.writing(CLAIMANT) as session:
        locked = (await session.scalars(select(m.Stream).with_for_update())).all()
        assert [stream.id for stream in locked] == [world.case]


@pytest.mark.requirement("W-15")
async def test_an_officer_who_was_replaced_is_given_nothing_though_they_hold_another_case(world: World) -> None:
    async with world.database.writing(SYSTEM) as session:
        await session.execute(update(m.Link).where(m.Link.hceo_id == HCEO.user_id).values(ended_at=NOW))
        other = await session.scalar(select(m.Case.id).where(m.Case.id != world.case))
        session.add(
            m.Link(case_id=other, hceo_id=HCEO.user_id, user_id=HCEO.user_id, relation=Relation.OFFICER, since=NOW)
        )
        await session.commit()
    async with world.database.reading(HCEO) as connection:
        for column in (m.Case.id, m.Writ.case_id, m.Letter.case_id, m.HistoryEntry.stream_id, m.Party.case_id):
            assert set(await connection.scalars(select(column))) == {other}, column


@pytest.mark.parametrize("actor", [CLAIMANT, OFFICER, HCEO], ids=["claimant", "officer", "hceo"])
async def test_nothing_is_written_before_the_act_is_permitted(world: World, actor: Actor) -> None:
    for statement in (
        update(m.Claim).values(amount_pence=0),
        update(m.Stream).values(entry_count=9),
        insert(m.Stream).values(
            id=m.new_id(),
            name="forged",
            entry_count=0,
            head=b"",
            claimant_version=0,
            defendant_version=0,
            court_version=0,
        ),
    ):
        with pytest.raises(DBAPIError, match="row-level security"):
            async with world.database.writing(actor) as session:
                await session.execute(statement)


@pytest.mark.parametrize("actor", [CLAIMANT, OFFICER], ids=["claimant", "officer"])
async def test_what_is_permitted_is_written_as_the_service(world: World, actor: Actor) -> None:
    async with world.database.writing(actor) as session:
        claim = (await session.scalars(select(m.Claim))).one()
        permit_writing(session)
        claim.amount_pence = 500
        recorded = entry(world.case, 5, Relation.COURT, None)
        session.add(recorded)
        session.add(m.Timer(case_id=world.case, subject_id=m.new_id(), kind="JUDGMENT_REMINDER", due_at=NOW))
        await session.commit()
    assert recorded.xid > 0
    async with world.database.reading(CLAIMANT) as connection:
        assert await connection.scalar(select(m.Claim.amount_pence)) == 500


async def test_a_citizen_lodges_a_case_of_their_own(world: World) -> None:
    async with world.database.writing(UNLINKED) as session:
        permit_writing(session)
        await add_case(session, "EW2", Jurisdiction.ENGLAND_WALES, (UNLINKED, "CLAIMANT", Relation.CLAIMANT))
        await session.commit()
    async with world.database.reading(UNLINKED) as connection:
        assert (await connection.scalars(select(m.Case.reference))).all() == ["EW2"]


@pytest.mark.parametrize("verb", ["UPDATE history SET number = 9", "DELETE FROM history", "TRUNCATE history"])
async def test_the_service_cannot_change_history(world: World, verb: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied for table history"):
        async with world.database.writing(SYSTEM) as session:
            await session.execute(text(verb))


async def test_a_key_cannot_be_left_in_another_users_name(world: World) -> None:
    key = {"input_hash": b"", "created_at": NOW}
    with pytest.raises(DBAPIError, match="row-level security"):
        async with world.database.writing(CLAIMANT) as session:
            await session.execute(insert(m.IdempotencyKey).values(key=m.new_id(), user_id=STRANGER.user_id, **key))


async def test_the_service_refuses_to_sign_in_as_a_superuser(postgresql_urls: Urls) -> None:
    database = Database(postgresql_urls.owner)
    with pytest.raises(UnsafeRoleError, match="is a superuser"):
        await require_safe_role(database)
    await database.dispose()


async def test_even_a_superuser_takes_the_role_of_the_service(world: World, postgresql_urls: Urls) -> None:
    database = Database(postgresql_urls.owner)
    async with database.reading(UNLINKED) as connection:
        assert await connection.scalar(text("SELECT current_user")) == "civil_enforcement_app"
        assert await connection.scalar(select(func.count()).select_from(m.Case)) == 0
    await database.dispose()
