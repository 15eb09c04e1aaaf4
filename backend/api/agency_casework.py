"""Casework that only the agency knows: what can be asked and done."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import agency_casework
from backend.schema.results import casework as results
from backend.schema.simulation import Simulation


@strawberry.type(description="What an act on a service request would do, before anybody decides.")
class AgencyCaseworkQueries:
    simulate_outcome: Simulation | None = field(
        resolver=agency_casework.simulate_outcome,
        description="What completing a line so would do now; nothing is changed. Null where there is none for you.",
    )
    simulate_closing: Simulation | None = field(
        resolver=agency_casework.simulate_closing,
        description="What closing a service request so would do now; nothing is changed. Null where there is none.",
    )
    simulate_approval: Simulation | None = field(
        resolver=agency_casework.simulate_approval,
        description="What approving a service request would do now; nothing is changed. Null where there is none.",
    )


@strawberry.type(description="What staff of the agency do with service requests, and the court's do not.")
class AgencyCaseworkActs:
    open_case_service_request: Any = act(
        agency_casework.open_case_service_request,
        results.OpenCaseServiceRequestSuccess,
        "Open a service request on an enforcement case by hand; the agency's staff, each their own kinds (R-06).",
    )
    assign_service_requests: Any = act(
        agency_casework.assign_service_requests,
        results.AssignServiceRequestsSuccess,
        "Give up to 50 service requests to somebody; each is tried by itself. Team leaders of the agency (R-06).",
    )
    mark_ready_for_pause: Any = act(
        agency_casework.mark_ready_for_pause,
        results.MarkReadyForPauseSuccess,
        "Mark enforcement action to be paused; whoever works the case (R-22).",
    )
    mark_ready_for_reprogressing: Any = act(
        agency_casework.mark_ready_for_reprogressing,
        results.MarkReadyForReprogressingSuccess,
        "Mark enforcement action to be taken up again; whoever works the case (R-27).",
    )
    mark_ready_for_cancellation: Any = act(
        agency_casework.mark_ready_for_cancellation,
        results.MarkReadyForCancellationSuccess,
        "Mark enforcement action to be amended or cancelled, which makes its plan Perform Amendment (R-28, R-40).",
    )
    record_form: Any = act(
        agency_casework.record_form,
        results.RecordFormSuccess,
        "Fill in fields of the data form of a service request; its owner (R-03).",
    )
    link_service_requests: Any = act(
        agency_casework.link_service_requests,
        results.LinkServiceRequestsSuccess,
        "Say that two service requests of a case belong together; whoever works the case (R-18, R-28, R-42).",
    )
    record_offline_task: Any = act(
        agency_casework.record_offline_task,
        results.RecordOfflineTaskSuccess,
        "Record what is done outside the service; whoever works the case (R-09, R-21).",
    )
    receive_offline_task: Any = act(
        agency_casework.receive_offline_task,
        results.ReceiveOfflineTaskSuccess,
        "Record that what was asked for outside came; whoever works the case (R-21).",
    )
