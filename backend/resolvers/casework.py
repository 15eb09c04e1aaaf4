"""Service requests: looked up, opened by hand, given to somebody, worked, approved, closed."""

from typing import Any
from uuid import UUID

from backend.operations import preparing, service_requests, work_queue
from backend.operations.unit import Outcome, Unit
from backend.operations.writs import ATTEMPTS, NotAsPreparedError
from backend.queries.service_requests import SERVICE_REQUEST
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.casework.catalogue import KINDS
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.vocabulary import NoteKind
from backend.schema.casework import ServiceRequest
from backend.schema.declared import show
from backend.schema.inputs import casework as inputs
from backend.schema.results import casework as results


def _id(input: Any) -> UUID:  # noqa: A002 - the API's word
    return id_of(input.service_request_id, "ServiceRequest")


async def service_request(info: Asking, by: inputs.ServiceRequestBy) -> ServiceRequest | None:
    """A service request that the viewer may see, by id or reference; null for any other."""
    if isinstance(by.id, str):
        named = SERVICE_REQUEST.key == id_of(by.id, "ServiceRequest")
    else:
        named = SERVICE_REQUEST.fields["reference"].expression == str(by.reference).strip().upper()
    row = await info.context.reading.one(SERVICE_REQUEST, named)
    shown: ServiceRequest | None = show(row) if row else None
    return shown


async def open_service_request(info: Asking, input: inputs.OpenServiceRequestInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")
    about = id_of(input.about_id, KINDS[input.kind].about or "") if input.about_id else None

    async def act(unit: Unit) -> Outcome:
        return await work_queue.open_by_hand(unit, case_id, input.kind, reason=input.reason, about=about)

    return await carry_out(info, act, input, "openServiceRequest", results.OpenServiceRequestSuccess)


async def assign_service_request(info: Asking, input: inputs.AssignServiceRequestInput) -> Any:  # noqa: A002
    key, to, version = _id(input), input.to, input.expected_version
    team_id = id_of(to.team_id, "Team") if isinstance(to.team_id, str) else None
    owner_id = id_of(to.colleague_id, "User") if isinstance(to.colleague_id, str) else None
    if False in (to.me, to.nobody):
        raise PublicError(ErrorCode.BAD_USER_INPUT, "Give `true`, or another of them.")
    if to.me is True:
        owner_id = info.context.signed_in.user_id

    async def act(unit: Unit) -> Outcome:
        if team_id is not None:
            return await work_queue.give_to_team(unit, key, team_id, expected_version=version)
        return await work_queue.give_to(unit, key, owner_id, expected_version=version)

    return await carry_out(info, act, input, "assignServiceRequest", results.AssignServiceRequestSuccess)


async def start_service_request(info: Asking, input: inputs.StartServiceRequestInput) -> Any:  # noqa: A002
    key = _id(input)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.start(unit, key, expected_version=input.expected_version)

    return await carry_out(info, act, input, "startServiceRequest", results.StartServiceRequestSuccess)


async def complete_activity(info: Asking, input: inputs.CompleteActivityInput) -> Any:  # noqa: A002
    key, given = _id(input), input.read()

    async def act(unit: Unit) -> Outcome:
        return await service_requests.complete(
            unit, key, input.activity, outcome=input.outcome, given=given, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "completeActivity", results.CompleteActivitySuccess)


async def add_service_request_note(info: Asking, input: inputs.AddServiceRequestNoteInput) -> Any:  # noqa: A002
    key = _id(input)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.add_note(
            unit, key, input.text, kind=NoteKind(input.kind), expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "addServiceRequestNote", results.AddServiceRequestNoteSuccess)


async def request_approval(info: Asking, input: inputs.RequestApprovalInput) -> Any:  # noqa: A002
    key = _id(input)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.request_approval(unit, key, expected_version=input.expected_version)

    return await carry_out(info, act, input, "requestApproval", results.RequestApprovalSuccess)


async def approve_service_request(info: Asking, input: inputs.ApproveServiceRequestInput) -> Any:  # noqa: A002
    """What approval carries out is prepared before; where the case moved meanwhile, it is prepared anew."""
    key, context = _id(input), info.context
    for attempt in range(1, ATTEMPTS + 1):
        prepared = await preparing.prepare_approval(context.ground, context.signed_in, key)

        async def act(unit: Unit, prepared: service_requests.Prepared = prepared) -> Outcome:
            return await service_requests.approve(unit, key, prepared=prepared, expected_version=input.expected_version)

        try:
            return await carry_out(info, act, input, "approveServiceRequest", results.ApproveServiceRequestSuccess)
        except NotAsPreparedError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError


async def reject_service_request(info: Asking, input: inputs.RejectServiceRequestInput) -> Any:  # noqa: A002
    key = _id(input)

    async def act(unit: Unit) -> Outcome:
        return await service_requests.reject(unit, key, input.reason, expected_version=input.expected_version)

    return await carry_out(info, act, input, "rejectServiceRequest", results.RejectServiceRequestSuccess)


async def close_service_request(info: Asking, input: inputs.CloseServiceRequestInput) -> Any:  # noqa: A002
    key, how = _id(input), input.read()

    async def act(unit: Unit) -> Outcome:
        return await service_requests.close(unit, key, how, note=input.note, expected_version=input.expected_version)

    return await carry_out(info, act, input, "closeServiceRequest", results.CloseServiceRequestSuccess)
