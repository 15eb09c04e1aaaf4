"""Who sees what of a claim, field by field: a table written by hand, held to the SDL and to what each viewer is told.

Columns: claimant, co-claimant (confidential), defendant, co-defendant, court officer of the jurisdiction. v a value,
. null, - nothing that the field could stand in. Everybody else (`OUTSIDERS`) reaches no claim at all.
"""

import json

import pytest

from backend.adapters.database import Database
from tests.api.access_world import INSIDERS, OUTSIDERS, STATES, AccessWorld, access_world
from tests.api.everything import fields_below, told

OF_AN_ENTRY = "id kind at actorRole summary changes"
OF_AN_ENTRY_FOR_THE_COURT = "recordedAt number hash actorName"
OF_A_LETTER = "id name state recipientName createdAt"
OF_A_PARTY = "id side kind name"
REACHING_A_PARTY = "addressLines postCode email phone"
EVERYONE = "vvvvv"

ACCESS: dict[tuple[str, str], dict[str, str]] = {
    ("Claim", ""): {
        EVERYONE: "id reference jurisdiction amount interestFrom whatFor lodgedAt issuedOn servedOn status version "
        "updatedAt responseDeadline amountOwed position events evidence nextSteps timeline notices actions parties "
        "debts responses judgmentRequests judgment letters history"
    },
    ("Party", "Kate Marlowe"): {
        EVERYONE: OF_A_PARTY, "v.vvv": REACHING_A_PARTY, "v...v": "isConfidential dateOfBirthMasked",
        ".....": "organisationNumber",
    },
    ("Party", "Carol Secret"): {
        EVERYONE: OF_A_PARTY, ".v..v": f"{REACHING_A_PARTY} isConfidential dateOfBirthMasked",
        ".....": "organisationNumber",
    },
    ("Party", "Andrew Hollis"): {
        EVERYONE: OF_A_PARTY, "vvv.v": REACHING_A_PARTY, "..v.v": "isConfidential dateOfBirthMasked",
        ".....": "organisationNumber",
    },
    ("Party", "Dora Hollis"): {
        EVERYONE: OF_A_PARTY, "vv.vv": REACHING_A_PARTY, "...vv": "isConfidential dateOfBirthMasked",
        ".....": "organisationNumber",
    },
    ("Party", "Hollis Ltd"): {
        EVERYONE: f"{OF_A_PARTY} organisationNumber", "vv..v": "addressLines postCode phone", "....v": "isConfidential",
        ".....": "email dateOfBirthMasked",
    },
    ("Debt", ""): {EVERYONE: "id kind lines total"},
    ("LedgerLine", ""): {EVERYONE: "id kind amount on explanation policy"},
    ("Response", ""): {EVERYONE: "id kind statement disputedAmount receivedAt countsAsFiledOn"},
    ("JudgmentRequest", ""): {EVERYONE: "id basis state requestedAt decidedAt refusalCode orderOfPayment"},
    ("Judgment", ""): {
        EVERYONE: "id number basis enteredAt enteredOn total orderOfPayment payWithin28Days registerLastDay"
    },
    ("OrderOfPayment", ""): {EVERYONE: "kind byDate instalment frequency firstOn"},
    ("Deadline", ""): {EVERYONE: "at on isPast explanation steps policy source calendarVersion"},
    ("DeadlineStep", ""): {EVERYONE: "on text"},
    ("Letter", "Kate Marlowe"): {"v---v": f"{OF_A_LETTER} endedAt", ".---v": "attempts failure"},
    ("Letter", "Carol Secret"): {"-v--v": OF_A_LETTER, "-.--v": "attempts", "-.--.": "endedAt failure"},
    ("Letter", "Andrew Hollis"): {"--v-v": OF_A_LETTER, "--.-v": "attempts", "--.-.": "endedAt failure"},
    ("Letter", "Dora Hollis"): {"---vv": OF_A_LETTER, "---.v": "attempts", "---..": "endedAt failure"},
    ("Letter", "Hollis Ltd"): {"----v": f"{OF_A_LETTER} attempts", "----.": "endedAt failure"},
    ("HistoryEntryConnection", ""): {EVERYONE: "edges nodes pageInfo totalCount"},
    ("HistoryEntryEdge", ""): {EVERYONE: "node cursor"},
    ("PageInfo", ""): {EVERYONE: "hasNextPage hasPreviousPage startCursor endCursor"},
    **{
        ("HistoryEntry", kind): {EVERYONE: OF_AN_ENTRY, "....v": OF_AN_ENTRY_FOR_THE_COURT}
        for kind in (
            "CLAIM_LODGED", "RESPONSE_RECEIVED", "JUDGMENT_REQUESTED", "JUDGMENT_REFUSED", "JUDGMENT_ENTERED",
        )
    },
    ("HistoryEntry", "Andrew Hollis linked to the claim."): {"--v-v": OF_AN_ENTRY, "--.-v": OF_AN_ENTRY_FOR_THE_COURT},
    ("HistoryEntry", "Dora Hollis linked to the claim."): {"---vv": OF_AN_ENTRY, "---.v": OF_AN_ENTRY_FOR_THE_COURT},
    ("HistoryEntry", "SECURITY_CODE_ISSUED"): {"----v": f"{OF_AN_ENTRY} {OF_AN_ENTRY_FOR_THE_COURT}"},
    ("HistoryEntry", "The letter “claim lodged confirmation” could not be sent."): {
        "v---v": OF_AN_ENTRY, ".---v": "recordedAt number hash", ".---.": "actorName",
    },
    ("Change", ""): {EVERYONE: "field to"},
    ("Action", ""): {EVERYONE: "name isOpen reasons", "..vv.": "until"},
    ("Reason", ""): {EVERYONE: "code explanation source"},
    ("NextStep", ""): {EVERYONE: "code title topic guidance", "..vvv": "act", "..vv.": "deadline"},
    ("Guidance", ""): {EVERYONE: "topic title version publishedOn body"},
    ("Stage", ""): {EVERYONE: "code title state on"},
    ("Notice", ""): {EVERYONE: "name title text isUrgent"},
    ("ClaimEvent", ""): {EVERYONE: "on what"},
    ("Evidence", ""): {EVERYONE: "kind description"},
}  # fmt: skip

NOT_TOLD = {
    "claimant": ("/1984", "/1975", "07700 900115", "carol@", "1975-01-02", "1984-11-02", "1988-05-17"),
    "co-claimant": ("/1984", "/1988", "07700 900114", "kate@", "1984-11-02", "1988-05-17", "1975-01-02"),
    "defendant": ("/1988", "/1975", "07700 900115", "07700 900128", "07700 900129", "carol@", "dora@", "1984-11-02"),
    "co-defendant": (
        "/1988",
        "/1975",
        "07700 900115",
        "07700 900127",
        "07700 900129",
        "carol@",
        "andrew@",
        "1984-11-02",
    ),
    "court officer": ("1984-11-02", "1988-05-17", "1975-01-02"),
}
"""Personal data that stands nowhere in all that somebody is told, whichever field it might have hidden in."""


def rows() -> dict[tuple[str, str, str], str]:
    return {
        (kind, label, field): marks
        for (kind, label), columns in ACCESS.items()
        for marks, fields in columns.items()
        for field in fields.split()
    }


@pytest.fixture
async def made(database: Database) -> AccessWorld:
    return await access_world(database)


@pytest.mark.requirement("X-08")
def test_every_field_that_can_be_reached_from_a_claim_has_a_row_in_the_table() -> None:
    assert {(kind, field) for kind, _, field in rows()} == fields_below("Claim")


def test_every_row_of_the_table_is_seen_by_somebody_somewhere() -> None:
    shown = {(kind, field) for (kind, _, field), marks in rows().items() if "v" in marks}
    assert shown == fields_below("Claim")


@pytest.mark.requirement("X-08")
async def test_each_field_is_told_to_exactly_those_whom_the_table_names(made: AccessWorld) -> None:
    assert await made.matrix() == rows()
    for viewer, words in NOT_TOLD.items():
        everything = json.dumps([await made.claim(viewer, state) for state in STATES])
        assert [word for word in words if word in everything] == [], viewer


@pytest.mark.requirement("X-08")
async def test_nobody_else_reaches_anything_of_a_claim_by_any_way(made: AccessWorld) -> None:
    world = made.world
    claim = await made.claim("court officer", "entered")
    ids = sorted({each.value for each in told(claim) if each.field == "id"})
    reference = await world.reference(made.claims["entered"])
    ways = """query ($reference: String!, $a: [ID!]!) {
      claim(by: { reference: $reference }) { id } nodes(ids: $a) { id }
      viewer { claims(first: 100) { nodes { id } totalCount } dashboard { count } notices { isSeen }
               printQueue(first: 100) { nodes { id } totalCount } } }"""
    for viewer in OUTSIDERS:
        for at in range(0, len(ids), 20):
            some = ids[at : at + 20]
            data = await world.data(made.people[viewer], ways, reference=reference, a=some)
            assert data["claim"] is None
            assert data["nodes"] == [None] * len(some)
            if viewer == "anonymous":
                assert data["viewer"] is None
                continue
            assert data["viewer"]["claims"] == {"nodes": [], "totalCount": 0}
            assert {each["count"] for each in data["viewer"]["dashboard"]} == {0}
            assert data["viewer"]["notices"] == []
            queue = {"nodes": [], "totalCount": 0} if viewer == "officer of Scotland" else None
            assert data["viewer"]["printQueue"] == queue
        assert await made.claim(viewer, "entered") is None


@pytest.mark.requirement("X-08")
async def test_an_insider_reaches_by_its_id_exactly_what_stands_in_the_claim(made: AccessWorld) -> None:
    everything = {each.value for each in told(await made.claim("court officer", "entered")) if each.field == "id"}
    for viewer in INSIDERS[:4]:
        theirs = {each.value for each in told(await made.claim(viewer, "entered")) if each.field == "id"}
        ids = sorted(everything)
        reached = set()
        for at in range(0, len(ids), 20):
            some = ids[at : at + 20]
            data = await made.world.data(
                made.people[viewer], "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=some
            )
            reached |= {each["id"] for each in data["nodes"] if each}
        assert reached == theirs
