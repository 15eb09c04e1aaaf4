"""The demonstration's register: every district has officers who can be appointed, the personas among them."""

from datetime import UTC, datetime
from types import SimpleNamespace

from sqlalchemy import select

from backend.adapters.database import Database
from backend.demo.register import FIRMS, SUSPENDED, WITHOUT_ACCOUNT, draw_register
from backend.demo.world import load_world
from backend.models import Hceo, HceoDistrict, HistoryEntry, Organisation, Stream, User
from backend.operations.hceos import STREAM
from backend.operations.histories import verify
from backend.rules.access import SYSTEM
from backend.rules.districts import NAMES, REGIONS
from backend.rules.vocabulary import CoverageBasis, HceoState, Role

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ASSIGNED = CoverageBasis.ASSIGNED


def test_the_register_is_always_the_same() -> None:
    assert draw_register() == draw_register()


def test_forty_officers_of_twelve_firms_act_in_the_regions_of_their_firm() -> None:
    officers = draw_register()
    assert (len(officers), len({each.firm for each in officers})) == (40, 12)
    assert len({each.number for each in officers}) == 40
    regions = {firm: set(some) for firm, _, some in FIRMS}
    for officer in officers[2:]:
        assert {REGIONS[district] for district in officer.districts} <= regions[officer.firm], officer.number


def test_every_district_has_two_officers_who_can_be_given_a_turn() -> None:
    fit = [each for place, each in enumerate(draw_register()) if place not in {WITHOUT_ACCOUNT, SUSPENDED}]
    counts = {district: sum(each.districts.get(district) is ASSIGNED for each in fit) for district in NAMES}
    assert min(counts.values()) >= 2


def test_the_personas_come_first_and_can_be_named_where_the_walkthroughs_defendant_lives() -> None:
    idris, rosalind = draw_register()[:2]
    assert (idris.name, idris.firm.name) == ("Idris Bowen", "Marches Enforcement Ltd")
    assert (rosalind.name, rosalind.firm.name) == ("Rosalind Tate", "Tyne and Tees Officers LLP")
    assert idris.districts["LS"] is CoverageBasis.UNDERTAKEN
    assert rosalind.districts["LS"] is ASSIGNED


async def test_the_register_is_written_once_with_accounts_and_a_whole_history(database: Database) -> None:
    for _ in range(2):
        await load_world(database, now=NOW, settings=SimpleNamespace(demo=True))
    async with database.reading(SYSTEM) as connection:
        entries = (
            await connection.execute(
                select(Hceo.__table__, User.role, User.subject)
                .outerjoin(User, User.id == Hceo.user_id)
                .order_by(Hceo.number)
            )
        ).all()
        firms = (await connection.execute(select(Organisation.number))).scalars().all()
        districts = (await connection.execute(select(HceoDistrict.district).distinct())).scalars().all()
        history = (
            (
                await connection.execute(
                    select(HistoryEntry.number)
                    .join(Stream, Stream.id == HistoryEntry.stream_id)
                    .where(Stream.name == STREAM)
                )
            )
            .scalars()
            .all()
        )
    assert len(entries) == 40
    assert [each.subject for each in entries[:2]] == ["demo:hceo", "demo:hceo-2"]
    assert [place for place, each in enumerate(entries) if each.user_id is None] == [WITHOUT_ACCOUNT]
    assert {each.role for each in entries if each.user_id} == {Role.HCEO}
    assert [place for place, each in enumerate(entries) if each.state is HceoState.SUSPENDED] == [SUSPENDED]
    assert {firm.number for firm, _, _ in FIRMS} <= set(firms)
    assert set(districts) == NAMES.keys()
    assert sorted(history) == list(range(1, 42))
    assert (await verify(database)).faults == []
