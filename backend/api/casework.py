"""Casework of staff, of the court and of the agency: what can be asked and done."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import casework
from backend.schema.casework import ServiceRequest
from backend.schema.results import casework as results


@strawberry.type(description="What can be asked about casework.")
class CaseworkQueries:
    service_request: ServiceRequest | None = field(
        resolver=casework.service_request,
        description="A service request; null where there is none, or none for you. Staff only.",
    )


@strawberry.type(description="What staff do with service requests.")
class CaseworkActs:
    open_service_request: Any = act(
        casework.open_service_request,
        results.OpenServiceRequestSuccess,
        "Open a service request on a claim by hand; court staff only (R-10).",
    )
    assign_service_request: Any = act(
        casework.assign_service_request,
        results.AssignServiceRequestSuccess,
        "Give a service request to somebody, or to a team; court staff, and team leaders of the agency (R-06).",
    )
    start_service_request: Any = act(
        casework.start_service_request,
        results.StartServiceRequestSuccess,
        "Set a service request to In Progress, which makes its activity plan, once; staff only (R-10).",
    )
    complete_activity: Any = act(
        casework.complete_activity,
        results.CompleteActivitySuccess,
        "Complete a line of an activity plan by one of its outcomes; staff only (R-12, W-10).",
    )
    add_service_request_note: Any = act(
        casework.add_service_request_note,
        results.AddServiceRequestNoteSuccess,
        "Add a note to a service request; staff only.",
    )
    request_approval: Any = act(
        casework.request_approval,
        results.RequestApprovalSuccess,
        "Put what was decided up for somebody else's approval; staff only (R-37).",
    )
    approve_service_request: Any = act(
        casework.approve_service_request,
        results.ApproveServiceRequestSuccess,
        "Approve what somebody else put up, and have it carried out; never one's own (R-37, W-10).",
    )
    reject_service_request: Any = act(
        casework.reject_service_request,
        results.RejectServiceRequestSuccess,
        "Refuse approval with a reason: what was decided is to be decided again; staff only (R-37).",
    )
    close_service_request: Any = act(
        casework.close_service_request,
        results.CloseServiceRequestSuccess,
        "Close a service request by hand; staff only (R-12).",
    )
