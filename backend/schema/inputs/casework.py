"""What the acts on service requests take, and which one is meant."""

from datetime import date
from uuid import UUID

import strawberry

from backend.rules.casework.lines import Given
from backend.rules.casework.work import CLOSINGS
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.vocabulary import ServiceRequestSubStatus
from backend.schema import enums
from backend.schema.inputs.base import KEY

VERSION = (
    "The `version` you read; where it changed since, nothing is done and the service request as it is now is answered."
)
SERVICE_REQUEST = "The service request."


@strawberry.input(one_of=True, description="Which service request: by one of these.")
class ServiceRequestBy:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="Its reference.")


@strawberry.input(description="Open a service request by hand.")
class OpenServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim that it is on.")
    kind: enums.KindCode = strawberry.field(description="Its kind.")
    reason: str = strawberry.field(description="Why it is opened, at most 200 characters.")
    about_id: strawberry.ID | None = strawberry.field(
        default=None, description="The application, payment or letter that it is about."
    )


@strawberry.input(one_of=True, description="To whom a service request is given: one of these.")
class AssigneeInput:
    me: bool | None = strawberry.field(default=strawberry.UNSET, description="To you: true.")
    colleague_id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="To somebody else.")
    team_id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="To a team, for anyone.")
    nobody: bool | None = strawberry.field(default=strawberry.UNSET, description="Back to its team: true.")


@strawberry.input(description="Give a service request to somebody.")
class AssignServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    to: AssigneeInput = strawberry.field(description="To whom.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Set a service request to In Progress.")
class StartServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Complete a line of an activity plan by one of its outcomes.")
class CompleteActivityInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    activity: str = strawberry.field(description="The line, by its code.")
    outcome: str = strawberry.field(description="The outcome, by its code.")
    reason: str | None = strawberry.field(default=None, description="A reason, at most 1,000 characters.")
    note: str | None = strawberry.field(default=None, description="A note, at most 1,000 characters.")
    on: date | None = strawberry.field(default=None, description="The day that the outcome asks for.")
    expected_version: int = strawberry.field(description=VERSION)

    def read(self) -> Given:
        return Given(self.reason, self.note, self.on)


@strawberry.input(description="Add a note to a service request.")
class AddServiceRequestNoteInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    text: str = strawberry.field(description="The note, at most 1,000 characters.")
    kind: enums.NoteKind = strawberry.field(
        default=enums.NoteKind.NOTE, description="What it records; the agency's kinds have rules of their own."
    )
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Put a service request up for approval.")
class RequestApprovalInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Approve what somebody else put up.")
class ApproveServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Refuse approval.")
class RejectServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    reason: str = strawberry.field(description="Why, at most 1,000 characters; kept as a note.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Close a service request by hand.")
class CloseServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    sub_status: enums.ServiceRequestSubStatus = strawberry.field(description="COMPLETE or CANCELLED.")
    note: str | None = strawberry.field(
        default=None, description="A note, at most 1,000 characters; why, where it is cancelled."
    )
    expected_version: int = strawberry.field(description=VERSION)

    def read(self) -> ServiceRequestSubStatus:
        """How it is closed. Raises BAD_USER_INPUT for a sub-status by which nothing is closed."""
        if self.sub_status not in CLOSINGS:
            raise PublicError(ErrorCode.BAD_USER_INPUT, "Close it as COMPLETE or as CANCELLED.")
        return self.sub_status
