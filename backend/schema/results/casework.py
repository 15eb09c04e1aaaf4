"""The successes of acts on service requests."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.model import Entity
from backend.queries.service_requests import SERVICE_REQUEST
from backend.schema.casework import ServiceRequest
from backend.schema.claims import Claim
from backend.schema.results.base import Success


@strawberry.interface(description="An act was done on a service request.")
class ServiceRequestSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"service_request": SERVICE_REQUEST, "claim": CLAIM}

    service_request: ServiceRequest = strawberry.field(description="The service request as it is now.")
    claim: Claim = strawberry.field(description="The claim that it is on, as it is now.")


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
