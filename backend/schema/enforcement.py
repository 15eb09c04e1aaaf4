"""Around the enforcement of a judgment: eligibility, the routes, restraints, and guidance that was read."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from backend.queries import enforcement
from backend.rules import eligibility, enforcement_options, fees
from backend.schema import enums
from backend.schema.basics import Node, Reason
from backend.schema.declared import derived, leaf, shape
from backend.schema.scalars import Pounds


@strawberry.type(description="One condition of a writ of control, and whether it holds now.")
class EligibilityCondition:
    code: str = strawberry.field(description="Stable name of the condition.")
    title: str = strawberry.field(description="What it asks.")
    result: enums.CheckResult = strawberry.field(description="Whether it holds.")
    reason: Reason = strawberry.field(description="The law behind it, and what to say where it does not hold.")

    @classmethod
    def of(cls, answer: eligibility.Answer) -> "EligibilityCondition":
        return cls(code=answer.code, title=answer.title, result=answer.result, reason=Reason.of(answer.reason))


@strawberry.type(description="Whether the judgment can be enforced by a writ of control now.")
class WritEligibility:
    is_eligible: bool = strawberry.field(description="Whether no condition fails; what only you know is asked later.")
    conditions: list[EligibilityCondition] = strawberry.field(description="Each condition, in the order people ask.")

    @classmethod
    def of(cls, answers: Sequence[eligibility.Answer]) -> "WritEligibility":
        return cls(
            is_eligible=all(each.result is not enums.CheckResult.FAILS for each in answers),
            conditions=[EligibilityCondition.of(each) for each in answers],
        )


@strawberry.type(description="A court fee of today.")
class Fee:
    amount: Pounds = strawberry.field(description="How much.")
    explanation: str = strawberry.field(description="What it is for.")
    policy: str = strawberry.field(description="The dated policy it comes from.")
    source: str = strawberry.field(description="Where that policy comes from.")

    @classmethod
    def of(cls, fee: fees.Fee) -> "Fee":
        return cls(amount=Pounds(fee.pence), explanation=fee.explanation, policy=fee.policy, source=fee.source)


@strawberry.type(description="One way of enforcing the judgment: open now, or closed and why.")
class EnforcementOption:
    route: enums.EnforcementRoute = strawberry.field(description="The way.")
    is_open: bool = strawberry.field(description="Whether it can be taken now.")
    reasons: list[Reason] = strawberry.field(description="Why it is closed; empty where it is open.")
    fee: Fee | None = strawberry.field(description="What it costs, where this service knows; null does not mean free.")
    topic: enums.Topic = strawberry.field(description="What guidance to read for it.")

    @classmethod
    def of(cls, option: enforcement_options.Option) -> "EnforcementOption":
        return cls(
            route=option.route,
            is_open=option.is_open,
            reasons=[Reason.of(reason) for reason in option.reasons],
            fee=Fee.of(option.fee) if option.fee else None,
            topic=option.topic,
        )


@strawberry.type(description="How to apply for a writ of control on paper.")
class PaperWrit:
    form: str = strawberry.field(description="The form's number.")
    fee: Fee = strawberry.field(description="The court fee.")
    steps: list[str] = strawberry.field(description="What to do, in order.")

    @classmethod
    def of(cls, paper: enforcement_options.PaperWrit) -> "PaperWrit":
        return cls(form=paper.form, fee=Fee.of(paper.fee), steps=list(paper.steps))


@strawberry.type(description="What stops enforcement for a time: a stay of the court, or a breathing space.")
class Restraint(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.RestraintKind = derived(
        enforcement.RESTRAINT_KIND, "What it is; of which kind a breathing space is, the court alone sees."
    )
    reason: str | None = derived(
        enforcement.RESTRAINT_REASON, "Why a stay was ordered: parties and court; of a breathing space the court only."
    )
    since: datetime = leaf("Since when.")
    ends_at: datetime | None = derived(
        enforcement.RESTRAINT_ENDS_AT, "When it ends by itself, where it does; of a breathing space the court only."
    )
    lifted_at: datetime | None = leaf("When it was lifted before its time.")
    is_in_force: bool = derived(enforcement.IS_IN_FORCE, "Whether it stops enforcement now.")


shape(enforcement.RESTRAINT, Restraint)


@strawberry.type(description="That you read a version of a page of guidance for a claim.")
class GuidanceRead:
    topic: enums.Topic = leaf("What the page is about.")
    version: str = leaf("The version that you read.")
    read_at: datetime = leaf("When you read it.")


shape(enforcement.GUIDANCE_READ, GuidanceRead)
