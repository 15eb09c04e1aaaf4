"""What every noun of the API shares: identity, versions, pages, deadlines, and the ways an act is refused."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.rules import deadlines, refusals
from backend.rules.judging import Judged
from backend.schema import enums

T = TypeVar("T")


@strawberry.interface(description="Something with an id that stays its own for ever.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque, prefixed with its type; for `node` and for inputs.")


@strawberry.interface(description="Something that can change, and says how often it has.")
class Versioned(Node):
    version: int = strawberry.field(
        description="Counts the changes that you may see. Give it as `expectedVersion`, so that no change is lost."
    )
    updated_at: datetime = strawberry.field(description="When it last changed for you.")


@strawberry.type(description="One step of how a date was reckoned.")
class DeadlineStep:
    on: date = strawberry.field(description="The day that this step arrives at.")
    text: str = strawberry.field(description="The step in words.")


@strawberry.type(description="By when something must be done, and how that was reckoned.")
class Deadline:
    at: datetime = strawberry.field(description="The first instant that is too late.")
    on: date = strawberry.field(description="The last day, in the United Kingdom.")
    policy: str = strawberry.field(description="The dated policy it was reckoned under.")
    source: str = strawberry.field(description="Where that policy comes from.")
    calendar_version: str = strawberry.field(description="The calendar of holidays it was reckoned with.")

    reckoned: strawberry.Private[deadlines.Deadline]

    @strawberry.field(description="The reckoning as one paragraph.")
    def explanation(self) -> str:
        return self.reckoned.explanation

    @strawberry.field(description="The reckoning, step by step.")
    def steps(self) -> list[DeadlineStep]:
        return [DeadlineStep(on=step.on, text=step.text) for step in self.reckoned.steps]

    @strawberry.field(description="Whether it is too late now.")
    def is_past(self, info: Info[Context, Any]) -> bool:
        return self.reckoned.is_past(info.context.now)

    @classmethod
    def of(cls, deadline: deadlines.Deadline) -> "Deadline":
        return cls(
            at=deadline.at,
            on=deadline.on,
            policy=deadline.policy,
            source=deadline.source,
            calendar_version=deadline.calendar_version,
            reckoned=deadline,
        )


@strawberry.type(description="One reason why something is closed or was refused.")
class Reason:
    code: str = strawberry.field(description="Stable; see the error catalogue.")
    explanation: str = strawberry.field(description="In words for people.")
    source: str = strawberry.field(description="The law, the procedure or the requirement it comes from.")

    @classmethod
    def of(cls, reason: refusals.Reason) -> "Reason":
        return cls(code=reason.code, explanation=reason.explanation, source=reason.source)


@strawberry.type(description="Something you could do with an object: open now, or closed and why.")
class Action:
    name: enums.Act = strawberry.field(description="The act; the mutation of the same name carries it out.")
    is_open: bool = strawberry.field(description="Whether you can do it now.")
    reasons: list[Reason] = strawberry.field(description="Why it is closed; empty where it is open.")
    until: Deadline | None = strawberry.field(description="Until when it stays open, where that is known.")


def action_of(judged: Judged) -> Action:
    """An act as judged for the viewer."""
    return Action(
        name=judged.act,
        is_open=judged.is_open,
        reasons=[Reason.of(reason) for reason in judged.reasons],
        until=Deadline.of(judged.until) if judged.until else None,
    )


@strawberry.type(description="Where a page stands among the others.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether some stand before this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first item, for `before`.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last item, for `after`.")


@strawberry.type(description="One item of a page.")
class Edge(Generic[T]):
    node: T = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="Its place: opaque, bound to this filter and order.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    count: strawberry.Private[Any]

    @strawberry.field(description="How many there are in all, counted up to 1,000; asked for only when selected.")
    async def total_count(self) -> int:
        return int(await self.count())
