"""What subscriptions yield: a change with its cursor, a heartbeat, or the word to read everything anew (X-02)."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.reading import Row
from backend.rules import summaries
from backend.rules.errors import AccessEnded
from backend.rules.vocabulary import OF_THE_AGENCY, PARENTS
from backend.schema import enums
from backend.schema.claims import Claim
from backend.schema.declared import show
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.nouns import HistoryEntry
from backend.schema.scalars import EventCursor


@strawberry.type(description="Something happened.")
class Happening:
    cursor: EventCursor = strawberry.field(description="Give it as `after` to go on from here.")
    entry_row: strawberry.Private[Row]
    """The history entry, read under the viewer's rights."""

    @strawberry.field(description="What happened.")
    def kind(self) -> enums.EventKind:
        return enums.EventKind(self.entry_row.stored["kind"])

    @strawberry.field(description="When it happened.")
    def at(self) -> datetime:
        at: datetime = self.entry_row.stored["at"]
        return at

    @strawberry.field(description="What happened, in one sentence.")
    def summary(self) -> str:
        return summaries.summary(self.entry_row.stored["kind"], self.entry_row.stored["changes"])

    @strawberry.field(description="The history entry.")
    def entry(self) -> HistoryEntry:
        shown: HistoryEntry = show(self.entry_row)
        return shown


@strawberry.type(description="Something happened on a claim. The claim is as it is now, not as it was then.")
class CaseChange(Happening):
    @strawberry.field(description="The claim's version for you after this change.")
    def version(self) -> int:
        return version_after(self.entry_row)

    @strawberry.field(description="The claim as it is now.")
    async def claim(self, info: Info[Context, Any]) -> Claim:
        row = await info.context.reading.one(CLAIM, CLAIM.key == self.entry_row.stored["case_id"])
        if row is None:
            raise AccessEnded
        shown: Claim = show(row)
        return shown


@strawberry.type(description="Something happened on an enforcement case. The case is as it is now, not as it was then.")
class EnforcementCaseChange(Happening):
    @strawberry.field(description="The case's version for you after this change.")
    def version(self) -> int:
        return version_after(self.entry_row)

    @strawberry.field(description="The enforcement case as it is now.")
    async def enforcement_case(self, info: Info[Context, Any]) -> EnforcementCase:
        row = await info.context.reading.one(ENFORCEMENT_CASE, ENFORCEMENT_CASE.key == self.entry_row.stored["case_id"])
        if row is None:
            raise AccessEnded
        shown: EnforcementCase = show(row)
        return shown


def version_after(entry: Row) -> int:
    """The version of a case after an entry, for whoever reads it."""
    return int(entry.stored["versions"][entry.relation.audience_word])


def change_of(*, cursor: EventCursor, entry_row: Row) -> CaseChange | EnforcementCaseChange:
    """A change as its case is shown: by what the viewer is to it, which on the two sides is never the same."""
    shape = EnforcementCaseChange if entry_row.relation & (OF_THE_AGENCY | PARENTS) else CaseChange
    return shape(cursor=cursor, entry_row=entry_row)


@strawberry.type(description="The stream is alive: sent as it begins without a cursor, and when all is quiet.")
class Heartbeat:
    cursor: EventCursor = strawberry.field(description="Up to here you have seen everything.")
    at: datetime = strawberry.field(description="When it was sent.")


@strawberry.type(description="Too much happened since your cursor: read what you show anew, then go on from here.")
class ResyncRequired:
    cursor: EventCursor = strawberry.field(description="Where the stream goes on.")


CaseEvent = Annotated[
    CaseChange | EnforcementCaseChange | Heartbeat | ResyncRequired,
    strawberry.union("CaseEvent", description="What a live stream yields."),
]
