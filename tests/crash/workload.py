"""What people do in a crash run: every act of the API, chosen by the seed, each until its answer is known."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.models import Letter, Link, Party, Payment, Restraint, ServiceRequest, Writ
from backend.operations import sessions
from backend.operations.ground import machine_now
from backend.queries.ids import key_of, to_node_id
from backend.rules.periods import london_day
from backend.rules.vocabulary import LetterState, PartySide, PaymentState, ServiceRequestStatus
from tests.api.world import BIRTH, Person
from tests.crash.acting import Acting, Answer
from tests.crash.casework import Casework
from tests.crash.people import Cast, Prepared
from tests.crash.site import PATIENCE, Site, WrongAnswerError
from tests.journeys.telling import ANDREW, KATE

DETAILS = """query ($by: WritApplicationBy!) { writApplication(by: $by) { details {
    defendants addresses { lines postCode } goods vehicles safety isRegulated payments { on amount } amountDue } } }"""
AMENDED, SENT_BACK, REJECTED, WITHDRAWN, ON_PAPER, PLAIN = range(6)
TURNS = 6
"""What becomes of an application besides what chance adds: each in turn, so that even a small run meets every act."""
Story = Callable[[], Awaitable[None]]


class Workload(Acting):
    """The stories of one run. Each draws from a generator of its own, so that its choices do not hang on the others."""

    def __init__(self, site: Site, cast: Cast, *, seed: int) -> None:
        super().__init__(site)
        self.cast, self.seed = cast, seed

    def stories(self) -> list[Story]:
        """All that will happen, in the order in which it begins."""
        cast = self.cast
        told: list[Story] = [lambda each=each: self.claim(each) for each in cast.unanswered]
        told += [lambda each=each, number=number: self.writ(each, number) for number, each in enumerate(cast.unpaid)]
        told += [self.register, self.code, self.leaving, *Casework(self.site, cast.agency).stories()]
        Random(self.seed).shuffle(told)
        return told

    # On a claim

    async def claim(self, given: Prepared) -> None:
        """A claim is lodged; on another one judgment is requested, and entered or answered."""
        turn = self.cast.unanswered.index(given) % 2
        await self.lodge(given.claimant, is_printed=turn == 1)
        await self.on_claim(given.claimant, "requestJudgment", given.id, paymentOrder={"immediately": True})
        if turn == 1:
            await self.do(
                given.defendant,
                "respondToClaim",
                claimId=to_node_id("Claim", given.id),
                kind="DISPUTES_ALL",
                statement="The wall was never mine to repair.",
            )
        else:
            await self.on_claim(self.cast.officer, "enterJudgment", given.id)
        await self.see_notice(given.claimant, given.id)

    async def lodge(self, who: Person, *, is_printed: bool) -> None:
        """Lodge a claim; against somebody without an e-mail address the letter is printed and posted."""
        defendant = {name: value for name, value in ANDREW.items() if name != "email" or not is_printed}
        given = {"amount": "900.00", "whatFor": "A wall.", "claimants": [KATE], "defendants": [defendant]}
        made = await self.do(who, "lodgeClaim", **given)
        if is_printed:
            case_id = key_of(made["claim"]["id"], "Claim")
            printed = select(Letter.id).where(Letter.case_id == case_id, Letter.state == LetterState.TO_PRINT).limit(1)
            if letter := await self.site.world.database.scalar(printed):
                await self.do(
                    self.cast.officer,
                    "markLetterPosted",
                    or_refused=("LETTER_NOT_WAITING",),
                    letterId=to_node_id("Letter", letter),
                )
        assert made["claim"]["id"]

    async def see_notice(self, who: Person, case_id: UUID) -> None:
        claim = await self.site.claim(who, case_id)
        for each in claim["notices"][:1]:
            await self.do(who, "markNoticeSeen", claimId=claim["id"], name=each["name"])

    async def code(self) -> None:
        """A defendant links by code, is unlinked, and gets new codes: few times, because attempts are counted."""
        case_id, reference, code = self.cast.coded
        stranger = self.cast.claimants[1]
        given = {"reference": reference, "securityCode": code, "dateOfBirth": str(BIRTH)}
        await self.do(stranger, "linkToClaim", **given)
        party = await self.one(select(Party.id).where(Party.case_id == case_id, Party.side == PartySide.DEFENDANT))
        about = {"partyId": to_node_id("Party", party)}
        await self.on_claim(self.cast.officer, "unlink", case_id, reason="It was somebody else.", **about)
        await self.on_claim(self.cast.officer, "issueSecurityCode", case_id, **about)
        await self.do(stranger, "requestSecurityCode", reference=reference)

    async def leaving(self) -> None:
        """Somebody signs out, and is signed out then, whatever became of the answer."""
        await self.site.sign_out(self.cast.leaving)
        token, ground = self.cast.leaving.token, self.site.world.ground
        if await self.site.read(lambda: sessions.authenticate(ground, token)) is not None:
            raise WrongAnswerError("signOut was acknowledged, and the session lives")

    # On the register

    async def register(self) -> None:
        """An officer is put on the register, amended, suspended and reinstated."""
        entry = {
            "name": "Rhiannon Pugh",
            "firm": "Severn Enforcement Ltd",
            "email": "rhiannon@severn.example",
            "districts": [{"district": "SY"}],
        }
        who = self.cast.officer
        made = await self.do(who, "addHceo", number="HCEO-0100", entry=entry)
        for name, given in (
            ("amendHceo", {"entry": entry | {"phone": "01743 496 0200"}}),
            ("suspendHceo", {"reason": "Their certificate has lapsed."}),
            ("reinstateHceo", {}),
        ):
            hceo = made["hceo"]
            made = await self.do(who, name, hceoId=hceo["id"], expectedVersion=hceo["version"], **given)

    # On a writ

    async def writ(self, given: Prepared, number: int) -> None:
        """The way of a writ of control, or off it: on paper, withdrawn, sent back, rejected."""
        random, kate, turn = self._random(given.id), given.claimant, number % TURNS
        await self.do(kate, "recordGuidanceRead", claimId=to_node_id("Claim", given.id), topic="WRIT_OF_CONTROL")
        if turn == AMENDED or random.random() < 0.2:
            await self.stay(given.id)
        if turn == ON_PAPER:
            await self.on_claim(kate, "choosePaperWrit", given.id)
            return
        begun = (await self.on_claim(kate, "startWritApplication", given.id))["application"]
        about = {"applicationId": begun["id"]}
        await self.on_claim(kate, "giveWritDetails", given.id, details=await self.details(kate, begun["id"]), **about)
        rota = {"rota": {}}
        named = {"hceoId": to_node_id("Hceo", random.choice(self.cast.hceo_ids))}
        await self.on_claim(kate, "appointHceo", given.id, appointment=random.choice((rota, named)), **about)
        if turn == WITHDRAWN:
            await self.on_claim(kate, "withdrawWritApplication", given.id, **about)
            return
        if turn == SENT_BACK or (turn != AMENDED and random.random() < 0.4):
            await self.on_claim(kate, "useHelpWithFees", given.id, reference="HWF-A1B-2C3", **about)
        else:
            await self.pay(random, kate, given.id, begun["id"])
        await self.decide(given, begun["id"], turn)

    async def details(self, who: Person, application_id: str) -> Answer:
        """What was filled in, confirmed."""
        shown = await self.site.ask(who, DETAILS, by={"id": application_id})
        return {**shown["writApplication"]["details"], "isRegulated": False, "goods": "A van."}

    async def stay(self, case_id: UUID) -> None:
        officer = self.cast.officer
        await self.on_claim(officer, "restrainEnforcement", case_id, kind="STAY", reason="He asked for time.")
        restraint = await self.one(select(Restraint.id).where(Restraint.case_id == case_id))
        await self.on_claim(officer, "liftRestraint", case_id, restraintId=to_node_id("Restraint", restraint))

    async def pay(self, random: Random, who: Person, case_id: UUID, application_id: str) -> None:
        """Pay on the provider's page; coming back, or from a message, the application is found submitted."""
        started = await self.on_claim(who, "payWritFee", case_id, applicationId=application_id)
        payment = select(Payment).where(Payment.reference == started["payment"]["reference"])
        check = {"paymentId": started["payment"]["id"]}
        async with asyncio.timeout(PATIENCE):
            while (page := (await self.row(payment)).next_url) is None:
                await self.do(who, "checkFeePayment", **check)
                await asyncio.sleep(0.2)
            await self.site.http.get(page)
            await self.site.http.post(f"{page}/pay")
            while (await self.row(payment)).state is not PaymentState.SUCCEEDED:
                if random.random() < 0.7:
                    await self.do(who, "checkFeePayment", **check)
                await asyncio.sleep(0.2)

    async def decide(self, given: Prepared, application_id: str, turn: int) -> None:
        """The court's desk works the application; two people decide on it."""
        officer = self.cast.officer
        if turn == AMENDED:
            details = {**await self.details(officer, application_id), "safety": "There is a dog."}
            about = {"applicationId": application_id, "details": details}
            await self.on_claim(officer, "amendWritApplication", given.id, **about)
        request = await self.looked_at(given.id)
        if turn == SENT_BACK:
            await self.complete(request, "DECIDE", "SEND_BACK", reason="The name is spelled wrongly.")
            await self.close(request)
            about = {"applicationId": application_id}
            details = await self.details(given.claimant, application_id)
            await self.on_claim(given.claimant, "giveWritDetails", given.id, details=details, **about)
            await self.on_claim(given.claimant, "resubmitWritApplication", given.id, **about)
            request = await self.looked_at(given.id)
        if turn == REJECTED:
            await self.complete(request, "DECIDE", "RECOMMEND_REJECTION", reason="The judgment was set aside.")
        else:
            await self.complete(request, "DECIDE", "RECOMMEND_ISSUE")
        await self.on_request(officer, "requestApproval", request)
        if turn == AMENDED:
            await self.on_request(self.cast.second, "rejectServiceRequest", request, reason="Look again.")
            await self.complete(request, "DECIDE", "RECOMMEND_ISSUE")
            await self.on_request(officer, "requestApproval", request)
        await self.on_request(self.cast.second, "approveServiceRequest", request)
        await self.close(request)
        if turn != REJECTED:
            await self.enforce(given.id, is_undelivered=turn == AMENDED)

    async def looked_at(self, case_id: UUID) -> str:
        """The application's open service request, taken, started, and worked up to the decision."""
        is_open = ServiceRequest.status != ServiceRequestStatus.CLOSED
        found = select(ServiceRequest.id).where(ServiceRequest.case_id == case_id, is_open)
        request = to_node_id("ServiceRequest", await self.one(found))
        officer = self.cast.officer
        await self.on_request(officer, "assignServiceRequest", request, to={"me": True})
        await self.on_request(officer, "startServiceRequest", request)
        await self.on_request(officer, "addServiceRequestNote", request, text="Looked at.")
        await self.complete(request, "LOOK_AT_CHECKS", "SETTLED", note="All is well.")
        await self.complete(request, "LOOK_AT_CORRECTIONS", "ACCEPTED", note="They are right.")
        await self.complete(request, "LOOK_AT_FEE", "COVERED")
        return request

    async def complete(self, request: str, activity: str, outcome: str, **given: Any) -> None:
        await self.on_request(
            self.cast.officer, "completeActivity", request, activity=activity, outcome=outcome, **given
        )

    async def close(self, request: str) -> None:
        await self.on_request(self.cast.officer, "closeServiceRequest", request, subStatus="COMPLETE", note="Done.")

    async def enforce(self, case_id: UUID, *, is_undelivered: bool) -> None:
        """The officer who was served acknowledges the writ and gives notice; the desk has one more thing to see to."""
        writ = await self.row(select(Writ).where(Writ.case_id == case_id))
        user = await self.one(select(Link.user_id).where(Link.case_id == case_id, Link.hceo_id == writ.hceo_id))
        hceo = next(each for each in self.cast.hceos if each.key == user)
        about = {"writId": to_node_id("Writ", writ.id)}
        now = machine_now()
        await self.on_claim(hceo, "acknowledgeWrit", case_id, receivedAt=now.isoformat(), **about)
        notice = {"method": "POST", "givenOn": str(london_day(now))}
        await self.on_claim(hceo, "giveNoticeOfEnforcement", case_id, **notice, **about)
        if is_undelivered:
            given = {"kind": "UNDELIVERED_LETTER", "reason": "A letter came back."}
            await self.do(self.cast.officer, "openServiceRequest", claimId=to_node_id("Claim", case_id), **given)

    def _random(self, key: UUID) -> Random:
        place = [each.id for each in (*self.cast.unanswered, *self.cast.unpaid)].index(key)
        return Random(f"{self.seed}:{place}")
