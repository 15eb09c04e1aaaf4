"""The agency's own acts on service requests, and what an act would do if it were done."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from backend.operations import (
    assigning,
    forms,
    marking,
    offline_tasks,
    opening_by_hand,
    preparing,
    rehearsal,
    related,
    service_requests,
)
from backend.operations.assigning import Given, To
from backend.operations.rehearsal import Looked
from backend.operations.unit import Outcome, Unit
from backend.queries.service_requests import SERVICE_REQUEST
from backend.resolvers.answers import MESSAGES, Asking, carry_out, id_of, refused
from backend.rules import refusals
from backend.rules.casework.lines import Given as GivenWith
from backend.rules.casework.work import CLOSINGS
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.vocabulary import Act, ServiceRequestSubStatus
from backend.schema import enums
from backend.schema.declared import show
from backend.schema.inputs import agency_casework as inputs
from backend.schema.results import casework as results
from backend.schema.simulation import Simulation, errors_of, reasons_of


def _id(input: Any) -> UUID:  # noqa: A002 - the API's word
    return id_of(input.service_request_id, "ServiceRequest")


async def open_case_service_request(info: Asking, input: inputs.OpenCaseServiceRequestInput) -> Any:  # noqa: A002
    case_id, kind = id_of(input.enforcement_case_id, "EnforcementCase"), input.of.read()
    parent_id = id_of(input.parent_id, "ServiceRequest") if input.parent_id else None
    about = id_of(input.about_id, "LiabilityOrder") if input.about_id else None

    async def act(unit: Unit) -> Outcome:
        return await opening_by_hand.open_on_case(
            unit,
            case_id,
            kind,
            reason=input.reason,
            about=about,
            parent_id=parent_id,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "openCaseServiceRequest", results.OpenCaseServiceRequestSuccess)


async def assign_service_requests(info: Asking, input: inputs.AssignServiceRequestsInput) -> Any:  # noqa: A002
    context, to = info.context, input.to
    if False in (to.me, to.nobody):
        raise PublicError(ErrorCode.BAD_USER_INPUT, "Give `true`, or another of them.")
    owner_id = id_of(to.colleague_id, "User") if isinstance(to.colleague_id, str) else None
    team_id = id_of(to.team_id, "Team") if isinstance(to.team_id, str) else None
    given_to = To(context.signed_in.user_id if to.me is True else owner_id, team_id)
    keys = [id_of(each, "ServiceRequest") for each in input.service_request_ids]
    try:
        given = await assigning.give_many(context.ground, context.signed_in, keys, given_to, key=input.idempotency_key)
    except refusals.Refusal as refusal:
        await context.renew()
        return await refused(context, refusal)
    await context.renew()
    by_key = {each.service_request_id: each for each in given}
    return await _assigned(
        info, [(text, by_key[key]) for text, key in zip(input.service_request_ids, keys, strict=True)]
    )


async def _assigned(info: Asking, given: list[tuple[strawberry.ID, Given]]) -> results.AssignServiceRequestsSuccess:
    done = [(each.service_request_id, each.outcome) for _, each in given if each.outcome is not None]
    reading = info.context.reading
    rows = await asyncio.gather(*(reading.by_key(SERVICE_REQUEST, key) for key, _ in done))
    return results.AssignServiceRequestsSuccess(
        is_replayed=bool(done) and all(outcome.replayed for _, outcome in done),
        history_keys=tuple(key for _, outcome in done for key in outcome.history),
        done=[show(row) for row in rows if row is not None],
        refused=[_not_assigned(text, each.refusal) for text, each in given if each.refusal],
    )


def _not_assigned(text: strawberry.ID, refusal: refusals.Refusal) -> results.NotAssigned:
    reasons, errors = reasons_of(refusal), errors_of(refusal)
    told = [
        *(each.explanation for each in reasons),
        *(each.message for each in errors),
        MESSAGES.get(type(refusal), ""),
    ]
    return results.NotAssigned(id=text, code=refusal.code, message=told[0], reasons=reasons, errors=errors)


async def mark_ready_for_pause(info: Asking, input: inputs.MarkInput) -> Any:  # noqa: A002
    return await _mark(info, input, Act.MARK_READY_FOR_PAUSE, "markReadyForPause", results.MarkReadyForPauseSuccess)


async def mark_ready_for_reprogressing(info: Asking, input: inputs.MarkInput) -> Any:  # noqa: A002
    how, success = Act.MARK_READY_FOR_REPROGRESSING, results.MarkReadyForReprogressingSuccess
    return await _mark(info, input, how, "markReadyForReprogressing", success)


async def mark_ready_for_cancellation(info: Asking, input: inputs.MarkInput) -> Any:  # noqa: A002
    how, success = Act.MARK_READY_FOR_CANCELLATION, results.MarkReadyForCancellationSuccess
    return await _mark(info, input, how, "markReadyForCancellation", success)


async def _mark(info: Asking, given: inputs.MarkInput, how: Act, name: str, success: Any) -> Any:
    key = _id(given)

    async def act(unit: Unit) -> Outcome:
        return await marking.mark(unit, key, how, note=given.note, expected_version=given.expected_version)

    return await carry_out(info, act, given, name, success)


async def record_form(info: Asking, input: inputs.RecordFormInput) -> Any:  # noqa: A002
    key, entries = _id(input), [each.read() for each in input.fields]

    async def act(unit: Unit) -> Outcome:
        return await forms.record(unit, key, entries, expected_version=input.expected_version)

    return await carry_out(info, act, input, "recordForm", results.RecordFormSuccess)


async def link_service_requests(info: Asking, input: inputs.LinkServiceRequestsInput) -> Any:  # noqa: A002
    key, other = _id(input), id_of(input.related_id, "ServiceRequest")

    async def act(unit: Unit) -> Outcome:
        return await related.link(unit, key, other, expected_version=input.expected_version)

    return await carry_out(info, act, input, "linkServiceRequests", results.LinkServiceRequestsSuccess)


async def record_offline_task(info: Asking, input: inputs.RecordOfflineTaskInput) -> Any:  # noqa: A002
    key, task = _id(input), input.read()

    async def act(unit: Unit) -> Outcome:
        return await offline_tasks.record(unit, key, task, expected_version=input.expected_version)

    return await carry_out(info, act, input, "recordOfflineTask", results.RecordOfflineTaskSuccess)


async def receive_offline_task(info: Asking, input: inputs.ReceiveOfflineTaskInput) -> Any:  # noqa: A002
    key, task_id = _id(input), id_of(input.offline_task_id, "OfflineTask")

    async def act(unit: Unit) -> Outcome:
        return await offline_tasks.receive(
            unit, key, task_id, input.received_on, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "receiveOfflineTask", results.ReceiveOfflineTaskSuccess)


async def simulate_outcome(
    info: Asking,
    service_request_id: strawberry.ID,
    activity: str,
    outcome: str,
    reason: str | None = None,
    note: str | None = None,
    on: date | None = None,
) -> Simulation | None:
    """What completing a line by this outcome would do now; null for a service request that is none of the viewer's."""
    key, given = id_of(service_request_id, "ServiceRequest"), GivenWith(reason, note, on)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.complete(unit, key, activity, outcome=outcome, given=given, expected_version=None)

    return await _simulated(info, key, act)


async def simulate_closing(
    info: Asking, service_request_id: strawberry.ID, sub_status: enums.ServiceRequestSubStatus, note: str | None = None
) -> Simulation | None:
    """What closing would do now."""
    key, how = id_of(service_request_id, "ServiceRequest"), ServiceRequestSubStatus(sub_status)
    if how not in CLOSINGS:
        raise PublicError(ErrorCode.BAD_USER_INPUT, "It is closed as COMPLETE or as CANCELLED.")

    async def act(unit: Unit) -> Outcome:
        return await service_requests.close(unit, key, how, note=note, expected_version=None)

    return await _simulated(info, key, act)


async def simulate_approval(info: Asking, service_request_id: strawberry.ID) -> Simulation | None:
    """What approving would do now."""
    key, context = id_of(service_request_id, "ServiceRequest"), info.context
    prepared = await preparing.prepare_approval(context.ground, context.signed_in, key)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.approve(unit, key, prepared=prepared, expected_version=None)

    return await _simulated(info, key, act)


async def _simulated(info: Asking, key: UUID, act: Any) -> Simulation | None:
    context = info.context
    row = await context.reading.by_key(SERVICE_REQUEST, key)
    if row is None:
        return None
    by = Looked(row.stored["case_id"], key, row.relation)
    found = await rehearsal.rehearse(context.ground, context.signed_in, by, act)
    return None if isinstance(found.refusal, refusals.NotFound) else Simulation.of(found)
