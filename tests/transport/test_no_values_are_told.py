"""What a client sent is neither repeated to it nor written to the log, whatever is wrong with it."""

import contextlib
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from backend.http import logs
from tests.transport.toy import CANARY

LITERALS = [
    f'{{priced(amount:"{CANARY}")}}',
    f'{{priced(amount:"1.00",status:{CANARY.replace("-", "_")})}}',
    f'{{priced(amount:"1.00",status:"{CANARY}")}}',
    f'{{claim(by:"{CANARY}"){{id}}}}',
    f'{{claim(by:{{id:"{CANARY}",reference:"{CANARY}"}}){{id}}}}',
    f'{{claim(by:{{other:"{CANARY}"}}){{id}}}}',
    f'mutation{{lodgeClaim(input:{{name:"{CANARY}"}})}}',
    f'mutation{{lodgeClaim(input:{{name:["{CANARY}"],amount:7}})}}',
    f'{{hello(name:{{a:"{CANARY}"}})}}',
    f'{{hello "{CANARY}"}}',
    f'{{hello(name:"{CANARY}}}',
    f'{{hello @skip(if:"{CANARY}")}}',
    f'query($n:Int="{CANARY}"){{slow(seconds:$n)}}',
    f'query Q($n:String="{CANARY}"){{faulty}}',
    f'{{faulty slow(seconds:0,name:"{CANARY}") throttled unwritable}}',
]
VARIABLES = [
    ("query($v:Int!){claims(first:$v){totalCount}}", CANARY),
    ("query($v:Float!){slow(seconds:$v)}", CANARY),
    ("query($v:String!){hello(name:$v)}", [CANARY]),
    ("query($v:String!){hello(name:$v)}", {CANARY: CANARY}),
    ("query($v:String!){hello(name:$v)}", None),
    ('query($v:Status!){priced(amount:"1",status:$v)}', CANARY),
    ("query($v:Pounds!){priced(amount:$v)}", CANARY),
    ("query($v:Pounds!){priced(amount:$v)}", {"amount": CANARY}),
    ("query($v:ClaimBy){claim(by:$v){id}}", {"id": CANARY, "reference": CANARY}),
    ("query($v:ClaimBy){claim(by:$v){id}}", {CANARY: CANARY}),
    ("query($v:ClaimBy){claim(by:$v){id}}", CANARY),
    ("mutation($v:LodgeClaimInput!){lodgeClaim(input:$v)}", {"name": CANARY}),
    ("mutation($v:LodgeClaimInput!){lodgeClaim(input:$v)}", {"name": CANARY, "amount": CANARY, "seconds": CANARY}),
    ("query($v:Nonsense){hello}", CANARY),
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as production writes it."""
    text = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    with contextlib.redirect_stdout(text):
        logs.configure()
        yield text
    structlog.reset_defaults()
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


def assert_silent(response, log: io.StringIO, *, data_may_hold_it: bool = False) -> None:
    answer = response.json()
    if data_may_hold_it:
        answer.pop("data", None)
    text = json.dumps(answer)
    for part in (CANARY, CANARY.replace("-", "_"), "canary"):
        assert part not in text
        assert part not in log.getvalue()
    assert "hello" not in log.getvalue(), "documents are not logged either"


@pytest.mark.parametrize("query", LITERALS)
async def test_no_literal_is_told(served, log, query):
    response = await served.client.post("/graphql", json={"query": query})
    assert response.json()["errors"]
    assert_silent(response, log, data_may_hold_it=True)


@pytest.mark.parametrize(("query", "value"), VARIABLES)
async def test_no_variable_is_told(served, log, query, value):
    response = await served.client.post("/graphql", json={"query": query, "variables": {"v": value}})
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}
    assert_silent(response, log)


async def test_a_fault_is_logged_by_type_and_place_with_the_request_id(served, log):
    response = await served.client.post("/graphql", json={"query": f"{{{CANARY.replace('-', '_')}:faulty}}"})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    fault = next(line for line in lines if line["event"] == "fault")
    assert fault["exceptions"] == ["builtins.ValueError"]
    assert fault["field"] == "faulty"
    assert fault["request_id"] == response.headers["x-request-id"]
    assert fault["frames"][-1].startswith("toy.py:")
    assert "canary" not in log.getvalue()


async def test_the_access_line_names_the_route_without_query_token_or_address(served, log):
    headers = {"authorization": f"Bearer {CANARY}", "user-agent": CANARY, "referer": f"http://x/{CANARY}"}
    await served.client.post(f"/graphql?name={CANARY}", json={"query": "{viewer}"}, headers=headers)
    await served.client.get(f"/{CANARY}")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/graphql", 401),
        ("GET", "other", 404),
    ]
    assert "canary" not in log.getvalue()


@pytest.mark.parametrize(
    ("query", "value", "message"),
    [
        (
            "query($v:Pounds!){priced(amount:$v)}",
            CANARY,
            "Variable '$v': Pounds are written as digits, a point and two places.",
        ),
        (
            "query($v:Int!){claims(first:$v){totalCount}}",
            CANARY,
            "Variable '$v': Int cannot represent non-integer value.",
        ),
        (
            "mutation($v:LodgeClaimInput!){lodgeClaim(input:$v)}",
            {"name": CANARY},
            "Variable '$v': Expected value of type 'LodgeClaimInput' to include required field 'amount'.",
        ),
        (
            "mutation($v:LodgeClaimInput!){lodgeClaim(input:$v)}",
            {"name": CANARY, "amount": "1", "seconds": CANARY},
            "Variable '$v.seconds': Float cannot represent non numeric value.",
        ),
    ],
)
async def test_what_is_told_still_helps(served, query, value, message):
    response = await served.client.post("/graphql", json={"query": query, "variables": {"v": value}})
    assert response.json()["errors"][0]["message"] == message


async def test_libraries_write_no_arguments_and_no_tracebacks(log):
    logging.getLogger("asyncio").error("Something with %s", CANARY, exc_info=ValueError(CANARY))
    line = json.loads(log.getvalue())
    assert (line["template"], line["exception"]) == ("Something with %s", "builtins.ValueError")
    assert CANARY not in log.getvalue()
