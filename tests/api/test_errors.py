"""How the API refuses: typed members of each result, the same for what is not there and what is not yours."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import contract
from backend.adapters.database import Database
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import Role
from tests.api.world import LATE, Person, World, codes_of, lodging, party

CATALOGUE = json.loads((contract.FOLDER / "errors.json").read_text(encoding="utf-8"))
DOCUMENTS = contract.documents()
MEMBERS = """__typename ... on UserError { message code path } ... on ValidationErrors { errors { code message path } }
  ... on RefusedError { reasons { code explanation source } }
  ... on StaleVersionError { changedFields current { id version ... on Claim { status } } }"""
UNKNOWN = UUID(int=7)


def mutation(name: str) -> str:
    """A mutation that asks for all that a refusal tells."""
    kind = name[0].upper() + name[1:]
    success = f"... on {kind}Success {{ isReplayed history {{ kind }} }}"
    return f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ {MEMBERS} {success} }} }}"


class Scene:
    """A claim between Kate and Andrew, and a stranger and a court officer beside it."""

    def __init__(self, world: World, people: dict[str, Person], case_id: UUID) -> None:
        self.world, self.people, self.case_id = world, people, case_id
        self.id = to_node_id("Claim", case_id)

    async def do(self, who: str, name: str, /, **given: Any) -> Any:
        return await self.world.do(self.people[who], mutation(name), **given)

    async def claim(self, who: str) -> Any:
        document = "query ($by: ClaimBy!) { claim(by: $by) { id version status parties { id side } } }"
        return (await self.world.data(self.people[who], document, by={"id": self.id}))["claim"]

    async def history(self) -> int:
        document = "query ($by: ClaimBy!) { claim(by: $by) { history(first: 1) { totalCount } } }"
        data = await self.world.data(self.people["court"], document, by={"id": self.id})
        return data["claim"]["history"]["totalCount"]


@pytest.fixture
async def scene(database: Database) -> Scene:
    world = World(database)
    people = {name: await world.person(name) for name in ("kate", "andrew", "stranger")}
    people["court"] = await world.person("court", Role.COURT_OFFICER)
    claim = lodging(defendants=(party("Andrew Hollis", email=None),))
    case_id = await world.lodge(people["kate"], claim)
    await world.stand_for(people["andrew"], case_id, "Andrew Hollis")
    return Scene(world, people, case_id)


ON_A_CLAIM: dict[str, tuple[str, dict[str, Any]]] = {
    "issueSecurityCode": ("court", {"partyId": to_node_id("Party", UNKNOWN), "expectedVersion": 1}),
    "unlink": ("court", {"partyId": to_node_id("Party", UNKNOWN), "reason": "Why not.", "expectedVersion": 1}),
    "respondToClaim": ("andrew", {"kind": "SAYS_PAID", "statement": "I paid."}),
    "requestJudgment": ("kate", {"paymentOrder": {"immediately": True}, "expectedVersion": 1}),
    "enterJudgment": ("court", {"expectedVersion": 1}),
    "markNoticeSeen": ("kate", {"name": "JUDGMENT_ENTERED"}),
}
"""The mutations that name a claim, with whoever they are for."""


@pytest.mark.requirement("X-08")
async def test_what_is_not_there_and_what_is_not_yours_answer_alike_byte_for_byte(scene: Scene) -> None:
    ids = {"there": scene.id, "not there": to_node_id("Claim", UNKNOWN)}
    for name, (_, given) in ON_A_CLAIM.items():
        told = {
            which: json.dumps(await scene.do("stranger", name, claimId=each, **given)) for which, each in ids.items()
        }
        assert '"__typename": "NotFoundError"' in told["there"], name
        assert told["there"] == told["not there"], name
    letters = [to_node_id("Letter", UNKNOWN), await _letter(scene)]
    for who in ("stranger", "kate", "andrew"):
        told = {json.dumps(await scene.do(who, "markLetterPosted", letterId=each)) for each in letters}
        assert len(told) == 1


async def _letter(scene: Scene) -> str:
    queue = "{ viewer { printQueue(first: 1) { nodes { id } } } }"
    return (await scene.world.data(scene.people["court"], queue))["viewer"]["printQueue"]["nodes"][0]["id"]


async def test_a_reference_that_is_not_there_and_one_that_is_not_yours_read_alike(scene: Scene) -> None:
    document = "query ($by: ClaimBy!) { claim(by: $by) { id } }"
    told = [
        await scene.world.ask(scene.people["stranger"], document, by={"reference": each})
        for each in (await scene.world.reference(scene.case_id), "MC-0000-0000")
    ]
    assert told[0] == told[1]
    assert told[0]["data"] == {"claim": None}


async def test_a_version_that_is_no_longer_current_answers_the_claim_as_it_is(scene: Scene) -> None:
    version = (await scene.claim("kate"))["version"]
    await scene.do("andrew", "respondToClaim", claimId=scene.id, kind="SAYS_PAID", statement="I paid.")
    before = await scene.history()
    stale = await scene.do(
        "kate", "requestJudgment", claimId=scene.id, paymentOrder={"immediately": True}, expectedVersion=version
    )
    assert stale == {
        "__typename": "StaleVersionError",
        "code": "STALE_VERSION",
        "message": "The claim changed since you read it.",
        "path": ["expectedVersion"],
        "changedFields": ["letters", "responses", "status"],
        "current": {"id": scene.id, "version": version + 1, "status": "DEFENDED"},
    }
    assert await scene.history() == before


async def test_every_problem_of_an_input_is_told_at_once_with_its_path(scene: Scene) -> None:
    wrong = {"kind": "PERSON", "name": " ", "addressLines": [], "postCode": "YO1 7HH", "phone": "call me"}
    firm = {"kind": "ORGANISATION", "name": "Ltd", "addressLines": ["1 High Street"], "postCode": "YO1 7HH"}
    born = {"dateOfBirth": "1980-01-01", "organisationNumber": "no. 1!"}
    invalid = await scene.do(
        "kate",
        "lodgeClaim",
        amount="0.00",
        whatFor="",
        claimants=[wrong],
        defendants=[{**firm, **born}, {**wrong, "dateOfBirth": "1899-12-31"}],
        jurisdiction="SCOTLAND",
        interestFrom="2099-01-01",
        events=[{"on": "2099-01-01", "what": ""}],
        evidence=[{"kind": "", "description": ""}],
    )
    assert invalid["__typename"] == "ValidationErrors"
    assert invalid["code"] == "VALIDATION_FAILED"
    found = {(each["code"], ".".join(each["path"])) for each in invalid["errors"]}
    assert found == {
        ("AMOUNT_OUT_OF_RANGE", "amount"), ("TEXT_LENGTH", "whatFor"), ("DATE_IN_FUTURE", "interestFrom"),
        ("JURISDICTION_NOT_SERVED", "jurisdiction"), ("TEXT_LENGTH", "claimants.0.name"),
        ("TEXT_LENGTH", "claimants.0.addressLines"), ("PHONE", "claimants.0.phone"),
        ("DATE_OF_BIRTH", "defendants.0.dateOfBirth"), ("ORGANISATION_NUMBER", "defendants.0.organisationNumber"),
        ("TEXT_LENGTH", "defendants.1.name"), ("TEXT_LENGTH", "defendants.1.addressLines"),
        ("PHONE", "defendants.1.phone"), ("DATE_OF_BIRTH", "defendants.1.dateOfBirth"),
        ("OWN_OPPONENT", "defendants.1"), ("DATE_IN_FUTURE", "events.0.on"), ("TEXT_LENGTH", "events.0.what"),
        ("TEXT_LENGTH", "evidence.0"),
    }  # fmt: skip
    assert {code for code, _ in found} <= set(CATALOGUE["fieldErrors"])
    assert not {"call me", "no. 1!", "1899"} & set(json.dumps(invalid).split('"'))


async def test_a_refusal_tells_the_same_reasons_as_the_action_that_is_closed(scene: Scene) -> None:
    actions = "query ($by: ClaimBy!) { claim(by: $by) { actions { name reasons { code explanation source } } } }"
    for who, name, act, given in (
        ("kate", "requestJudgment", "REQUEST_JUDGMENT", {"paymentOrder": {"immediately": True}}),
        ("court", "enterJudgment", "ENTER_JUDGMENT", {}),
    ):
        version = (await scene.claim(who))["version"]
        refused = await scene.do(who, name, claimId=scene.id, expectedVersion=version, **given)
        assert refused["__typename"] == "RefusedError"
        data = await scene.world.data(scene.people[who], actions, by={"id": scene.id})
        (closed,) = [each for each in data["claim"]["actions"] if each["name"] == act]
        assert refused["reasons"] == closed["reasons"] != []
        assert refused["message"] == refused["reasons"][0]["explanation"]
        assert all(each in CATALOGUE["reasons"] for each in refused["reasons"])


async def test_an_act_is_done_once_for_its_key_and_a_key_is_for_one_input(scene: Scene) -> None:
    key = str(uuid4())
    given = {"idempotencyKey": key, "claimId": scene.id, "kind": "SAYS_PAID", "statement": "I paid."}
    first = await scene.do("andrew", "respondToClaim", **given)
    entries = await scene.history()
    again = await scene.do("andrew", "respondToClaim", **given)
    assert (first["isReplayed"], again["isReplayed"]) == (False, True)
    assert first["history"] == again["history"] == [{"kind": "RESPONSE_RECEIVED"}]
    other = await scene.do("andrew", "respondToClaim", **{**given, "statement": "I paid twice."})
    assert other == {
        "__typename": "IdempotencyConflictError",
        "code": "IDEMPOTENCY_CONFLICT",
        "message": "This idempotency key was used before, for something else.",
        "path": ["idempotencyKey"],
    }
    assert await scene.history() == entries
    theirs = await scene.do("kate", "markNoticeSeen", idempotencyKey=key, claimId=scene.id, name="RESPONSE_RECEIVED")
    assert theirs["__typename"] == "MarkNoticeSeenSuccess"


@pytest.mark.requirement("X-08")
async def test_a_replayed_answer_is_read_under_the_rights_of_today(scene: Scene) -> None:
    given = {"idempotencyKey": str(uuid4()), "claimId": scene.id, "kind": "SAYS_PAID", "statement": "I paid."}
    assert (await scene.do("andrew", "respondToClaim", **given))["isReplayed"] is False
    claim = await scene.claim("court")
    (defendant,) = [each["id"] for each in claim["parties"] if each["side"] == "DEFENDANT"]
    ended = await scene.do(
        "court", "unlink", claimId=scene.id, partyId=defendant, reason="Not him.", expectedVersion=claim["version"]
    )
    assert ended["__typename"] == "UnlinkSuccess"
    answer = await scene.world.ask(scene.people["andrew"], mutation("respondToClaim"), input=given)
    assert codes_of(answer) == ["FORBIDDEN"]
    assert answer["data"] == {"respondToClaim": None}


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "clm_",
        "clm_0",
        "no",
        f"clm_{'g' * 32}",
        f"CLM_{'0' * 32}",
        f"clm_{'0' * 33}",
        "' OR 1=1 --",
        f"pty_{'0' * 32}",
    ],
)
async def test_a_malformed_id_is_refused_without_a_word_of_the_codec(sqlite_url: str, malformed: str) -> None:
    database = Database(sqlite_url)
    world = World(database)
    kate = await world.person("kate")
    given = {"claimId": malformed, "idempotencyKey": str(uuid4()), "kind": "SAYS_PAID", "statement": "I paid."}
    answers = [
        await world.ask(kate, "query ($by: ClaimBy!) { claim(by: $by) { id } }", by={"id": malformed}),
        await world.ask(kate, mutation("respondToClaim"), input=given),
    ]
    if not malformed.startswith("pty_"):
        answers.append(await world.ask(kate, "query ($id: ID!) { node(id: $id) { id } }", id=malformed))
    for answer in answers:
        assert codes_of(answer) == ["BAD_USER_INPUT"]
        (error,) = answer["errors"]
        assert error["message"] in {"This is not the id of a Claim.", "This is not an id of this service."}
    await database.dispose()


async def test_who_is_not_signed_in_is_asked_to_be_and_a_token_that_names_no_session_too(scene: Scene) -> None:
    given = {"claimId": scene.id, "idempotencyKey": str(uuid4()), "kind": "SAYS_PAID", "statement": "I paid."}
    for who in (Person("nobody"), Person("forger", token="made up")):
        answer = await scene.world.ask(who, mutation("respondToClaim"), input=given)
        assert codes_of(answer) == ["UNAUTHENTICATED"]


@pytest.mark.requirement("D-12")
async def test_what_an_order_of_payment_has_wrong_is_told_by_its_path(scene: Scene) -> None:
    scene.world.clock.at = LATE
    version = (await scene.claim("kate"))["version"]
    wrong = {
        "byDate": ({"byDate": "2026-12-01"}, {("DATE_NOT_IN_FUTURE", "paymentOrder.byDate")}),
        "byInstalments": (
            {"byInstalments": {"amount": "99999.00", "frequency": "WEEKLY", "firstOn": "2026-12-01"}},
            {
                ("AMOUNT_OUT_OF_RANGE", "paymentOrder.byInstalments.amount"),
                ("DATE_NOT_IN_FUTURE", "paymentOrder.byInstalments.firstOn"),
            },
        ),
    }
    for order, problems in wrong.values():
        invalid = await scene.do(
            "kate", "requestJudgment", claimId=scene.id, expectedVersion=version, paymentOrder=order
        )
        assert {(each["code"], ".".join(each["path"])) for each in invalid["errors"]} == problems
