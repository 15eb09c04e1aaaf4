"""Lists of claims and of history: pages by keyset, cursors for one list only, filters as a twin in Python has them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from backend.adapters.database import Database
from backend.models import Claim
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.judgments import PaymentTerms
from backend.rules.vocabulary import Act, ClaimState, ClaimStatus, PaymentOrder, ResponseKind, Role
from tests.api.world import LATE, LODGED_AT, Person, World, codes_of, lodging

LONDON = ZoneInfo("Europe/London")
LIST = """query ($f: ClaimFilter, $o: ClaimOrder! = LODGED_FIRST, $first: Int, $after: String, $last: Int,
  $before: String) {
  viewer { claims(filter: $f, order: $o, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { id reference status jurisdiction amount lodgedAt responseDeadline { at } parties { side name } } } } }"""
HISTORY = """query ($by: ClaimBy!, $first: Int, $after: String, $last: Int, $before: String) { claim(by: $by) {
  history(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


class Listed:
    """A world of twelve claims of Kate's, in nine as the claimant, of every status."""

    def __init__(self, world: World, kate: Person, andrew: Person) -> None:
        self.world, self.kate, self.andrew = world, kate, andrew

    async def page(self, who: Person | None = None, **asked: Any) -> Any:
        return (await self.world.data(who or self.kate, LIST, **asked))["viewer"]["claims"]

    async def refused(self, who: Person | None = None, **asked: Any) -> list[str]:
        return codes_of(await self.world.ask(who or self.kate, LIST, **asked))


@pytest.fixture
async def listed(database: Database) -> Listed:
    world = World(database)
    kate, andrew = await world.person("Kate"), await world.person("Andrew")
    keys = []
    for number in range(12):
        world.clock.at = LODGED_AT + timedelta(days=3 * (number // 2), hours=number)
        who, other = (kate, andrew) if number % 4 else (andrew, kate)
        claim = lodging(amount_pence=100_00 + 50_00 * (number % 5))
        keys.append(await world.lodge(who, claim))
        await world.stand_for(other, keys[-1], "Andrew Hollis")
    world.clock.at = LODGED_AT + timedelta(days=32)
    await world.respond(andrew, keys[1], ResponseKind.DISPUTES_ALL)
    await world.request(kate, keys[2])
    await _adjudge(world, kate, keys)
    return Listed(world, kate, andrew)


async def _adjudge(world: World, kate: Person, keys: list[UUID]) -> None:
    """Judgments on three claims: one that is due and unpaid, one still to be paid, and one with a writ."""
    court = await world.person("Farah", Role.COURT_OFFICER)
    in_time = PaymentTerms(PaymentOrder.BY_DATE, pay_by=world.clock.at.date() + timedelta(days=30))
    for number, order in ((3, None), (5, in_time), (6, None)):
        await world.request(kate, keys[number], order)
        await world.enter(court, keys[number])

    async def show_a_writ(unit: Unit) -> Outcome:
        # What a list shows, and not how a writ comes to be: that has tests of its own.
        unit.permit(Act.REMIND)
        await unit.session.execute(update(Claim).where(Claim.case_id == keys[6]).values(state=ClaimState.WRIT_ISSUED))
        return Outcome()

    await world.act(None, show_a_writ)
    world.clock.at += timedelta(days=1)


async def test_pages_in_both_directions_tell_the_whole_list_in_its_order(listed: Listed) -> None:
    for order in ("LODGED_FIRST", "LODGED_LAST", "DUE_FIRST"):
        whole = [each["id"] for each in (await listed.page(first=100, o=order))["nodes"]]
        assert len(whole) == len(set(whole)) == 12
        forwards: list[str] = []
        cursor, more = None, True
        while more:
            page = await listed.page(first=5, after=cursor, o=order)
            forwards += [each["id"] for each in page["nodes"]]
            assert page["pageInfo"]["hasPreviousPage"] is (cursor is not None)
            cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert forwards == whole
        backwards: list[str] = []
        cursor, more = None, True
        while more:
            page = await listed.page(last=5, before=cursor, o=order)
            backwards = [each["id"] for each in page["nodes"]] + backwards
            assert page["pageInfo"]["hasNextPage"] is (cursor is not None)
            cursor, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]
        assert backwards == whole


async def test_a_list_to_which_rows_are_added_neither_repeats_nor_misses(listed: Listed) -> None:
    before = {each["id"] for each in (await listed.page(first=100))["nodes"]}
    told: list[str] = []
    cursor, more, o = None, True, "LODGED_LAST"
    while more:
        page = await listed.page(first=3, after=cursor, o=o)
        told += [each["id"] for each in page["nodes"]]
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        listed.world.clock.at += timedelta(minutes=1)
        await listed.world.lodge(listed.kate)
    assert len(told) == len(set(told))
    assert set(told) == before


async def test_a_cursor_works_only_for_its_list_filter_order_and_viewer(listed: Listed) -> None:
    cursor = (await listed.page(first=2))["pageInfo"]["endCursor"]
    assert await listed.refused(first=2, after=cursor) == []
    assert await listed.refused(first=2, after=cursor, o="LODGED_LAST") == ["BAD_USER_INPUT"]
    assert await listed.refused(first=2, after=cursor, f={"mySide": "CLAIMANT"}) == ["BAD_USER_INPUT"]
    assert await listed.refused(listed.andrew, first=2, after=cursor) == ["BAD_USER_INPUT"]
    changed = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    for wrong in (changed, cursor[:-1], cursor + "=", "", " ", "é", "0", "../../etc", cursor.swapcase()):
        refused = await listed.refused(first=2, after=wrong)
        assert refused in (["BAD_USER_INPUT"], []) if wrong == "" else refused == ["BAD_USER_INPUT"], wrong
    key = (await listed.page(first=1))["nodes"][0]["id"]
    answer = await listed.world.ask(listed.kate, HISTORY, by={"id": key}, first=2, after=cursor)
    assert codes_of(answer) == ["BAD_USER_INPUT"]


async def test_a_cursor_tells_nothing_of_what_it_stands_for(listed: Listed) -> None:
    page = await listed.page(first=2)
    cursor, node = page["edges"][0]["cursor"], page["nodes"][0]
    assert node["id"].removeprefix("clm_") not in cursor
    assert cursor.isascii()
    assert node["lodgedAt"][:10] not in cursor


@pytest.mark.parametrize(
    "asked",
    [{}, {"first": 0}, {"first": -1}, {"first": 101}, {"last": 101}, {"last": 0}, {"first": 1, "last": 1}],
    ids=str,
)
async def test_a_page_asks_for_1_to_100_from_one_end(sqlite_url: str, asked: dict[str, int]) -> None:
    database = Database(sqlite_url)
    world = World(database)
    kate = await world.person("Kate")
    assert codes_of(await world.ask(kate, LIST, **asked)) == ["BAD_USER_INPUT"]
    await database.dispose()


async def test_the_total_is_counted_to_a_thousand(database: Database) -> None:
    world = World(database)
    kate = await world.person("Kate")
    key = await world.lodge(kate)
    by = {"id": to_node_id("Claim", key)}
    await world.happen(key, 998)
    for total in (999, 1_000, 1_000):
        history = (await world.data(kate, HISTORY, by=by, last=1))["claim"]["history"]
        assert history["totalCount"] == total
        await world.happen(key, 1)


async def test_a_history_is_paged_in_both_directions(database: Database) -> None:
    world = World(database)
    kate = await world.person("Kate")
    key = await world.lodge(kate)
    await world.happen(key, 6)

    async def page(**asked: Any) -> Any:
        return (await world.data(kate, HISTORY, by={"id": to_node_id("Claim", key)}, **asked))["claim"]["history"]

    whole = [each["node"]["id"] for each in (await page(first=100))["edges"]]
    end = await page(last=4)
    start = await page(last=4, before=end["pageInfo"]["startCursor"])
    assert [each["node"]["id"] for each in start["edges"] + end["edges"]] == whole
    assert (start["pageInfo"]["hasPreviousPage"], end["pageInfo"]["hasPreviousPage"]) == (False, True)


days = st.dates(LODGED_AT.date() - timedelta(days=1), LATE.date())
ranges = st.fixed_dictionaries({}, optional={"from": days.map(str), "to": days.map(str)})
amounts = st.integers(90, 320).map(lambda pounds: f"{pounds}.00")
leaves = st.one_of(
    st.fixed_dictionaries({"status": st.fixed_dictionaries({"in": st.lists(st.sampled_from(list(ClaimStatus)))})}),
    st.fixed_dictionaries({"mySide": st.sampled_from(["CLAIMANT", "DEFENDANT"])}),
    st.fixed_dictionaries({"jurisdiction": st.sampled_from(["ENGLAND_WALES", "SCOTLAND"])}),
    st.fixed_dictionaries({"lodgedOn": ranges}),
    st.fixed_dictionaries({"responseDueOn": ranges}),
    st.fixed_dictionaries({"amount": st.fixed_dictionaries({}, optional={"from": amounts, "to": amounts})}),
    st.just({}),
)
filters = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"and": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"or": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
        st.tuples(leaves, inner).map(lambda pair: {**pair[0], **pair[1]}),
    ),
    max_leaves=6,
)


def holds(asked: dict[str, Any], claim: dict[str, Any]) -> bool:
    """The twin: whether a claim, as the API tells it, is one that a filter asks for."""
    tests = {
        "status": lambda value: claim["status"] in value["in"],
        "mySide": lambda value: claim["side"] == value,
        "jurisdiction": lambda value: claim["jurisdiction"] == value,
        "lodgedOn": lambda value: _between(_day(claim["lodgedAt"]), value, str),
        "responseDueOn": lambda value: _between(_day(claim["responseDeadline"]["at"]), value, str),
        "amount": lambda value: _between(Decimal(claim["amount"]), value, Decimal),
        "and": lambda value: all(holds(each, claim) for each in value),
        "or": lambda value: any(holds(each, claim) for each in value),
        "not": lambda value: not holds(value, claim),
    }
    return all(tests[name](value) for name, value in asked.items())


def _day(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(LONDON).date().isoformat()


def _between(value: Any, bounds: dict[str, Any], read: Any) -> bool:
    first, last = bounds.get("from"), bounds.get("to")
    return (first is None or value >= read(first)) and (last is None or value <= read(last))


async def claims_with_side(listed: Listed) -> list[dict[str, Any]]:
    whole = (await listed.page(first=100))["nodes"]
    assert {each["status"] for each in whole} == {*ClaimStatus}
    mine = {each["id"] for each in (await listed.page(first=100, f={"mySide": "CLAIMANT"}))["nodes"]}
    assert len(mine) == 9
    return [{**each, "side": "CLAIMANT" if each["id"] in mine else "DEFENDANT"} for each in whole]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(asked=filters)
async def test_a_filter_asks_for_what_its_twin_in_python_asks_for(listed: Listed, asked: dict[str, Any]) -> None:
    if not hasattr(listed, "claims"):
        listed.claims = await claims_with_side(listed)
    page = await listed.page(first=100, f=asked)
    expected = [each["id"] for each in listed.claims if holds(asked, each)]
    assert [each["id"] for each in page["nodes"]] == expected
    assert page["totalCount"] == len(expected)


@pytest.mark.requirement("D-11")
async def test_overdue_is_what_is_overdue_at_the_instant_of_asking(listed: Listed) -> None:
    due = min(
        each["responseDeadline"]["at"]
        for each in (await listed.page(first=100))["nodes"]
        if each["status"] == "AWAITING_RESPONSE"
    )
    late = {"status": {"in": ["RESPONSE_OVERDUE"]}}
    listed.world.clock.at = datetime.fromisoformat(due) - timedelta(microseconds=1)
    before = (await listed.page(first=100, f=late))["totalCount"]
    listed.world.clock.at = datetime.fromisoformat(due)
    assert (await listed.page(first=100, f=late))["totalCount"] > before


async def test_a_filter_holds_at_most_thirty_conditions_however_they_are_nested(listed: Listed) -> None:
    assert await listed.refused(f={"or": [{"reference": "MC-AAAA-AAAA"}] * 29}, first=1) == []
    for large in (
        {"or": [{"reference": "MC-AAAA-AAAA"}] * 30},
        {"not": {"and": [{"not": {"reference": "MC-AAAA-AAAA"}}] * 15}},
        {"status": {"in": ["DEFENDED"] * 30}},
    ):
        assert await listed.refused(f=large, first=1) == ["BAD_USER_INPUT"]
