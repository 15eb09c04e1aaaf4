"""Service requests, as court staff see them; for nobody else do they exist."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import service_requests as queries
from backend.queries.ids import to_node_id
from backend.queries.service_requests import SERVICE_REQUEST
from backend.queries.teams import Named
from backend.rules.casework import work
from backend.schema import enums
from backend.schema.activities import Activity, ActivityPlan
from backend.schema.basics import Action, Node, Reason, Versioned, action_of
from backend.schema.claims import Claim
from backend.schema.declared import SHAPES, derived, leaf, related, row_of, shape, show


@strawberry.type(description="Somebody who works for the court.")
class Colleague:
    id: strawberry.ID = strawberry.field(description="Opaque id, for `assignServiceRequest`.")
    name: str = strawberry.field(description="Their name.")

    @classmethod
    def of(cls, found: Named) -> "Colleague":
        return cls(id=strawberry.ID(to_node_id("User", found.key)), name=found.name)


@strawberry.type(description="A team of the court.")
class Team:
    id: strawberry.ID = strawberry.field(description="Opaque id, for `assignServiceRequest`.")
    name: str = strawberry.field(description="Its name.")

    @classmethod
    def of(cls, found: Named) -> "Team":
        return cls(id=strawberry.ID(to_node_id("Team", found.key)), name=found.name)


@strawberry.type(description="A team of the court with its people.")
class TeamOfTheCourt:
    team: Team = strawberry.field(description="The team.")
    members: list[Colleague] = strawberry.field(description="Who works in it, by name.")

    @classmethod
    def of(cls, team: Named, members: list[Named]) -> "TeamOfTheCourt":
        return cls(team=Team.of(team), members=[Colleague.of(member) for member in members])


@strawberry.type(description="A note of staff: added, never changed.")
class ServiceRequestNote:
    written_at: datetime = leaf("When it was written.")
    author: str | None = leaf("Who wrote it, by name.")
    text: str = leaf("What it says.")


shape(queries.NOTE, ServiceRequestNote)


@strawberry.type(description="One way of closing a service request, always by hand.")
class Closing:
    sub_status: enums.ServiceRequestSubStatus = strawberry.field(description="COMPLETE or CANCELLED.")
    is_open: bool = strawberry.field(description="Whether you can close it so now.")
    reasons: list[Reason] = strawberry.field(description="Why not; empty where you can.")


@strawberry.type(description="A piece of casework (SR) on a claim, worked by an activity plan (AP).")
class ServiceRequest(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    reference: str = leaf("The reference to quote, as SR-7K3Q-9FTD.")
    process: str = leaf("The process that it belongs to.")
    area: str = leaf("The area of that process.")
    sub_area: str = leaf("The sub-area, which with the two above names the kind.")
    status: enums.ServiceRequestStatus = leaf("Where it stands.")
    sub_status: enums.ServiceRequestSubStatus | None = leaf("What became of it, or is to.")
    reason: str = leaf("Why it was opened.")
    resolution: str | None = leaf("The resolution code that its outcomes filled in.")
    due_on: date | None = leaf("By which day its work should be done.")
    opened_at: datetime = leaf("When it was opened.")
    started_at: datetime | None = leaf("When it was started.")
    approval_requested_at: datetime | None = leaf("When it was put up for approval, if it is or was approved.")
    decided_at: datetime | None = leaf("When approval was given or refused.")
    closed_at: datetime | None = leaf("When it was closed.")
    version: int = leaf("Counts its changes. Give it as `expectedVersion`, so that no change is lost.")
    updated_at: datetime = leaf("When it last changed.")

    kind: enums.KindCode = derived(queries.KIND, "Its kind.")
    title: str = derived(queries.TITLE, "What it is for, in words.")
    team: Team | None = derived(queries.TEAM, "In whose queue it is; null where no team takes it.", of=Team.of)
    owner: Colleague | None = derived(queries.OWNER, "Who works it; null where nobody does yet.", of=Colleague.of)

    claim: Claim = related(queries.CLAIM_OF, "The claim that it is on.")
    parent: "ServiceRequest | None" = related(queries.PARENT, "The service request under which it was opened.")
    children: list["ServiceRequest"] = related(
        queries.CHILDREN, "Those opened under it, oldest first; each is closed by hand."
    )
    notes: list[ServiceRequestNote] = related(queries.NOTES, "Its notes, oldest first.")

    @strawberry.field(description="What it is about: an application, a payment, a letter.")
    async def about(self, info: Info[Context, Any]) -> Node | None:
        row = row_of(self)
        name = queries.kind_of(row).about
        entity = next((each for each in SHAPES if each.name == name), None)
        if entity is None or row.stored["subject_id"] is None:
            return None
        found = await info.context.reading.by_key(entity, row.stored["subject_id"])
        shown: Node | None = show(found) if found else None
        return shown

    @strawberry.field(description="How it is worked; null until it is started.")
    async def plan(self, info: Info[Context, Any]) -> ActivityPlan | None:
        row, reading = row_of(self), info.context.reading
        if row.stored["template"] is None:
            return None
        judged = await queries.work_of(reading, row)
        rows = await reading.related(row, queries.ACTIVITIES)
        return ActivityPlan(
            template=row.stored["template"],
            generated_at=row.stored["generated_at"],
            lines=[Activity.of(each, queries.state_of(each), judged) for each in rows],
        )

    @strawberry.field(description="What you could do with it: each act open, or closed and why.")
    async def actions(self, info: Info[Context, Any]) -> list[Action]:
        row = row_of(self)
        judged = await queries.work_of(info.context.reading, row)
        return [action_of(each) for each in work.actions(judged, row.relation)]

    @strawberry.field(description="The ways of closing it: each open, or closed and why.")
    async def closings(self, info: Info[Context, Any]) -> list[Closing]:
        row = row_of(self)
        judged = await queries.work_of(info.context.reading, row)
        ways = [(each, work.judge_closing(each, judged, row.relation)) for each in work.CLOSINGS]
        return [
            Closing(sub_status=each, is_open=way.is_open, reasons=[Reason.of(reason) for reason in way.reasons])
            for each, way in ways
        ]


shape(SERVICE_REQUEST, ServiceRequest)
