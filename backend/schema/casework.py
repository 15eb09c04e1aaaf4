"""Service requests, as the staff see them whose casework they are; for nobody else do they exist."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import letters, work_facts
from backend.queries import service_requests as queries
from backend.queries.reading import Reading, Row
from backend.queries.service_requests import SERVICE_REQUEST
from backend.rules.casework import forms, work
from backend.rules.casework.catalogue import TEMPLATES
from backend.schema import enums
from backend.schema.activities import Activity, ActivityPlan
from backend.schema.basics import Action, Node, Reason, Versioned, action_of
from backend.schema.claims import Claim
from backend.schema.declared import SHAPES, derived, leaf, related, row_of, shape, show
from backend.schema.forms import FormField, OfflineTask
from backend.schema.nouns import Letter
from backend.schema.teams import Colleague, Team


@strawberry.type(description="A note of staff: added, never changed.")
class ServiceRequestNote:
    written_at: datetime = leaf("When it was written.")
    author: str | None = leaf("Who wrote it, by name; null where the service did.")
    kind: enums.NoteKind = leaf("What it records.")
    text: str = leaf("What it says.")


shape(queries.NOTE, ServiceRequestNote)


@strawberry.type(description="One way of closing a service request, always by hand.")
class Closing:
    sub_status: enums.ServiceRequestSubStatus = strawberry.field(description="COMPLETE or CANCELLED.")
    is_open: bool = strawberry.field(description="Whether you can close it so now.")
    reasons: list[Reason] = strawberry.field(description="Why not; empty where you can.")


_CASE: Any = strawberry.lazy("backend.schema.enforcement_cases")
ENFORCEMENT_CASE: Any = Annotated["EnforcementCase", _CASE] | None  # noqa: F821 - that module imports this one


async def enforcement_case(root: strawberry.Parent["ServiceRequest"], info: Info[Context, Any]) -> Any:
    """The enforcement case of a service request of the agency."""
    row = row_of(root)
    if not queries.kind_of(row).is_of_the_agency:
        return None
    entity = next(each for each in SHAPES if each.name == "EnforcementCase")
    found = await info.context.reading.by_key(entity, row.stored["case_id"])
    return show(found) if found else None


@strawberry.type(description="A piece of casework (SR) on a claim or an enforcement case, worked by a plan (AP).")
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

    claim: Claim | None = related(queries.CLAIM_OF, "The claim that it is on; null for the agency's.")
    enforcement_case: Any = strawberry.field(
        resolver=enforcement_case,
        graphql_type=ENFORCEMENT_CASE,
        description="The enforcement case that it is on; null for the court's.",
    )
    parent: "ServiceRequest | None" = related(queries.PARENT, "The service request under which it was opened.")
    children: list["ServiceRequest"] = related(
        queries.CHILDREN, "Those opened under it, oldest first; each is closed by hand."
    )
    notes: list[ServiceRequestNote] = related(queries.NOTES, "Its notes, oldest first.")
    letters: list[Letter] = related(letters.OF_SERVICE_REQUEST, "The letters written from it, oldest first.")
    offline_tasks: list[OfflineTask] = related(
        queries.OFFLINE_TASKS, "What is done for it outside the service, oldest first."
    )

    @strawberry.field(description="Those that belong with it, oldest first: of the power launched, of the original.")
    async def related(self, info: Info[Context, Any]) -> list["ServiceRequest"]:
        found = await queries.related_to(info.context.reading, row_of(self))
        return [show(row) for row in found]

    @strawberry.field(description="Its data form, as far as it is filled in; empty where its kind has none.")
    async def form(self, info: Info[Context, Any]) -> list[FormField]:
        row = row_of(self)
        fields = queries.kind_of(row).form
        facts = await work_facts.case_of(info.context.reading, row) if fields else None
        return [FormField.of(field, row.stored["data"], forms.of_case(facts)) for field in fields]

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
        return await _plan(info.context.reading, row_of(self), "template", "generated_at")

    @strawberry.field(description="How it is amended; null until it is marked Ready for Cancellation (R-28).")
    async def amendment(self, info: Info[Context, Any]) -> ActivityPlan | None:
        return await _plan(info.context.reading, row_of(self), "amendment", "amendment_generated_at")

    @strawberry.field(description="What you could do with it: each act open, or closed and why.")
    async def actions(self, info: Info[Context, Any]) -> list[Action]:
        row = row_of(self)
        judged = await work_facts.work_of(info.context.reading, row)
        return [action_of(each) for each in work.actions(judged, row.relation)]

    @strawberry.field(description="The ways of closing it: each open, or closed and why.")
    async def closings(self, info: Info[Context, Any]) -> list[Closing]:
        row = row_of(self)
        judged = await work_facts.work_of(info.context.reading, row)
        ways = [(each, work.judge_closing(each, judged, row.relation)) for each in work.CLOSINGS]
        return [
            Closing(sub_status=each, is_open=way.is_open, reasons=[Reason.of(reason) for reason in way.reasons])
            for each, way in ways
        ]


async def _plan(reading: Reading, row: Row, template: str, generated_at: str) -> ActivityPlan | None:
    """One of the plans of a service request: that of its start, or that of its amendment."""
    name = row.stored[template]
    if name is None:
        return None
    judged, rows = await work_facts.work_and_lines_of(reading, row)
    return ActivityPlan(
        template=name,
        generated_at=row.stored[generated_at],
        lines=[
            Activity.of(each, work_facts.state_of(each), judged)
            for each in rows
            if each.stored["code"] in TEMPLATES[name].codes
        ],
    )


shape(SERVICE_REQUEST, ServiceRequest)
