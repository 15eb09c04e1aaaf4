import pytest

from backend.demo.casework import CaseNow
from backend.demo.personas import PERSONAS
from backend.demo.progress import Story, StoryStep
from tests.demo.conftest import START


async def test_signing_in_as_a_persona_answers_a_bearer_token(client):
    answer = await client.post("/demo/sign-in", json={"persona": "andrew"})
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "token": "token-1",
            "persona": "andrew",
            "name": "Andrew Hollis",
            "role": "CITIZEN",
            "expiresAt": "2027-01-04T18:00:00Z",
        },
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"persona": "nobody"}', "UNKNOWN_PERSONA"),
        (b'{"persona": 7}', "UNKNOWN_PERSONA"),
        (b'{"persona": ["andrew"]}', "UNKNOWN_PERSONA"),
        (b'{"persona": "andrew", "role": "ADMIN"}', "UNKNOWN_PERSONA"),
        (b"{}", "UNKNOWN_PERSONA"),
        (b"[]", "OBJECT_EXPECTED"),
        (b"null", "OBJECT_EXPECTED"),
        (b"", "MALFORMED_JSON"),
        (b'{"persona": "andrew"', "MALFORMED_JSON"),
        (b"\xff\xfe", "MALFORMED_JSON"),
        (b"[" * 9_000, "MALFORMED_JSON"),
    ],
)
async def test_a_sign_in_that_cannot_be_understood_signs_nobody_in(client, world, body, code):
    answer = await client.post("/demo/sign-in", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"], world.sessions) == (400, code, [])


async def test_a_form_of_another_site_cannot_sign_anybody_in(client, world):
    answer = await client.post(
        "/demo/sign-in", content=b'{"persona": "andrew"}', headers={"content-type": "text/plain"}
    )
    assert (answer.status_code, answer.json()["code"], world.sessions) == (415, "JSON_ONLY", [])


async def test_a_body_without_end_is_not_read_to_its_end(client):
    answer = await client.post("/demo/sign-in", content=b" " * 20_000, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


async def test_the_clock_advances_by_way_of_what_is_due(client):
    answer = await client.post("/demo/clock", json={"advance": "P5D"})
    assert answer.json() == {
        "now": "2027-01-09T10:00:00Z",
        "nextDue": "2027-01-13T10:00:00Z",
        "steps": [{"at": "2027-01-06T10:00:00Z", "acts": 1}],
    }


async def test_the_clock_goes_to_an_instant_given_with_its_offset(client):
    answer = await client.post("/demo/clock", json={"to": "2027-06-01T16:00:00+01:00"})
    assert answer.json()["now"] == "2027-06-01T15:00:00Z"
    assert [step["acts"] for step in answer.json()["steps"]] == [1, 1]


async def test_next_goes_to_each_due_instant_and_then_stands(client):
    told = [(await client.post("/demo/clock", json={"to": "next"})).json() for _ in range(3)]
    assert [one["now"] for one in told] == ["2027-01-06T10:00:00Z", "2027-01-13T10:00:00Z", "2027-01-13T10:00:00Z"]
    assert [len(one["steps"]) for one in told] == [1, 1, 0]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"to": "2027-01-01T00:00:00Z"}, "CLOCK_GOES_FORWARD_ONLY"),
        ({"to": "2127-01-01T00:00:00Z"}, "CLOCK_GOES_TOO_FAR"),
        ({"advance": "P99999Y"}, "CLOCK_GOES_TOO_FAR"),
        ({"to": "2027-01-23T16:00:00"}, "NOT_AN_INSTANT"),
        ({"to": "2027-02-30T16:00:00Z"}, "NOT_AN_INSTANT"),
        ({"to": "0001-01-01T00:00:00+23:59"}, "NOT_AN_INSTANT"),
        ({"to": "tomorrow"}, "NOT_AN_INSTANT"),
        ({"advance": "20 days"}, "NOT_A_PERIOD"),
        ({"advance": "-P1D"}, "NOT_A_PERIOD"),
        ({"advance": 20}, "CLOCK_ORDER_EXPECTED"),
        ({"advance": "P1D", "to": "next"}, "CLOCK_ORDER_EXPECTED"),
        ({}, "CLOCK_ORDER_EXPECTED"),
    ],
)
async def test_an_order_that_the_clock_cannot_follow_changes_nothing(client, world, order, code):
    answer = await client.post("/demo/clock", json=order)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await world.clock.now(), len(world.due)) == (START, 2)


async def test_the_clock_tells_what_it_shows_and_what_is_due_next(client):
    answer = await client.get("/demo/clock")
    assert answer.json() == {"now": "2027-01-04T10:00:00Z", "nextDue": "2027-01-06T10:00:00Z"}


async def test_the_mail_is_empty_before_a_letter_came_and_knows_one_filter(client):
    assert (await client.get("/demo/mail")).json() == []
    assert (await client.get("/demo/mail", params={"to": "kate@example.org"})).json() == []
    assert (await client.get("/demo/mail", params={"from": "x"})).json()["code"] == "UNKNOWN_FILTER"


async def test_the_personas_are_told_with_what_the_walkthrough_needs(client):
    told = {one["persona"]: one for one in (await client.get("/demo/personas")).json()}
    assert set(told) == set(PERSONAS)
    assert (told["andrew"]["dateOfBirth"], told["andrew"]["postCode"]) == ("1984-11-02", "LS6 4HB")
    assert told["court-officer"]["jurisdictions"] == ["ENGLAND_WALES"]


async def test_the_story_is_told_as_far_as_it_has_come(client, world):
    assert (await client.get("/demo/story")).json() == {"reference": None, "steps": [], "payAt": None}
    world.story = Story(
        "MC-1", (StoryStep("Kate lodges a claim", "kate", START), StoryStep("Andrew links", "andrew", None))
    )
    assert (await client.get("/demo/story")).json() == {
        "reference": "MC-1",
        "steps": [
            {"title": "Kate lodges a claim", "persona": "kate", "doneAt": "2027-01-04T10:00:00Z"},
            {"title": "Andrew links", "persona": "andrew", "doneAt": None},
        ],
        "payAt": None,
    }


async def test_the_page_of_a_qr_code_is_one_of_the_routes(client):
    answer = await client.get("/verify", params={"writ": "WOC-0000-0000", "code": "0000-0000"})
    assert "No such writ, or the code is wrong" in answer.text


async def test_the_enforcement_cases_are_told_with_what_a_row_of_the_page_needs(client, world):
    assert (await client.get("/demo/cases")).json() == []
    leader = PERSONAS["team-leader"]
    world.cases = [
        CaseNow(
            number="121000456712", reference="EC-1", paying_parent="Craig Holloway", jurisdiction="Scotland",
            arrears_pence=318_450, waiting=("to be routed",), standing=("segment 5",), worked_by=None, persona=leader,
        )
    ]  # fmt: skip
    assert (await client.get("/demo/cases")).json() == [
        {
            "number": "121000456712",
            "reference": "EC-1",
            "payingParent": "Craig Holloway",
            "jurisdiction": "Scotland",
            "arrears": "3,184.50",
            "waiting": ["to be routed"],
            "standing": ["segment 5"],
            "workedBy": None,
            "persona": "team-leader",
            "personaName": "Maureen Fletcher",
        }
    ]
