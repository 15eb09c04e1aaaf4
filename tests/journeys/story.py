"""The story, told through the public API alone: a claim becomes a judgment, live.

As a test, and for a newcomer against a running demonstration: `make run`, then `make story`.
"""

import asyncio
import sys
import time
from typing import Any

from tests.journeys.client import Following, Persona, World, world_at
from tests.journeys.telling import ANDREW, CODE, KATE, Told, about, narrating, spoken, spoken_day, succeeded
from tests.journeys.writ import CHAPTERS as WRIT
from tests.journeys.writ import writ

WHAT_FOR = "Repairs to a garden wall that were paid for and never done."
STATEMENT = "The wall was never mine to repair."
WRONG_CODE = "0000-0000"
ATTEMPTS = 5


async def lodge(kate: Persona) -> Any:
    """Kate lodges a claim against Andrew; the claim."""
    result = await kate.do(
        "lodge-claim",
        amount="1250.00",
        whatFor=WHAT_FOR,
        interestFrom="2026-09-01",
        claimants=[KATE],
        defendants=[ANDREW],
        events=[{"on": "2026-08-03", "what": "We agreed the work and I paid in full."}],
        evidence=[{"kind": "Receipt", "description": "The bank transfer of 3 August."}],
    )
    return succeeded(result)["claim"]


async def code_of(world: World, reference: str, *, other_than: str = "") -> str:
    """The security code that stands in Andrew's newest letter about this claim."""
    async with asyncio.timeout(15):
        while True:
            letter = await world.letter(to=ANDREW["email"], saying=(reference, "code"))
            found = [each for each in CODE.findall(letter["text"]) if each not in reference]
            if found and found[0] != other_than:
                return found[0]
            await asyncio.sleep(0.1)


async def link(andrew: Persona, reference: str, code: str, *, born: str = ANDREW["dateOfBirth"]) -> Any:
    """Andrew links himself with a code and his date of birth; the result."""
    return await andrew.do("link-to-claim", reference=reference, securityCode=code, dateOfBirth=born)


async def wrong_attempts(andrew: Persona, reference: str, code: str, told: Told) -> None:
    """Everything wrong is answered alike, and takes as long; five on one claim suspend it even for the right code."""
    attempts = (
        ("a code that is wrong", reference, WRONG_CODE, ANDREW["dateOfBirth"]),
        ("a date of birth that is wrong", reference, code, "1984-11-03"),
        ("a claim that is not there", "MC-0000-0000", code, ANDREW["dateOfBirth"]),
        *[("a code that is wrong", reference, WRONG_CODE, ANDREW["dateOfBirth"])] * (ATTEMPTS - 2),
        ("the right code, now that linking is suspended", reference, code, ANDREW["dateOfBirth"]),
    )
    answers, seconds = [], []
    for _, named, given, born in attempts:
        began = time.monotonic()
        answers.append(await link(andrew, named, given, born=born))
        seconds.append(time.monotonic() - began)
    assert all(answer == answers[0] for answer in answers), answers
    assert answers[0]["__typename"] == "RefusedError", answers[0]
    assert [reason["code"] for reason in answers[0]["reasons"]] == ["LINKING_FAILED"], answers[0]
    told(f"{len(attempts)} attempts to link failed: {', '.join(dict.fromkeys(what for what, *_ in attempts))}.")
    told(f"    all answered alike: “{answers[0]['message']}”")
    told(f"    and after the same time: {min(seconds):.2f} to {max(seconds):.2f} seconds.")


async def linked(world: World, andrew: Persona, reference: str, told: Told) -> Any:
    """Andrew fails, is suspended, gets a new code and links himself; the claim as he sees it."""
    code = await code_of(world, reference)
    await wrong_attempts(andrew, reference, code, told)
    await world.move_clock(advance="P1D")
    succeeded(await andrew.do("request-security-code", reference=reference))
    fresh = await code_of(world, reference, other_than=code)
    succeeded(await link(andrew, reference, fresh))
    told("A day later he asked for a new code, which went to the address of service and lifted the suspension.")
    seen = await andrew.claim(reference)
    told(f"Andrew linked himself and sees his position: {seen['position']}")
    told(f"    Why that day: {seen['responseDeadline']['explanation']}")
    for step in seen["nextSteps"]:
        until = f", by {step['deadline']['on']}" if step["deadline"] else ""
        told(f"    Next: {step['title']}{until} (guidance: {step['guidance']['title']})")
    assert all(step["guidance"]["body"] for step in seen["nextSteps"]), seen["nextSteps"]
    return seen


async def reminded(world: World, andrews: Following, told: Told, *, deadline: str) -> None:
    """The clock goes through what falls due, in order, each act at its own time, up to the end of the time."""
    while (await world.now()) < deadline:
        steps = (await world.move_clock(to="next"))["steps"]
        assert [step["at"] for step in steps] == sorted(step["at"] for step in steps), steps
        if not steps:
            await world.move_clock(to=deadline)
    await andrews.until("RESPONSE_OVERDUE")
    days = [event["at"] for event in andrews.events if event["kind"] == "REMINDER_SENT"]
    assert len(days) == 2, andrews.kinds
    assert days == sorted(days), days
    assert andrews.events[-1]["at"] == deadline, andrews.events[-1]
    told(f"Andrew was reminded on {spoken_day(days[0])} and {spoken_day(days[1])}, and stayed silent.")


async def requested(kate: Persona, reference: str) -> Any:
    """Kate requests judgment in default; the claim as she sees it afterwards."""
    claim = await kate.claim(reference)
    assert claim["status"] == "RESPONSE_OVERDUE", claim["status"]
    result = await kate.do(
        "request-judgment",
        claimId=claim["id"],
        paymentOrder={"immediately": True},
        expectedVersion=claim["version"],
    )
    return succeeded(result)["claim"]


async def enter(court: Persona, reference: str) -> Any:
    """The court tries to enter the judgment as it sees the claim now; the result."""
    claim = await court.claim(reference)
    return await court.do("enter-judgment", claimId=claim["id"], expectedVersion=claim["version"])


async def silence(world: World, told: Told = print) -> dict[str, Any]:
    """The first run: Andrew is silent, and judgment is entered. Three people follow it, one is cut, one signs out.

    Answers the reference and what each of the three was told.
    """
    kate, andrew, court = [await world.sign_in(each) for each in ("kate", "andrew", "court-officer")]
    async with court.following("dashboard-changed") as courts:
        async with kate.following("dashboard-changed") as kates:
            claim = await lodge(kate)
            reference = claim["reference"]
            told(f"Kate lodged claim {reference}: £{claim['amountOwed']} with interest and fee. Andrew got a letter.")
            await kates.until("CLAIM_LODGED")
        told("    (Here Kate's live dashboard was cut; it goes on from its last cursor below.)")
        seen = await linked(world, andrew, reference, told)
        deadline = seen["responseDeadline"]["at"]
        async with (
            andrew.following("case-changed", by={"reference": reference}) as andrews,
            kate.following("dashboard-changed", after=kates.cursor) as resumed,
        ):
            await reminded(world, andrews, told, deadline=deadline)
            for persona, words in ((KATE, "you can request a judgment"), (ANDREW, "your time to respond has passed")):
                letter = await world.letter(to=persona["email"], saying=(reference, words))
                told(f"    {persona['name'].split()[0]} was told: {letter['subject']}")
            await requested(kate, reference)
            await andrews.until("JUDGMENT_REQUESTED")
            told("Kate requested judgment; Andrew saw it live, and that it is not entered yet.")
            await andrew.do("sign-out")
            code = await andrews.until_closed()
            told(f"Andrew signed out: his live stream was closed at once, with {code}.")
            judgment = succeeded(await enter(court, reference))["claim"]["judgment"]
            told(
                f"The court entered judgment {judgment['number']} for £{judgment['total']}. Paid in full by "
                f"{judgment['payWithin28Days']['on']} it is cancelled; the register's last day is "
                f"{judgment['registerLastDay']['on']}."
            )
            for stream in (resumed, courts):
                await stream.until("JUDGMENT_ENTERED")
        letter = await world.letter(to=ANDREW["email"], saying=(reference, spoken(judgment["payWithin28Days"]["on"])))
        assert spoken(judgment["registerLastDay"]["on"]) in letter["text"], letter["text"]
        told(f"Andrew's letter: {letter['subject']}")
    told("Kate and the court saw every step live, once and in order.")
    return {
        "reference": reference,
        "code": code,
        "kate": about(reference, kates, resumed),
        "andrew": about(reference, andrews),
        "court": about(reference, courts),
        "letter": letter,
        "judgment": judgment,
    }


async def judgment(world: World) -> Any:
    """The first run without its asides: judgment against a silent Andrew, for what comes after it."""
    kate, andrew, court = [await world.sign_in(each) for each in ("kate", "andrew", "court-officer")]
    reference = (await lodge(kate))["reference"]
    succeeded(await link(andrew, reference, await code_of(world, reference)))
    await world.move_clock(to=(await andrew.claim(reference))["responseDeadline"]["at"])
    await requested(kate, reference)
    return succeeded(await enter(court, reference))["claim"]


async def late_response(world: World, told: Told = print) -> Any:
    """The other run: a response arrives between request and entry, and wins. Answers the claim as the court sees it."""
    kate, andrew, court = [await world.sign_in(each) for each in ("kate", "andrew", "court-officer")]
    reference = (await lodge(kate))["reference"]
    seen = succeeded(await link(andrew, reference, await code_of(world, reference)))["claim"]
    await world.move_clock(to=(await andrew.claim(reference))["responseDeadline"]["at"])
    await requested(kate, reference)
    answer = await andrew.do("respond-to-claim", claimId=seen["id"], kind="DISPUTES_ALL", statement=STATEMENT)
    succeeded(answer)
    told(f"On {reference} Andrew responded after judgment was requested and before it was entered.")
    refused = await enter(court, reference)
    assert refused["__typename"] == "RefusedError", refused
    told(f"    The entry is refused: {refused['reasons'][0]['explanation']}")
    claim = await court.claim(reference)
    assert claim["judgment"] is None, claim["judgment"]
    assert claim["status"] == "DEFENDED", claim["status"]
    return claim


async def main(url: str) -> None:
    """Tell the whole story against a running demonstration, with a bar that shows how far it is."""
    async with world_at(url) as world:
        with narrating("Silence", *WRIT, "A late response") as (told, begin):
            begin("Silence")
            seen = await silence(world, told)
            await writ(world, seen["reference"], told, begin)
            begin("A late response")
            await late_response(world, told)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
