"""GraphQL over HTTP: statuses, media types and bodies."""

import json

import pytest

from tests.transport.serving import serving
from tests.transport.toy import CANARY

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


def codes(response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]


async def post(served, query: str, *, accept: str = GRAPHQL, token: str | None = None, **members):
    headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
    return await served.client.post("/graphql", json={"query": query, **members}, headers=headers)


async def test_a_query_is_answered_with_its_data_and_its_cost(served):
    response = await post(served, "{hello}")
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert response.json() == {"data": {"hello": "hello world"}, "extensions": {"cost": 1}}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL};q=0, */*", JSON),
        (f"{JSON};q=0, */*;q=0.1", GRAPHQL),
        (f"text/html, {GRAPHQL}", GRAPHQL),
        (f"text/event-stream, {JSON};q=0.1", JSON),
        (f"{JSON}; charset=utf-8", JSON),
    ],
)
async def test_the_answer_has_the_media_type_that_was_asked_for(served, accept, media):
    response = await post(served, "{hello}", accept=accept)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{media}; charset=utf-8")


@pytest.mark.parametrize(
    "accept", ["text/html", f"{JSON};q=0", "application/json; charset=latin-1", "nonsense", ",,;;"]
)
async def test_what_we_cannot_answer_in_is_406(served, accept):
    response = await post(served, "{hello}", accept=accept)
    assert (response.status_code, codes(response)) == (406, ["BAD_USER_INPUT"])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_any_method_but_post_is_405(served, method):
    response = await served.client.request(method, "/graphql", params={"query": "{hello}"})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert codes(response) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        f"{JSON}; charset=latin-1",
    ],
)
async def test_any_body_but_json_is_415(served, content_type):
    headers = {"content-type": content_type} if content_type else {}
    response = await served.client.post("/graphql", content=b'{"query":"{hello}"}', headers=headers)
    assert (response.status_code, codes(response)) == (415, ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"7",
        b'"{hello}"',
        b"true",
        b"[]",
        b'[{"query":"{hello}"}]',
        b"{}",
        b'{"query":7}',
        b'{"query":null}',
        b'{"query":"{hello}","variables":[]}',
        b'{"query":"{hello}","variables":"{}"}',
        b'{"query":"{hello}","operationName":7}',
        b'{"query":"{hello}","extensions":7}',
        b'{"query":"\xff"}',
        b'{"query":"\\ud800"}',
        b'{"query":"{hello}"}x',
        b'{"query":"{hello}","variables":{"a":NaN}}',
        b'{"query":"{hello}","variables":' + b"[" * 40 + b"]" * 40 + b"}",
        b"[" * 50_000,
        b'{"a":' * 16_000,
    ],
    ids=lambda body: body[:40],
)
@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
async def test_a_body_that_is_no_request_is_400_whatever_was_asked_for(served, body, accept):
    response = await served.client.post("/graphql", content=body, headers={"content-type": JSON, "accept": accept})
    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])
    assert "data" not in response.json()


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 400), (JSON, 200)])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "BAD_USER_INPUT"),
        ("{nothing}", "BAD_USER_INPUT"),
        ("query($name:String!){hello(name:$name)}", "BAD_USER_INPUT"),
        ("fragment F on Query{hello}", "BAD_USER_INPUT"),
        ("query A{hello} query B{hello}", "BAD_USER_INPUT"),
        ("{claim" + "{parent" * 12 + "{id}" + "}" * 13, "OPERATION_TOO_EXPENSIVE"),
    ],
)
async def test_an_operation_that_cannot_run_is_400_in_the_new_media_type_and_200_in_the_old(
    served, query, code, accept, status
):
    response = await post(served, query, accept=accept)
    assert response.status_code == status
    assert set(codes(response)) == {code}
    assert "data" not in response.json()


async def test_every_error_carries_the_request_id_of_the_header(served):
    response = await post(served, "{faulty throttled}")
    ids = {error["extensions"]["requestId"] for error in response.json()["errors"]}
    assert ids == {response.headers["x-request-id"]}


async def test_an_error_of_a_field_leaves_the_rest_of_the_answer(served):
    response = await post(served, "{hello throttled}")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "hello world", "throttled": None}
    error = response.json()["errors"][0]
    assert error["message"] == "Too many attempts."
    assert error["path"] == ["throttled"]
    assert error["extensions"] | {"requestId": ""} == {"code": "RATE_LIMITED", "requestId": "", "retryAfter": 60}


async def test_a_fault_of_ours_is_masked(served):
    response = await post(served, "{faulty}")
    assert response.json()["errors"][0]["message"] == "Something went wrong on our side."
    assert codes(response) == ["INTERNAL"]
    assert CANARY not in response.text


async def test_an_answer_that_json_cannot_hold_is_masked(served):
    response = await post(served, "{unwritable}")
    assert codes(response) == ["INTERNAL"]


async def test_a_token_of_no_session_is_401(served):
    response = await post(served, "{viewer}", token="stale")
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert codes(response) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize(("token", "viewer"), [("token-of-kate", "kate"), (None, None)])
async def test_the_token_says_who_the_viewer_is(served, token, viewer):
    assert (await post(served, "{viewer}", token=token)).json()["data"] == {"viewer": viewer}


async def test_the_operation_name_chooses_among_operations(served):
    response = await post(served, "query A{hello} query B{viewer}", operationName="B")
    assert response.json()["data"] == {"viewer": None}


async def test_a_body_over_the_limit_is_413_whether_its_length_is_announced_or_not(served):
    async def chunks():
        for _ in range(20):
            yield b" " * 10_000

    for content in (b" " * 100_001, chunks()):
        response = await served.client.post("/graphql", content=content, headers={"content-type": JSON})
        assert (response.status_code, codes(response)) == (413, ["BAD_USER_INPUT"])
    fitting = json.dumps({"query": "{hello}"}).encode()
    response = await served.client.post(
        "/graphql", content=fitting + b" " * (100_000 - len(fitting)), headers={"content-type": JSON}
    )
    assert response.status_code == 200


async def test_introspection_can_be_switched_off():
    async with serving(introspection=False) as served:
        for query in (
            "{__schema{description}}",
            '{__type(name:"Query"){name}}',
            "{...F} fragment F on Query{__schema{description}}",
        ):
            response = await post(served, query)
            assert (response.status_code, codes(response)) == (403, ["FORBIDDEN"])
        assert (await post(served, "{__typename}")).json()["data"] == {"__typename": "Query"}


async def test_only_trusted_documents_run_where_only_they_are_trusted():
    async with serving(manifest={"abc": "{hello}"}, trusted_only=True) as served:
        for body in (
            {"documentId": "abc"},
            {"documentId": "sha256:abc"},
            {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}},
        ):
            response = await served.client.post("/graphql", json=body)
            assert response.json()["data"] == {"hello": "hello world"}
        for body in ({"query": "{viewer}"}, {"documentId": "other"}, {"query": "{viewer}", "documentId": "abc"}):
            response = await served.client.post("/graphql", json=body, headers={"accept": GRAPHQL})
            assert (response.status_code, codes(response)) == (400, ["OPERATION_NOT_TRUSTED"])


async def test_where_anything_is_trusted_an_unknown_id_may_come_with_its_document(served):
    response = await post(served, "{hello}", extensions={"persistedQuery": {"version": 1, "sha256Hash": "unknown"}})
    assert response.json()["data"] == {"hello": "hello world"}
