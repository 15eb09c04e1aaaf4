"""A case group and its service requests: what somebody of the agency does with each is one call."""

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from backend.rules.vocabulary import Feed
from tests.journeys.casework.desk import LEADER, MANAGER, Desk
from tests.journeys.client import Following, Persona
from tests.journeys.telling import Told, succeeded

WELFARE = "The welfare of the child was considered: action is in proportion to what is owed."
SOLICITOR = {"name": "Brodie and Finch Solicitors", "lines": ["4 Chancery Row", "Leeds"], "postCode": "LS1 5AB",
             "email": "instructions@brodie-finch.example"}  # fmt: skip


@dataclass
class Group:
    """A case group of a paying parent: what is done with it, what its manager was told live, what was refused."""

    desk: Desk
    told: Told
    number: str
    id: str
    email: str
    """Where letters to the paying parent go."""
    stream: Following = field(default_factory=Following)
    since: int = 0
    """How many entries its history had when its chapter began."""
    refused: list[str] = field(default_factory=list)
    version: int = 1

    async def followed(self, told: Told) -> "Group":
        """The case group as a chapter begins: followed live by its manager, with nothing refused yet."""
        live = self.desk[MANAGER].following("enforcement-case-changed", by={"id": self.id})
        stream = await self.desk.lines.enter_async_context(live)
        return replace(self, told=told, stream=stream, since=len(await self.history()), refused=[])

    async def seen(self, who: str = MANAGER) -> Any:
        return (await self.desk[who].ask("enforcement-case", by={"id": self.id}))["enforcementCase"]

    async def do(self, mutation: str, *, by: str = MANAGER, **given: Any) -> Any:
        """An act on the case as it stands; whatever it answers."""
        self.version, result = await current(self.desk[by], mutation, self.version, enforcementCaseId=self.id, **given)
        return result

    async def act(self, mutation: str, *, by: str = MANAGER, **given: Any) -> Any:
        return succeeded(await self.do(mutation, by=by, **given))

    async def open(self, kind: str, reason: str, *, by: str = MANAGER, **given: Any) -> "Work":
        """Somebody opens a service request by hand, takes it and starts it."""
        opened = (await self.act("open-case-service-request", by=by, of={"kind": kind}, reason=reason, **given))[
            "serviceRequest"
        ]
        work = Work(self, opened["id"], by)
        self.told(f"    {opened['reference']} “{opened['title']}” was opened by hand: {reason}")
        if opened["owner"] is None:  # she works nothing else of the case: her leader routes it to her
            await self.give(work)
        await work.begin()
        return work

    async def found(self, kind: str, *, by: str = MANAGER) -> "Work":
        """The newest open service request of a kind in somebody's queue; waits until it is there."""
        asked = {"enforcementCaseId": self.id, "kind": [kind]}
        async with asyncio.timeout(15):
            while True:
                queue = (await self.desk[by].ask("agency-queue", filter=asked))["viewer"]["workQueue"]["nodes"]
                if mine := [each for each in queue if each["status"] != "CLOSED"]:
                    newest = max(mine, key=lambda each: each["openedAt"])
                    return Work(self, newest["id"], by, newest["version"])
                await asyncio.sleep(0.1)

    async def routed(self, kind: str = "REVIEW_CASE") -> "Work":
        """What was opened by itself is given to Leanne by her team leader, and she starts it."""
        work = await self.found(kind, by=LEADER)
        await self.give(work)
        seen = await work.seen()
        self.told(f"    {seen['reference']} “{seen['title']}” to {seen['owner']['name']}: {seen['reason']}")
        await work.act("start-service-request")
        await self.desk.queue.about(self.id, "SERVICE_REQUEST_STARTED")
        return work

    async def give(self, work: "Work") -> None:
        """The team leader gives a service request to Leanne."""
        to = {"colleagueId": await self.desk.person(MANAGER)}
        given = succeeded(await self.desk[LEADER].do("assign-service-requests", serviceRequestIds=[work.key], to=to))
        assert not given["refused"], given
        work.owner = MANAGER

    def refusal(self, result: Any) -> None:
        """That something was refused, and why."""
        assert not result["__typename"].endswith("Success"), result
        reasons = result.get("reasons") or [{"code": result["code"], "explanation": result["message"]}]
        for reason in reasons:
            source = f" ({reason['source']})" if "source" in reason else ""
            self.refused.append(reason["code"])
            self.told(f"    Refused: {reason['explanation']}{source}")

    async def party(self, side: str) -> Any:
        return next(each for each in (await self.seen())["parties"] if each["side"] == side)

    async def decision(self, name: str, *, by: str = MANAGER) -> Any:
        found = (await self.desk[by].ask("case-decisions", by={"id": self.id}))["caseDecisions"]
        return next(each for each in found if each["name"] == name)

    async def closed_decision(self, name: str) -> None:
        """A decision is shown closed, with the reasons."""
        decision = await self.decision(name)
        assert not decision["isOpen"], decision
        reasons = decision["reasons"] or [reason for way in decision["ways"] for reason in way["reasons"]]
        self.told(f"    “{decision['title']}” is closed: {reasons[0]['explanation']}")

    async def history(self) -> list[Any]:
        pages, after = [], None
        while True:
            answer = await self.desk[MANAGER].ask("enforcement-case-history", by={"id": self.id}, first=50, after=after)
            page = answer["enforcementCase"]["history"]
            pages += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return pages
            after = page["pageInfo"]["endCursor"]

    async def orders(self) -> list[Any]:
        return (await self.seen())["liabilityOrders"]


@dataclass
class Work:
    """One service request in somebody's hands."""

    group: Group
    key: str
    owner: str
    version: int = 1

    async def seen(self) -> Any:
        desk = self.group.desk
        return (await desk[self.owner].ask("case-service-request", by={"id": self.key}))["serviceRequest"]

    async def do(self, mutation: str, *, by: str | None = None, **given: Any) -> Any:
        """An act on it as it stands; whatever it answers."""
        doer = self.group.desk[by or self.owner]
        self.version, result = await current(doer, mutation, self.version, serviceRequestId=self.key, **given)
        return result

    async def act(self, mutation: str, *, by: str | None = None, **given: Any) -> Any:
        return succeeded(await self.do(mutation, by=by, **given))

    async def begin(self) -> None:
        """Take it, where it is nobody's or another's, and start it."""
        seen = await self.seen()
        if seen["owner"] is None:
            await self.act("assign-service-request", to={"me": True})
        await self.act("start-service-request")

    async def complete(self, activity: str, outcome: str, **given: Any) -> Any:
        """Complete a line of the plan."""
        return await self.act("complete-activity", activity=activity, outcome=outcome, **given)

    async def refuses(self, activity: str, outcome: str, **given: Any) -> None:
        """A line cannot be completed so: what would have happened says it, and so does the act."""
        would = await self.simulated(activity, outcome, **given)
        assert not would["wouldBeDone"], would
        result = await self.do("complete-activity", activity=activity, outcome=outcome, **given)
        self.group.refusal(result)
        assert [each["code"] for each in would["reasons"]] == [each["code"] for each in result["reasons"]], would

    async def foreseen(self, activity: str, outcome: str, **given: Any) -> Any:
        """What an outcome would do, told before it is chosen: nothing is changed by that."""
        would = await self.simulated(activity, outcome, **given)
        assert would["wouldBeDone"], would
        entries = "; ".join(each["summary"] for each in would["history"])
        self.group.told(f"    If “{outcome}” were chosen now: {entries}")
        return would

    async def simulated(self, activity: str, outcome: str, **given: Any) -> Any:
        asked = {"serviceRequestId": self.key, "activity": activity, "outcome": outcome, **given}
        return (await self.group.desk[self.owner].ask("simulate-outcome", **asked))["simulateOutcome"]

    async def note(self, text: str, kind: str = "NOTE") -> None:
        await self.act("add-service-request-note", text=text, kind=kind)

    async def fill_in(self, **fields: dict[str, Any]) -> None:
        """Fill in the data form: each field by its code."""
        await self.act("record-form", fields=[{"code": code, "value": value} for code, value in fields.items()])

    async def considered_parallel(self, result: str) -> None:
        await self.fill_in(PARALLEL_ACTION_CONSIDERED={"isYes": True}, PARALLEL_ACTION_RESULT={"text": result})

    async def link(self, other: "Work") -> None:
        await self.act("link-service-requests", relatedId=other.key)

    async def close(self, how: str = "COMPLETE", **given: Any) -> None:
        """Close it by hand. Whoever had nothing else to do with the case is not shown it any more."""
        seen = await self.seen()
        closed = (await self.act("close-service-request", subStatus=how, **given))["serviceRequest"]
        assert closed is None or closed["subStatus"] == how, closed
        self.group.told(f"    {seen['reference']} “{seen['title']}” was closed by hand: {how.lower()}.")


async def current(doer: Persona, mutation: str, version: int, **given: Any) -> tuple[int, Any]:
    """An act at the version that was read last; where that is stale, at the one that the answer tells, once more."""
    result = await doer.do(mutation, expectedVersion=version, **given)
    if result["__typename"] == "StaleVersionError":
        version = result["current"]["version"]
        result = await doer.do(mutation, expectedVersion=version, **given)
    changed = result.get("serviceRequest" if "serviceRequestId" in given else "enforcementCase")
    return (changed["version"] if changed else version), result


async def brought_in(desk: Desk, told: Told, paying: str, *, pence: int = 240_000, **changed: Any) -> Group:
    """A case group comes in from maintenance by the intake; the leader sees it live, and its manager follows it."""
    number = f"{secrets.randbelow(10**12):012}"
    email = f"{paying.lower().replace(' ', '.')}.{number}@example.org"
    data = {
        "payingParent": {"name": paying, "lines": ["8 Park Road", "Liverpool"], "postCode": "L8 6TS", "email": email,
                         "dateOfBirth": "1986-07-04"},
        "cases": [{"number": number, "arrearsPence": pence, "arrearsSince": "2025-03-03",
                   "receivingParent": {"name": "Jodie Marsh", "lines": ["2 Priory Walk", "York"],
                                       "postCode": "YO10 3PB", "email": f"jodie.{number}@example.org"}}],
        "solicitor": SOLICITOR, "jurisdiction": "ENGLAND_WALES", "reason": "TRANSFERRED_TO_ENFORCEMENT",
        "origin": "MAINTENANCE", "segment": "STANDARD",
    }  # fmt: skip
    await desk.tell(Feed.REFERRALS, "case_referred", **{**data, **changed})
    case = (await desk[LEADER].ask("enforcement-case", by={"caseNumber": number}))["enforcementCase"]
    opened = await desk.queue.about(case["id"], "SERVICE_REQUEST_OPENED")
    assert opened["serviceRequest"]["owner"] is None, opened
    told(f"Case group {case['reference']} of {paying} came in: £{case['arrears']} of arrears, {case['team']['name']}.")
    return await Group(desk, told, number, case["id"], email).followed(told)
