"""The story, told through the public API alone: a claim becomes a judgment, live.

As a test, and for a newcomer against a running demonstration: `make run`, then `make story`.
"""

import asyncio
import re
import sys
from collections.abc import Callable
from typing import Any

from tests.journeys.client import Persona, World, world_at

Told = Callable[[str], None]
KATE = {
    "kind": "PERSON",
    "name": "Kate Marlowe",
    "addressLines": ["14 Clarence Street", "York"],
    "postCode": "YO31 7EW",
    "email": "kate@example.org",
}
ANDREW = {
    "kind": "PERSON",
    "name": "Andrew Hollis",
    "addressLines": ["27 Gladstone Terrace", "Leeds"],
    "postCode": "LS6 4HB",
    "dateOfBirth": "1984-11-02",
    "email": "andrew@example.org",
}
WRONG_CODE = "0000-0000"
CODE = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\b")


async def lodge(kate: Persona) -> Any:
    """Kate lodges a claim against Andrew; the claim."""
    result = await kate.do(
        "lodge-claim",
        amount="1250.00",
        whatFor="Repairs to a garden wall that were paid for and never done.",
        interestFrom="2026-09-01",
        claimants=[KATE],
        defendants=[ANDREW],
        events=[{"on": "2026-08-03", "what": "We agreed the work and I paid in full."}],
        evidence=[{"kind": "Receipt", "description": "The bank transfer of 3 August."}],
    )
    assert result["__typename"] == "LodgeClaimSuccess", result
    return result["claim"]


async def link(world: World, andrew: Persona, reference: str, *, code: str | None = None) -> Any:
    """Andrew links himself with the code of his letter and his date of birth; the result."""
    if code is None:
        letter = await world.letter(to="andrew@example.org", saying=(reference, "code"))
        found = [each for each in CODE.findall(letter["text"]) if each not in reference]
        code = found[0]
    return await andrew.do(
        "link-to-claim", reference=reference, securityCode=code, dateOfBirth=ANDREW["dateOfBirth"]
    )


async def silence(world: World, told: Told = print) -> None:
    """The first run: Andrew links himself, is silent, and the judgment is entered; everyone's dashboard sees it."""
    kate, andrew, court = [await world.sign_in(each) for each in ("kate", "andrew", "court-officer")]
    async with kate.following("dashboard-changed") as kates, court.following("dashboard-changed") as courts:
        claim = await lodge(kate)
        reference = claim["reference"]
        told(f"Kate lodged claim {reference}: £{claim['amountOwed']} with interest and fee.")
        await kates.until("CLAIM_LODGED")

        linked = await link(world, andrew, reference)
        assert linked["__typename"] == "LinkToClaimSuccess", linked
        told(f"Andrew linked himself. {linked['claim']['position']}")
        seen = await andrew.claim(reference)
        told(f"Why that day: {seen['responseDeadline']['explanation']}")

        async with andrew.following("case-changed", by={"reference": reference}) as andrews:
            await world.move_clock(to=seen["responseDeadline"]["at"])
            await andrews.until("RESPONSE_OVERDUE")
            told("Andrew was reminded twice and stayed silent: his time is over, and both were told.")
            overdue = await kate.claim(reference)
            assert overdue["status"] == "RESPONSE_OVERDUE", overdue["status"]
            requested = await kate.do(
                "request-judgment",
                claimId=overdue["id"],
                paymentOrder={"immediately": True},
                expectedVersion=overdue["version"],
            )
            assert requested["__typename"] == "RequestJudgmentSuccess", requested
            await andrews.until("JUDGMENT_REQUESTED")
            told("Kate requested judgment; it is not entered yet.")

            waiting = await court.claim(reference)
            entered = await court.do(
                "enter-judgment", claimId=waiting["id"], expectedVersion=waiting["version"]
            )
            assert entered["__typename"] == "EnterJudgmentSuccess", entered
            judgment = entered["claim"]["judgment"]
            told(
                f"The court entered judgment {judgment['number']} for £{judgment['total']}: paid by "
                f"{judgment['payWithin28Days']['on']} it is cancelled; the register's last day is "
                f"{judgment['registerLastDay']['on']}."
            )
            for stream in (kates, andrews, courts):
                await stream.until("JUDGMENT_ENTERED")
            told("Kate, Andrew and the court saw it live.")
            letter = await world.letter(to="andrew@example.org", saying=(judgment["number"],))
            told(f"Andrew's letter: {letter['subject']}")


async def late_response(world: World, told: Told = print) -> None:
    """The other run: a response arrives between request and entry, and wins."""
    kate, andrew, court = [await world.sign_in(each) for each in ("kate", "andrew", "court-officer")]
    claim = await lodge(kate)
    reference = claim["reference"]
    await link(world, andrew, reference)
    deadline = (await andrew.claim(reference))["responseDeadline"]["at"]
    await world.move_clock(to=deadline)
    overdue = await kate.claim(reference)
    await kate.do(
        "request-judgment",
        claimId=overdue["id"],
        paymentOrder={"immediately": True},
        expectedVersion=overdue["version"],
    )
    waiting = await court.claim(reference)
    answered = await andrew.do(
        "respond-to-claim", claimId=waiting["id"], kind="DISPUTES_ALL", statement="The wall was never mine to repair."
    )
    assert answered["__typename"] == "RespondToClaimSuccess", answered
    told(f"On {reference} Andrew responded after judgment was requested and before it was entered.")
    refused = await court.do("enter-judgment", claimId=waiting["id"], expectedVersion=answered["claim"]["version"])
    fresh = await court.claim(reference)
    refused = await court.do("enter-judgment", claimId=waiting["id"], expectedVersion=fresh["version"])
    assert refused["__typename"] == "RefusedError", refused
    told(f"The entry is refused: {refused['reasons'][0]['explanation']}")


async def main(url: str) -> None:
    """Tell the whole story against a running demonstration."""
    async with world_at(url) as world:
        await silence(world)
        await late_response(world)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
