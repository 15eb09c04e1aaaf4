"""The work queue of staff, of the court or of the agency: its filter and orders, counts, and live stream."""

from datetime import date
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import work_queue as queries
from backend.queries.ids import MalformedIdError, key_of
from backend.queries.service_requests import SERVICE_REQUEST
from backend.rules.errors import AccessEnded, ErrorCode, PublicError
from backend.schema import enums
from backend.schema.casework import ServiceRequest
from backend.schema.declared import row_of, show
from backend.schema.filters import MOST_CONDITIONS
from backend.schema.live import Happening, Heartbeat, ResyncRequired
from backend.schema.teams import Colleague


@strawberry.enum(description="Whose a service request is.")
class QueueOwner(Enum):
    ME = strawberry.enum_value("ME", description="Yours.")
    UNASSIGNED = strawberry.enum_value("UNASSIGNED", description="Nobody's yet.")


@strawberry.enum(description="In whose queue a service request is.")
class QueueTeam(Enum):
    MINE = strawberry.enum_value("MINE", description="Your team's, and what no team takes.")
    ANY = strawberry.enum_value("ANY", description="Any team's.")


@strawberry.enum(description="In which order service requests are listed.")
class WorkQueueOrder(Enum):
    DUE_FIRST = strawberry.enum_value("DUE_FIRST", description="The earliest due first.")
    OPENED_FIRST = strawberry.enum_value("OPENED_FIRST", description="The oldest first.")
    OPENED_LAST = strawberry.enum_value("OPENED_LAST", description="The newest first.")


@strawberry.input(description="Which service requests: everything given must hold.")
class WorkQueueFilter:
    status: list[enums.ServiceRequestStatus] | None = strawberry.field(
        default=None, description="Any of these; without it, all that are not closed."
    )
    owner: QueueOwner | None = strawberry.field(default=None, description="Whose they are.")
    kind: list[enums.KindCode] | None = strawberry.field(default=None, description="Any of these kinds.")
    due_before: date | None = strawberry.field(default=None, description="Due before this day.")
    claim_id: strawberry.ID | None = strawberry.field(default=None, description="On this claim.")
    enforcement_case_id: strawberry.ID | None = strawberry.field(
        default=None, description="On this enforcement case; not together with a claim."
    )
    jurisdiction: list[enums.Jurisdiction] | None = strawberry.field(
        default=None, description="On cases of any of these jurisdictions."
    )
    segment: list[enums.Segment] | None = strawberry.field(
        default=None, description="On enforcement cases of any of these segments."
    )
    team_id: strawberry.ID | None = strawberry.field(
        default=None, description="In the queue of this team, whatever `team` says."
    )
    team: QueueTeam = strawberry.field(default=QueueTeam.MINE, description="In whose queue they are.")

    def read(self) -> queries.Asked:
        """As `queries.work_queue` reads it. Raises BAD_USER_INPUT."""
        if sum(len(each or ()) for each in (self.status, self.kind, self.jurisdiction, self.segment)) > MOST_CONDITIONS:
            raise PublicError(ErrorCode.BAD_USER_INPUT, f"A filter holds at most {MOST_CONDITIONS} conditions.")
        if self.claim_id and self.enforcement_case_id:
            raise PublicError(ErrorCode.BAD_USER_INPUT, "Give a claim or an enforcement case.")
        case_id = _key(self.claim_id, "Claim") or _key(self.enforcement_case_id, "EnforcementCase")
        return queries.Asked(
            status=tuple(self.status) if self.status is not None else None,
            owner=queries.QueueOwner[self.owner.name] if self.owner else None,
            kind=tuple(self.kind) if self.kind is not None else None,
            due_before=self.due_before,
            case_id=case_id,
            jurisdiction=tuple(self.jurisdiction) if self.jurisdiction is not None else None,
            segment=tuple(self.segment) if self.segment is not None else None,
            team_id=_key(self.team_id, "Team"),
            is_of_every_team=self.team is QueueTeam.ANY,
        )


def _key(text: str | None, type_name: str) -> UUID | None:
    try:
        return key_of(text, type_name) if text else None
    except MalformedIdError:
        raise PublicError(ErrorCode.BAD_USER_INPUT, f"This is not the id of a {type_name}.") from None


@strawberry.type(description="How much of your team's work that is not closed is somebody's.")
class MemberLoad:
    member: Colleague | None = strawberry.field(description="Whose; null for what is nobody's yet.")
    open: int = strawberry.field(description="All of it.")
    due_today: int = strawberry.field(description="Due today.")
    overdue: int = strawberry.field(description="Due on a day that is past.")
    for_approval: int = strawberry.field(description="Put up for approval.")

    @classmethod
    def of(cls, load: queries.Load) -> "MemberLoad":
        return cls(
            member=Colleague.of(load.member) if load.member else None,
            open=load.open,
            due_today=load.due_today,
            overdue=load.overdue,
            for_approval=load.for_approval,
        )


@strawberry.type(description="How much there is in your queue that is not closed; counted up to 1,000 each.")
class WorkQueueCounts:
    open: int = strawberry.field(description="All of it.")
    mine: int = strawberry.field(description="Yours.")
    unassigned: int = strawberry.field(description="Nobody's yet.")
    for_approval: int = strawberry.field(description="Put up for approval.")
    overdue: int = strawberry.field(description="Due on a day that is past.")


@strawberry.type(
    description="Something happened to a service request in your queue, or it left it. It is as it is now, not as it "
    "was then."
)
class WorkQueueChange(Happening):
    @strawberry.field(description="The service request as it is now.")
    async def service_request(self, info: Info[Context, Any]) -> ServiceRequest:
        return await self._found(info)

    @strawberry.field(description="Whether it is in your queue now; false where it went to another team.")
    async def is_in_queue(self, info: Info[Context, Any]) -> bool:
        team_id = row_of(await self._found(info)).stored["team_id"]
        return team_id is None or team_id == info.context.reading.standing.team_id

    async def _found(self, info: Info[Context, Any]) -> ServiceRequest:
        row = await info.context.reading.by_key(SERVICE_REQUEST, self.entry_row.stored["subject_id"])
        if row is None:
            raise AccessEnded
        shown: ServiceRequest = show(row)
        return shown


WorkQueueEvent = Annotated[
    WorkQueueChange | Heartbeat | ResyncRequired,
    strawberry.union("WorkQueueEvent", description="What the live stream of a work queue yields."),
]
