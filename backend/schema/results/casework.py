"""The successes of acts on service requests."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.model import Entity
from backend.queries.service_requests import SERVICE_REQUEST
from backend.schema.basics import Reason
from backend.schema.casework import ServiceRequest
from backend.schema.claims import Claim
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.errors import FieldError
from backend.schema.results.base import Success


@strawberry.interface(description="An act was done on a service request.")
class ServiceRequestSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {
        "service_request": SERVICE_REQUEST,
        "claim": CLAIM,
        "enforcement_case": ENFORCEMENT_CASE,
    }
    lost: ClassVar[frozenset[str]] = frozenset(shows)

    service_request: ServiceRequest | None = strawberry.field(
        description="The service request as it is now; null where the act took it out of your sight."
    )
    claim: Claim | None = strawberry.field(description="The claim that it is on, as it is now; null for the agency's.")
    enforcement_case: EnforcementCase | None = strawberry.field(
        description="The enforcement case that it is on, as it is now; null for the court's, and out of your sight."
    )


@strawberry.type(description="The service request was opened.")
class OpenServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request was given to somebody.")
class AssignServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request is in progress, and has its activity plan.")
class StartServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The line is complete, and what its outcome does at once was done.")
class CompleteActivitySuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The note was added.")
class AddServiceRequestNoteSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request waits for somebody else's approval.")
class RequestApprovalSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="It was approved, and what it waited for was carried out.")
class ApproveServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="Approval was refused; what was decided is to be decided again.")
class RejectServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request is closed.")
class CloseServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request was opened, and is yours.")
class OpenCaseServiceRequestSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request is marked to be paused.")
class MarkReadyForPauseSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request is marked to be taken up again.")
class MarkReadyForReprogressingSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The service request is marked to be cancelled, and has its plan Perform Amendment.")
class MarkReadyForCancellationSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The fields were filled in.")
class RecordFormSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="The two service requests belong together.")
class LinkServiceRequestsSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="What is done outside the service was recorded.")
class RecordOfflineTaskSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="It is recorded that it came.")
class ReceiveOfflineTaskSuccess(ServiceRequestSuccess):
    pass


@strawberry.type(description="A service request that was not given to anybody, and why.")
class NotAssigned:
    id: strawberry.ID = strawberry.field(description="Its id, as it was asked for.")
    code: str = strawberry.field(description="How it was refused: the code of a mutation's refusal.")
    message: str = strawberry.field(description="The same for people.")
    reasons: list[Reason] = strawberry.field(description="All that stands against it.")
    errors: list[FieldError] = strawberry.field(description="What is wrong with the input.")


@strawberry.type(description="Each was tried by itself: some may have been given, and others refused.")
class AssignServiceRequestsSuccess(Success):
    done: list[ServiceRequest] = strawberry.field(description="Those that were given, as they are now.")
    refused: list[NotAssigned] = strawberry.field(description="Those that were not, and why.")
