"""What the agency does in a crash run: every act on its cases and service requests, each story on a case of its own."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from backend.models import Letter, OfflineTask, Party, PaymentIn, ServiceRequest
from backend.operations.ground import machine_now
from backend.queries.ids import key_of, to_node_id
from backend.rules.periods import london_day
from backend.rules.vocabulary import LetterState, PartySide
from tests.crash.acting import Acting, Answer
from tests.crash.agency import AgencyCast, Handled
from tests.crash.site import Site, WrongAnswerError

NEGOTIATION = {"place": {"process": "Enforcement", "area": "Assess Next Action", "subArea": "Negotiation"}}
CONSIDERED = (
    {"code": "PARALLEL_ACTION_CONSIDERED", "value": {"isYes": True}},
    {"code": "PARALLEL_ACTION_RESULT", "value": {"text": "Nothing else fits."}},
)
WHY = "He is in work, and does not pay."


class Casework(Acting):
    """The stories of the agency: they are told at the same time, and none is in another's way."""

    def __init__(self, site: Site, cast: AgencyCast) -> None:
        super().__init__(site)
        self.cases = cast.cases
        self.manager, self.leader = cast.agency.manager, cast.agency.leader
        self.dot, self.transition = cast.dot, cast.transition

    def stories(self) -> list[Callable[[], Awaitable[None]]]:
        return [self.launching, self.marking, self.money, self.partners, self.letters, self.sharing, self.routing]

    async def launching(self) -> None:
        """Information is gathered, enforcement action initiated, one power considered and the next one launched."""
        case = self.cases["launched"]
        await self.request("startServiceRequest", case.routing)
        await self.complete(case.routing, "INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of him.")
        await self.gather(case)
        await self.request("recordForm", case.routing, fields=CONSIDERED)
        reason = "Decision to initiate enforcement action"
        await self.complete(case.routing, "INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason=reason, note="He can pay.")
        given = {"power": "FRAUD_REFERRAL", "result": "NOT_APPROPRIATE", "reason": "Nothing is hidden."}
        await self.request("recordPowerConsidered", case.routing, **given)
        await self.request("launchPower", case.routing, power="DEDUCTION_ORDER", reason=WHY)

    async def gather(self, case: Handled) -> None:
        """The service request that was opened to gather information is worked through."""
        opened = select(ServiceRequest.id).where(ServiceRequest.parent_id == key_of(case.routing, "ServiceRequest"))
        child = to_node_id("ServiceRequest", await self.one(opened))
        await self.request("startServiceRequest", child)
        welfare = "The welfare of the child was considered: action is in proportion."
        await self.request("addServiceRequestNote", child, text=welfare, kind="WELFARE_DECISION")
        await self.complete(child, "THIRD_PARTIES", "GATHERED", note="He works for a builder.")
        await self.complete(child, "CREDIT_REFERENCE_AGENCY", "NOT_ASKED", reason="Not needed.")
        await self.complete(child, "WELFARE_OF_THE_CHILD", "RECORDED")
        await self.request("closeServiceRequest", child, subStatus="COMPLETE", note="Done.")

    async def marking(self) -> None:
        """Action that goes on is marked to be paused, taken up again, and cancelled in the end."""
        action = self.cases["marked"].about
        await self.request("startServiceRequest", action)
        for name in ("markReadyForPause", "markReadyForReprogressing", "markReadyForCancellation"):
            await self.request(name, action, note="He pays as agreed.")

    async def money(self) -> None:
        """A payment is allocated, a schedule agreed and ended, an artefact recorded, and the order found invalid."""
        case = self.cases["paid"]
        payment = await self.one(select(PaymentIn.id).where(PaymentIn.case_id == case.key))
        to = [{"liabilityOrderId": case.about, "amount": "150.00"}, {"amount": "50.00"}]
        await self.case("allocatePayment", case, paymentId=to_node_id("PaymentIn", payment), to=to)
        terms = {"kind": "NEGOTIATED", "frequency": "WEEKLY", "instalment": "100.00", "total": "250.00"}
        await self.case("agreeSchedule", case, **terms, firstOn=str(self.today + timedelta(days=7)))
        await self.case("endSchedule", case, reason="He lost his work.")
        await self.case("recordArtefact", case, power="REGISTER_ENTRY", commencedOn=str(self.today))
        await self.case("invalidateLiabilityOrder", case, liabilityOrderId=case.about, reason="It was granted twice.")

    async def partners(self) -> None:
        """What others of the agency record: compliance, earlier actions; and arrears that are categorised."""
        await self.on_case(self.dot, "recordCompliance", self.cases["deducted"].id, compliance="COMPLIANT")
        earlier = {
            "actions": ["2024: the bailiff took nothing."],
            "considered": [{"power": "ENFORCEMENT_AGENTS", "result": "EXHAUSTED", "reason": "Nothing to take."}],
            "liabilityOrders": [],
        }
        await self.on_case(self.transition, "recordMigratedActions", self.cases["migrated"].id, **earlier)
        await self.case("categoriseArrears", self.cases["categorised"], reason="They are fit for it.")

    async def letters(self) -> None:
        """One letter is drafted, to be signed off; another is printed and posted."""
        case = self.cases["written"]
        text = "Enforcement action has ended."
        given = {"letter": "CMEL9271", "toId": await self.party(case, PartySide.PAYING_PARENT), "text": text}
        await self.request("draftCaseLetter", case.routing, **given)
        told = {"toId": await self.party(case, PartySide.RECEIVING_PARENT)}
        told["pausedUntil"] = str(self.today + timedelta(days=60))
        await self.request("sendCaseLetter", case.routing, letter={"cmel7402": told})
        printed = select(Letter.id).where(Letter.case_id == case.key, Letter.state == LetterState.TO_PRINT)
        await self.do(self.manager, "markCaseLetterPosted", letterId=to_node_id("Letter", await self.one(printed)))

    async def sharing(self) -> None:
        """A second service request is opened and linked, a task outside recorded; flags, and a leader's look."""
        case = self.cases["shared"]
        given = {"enforcementCaseId": case.id, "of": NEGOTIATION, "reason": "He asked."}
        opened = await self.do(self.manager, "openCaseServiceRequest", **given)
        await self.request("linkServiceRequests", case.routing, relatedId=opened["serviceRequest"]["id"])
        task = {"kind": "PROCUREMENT_CARD_PAYMENT", "byWhom": "Leanne Whitaker", "withWhom": "Land Registry"}
        await self.request("recordOfflineTask", case.routing, **task, amount="7.00", requestedOn=str(self.today))
        recorded = to_node_id("OfflineTask", await self.one(select(OfflineTask.id)))
        await self.request("receiveOfflineTask", case.routing, offlineTaskId=recorded, receivedOn=str(self.today))
        await self.case("setFlag", case, flag="LOCK_ASSIGNMENT", reason="He moves often.")
        await self.case("removeFlag", case, flag="LOCK_ASSIGNMENT", reason="He stays.")
        asked = {"partyId": await self.party(case, PartySide.PAYING_PARENT), "reason": "A complaint about a visit."}
        await self.do(self.leader, "readPartyDetails", enforcementCaseId=case.id, **asked)

    async def routing(self) -> None:
        """The team leader gives two cases to one case manager at once: each is an act of its own."""
        waiting = [self.cases[name].routing for name in ("first", "second")]
        to = {"colleagueId": to_node_id("User", self.manager.key)}
        made = await self.do(self.leader, "assignServiceRequests", serviceRequestIds=waiting, to=to)
        if {each["id"] for each in made["done"]} != set(waiting):
            raise WrongAnswerError(f"assignServiceRequests: {made}")

    # How anything is done

    async def request(self, name: str, request: str, **given: Any) -> Answer:
        return await self.on_request(self.manager, name, request, **given)

    async def case(self, name: str, case: Handled, **given: Any) -> Answer:
        return await self.on_case(self.manager, name, case.id, **given)

    async def complete(self, request: str, activity: str, outcome: str, **given: Any) -> None:
        await self.request("completeActivity", request, activity=activity, outcome=outcome, **given)

    async def party(self, case: Handled, side: PartySide) -> str:
        found = await self.one(select(Party.id).where(Party.case_id == case.key, Party.side == side))
        return to_node_id("Party", found)

    @property
    def today(self) -> date:
        return london_day(machine_now())
