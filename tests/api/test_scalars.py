"""What each scalar takes and what it refuses: nothing is understood in two ways, and nothing refused is repeated."""

import json

import pytest

from backend.adapters.database import Database
from backend.api import schema
from backend.execution.problems import RefusedOperation
from backend.execution.requests import Request
from tests.api.world import World, codes_of

TAKEN = {
    "Pounds": ["0", "0.5", "1", "1234.50", "9999999999999.99"],
    "Date": ["2026-12-14", "2024-02-29", "0001-01-01"],
    "DateTime": ["2026-12-14T16:00:00Z", "2026-12-14t16:00:00z", "2026-12-14T16:00:00.123456+01:00"],
    "UUID": ["018f3c1e-0000-7000-8000-000000000000", "018F3C1E-0000-7000-8000-000000000000"],
    "PostCode": ["SW1A 1AA", "sw1a1aa", " ls6  4hb "],
    "EmailAddress": ["kate@example.org", "kate.marlowe+claims@post.example.org"],
    "EventCursor": ["anything"],
}
REFUSED = {
    "Pounds": [
        "", "1.", ".5", "1.234", "1e3", "NaN", "Infinity", "-1", "+1", "1,000.00", "£1", "01", "1 ", "0x10", "\u0661",
        "10000000000000", 1, 1.5, True, None, [], {},
    ],
    "Date": ["", "2026-2-3", "2026-02-30", "20261214", "2026-12-14T00:00:00Z", "2026-W50-1", "14/12/2026", 0, None],
    "DateTime": [
        "", "2026-12-14", "2026-12-14T16:00:00", "2026-12-14 16:00:00Z", "2026-12-14T16:00Z", "2026-12-14T24:00:01Z",
        "2026-12-14T16:00:00+0100", "0001-01-01T00:00:00+23:59", 1, None,
    ],
    "UUID": ["", "018f3c1e000070008000000000000000", "{018f3c1e-0000-7000-8000-000000000000}", "urn:uuid:x", 1, None],
    "PostCode": ["", "SW1A", "12345", "SW1A 1A", "SW1A 1AA1", "SW1A\u00001AA", 1, None],
    "EmailAddress": ["", "kate", "kate@", "@example.org", "a@b@c", "kate@example.org\nBcc: x@example.org", 1, None],
    "EventCursor": ["", "x" * 201, 1, None],
}  # fmt: skip
EXAMPLE = "2026-12-14T16:00:00Z"
CORE = schema._schema


def test_every_scalar_of_the_api_stands_in_both_tables() -> None:
    ours = {name for name, kind in CORE.type_map.items() if getattr(kind, "specified_by_url", None)}
    assert set(TAKEN) == set(REFUSED) == ours


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, all_ in TAKEN.items() for each in all_])
def test_a_scalar_takes(name: str, value: str) -> None:
    read = CORE.type_map[name].parse_value(value)
    written = CORE.type_map[name].serialize(read)
    assert CORE.type_map[name].parse_value(written) == read


@pytest.mark.parametrize(
    ("name", "value"), [(name, each) for name, all_ in REFUSED.items() for each in all_ if each is not None], ids=repr
)
def test_a_scalar_refuses_and_does_not_repeat(name: str, value: object) -> None:
    with pytest.raises(Exception, match=rf"^{name} is ") as refused:
        CORE.type_map[name].parse_value(value)
    assert type(refused.value).__name__ == "GraphQLError"
    if isinstance(value, str) and len(value) > 9:
        assert value not in refused.value.message.replace(EXAMPLE, "")


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "a\udfff"], ids=repr)
def test_a_text_that_cannot_be_stored_is_refused_wherever_it_stands(bad: str) -> None:
    for variables in ({"a": bad}, {"a": {"b": [bad]}}):
        with pytest.raises(RefusedOperation):
            Request.of({"query": "{ viewer { id } }", "variables": variables})
    with pytest.raises(RefusedOperation):
        Request.of({"query": '{ claim(by: { reference: "' + bad + '" }) { id } }'})


@pytest.mark.parametrize(
    "by",
    [{}, {"id": "clm_x", "reference": "MC-1"}, {"id": None}, {"reference": None}, {"id": None, "reference": "MC-1"}],
    ids=str,
)
async def test_one_of_is_exactly_one_and_not_null(sqlite_url: str, by: dict[str, str]) -> None:
    database = Database(sqlite_url)
    world = World(database)
    kate = await world.person("Kate")
    answer = await world.ask(kate, "query ($by: ClaimBy!) { claim(by: $by) { id } }", by=by)
    assert codes_of(answer) == ["BAD_USER_INPUT"]
    written = ", ".join(f"{name}: {json.dumps(value)}" for name, value in by.items())
    answer = await world.ask(kate, f"{{ claim(by: {{ {written} }}) {{ id }} }}")
    assert set(codes_of(answer)) == {"BAD_USER_INPUT"}
    await database.dispose()
