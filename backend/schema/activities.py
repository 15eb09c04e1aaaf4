"""The activity plan of a service request: its lines, what each can be completed by, and what that does."""

from datetime import date, datetime

import strawberry

from backend.queries.reading import Row
from backend.rules import outcomes
from backend.rules.casework import kinds, lines
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.judging import Judged
from backend.schema import enums
from backend.schema.basics import Action, Reason, action_of


@strawberry.type(description="One way of completing a line.")
class ActivityOutcome:
    code: str = strawberry.field(description="Stable, for `completeActivity`.")
    title: str = strawberry.field(description="In a few words.")
    what_it_does: str = strawberry.field(description="What choosing it does, in words.")
    is_open: bool = strawberry.field(description="Whether you can choose it now.")
    reasons: list[Reason] = strawberry.field(description="Why not: all that stands against it; empty where you can.")
    needs_reason: bool = strawberry.field(description="Whether a reason has to be given.")
    needs_note: bool = strawberry.field(description="Whether a note has to be given.")
    needs_date: bool = strawberry.field(description="Whether a day has to be given.")
    is_date_ahead: bool = strawberry.field(description="Whether that day is one to come; otherwise one that has come.")
    needs_form: list[str] = strawberry.field(description="The fields of the data form, by code, to be filled in first.")
    needs_approval: bool = strawberry.field(description="Whether somebody else has to approve it.")
    decision: enums.Decision | None = strawberry.field(description="Which of the eleven decisions it is, if any.")
    is_ours: bool = strawberry.field(description="Whether the source does not give it: ours, to be confirmed.")

    @classmethod
    def of(cls, outcome: kinds.Outcome, judged: Judged) -> "ActivityOutcome":
        return cls(
            code=outcome.code,
            title=outcome.title,
            what_it_does=outcome.in_words,
            is_open=judged.is_open,
            reasons=[Reason.of(reason) for reason in judged.reasons],
            needs_reason=outcome.needs_reason,
            needs_note=outcome.needs_note,
            needs_date=outcome.needs_date,
            is_date_ahead=outcome.is_date_ahead,
            needs_form=list(outcome.needs_form),
            needs_approval=outcome.needs_approval,
            decision=enums.Decision(outcome.decision) if outcome.decision else None,
            is_ours=outcome.is_ours,
        )


@strawberry.type(description="One line of an activity plan.")
class Activity:
    code: str = strawberry.field(description="Stable within its plan, for `completeActivity`.")
    activity: str = strawberry.field(description="What is to be done.")
    status: enums.ActivityStatus = strawberry.field(description="Where it stands.")
    is_optional: bool = strawberry.field(description="Whether it may stay undone: closing makes it not required.")
    is_ours: bool = strawberry.field(description="Whether the source does not give it: ours, to be confirmed.")
    outcomes: list[ActivityOutcome] = strawberry.field(description="By what it can be completed.")
    outcome: ActivityOutcome | None = strawberry.field(description="By what it was completed.")
    reason: str | None = strawberry.field(description="The reason given.")
    note: str | None = strawberry.field(description="The note given.")
    on: date | None = strawberry.field(description="The day given.")
    done_at: datetime | None = strawberry.field(description="When it was completed.")
    done_by: str | None = strawberry.field(description="Who completed it, by name.")
    actions: list[Action] = strawberry.field(description="What you could do with it: open, or closed and why.")

    @classmethod
    def of(cls, row: Row, state: LineState, work: Work) -> "Activity":
        line, stored = work.line(state), row.stored
        shown = {
            each.code: ActivityOutcome.of(each, outcomes.judge(work, state, each, row.relation))
            for each in line.outcomes
        }
        return cls(
            code=line.code,
            activity=line.activity,
            status=state.status,
            is_optional=line.is_optional,
            is_ours=line.is_ours,
            outcomes=list(shown.values()),
            outcome=shown.get(state.outcome or ""),
            reason=stored["reason"],
            note=stored["note"],
            on=stored["on"],
            done_at=stored["done_at"],
            done_by=stored["done_by_name"],
            actions=[action_of(judged) for judged in lines.actions(work, state, row.relation)],
        )


@strawberry.type(description="The lines of work (AP) by which a service request is worked, made once.")
class ActivityPlan:
    template: str = strawberry.field(description="The template that it was made from, with its version.")
    generated_at: datetime = strawberry.field(description="When it was made.")
    lines: list[Activity] = strawberry.field(description="Its lines in order.")
