"""Service requests that belong together: routing and the power launched, the original and its amendment (R-18)."""

from uuid import UUID

from backend.models import RelatedServiceRequest, ServiceRequest, new_id
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import Worked, load
from backend.rules import refusals
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import Act, EventKind


async def link(
    unit: Unit, service_request_id: UUID, related_id: UUID, *, expected_version: int | None = None
) -> Outcome:
    """Link two service requests of one case, once whichever is named first (R-18, R-28, R-42)."""
    worked = await load(unit, service_request_id, expected_version=expected_version)
    worked.require(Act.LINK_SERVICE_REQUESTS, unit)
    other = await unit.session.get(ServiceRequest, related_id)
    if other is None or other.case_id != worked.service_request.case_id or other.id == service_request_id:
        raise refusals.Refused(reasons.NOT_ON_ONE_CASE)
    if not await tie(unit, worked, other):
        raise refusals.Refused(reasons.ALREADY_LINKED)
    return worked.outcome


async def tie(unit: Unit, worked: Worked, other: ServiceRequest) -> bool:
    """Link `other` to the one that is worked, within an act that was permitted; whether they were not linked before."""
    first, second = sorted((worked.service_request.id, other.id))
    of = RelatedServiceRequest
    made = await unit.session.scalar(
        unit.insert(of)
        .values(
            id=new_id(),
            case_id=other.case_id,
            first_id=first,
            second_id=second,
            linked_at=unit.now,
            linked_by=unit.actor.user_id,
        )
        .on_conflict_do_nothing(index_elements=["first_id", "second_id"])
        .returning(of.id)
    )
    if made is not None:
        worked.changed(unit, EventKind.SERVICE_REQUESTS_LINKED, related=other.reference)
    return made is not None
