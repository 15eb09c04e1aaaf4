"""The decisions of the routing procedure on a case: each open, or closed and why; and the review that leads to them."""

from dataclasses import replace

import strawberry

from backend.queries import enforcement_cases as queries
from backend.queries.ids import to_node_id
from backend.queries.reading import Reading, Row
from backend.rules import case_review
from backend.rules.casework.facts import CaseFacts
from backend.rules.routing import judge
from backend.rules.routing.parts import ByOutcome
from backend.rules.vocabulary import Role
from backend.schema import enums
from backend.schema.basics import Reason


@strawberry.type(description="One way of taking a decision: by an outcome of a plan, or by an act of its own.")
class DecisionWay:
    kind: enums.KindCode | None = strawberry.field(description="By a service request of this kind.")
    activity: str | None = strawberry.field(description="By this line of its plan, for `completeActivity`.")
    outcome: str | None = strawberry.field(description="By this outcome of the line.")
    what_it_does: str | None = strawberry.field(description="What choosing the outcome does, in words.")
    act: enums.Act | None = strawberry.field(description="By this act on the case; the mutation has its name.")
    is_open: bool = strawberry.field(description="Whether this way is open beside the decision itself.")
    reasons: list[Reason] = strawberry.field(description="Why this way is closed; empty where it is open.")

    @classmethod
    def of(cls, judged: judge.WayJudged) -> "DecisionWay":
        way, closed = judged.way, [Reason.of(each) for each in judged.reasons]
        if not isinstance(way, ByOutcome):
            nothing = dict.fromkeys(("kind", "activity", "outcome", "what_it_does"))
            return cls(act=way.act, is_open=not closed, reasons=closed, **nothing)
        return cls(
            kind=way.kind,
            activity=way.line,
            outcome=way.outcome,
            what_it_does=judge.outcome_of(way).in_words,
            act=None,
            is_open=not closed,
            reasons=closed,
        )


@strawberry.type(description="One of the eleven decisions of the procedure on a case: open, or closed and why (R-15).")
class CaseDecision:
    name: enums.Decision = strawberry.field(description="Which decision.")
    title: str = strawberry.field(description="In a few words.")
    purpose: str = strawberry.field(description="What it is for, and when it is considered.")
    is_open: bool = strawberry.field(description="Whether it can be taken now.")
    reasons: list[Reason] = strawberry.field(description="Why it is closed; empty where it is open.")
    steps: list[int] = strawberry.field(description="The steps of the procedure that describe it.")
    letters: list[enums.LetterName] = strawberry.field(description="The letters that may go with it.")
    ways: list[DecisionWay] = strawberry.field(description="How it is taken.")

    @classmethod
    def of(cls, judged: judge.DecisionJudged) -> "CaseDecision":
        rule = judged.rule
        return cls(
            name=rule.decision,
            title=rule.title,
            purpose=rule.purpose,
            is_open=judged.is_open,
            reasons=[Reason.of(each) for each in judged.reasons],
            steps=list(rule.steps),
            letters=list(rule.letters),
            ways=[DecisionWay.of(each) for each in judged.ways],
        )


@strawberry.type(description="A service request that is not closed yet, as the review of a case names it.")
class RequestInTheWay:
    id: strawberry.ID = strawberry.field(description="Its id, for `serviceRequest`.")
    kind: enums.KindCode = strawberry.field(description="Its kind.")
    status: enums.ServiceRequestStatus = strawberry.field(description="Where it stands.")


@strawberry.type(description="What is to be done before a case can go back to maintenance (R-07, R-38).")
class InTheWayOfMaintenance:
    flags: list[enums.Flag] = strawberry.field(description="The flags to be removed.")
    service_requests: list[RequestInTheWay] = strawberry.field(description="The service requests to be closed.")
    reasons: list[Reason] = strawberry.field(description="The same as reasons; empty where nothing stands in the way.")


@strawberry.type(description="The questions of the procedure's first step, answered as things stand now (R-07).")
class CaseReview:
    do_arrears_remain: bool = strawberry.field(description="Whether anything is owed.")
    is_action_going_on: bool = strawberry.field(description="Whether an enforcement power is being applied or used.")
    is_schedule_fitting: bool = strawberry.field(
        description="Whether a new payment schedule is fitting: arrears remain, and none is kept to."
    )
    is_further_action_fitting: bool = strawberry.field(
        description="Whether further action is fitting: arrears remain, in enforcement, and no action goes on."
    )
    has_manual_allocation: bool = strawberry.field(description="Whether payments are allocated by hand.")
    has_lock_assignment: bool = strawberry.field(description="Whether lock assignment is set.")
    is_missed_payment_monitor_disabled: bool = strawberry.field(
        description="Whether missed payments do not have the case routed."
    )
    in_the_way_of_maintenance: InTheWayOfMaintenance = strawberry.field(
        description="Which flags and service requests stand in the way of the case's return to maintenance."
    )


def decisions_on(facts: CaseFacts | None) -> list[CaseDecision]:
    """The eleven decisions, judged as by whoever works the routing service request; none without facts."""
    return [CaseDecision.of(each) for each in judge.decisions(routed(facts))] if facts and routes(facts) else []


async def review_of(reading: Reading, row: Row) -> CaseReview | None:
    """The review of a case; for the agency alone."""
    facts = await queries.judged_by(reading, row)
    if facts is None or not routes(facts):
        return None
    found = case_review.review(routed(facts))
    return CaseReview(
        do_arrears_remain=found.arrears_remain,
        is_action_going_on=found.is_action_going_on,
        is_schedule_fitting=found.is_schedule_fitting,
        is_further_action_fitting=found.is_further_action_fitting,
        has_manual_allocation=found.manual_allocation,
        has_lock_assignment=found.lock_assignment,
        is_missed_payment_monitor_disabled=found.missed_payment_monitor_disabled,
        in_the_way_of_maintenance=InTheWayOfMaintenance(
            flags=list(found.flags_in_the_way),
            service_requests=[
                RequestInTheWay(
                    id=strawberry.ID(to_node_id("ServiceRequest", each.id)), kind=each.kind, status=each.status
                )
                for each in found.requests_in_the_way
            ],
            reasons=[Reason.of(each) for each in found.reasons],
        ),
    )


def routes(facts: CaseFacts) -> bool:
    """Whether whoever looks has to do with routing: the deduction order team sees its orders of a case, no more."""
    return facts.viewer_role is not Role.DOT


def routed(facts: CaseFacts) -> CaseFacts:
    """The facts as whoever works the routing service request looks at them."""
    return replace(facts, request=queries.routing_request(facts))
