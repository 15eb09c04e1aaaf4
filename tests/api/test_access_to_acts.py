"""Who may do what, mutation by mutation; and that what somebody may not see changes nothing for them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.adapters.database import Database
from backend.queries import events
from backend.queries.ids import to_node_id
from tests.api.access_world import INSIDERS, OUTSIDERS, AccessWorld, access_world
from tests.api.agency_access_table import AGENCY_MUTATIONS
from tests.api.enforcement_inputs import BESIDES, OF_A_CLAIM, OF_A_SERVICE_REQUEST, OF_AN_APPLICATION, enforcement_input
from tests.api.everything import CORE
from tests.api.world import LATE, codes_of


@pytest.fixture
async def made(database: Database) -> AccessWorld:
    return await access_world(database)


PARTIES = INSIDERS[:4]
OF_ENFORCEMENT = {*BESIDES, *OF_A_CLAIM, *OF_AN_APPLICATION, *OF_A_SERVICE_REQUEST, "checkFeePayment"}
ENFORCED = ("entered", "applied", "enforced")
HIDDEN: dict[str, tuple[str, ...]] = {
    "a new code for a defendant": PARTIES,
    "a letter to a claimant that fails": ("co-claimant", "defendant", "co-defendant"),
    "a link that failed": PARTIES,
    "a defendant who links": PARTIES,
    "a link that is ended": PARTIES,
}
"""Acts, in this order, and those who may not notice them by anything."""

TWIN = "query ($by: ClaimBy!, $f: HistoryFilter) { claim(by: $by) { history(first: 100, filter: $f) { totalCount } } }"


@pytest.mark.requirement("X-08")
async def test_an_act_changes_nothing_for_those_who_may_not_see_it(made: AccessWorld) -> None:
    world = made.world
    for act, viewers in HIDDEN.items():
        before = {viewer: await made.claim(viewer, "entered") for viewer in viewers}
        cursor = events.to_cursor(world.ground.sealer, await events.last_position(world.database))
        await do(made, act)
        assert {viewer: await made.claim(viewer, "entered") for viewer in viewers} == before, act
        for viewer in viewers:
            data = await world.data(made.people[viewer], TWIN, by=made.by("entered"), f={"after": cursor})
            assert data["claim"]["history"]["totalCount"] == 0, (act, viewer)
        court = await world.data(made.people["court officer"], TWIN, by=made.by("entered"), f={"after": cursor})
        # A letter that fails is printed, and opens a service request.
        assert court["claim"]["history"]["totalCount"] == (2 if "letter" in act else 1), act


async def do(made: AccessWorld, act: str) -> None:
    """Carry out one of the acts of `HIDDEN`."""
    world = made.world
    linking = {"reference": await world.reference(made.claims["entered"]), "securityCode": "0000-0000"}
    match act:
        case "a new code for a defendant":
            await made.issue_code("entered", "Hollis Ltd")
        case "a letter to a claimant that fails":
            await made.fail_letter("entered", "Kate Marlowe", index=1)
        case "a link that failed":
            assert await tried(made, "stranger", "linkToClaim", linking) == "RefusedError"
        case "a defendant who links":
            given = {**linking, "securityCode": (await world.codes())[2].text, "organisationNumber": "09100201"}
            assert await tried(made, "stranger", "linkToClaim", given) == "LinkToClaimSuccess"
        case "a link that is ended":
            given = await on_a_party(made, "court officer", "entered", "Hollis Ltd")
            given["reason"] = "It was nobody."
            assert await tried(made, "court officer", "unlink", given) == "UnlinkSuccess"


async def on(made: AccessWorld, viewer: str, state: str) -> dict[str, Any]:
    """A claim and the version of it that somebody sees; 1 where they see none."""
    version = "query ($by: ClaimBy!) { claim(by: $by) { version } }"
    claim = (await made.world.data(made.people[viewer], version, by=made.by(state)))["claim"]
    return {"claimId": made.by(state)["id"], "expectedVersion": claim["version"] if claim else 1}


async def on_a_party(made: AccessWorld, viewer: str, state: str, name: str) -> dict[str, Any]:
    return {**await on(made, viewer, state), "partyId": to_node_id("Party", (await made.parties(state))[name])}


async def tried(made: AccessWorld, viewer: str, mutation: str, given: dict[str, Any]) -> str:
    """What came of trying a mutation: the type of its answer, or the code of the operation's error."""
    kind = mutation[0].upper() + mutation[1:]
    document = f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ __typename }} }}"
    given = {"idempotencyKey": str(uuid4()), **given}
    answer = await made.world.ask(made.people[viewer], document, input=given)
    return codes_of(answer)[0] if "errors" in answer else answer["data"][mutation]["__typename"]


OUTSIDE = tuple(viewer for viewer in OUTSIDERS if viewer != "anonymous")
WHO = (*INSIDERS, *OUTSIDE)
MUTATIONS: dict[str, str] = {
    "lodgeClaim":              "SSSSPP SPPPPPPP",
    "requestSecurityCode":     "SSSSPP SPPPPPPP",
    "issueSecurityCode":       "PPPPSN NNNNNNNN",
    "linkToClaim":             "RRRRPP SPPPPPPP",
    "unlink":                  "PPPPSN NNNNNNNN",
    "requestJudgment":         "SRPPPN NNNNNNNN",
    "respondToClaim":          "PPSRPN NNNNNNNN",
    "enterJudgment":           "PPPPSN NNNNNNNN",
    "markLetterPosted":        "PPPPSP PNPPPPPP",
    "markNoticeSeen":          "SSSSNN NNNNNNNN",
    "startWritApplication":    "RRPPPP NNNNNNNN",
    "giveWritDetails":         "RRNNPN NNNNNNNN",
    "appointHceo":             "RRNNPN NNNNNNNN",
    # Where no provider is set up, nobody learns more than that.
    "payWritFee":              "RRRRRR RRRRRRRR",
    "checkFeePayment":         "SSNNPN NNNNNNNN",
    "useHelpWithFees":         "RRNNPN NNNNNNNN",
    "resubmitWritApplication": "RRNNPN NNNNNNNN",
    "amendWritApplication":    "PPNNVN NNNNNNNN",
    "choosePaperWrit":         "RRPPPP NNNNNNNN",
    "recordGuidanceRead":      "SSSSSN NNNNNNNN",
    "restrainEnforcement":     "PPPPSN NNNNNNNN",
    "liftRestraint":           "PPPPRP NNNNNNNN",
    "openServiceRequest":      "PPPPSN NNNNNNNN",
    "assignServiceRequest":    "NNNNSN NNNNNNNN",
    "startServiceRequest":     "NNNNSN NNNNNNNN",
    "addServiceRequestNote":   "NNNNSN NNNNNNNN",
    "completeActivity":        "NNNNSN NNNNNNNN",
    "requestApproval":         "NNNNRN NNNNNNNN",
    "approveServiceRequest":   "NNNNRN NNNNNNNN",
    "rejectServiceRequest":    "NNNNRN NNNNNNNN",
    "closeServiceRequest":     "NNNNSN NNNNNNNN",
    "withdrawWritApplication": "SRNNPN NNNNNNNN",
    "acknowledgeWrit":         "PPPPPS NNNNNNNN",
    "giveNoticeOfEnforcement": "PPPPPS NNNNNNNN",
    "addHceo":                 "PPPPSP PVPPPPPP",
    "amendHceo":               "PPPPSP PSPPPPPP",
    "suspendHceo":             "PPPPSP PRPPPPPP",
    "reinstateHceo":           "PPPPSP PRPPPPPP",
    "signOut":                 "SSSSSS SSSSSSSS",
}  # fmt: skip
"""In this order, for `WHO` from left to right (those of the claim, then everybody else): S done, P not theirs to do, N
no such thing, R the rules say no, V the input breaks a rule. Nobody who is not signed in does any of it."""
ANSWERS = {"P": "NotPermittedError", "N": "NotFoundError", "R": "RefusedError", "V": "ValidationErrors"}


def test_every_mutation_has_a_row_in_the_table_and_everybody_a_column() -> None:
    assert set(MUTATIONS) == set(CORE.mutation_type.fields) - AGENCY_MUTATIONS
    assert {len(row.replace(" ", "")) for row in MUTATIONS.values()} == {len(WHO)}


@pytest.mark.requirement("X-08")
async def test_each_act_is_done_by_exactly_those_whom_the_table_names(made: AccessWorld) -> None:
    made.world.clock.at = LATE + timedelta(days=60)
    found = {}
    for mutation in MUTATIONS:
        nobody = await tried(made, "anonymous", mutation, await given_for(made, "anonymous", mutation))
        assert nobody == "UNAUTHENTICATED", mutation
        answers = [await tried(made, viewer, mutation, await given_for(made, viewer, mutation)) for viewer in WHO]
        done = mutation[0].upper() + mutation[1:] + "Success"
        letters = {done: "S", **{answer: letter for letter, answer in ANSWERS.items()}}
        row = "".join(letters.get(answer, f"<{answer}>") for answer in answers)
        found[mutation] = f"{row[: len(INSIDERS)]} {row[len(INSIDERS) :]}"
    assert found == MUTATIONS


async def given_for(made: AccessWorld, viewer: str, mutation: str) -> dict[str, Any]:
    """An input that is right for whoever may."""
    if mutation in OF_ENFORCEMENT:
        versions = {state: (await on(made, viewer, state))["expectedVersion"] for state in ENFORCED}
        return await enforcement_input(made, versions, mutation)
    return await claim_input(made, viewer, mutation)


async def claim_input(made: AccessWorld, viewer: str, mutation: str) -> dict[str, Any]:  # noqa: PLR0911 - a table
    """An input of an act on a claim or a judgment."""
    reference = await made.world.reference(made.claims["awaiting"])
    someone = {"kind": "PERSON", "name": "Ann", "addressLines": ["1 High Street"], "postCode": "YO1 7HH"}
    match mutation:
        case "lodgeClaim":
            parties = {"claimants": [someone], "defendants": [{**someone, "name": "Bob"}]}
            return {"amount": "10.00", "whatFor": "A loan.", **parties}
        case "requestSecurityCode":
            return {"reference": reference}
        case "linkToClaim":
            code = (await made.world.codes())[2].text
            return {"reference": reference, "securityCode": code, "organisationNumber": "09100201"}
        case "issueSecurityCode" | "unlink":
            reason = {"reason": "It was somebody else."} if mutation == "unlink" else {}
            return {**await on_a_party(made, viewer, "awaiting", "Hollis Ltd"), **reason}
        case "requestJudgment":
            return {**await on(made, viewer, "awaiting"), "paymentOrder": {"immediately": True}}
        case "respondToClaim":
            return {**await on(made, viewer, "awaiting"), "kind": "SAYS_PAID", "statement": "I paid in March."}
        case "enterJudgment":
            return await on(made, viewer, "requested")
        case "markLetterPosted":
            return {"letterId": to_node_id("Letter", (await made.letters_to("awaiting", "Hollis Ltd"))[0])}
        case "markNoticeSeen":
            return {"claimId": made.by("entered")["id"], "name": "JUDGMENT_UNPAID"}
    return {}
