"""The story goes on, through the public API alone: an unpaid judgment becomes a writ of control that can be enforced.

Kate, Andrew, the officer appointed and the court's staff follow it live all the way; Kate's line is cut once.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from tests.documents.reading import words_of
from tests.journeys.cast import Cast, everybody
from tests.journeys.client import World
from tests.journeys.telling import ANDREW, CODE, KATE, Begin, Told, about, spoken, succeeded

CHAPTERS = ("The judgment is not paid", "The application", "The court's desk", "The writ", "Enforcement")
OFFICER = {"name": "Idris Bowen", "email": "idris.bowen@marches-enforcement.example"}
GOODS = "A van on the drive, and tools in the workshop."
SAFETY = "There is a dog in the yard."


async def unpaid(cast: Cast, told: Told) -> None:
    """The time for payment ends. Kate reads what can be done, and that a writ is open to her."""
    await cast.world.move_clock(advance="P2D")
    claim = await cast.claim("kate")
    assert claim["status"] == "JUDGMENT_UNPAID", claim["status"]
    told(f"Two days later Kate's dashboard says: “{claim['notices'][0]['title']}”. {claim['position']}")
    for step in claim["nextSteps"]:
        told(f"    Next: {step['title']} (guidance: {step['guidance']['title']})")
    for topic in ("ENFORCEMENT_OPTIONS", "WRIT_OF_CONTROL"):
        page = (await cast["kate"].ask("guidance", topic=topic))["guidance"]
        read = succeeded(await cast["kate"].do("record-guidance-read", claimId=claim["id"], topic=topic))
        versions = {each["topic"]: each["version"] for each in read["claim"]["guidanceRead"]}
        assert versions[topic] == page["version"], versions
        told(f"Kate read “{page['title']}”, version {page['version']}: kept with the claim.")
    told("The ways of enforcing it:")
    for option in claim["enforcementOptions"]:
        fee = f", court fee £{option['fee']['amount']}" if option["fee"] else ""
        why = "" if option["isOpen"] else f", closed: {option['reasons'][0]['explanation']}"
        told(f"    {_title(option['route'])}{fee}{why}")
    eligibility = claim["writEligibility"]
    assert eligibility["isEligible"], eligibility
    told("May it be a writ of control? Each condition with its law:")
    for each in eligibility["conditions"]:
        told(f"    {_title(each['result'])}: {each['title']} ({each['reason']['source']})")


async def applied(cast: Cast, told: Told) -> None:
    """Kate applies, appoints Idris Bowen, and pays on the page of the (pretend) GOV.UK Pay."""
    claim = await cast.claim("kate")
    begun = (await cast.act("kate", "start-writ-application", claimId=claim["id"]))["application"]
    known = begun["details"]
    told(f"Kate chose the digital writ: application {begun['reference']}, court fee £{begun['fee']}.")
    told(f"    Filled in already: {known['defendants'][0]}, {_line(known['addresses'][0])}; £{known['amountDue']} due.")
    given = {**_bare(known), "goods": GOODS, "safety": SAFETY, "isRegulated": False}
    await cast.act("kate", "give-writ-details", applicationId=begun["id"], details=given)
    told("She confirmed it, and added goods, a word on safety, and that no credit agreement is behind the debt.")
    await appointed(cast, begun["id"], known["addresses"][0]["postCode"], told)
    await cast.saw("HCEO_CHOSEN", "kate")
    after = await cast.cut("kate")
    told("    (Here Kate's live dashboard was cut; it goes on from its last cursor below.)")
    await paid(cast, begun["id"], told)
    await cast.follow("kate", "dashboard-changed", after=after)
    await cast.saw("WRIT_APPLICATION_SUBMITTED", "kate")
    told("Kate's dashboard came back from its cursor and told her what she had missed, once and in order.")


async def appointed(cast: Cast, application_id: str, post_code: str, told: Told) -> None:
    """Kate looks who covers the address, and names an officer."""
    listed = (await cast["kate"].ask("hceos", postCode=post_code))["hceos"]["nodes"]
    (idris,) = [each for each in listed if each["name"] == OFFICER["name"]]
    told(f"Officers who cover {post_code}: {', '.join(each['name'] for each in listed)}.")
    answer = await cast.act("kate", "appoint-hceo", applicationId=application_id, appointment={"hceoId": idris["id"]})
    told(f"She appointed {answer['application']['officer']['name']} of {idris['firm']}.")


async def paid(cast: Cast, application_id: str, told: Told) -> None:
    """Kate pays on the provider's own page; coming back, the application is found submitted."""
    started = await cast.act("kate", "pay-writ-fee", applicationId=application_id)
    payment = started["payment"]
    page = await cast.world.http.get(payment["nextUrl"])
    assert f"£{float(payment['amount']):.2f}" in page.text, page.text
    clicked = await cast.world.http.post(f"{payment['nextUrl']}/pay")
    assert clicked.status_code == 303, clicked.text
    assert cast.reference in urljoin(cast.world.url, clicked.headers["location"])
    answer = succeeded(await cast["kate"].do("check-fee-payment", paymentId=payment["id"]))
    assert answer["payment"]["state"] == "SUCCEEDED", answer["payment"]
    assert answer["payment"]["received"] == payment["amount"], answer["payment"]
    assert answer["application"]["state"] == "SUBMITTED", answer["application"]
    told(f"She paid £{payment['amount']} on the page of GOV.UK Pay (a pretend one): payment {payment['reference']}.")
    told(f"    {answer['application']['nextStep']}")
    letter = await cast.world.letter(to=KATE["email"], saying=(cast.reference, answer["application"]["reference"]))
    told(f"    Kate's letter: {letter['subject']}")
    hidden = await cast.claim("andrew")
    assert hidden["writApplications"] == [], hidden["writApplications"]
    assert hidden["status"] == "JUDGMENT_UNPAID", hidden["status"]
    told("    Andrew sees nothing of it: for him there is no application until a writ is issued.")


async def approved(cast: Cast, told: Told) -> None:
    """Court staff work the service request that the application opened; of two officers, one asks and one approves."""
    await cast.saw("SERVICE_REQUEST_OPENED", "court-officer")
    opened = cast.streams["court-officer"][-1].events[-1]["serviceRequest"]
    told(f"The enforcement desk's work queue, live: {opened['reference']}, “{opened['title']}”, due {opened['dueOn']}.")
    request = Casework(cast, opened["id"])
    await request.act("court-officer", "start-service-request")
    seen = await request.seen("court-officer")
    told(f"{seen['owner']['name']} started it: an activity plan of {len(seen['plan']['lines'])} lines was generated.")
    for check in seen["about"]["checks"]:
        told(f"    Checked by itself: {check['title']}: {_title(check['result']).lower()} ({check['finding']})")
    await request.complete("LOOK_AT_CHECKS", "ALL_HOLD", told)
    await request.complete("LOOK_AT_CORRECTIONS", "NONE_MADE", told)
    await request.complete("LOOK_AT_FEE", "COVERED", told)
    await request.complete("DECIDE", "RECOMMEND_ISSUE", told)
    await request.act("court-officer", "request-approval")
    refused = await request.do("court-officer", "approve-service-request")
    assert refused["__typename"] == "RefusedError", refused
    told(f"She asked for approval, and tried to give it herself: {refused['reasons'][0]['explanation']}")
    await request.act("court-officer-2", "approve-service-request")
    await cast.saw("SERVICE_REQUEST_APPROVED", "court-officer")
    await request.act("court-officer", "close-service-request", subStatus="COMPLETE")
    told("Gwyn Morgan, a second officer, approved it: the writ is issued, and she closed the service request.")


@dataclass
class Casework:
    """One service request in the hands of court staff."""

    cast: Cast
    key: str

    async def seen(self, name: str) -> Any:
        return (await self.cast[name].ask("service-request", by={"id": self.key}))["serviceRequest"]

    async def do(self, name: str, mutation: str, **given: Any) -> Any:
        """An act at the version that its doer sees now; whatever it answers."""
        version = (await self.seen(name))["version"]
        return await self.cast[name].do(mutation, serviceRequestId=self.key, expectedVersion=version, **given)

    async def act(self, name: str, mutation: str, **given: Any) -> Any:
        return succeeded(await self.do(name, mutation, **given))

    async def complete(self, code: str, outcome: str, told: Told) -> None:
        """Complete a line of the plan."""
        answer = await self.act("court-officer", "complete-activity", activity=code, outcome=outcome)
        line = next(each for each in answer["serviceRequest"]["plan"]["lines"] if each["code"] == code)
        told(f"    Line “{line['activity']}”: {line['outcome']['title']}.")


async def issued(cast: Cast, told: Told) -> dict[str, Any]:
    """Everybody sees the writ live; Kate downloads it, and anybody who holds it can have it verified."""
    await cast.saw("WRIT_ISSUED", "kate", "andrew", "hceo")
    number = (await cast.claim("kate", "claim"))["writ"]["number"]
    shown = await cast.writ("kate", number)
    told(f"Writ {number} was issued on {spoken(shown['issuedOn'])} for £{shown['total']}:")
    for each in shown["amounts"]:
        told(f"    {each['text']}: £{each['amount']}")
    pdf = await downloaded(cast, "kate", shown)
    told(f"Kate downloaded it: {len(pdf):,} bytes of PDF, sealed; SHA-256 {shown['document']['sha256'][:16]}…")
    code = CODE.findall(words_of(pdf).partition(f"CODE {number}")[2])[0]
    verified = (await cast.world.nobody().ask("verify-writ", reference=number, code=code))["verifyWrit"]
    assert verified["documentSha256"] == shown["document"]["sha256"], verified
    page = await cast.world.http.get(f"{cast.world.url}/verify", params={"writ": number, "code": code})
    assert f"Writ {number} is genuine" in page.text, page.text
    told(f"By the code printed on it anybody can verify it: {verified['status']}, £{verified['total']},")
    told(f"    {verified['court']}, judgment {verified['judgmentNumber']}, officer of {verified['firm']}.")
    assert (await cast.world.nobody().ask("verify-writ", reference=number, code="0000-0000"))["verifyWrit"] is None
    andrew = await cast.claim("andrew", "claim")
    told(f"Andrew's dashboard: {andrew['status']}. {andrew['position']}")
    for step in andrew["nextSteps"]:
        told(f"    Next: {step['title']} (guidance: {step['guidance']['title']})")
    for who, words in ((KATE, "writ"), (ANDREW, "writ"), (OFFICER, "writ")):
        letter = await cast.world.letter(to=who["email"], saying=(cast.reference, number, words))
        told(f"    {who['name'].split()[0]}'s letter: {letter['subject']}")
    return {"number": number, "code": code, "verified": verified}


async def downloaded(cast: Cast, name: str, shown: Any) -> bytes:
    """The writ's document, by the link that was made for this person; what it holds is what was told of it."""
    answer = await cast.world.http.get(urljoin(cast.world.url, shown["document"]["download"]["url"]))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment"), answer.headers
    assert hashlib.sha256(answer.content).hexdigest() == shown["document"]["sha256"]
    assert answer.content.startswith(b"%PDF-"), name
    return answer.content


async def enforced(cast: Cast, number: str, told: Told) -> Any:
    """Idris Bowen acknowledges receipt and gives notice; after the clear days the writ can be enforced."""
    served = (await cast["hceo"].ask("hceo-dashboard"))["viewer"]
    (mine,) = [each for each in served["writs"]["nodes"] if each["number"] == number]
    told(f"{served['name']} sees it on his dashboard: £{mine['total']}, at {_line(mine['enforcementAddresses'][0])}.")
    assert (mine["goods"], mine["safety"]) == (GOODS, SAFETY), mine
    told(f"    What Kate knows of it: {mine['goods']} {mine['safety']}")
    await downloaded(cast, "hceo", mine)
    early = await cast.notice(mine["id"], on="2020-01-01")
    assert early["__typename"] == "ValidationErrors", early
    now = await cast.world.now()
    succeeded(await cast["hceo"].do("acknowledge-writ", writId=mine["id"], receivedAt=now))
    await cast.saw("WRIT_ACKNOWLEDGED", "kate", "hceo")
    await cast.world.move_clock(advance="P1D")
    given = succeeded(await cast.notice(mine["id"], on=(await cast.world.now())[:10]))["writ"]
    assert given["status"] == "NOTICE_GIVEN", given
    await cast.saw("NOTICE_OF_ENFORCEMENT_GIVEN", "kate", "andrew", "hceo")
    told(f"He acknowledged receipt and, a day later, gave notice of enforcement: {_title(given['status']).lower()}.")
    told(f"    {given['enforceable']['explanation']}")
    letter = await cast.world.letter(to=ANDREW["email"], saying=(number, spoken(given["enforceableAt"][:10])))
    told(f"    Andrew's letter: {letter['subject']}")
    await cast.world.move_clock(to=given["enforceableAt"])
    shown = {name: await cast.writ(name, number) for name in ("kate", "andrew", "hceo", "court-officer")}
    assert {each["status"] for each in shown.values()} == {"ENFORCEABLE"}, shown
    told(f"On {spoken(given['enforceableAt'][:10])} the writ is enforceable, for everybody who looks.")
    return shown["hceo"]


def _title(word: str) -> str:
    return word.replace("_", " ").capitalize()


def _line(address: Any) -> str:
    return ", ".join([*address["lines"], address["postCode"]])


def _bare(shown: Any) -> Any:
    """What was shown, as an input takes it: without the names of types."""
    if isinstance(shown, list):
        return [_bare(each) for each in shown]
    if isinstance(shown, dict):
        return {name: _bare(each) for name, each in shown.items() if name != "__typename"}
    return shown


async def writ(world: World, reference: str, told: Told, begin: Begin) -> dict[str, Any]:
    """The whole way of the writ: what came of it, and what each of those who followed it was told live."""
    async with everybody(world, reference) as cast:
        begin(CHAPTERS[0])
        await unpaid(cast, told)
        begin(CHAPTERS[1])
        await applied(cast, told)
        begin(CHAPTERS[2])
        await approved(cast, told)
        begin(CHAPTERS[3])
        made = await issued(cast, told)
        begin(CHAPTERS[4])
        made["writ"] = await enforced(cast, made["number"], told)
        told("Kate, Andrew, Idris Bowen and the court saw all of it live, each what is theirs to see.")
    return {**made, "live": {name: about(reference, *streams) for name, streams in cast.streams.items()}}
