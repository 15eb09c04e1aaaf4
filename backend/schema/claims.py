"""A money claim, as claimant, defendant and court see it."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.guidance.catalogue import page as guidance_page
from backend.queries import claims, enforcement, writ_applications, writs
from backend.queries.history import HISTORY_ENTRY
from backend.queries.model import Order
from backend.rules import position
from backend.schema import enums
from backend.schema.basics import Action, Connection, Deadline, Versioned, action_of
from backend.schema.declared import derived, leaf, related, row_of, shape
from backend.schema.enforcement import EnforcementOption, GuidanceRead, Restraint, WritEligibility
from backend.schema.filters import HistoryFilter
from backend.schema.nouns import Debt, HistoryEntry, Judgment, JudgmentRequest, Letter, Party, Response
from backend.schema.pages import List, PageArgs, page
from backend.schema.scalars import Pounds
from backend.schema.writ_applications import WritApplication
from backend.schema.writs import Writ


@strawberry.type(description="A page of guidance to read.")
class Guidance:
    topic: enums.Topic = strawberry.field(description="What it is about.")
    title: str = strawberry.field(description="Its title.")
    version: str = strawberry.field(description="Which version of the text this is.")
    published_on: date = strawberry.field(description="Since when this version holds.")
    body: str = strawberry.field(description="The text, in Markdown.")

    @classmethod
    def of(cls, topic: enums.Topic) -> "Guidance":
        found = guidance_page(topic)
        return cls(
            topic=topic,
            title=found.title,
            version=str(found.version),
            published_on=found.published_on,
            body=found.body_markdown,
        )


@strawberry.type(description="Something you can do or should know next.")
class NextStep:
    code: str = strawberry.field(description="Stable name of the step.")
    title: str = strawberry.field(description="In words.")
    topic: enums.Topic = strawberry.field(description="What guidance to read for it.")
    step: strawberry.Private[position.NextStep]

    @strawberry.field(description="The act that takes it, where it is one of this service.")
    def act(self) -> enums.Act | None:
        return self.step.act

    @strawberry.field(description="Until when it can be taken, where that is known.")
    def deadline(self) -> Deadline | None:
        return Deadline.of(self.step.deadline) if self.step.deadline else None

    @strawberry.field(description="The guidance to read.")
    def guidance(self) -> Guidance:
        return Guidance.of(self.topic)

    @classmethod
    def of(cls, step: position.NextStep) -> "NextStep":
        return cls(code=step.code, title=step.title, topic=step.topic, step=step)


@strawberry.type(description="One stage on the way of a claim.")
class Stage:
    code: str = strawberry.field(description="Stable name of the stage.")
    title: str = strawberry.field(description="In words.")
    state: enums.StageState = strawberry.field(description="Done, current or to come.")
    on: date | None = strawberry.field(description="Its day, where one is known.")

    @classmethod
    def of(cls, stage: position.Stage) -> "Stage":
        return cls(code=stage.code, title=stage.title, state=stage.state, on=stage.on)


@strawberry.type(description="What your dashboard should say first about a claim; derived from where it stands now.")
class Notice:
    name: str = strawberry.field(description="Stable name; for `markNoticeSeen`.")
    title: str = strawberry.field(description="In a few words.")
    text: str = strawberry.field(description="In a sentence.")
    is_urgent: bool = strawberry.field(description="Whether something is lost by waiting.")

    @classmethod
    def of(cls, notice: position.Notice) -> "Notice":
        return cls(name=notice.name, title=notice.title, text=notice.text, is_urgent=notice.is_urgent)


@strawberry.type(description="One event of the claimant's account.")
class ClaimEvent:
    on: date = strawberry.field(description="When it happened.")
    what: str = strawberry.field(description="What happened.")

    @classmethod
    def all_of(cls, stored: list[Any]) -> "list[ClaimEvent]":
        return [cls(on=date.fromisoformat(each["on"]), what=each["what"]) for each in stored]


@strawberry.type(description="One piece of the claimant's evidence, as listed.")
class Evidence:
    kind: str = strawberry.field(description="What it is: a contract, an invoice, a photograph.")
    description: str = strawberry.field(description="What it shows.")

    @classmethod
    def all_of(cls, stored: list[Any]) -> "list[Evidence]":
        return [cls(kind=each["kind"], description=each["description"]) for each in stored]


@strawberry.type(description="A money claim: what a claimant asks a defendant to pay.")
class Claim(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    reference: str = leaf("The reference to quote, as MC-7K3Q-9FTD.")
    jurisdiction: enums.Jurisdiction = leaf("Under whose law and holidays it runs.")
    amount_pence: Pounds = leaf("The principal claimed, without interest and fee.", name="amount")
    interest_from: date | None = leaf("Since when statutory interest is claimed, where it is; parties and court only.")
    what_for: str | None = leaf("What the claim is for, in the claimant's words; parties and court only.")
    lodged_at: datetime = leaf("When it was lodged.")
    issued_on: date = leaf("The day it was issued: lodged from 4pm on, the next working day.")
    served_on: date = leaf("The day it counts as served.")

    status: enums.ClaimStatus = derived(claims.STATUS, "Where it stands now.")
    response_deadline: Deadline = derived(claims.RESPONSE_DEADLINE, "By when to respond, and why.", of=Deadline.of)
    version: int = derived(claims.VERSION, "Counts the changes that you may see.")
    updated_at: datetime = derived(claims.UPDATED_AT, "When it last changed for you.")
    amount_owed: Pounds | None = derived(
        claims.AMOUNT_OWED, "What is owed now: the sum of the debts' lines; parties and court only."
    )
    position: str = derived(claims.POSITION, "In a sentence or two: what is owed and why.")
    events: list[ClaimEvent] | None = derived(
        claims.EVENTS, "The claimant's account of what happened; parties and court only.", of=ClaimEvent.all_of
    )
    evidence: list[Evidence] | None = derived(
        claims.EVIDENCE, "The claimant's list of evidence; parties and court only.", of=Evidence.all_of
    )
    next_steps: list[NextStep] = derived(claims.NEXT_STEPS, "What you can do next.", of=NextStep.of)
    actions: list[Action] = derived(
        claims.ACTIONS, "What you could do with it: each act open, or closed and why.", of=action_of
    )
    timeline: list[Stage] = derived(claims.TIMELINE, "The stages of its way.", of=Stage.of)
    notices: list[Notice] = derived(claims.NOTICES, "What your dashboard should say of it.", of=Notice.of)

    parties: list[Party] = related(claims.PARTIES, "Who claims from whom: claimants first.")
    debts: list[Debt] = related(claims.DEBTS, "The debt of the claim, and of the judgment once there is one.")
    responses: list[Response] = related(claims.RESPONSES, "What defendants answered.")
    judgment_requests: list[JudgmentRequest] = related(claims.JUDGMENT_REQUESTS, "Requests for judgment, oldest first.")
    judgment: Judgment | None = related(claims.JUDGMENT_OF, "The judgment (CCJ), once entered.")
    letters: list[Letter] = related(claims.LETTERS, "The letters written to you about it; the court sees all.")

    writ_eligibility: WritEligibility | None = derived(
        enforcement.ELIGIBILITY,
        "Whether the judgment can be enforced by a writ, condition by condition; claimant and court only.",
        of=WritEligibility.of,
    )
    enforcement_options: list[EnforcementOption] | None = derived(
        enforcement.OPTIONS,
        "Every way of enforcing the judgment, open or closed and why; claimant and court only.",
        of=EnforcementOption.of,
    )
    writ_applications: list[WritApplication] = related(
        writ_applications.APPLICATIONS_OF_CLAIM, "Applications for a writ that you may know of, oldest first."
    )
    writ: Writ | None = related(writs.LIVE_WRIT_OF_CLAIM, "The live writ of control, once one is issued.")
    writs: list[Writ] = related(writs.WRITS_OF_CLAIM, "All writs issued on it that you may see, oldest first.")
    restraints: list[Restraint] = related(
        enforcement.RESTRAINTS_OF_CLAIM, "What stops, or stopped, enforcement for a time, oldest first."
    )
    guidance_read: list[GuidanceRead] = related(
        enforcement.GUIDANCE_READ_OF_CLAIM, "The guidance that you read for it, oldest first."
    )

    @strawberry.field(description="Everything that happened and that you may see, oldest first.")
    async def history(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
        filter: Annotated[HistoryFilter | None, strawberry.argument(description="Only some entries.")] = None,  # noqa: A002
    ) -> Connection[HistoryEntry]:
        conditions, text = filter.read(info.context) if filter else ((), "")
        listed = List(HISTORY_ENTRY, HISTORY_ORDER, conditions, text, parent=row_of(self), relation=claims.HISTORY)
        return await page(info.context, listed, PageArgs(first, after, last, before))


HISTORY_ORDER = Order(("order", "key"))
shape(claims.CLAIM, Claim)
