"""How enforcement is initiated on a case of the demonstration, and its powers launched (R-13 to R-18)."""

from uuid import UUID

from sqlalchemy import select

from backend.demo.agency import Telling
from backend.models import ServiceRequest
from backend.operations import forms, powers
from backend.operations import service_requests as work
from backend.rules.access import SYSTEM
from backend.rules.casework.forms import Entry
from backend.rules.vocabulary import FormFieldKind, NoteKind, Power

WELFARE = "The welfare of the child was considered: what is owed to them outweighs what the action costs him."
PARALLEL = (
    Entry("PARALLEL_ACTION_CONSIDERED", FormFieldKind.YES_NO, True),
    Entry("PARALLEL_ACTION_RESULT", FormFieldKind.TEXT, "One sanction, and beside it what reaches his earnings."),
)


async def initiate(case: Telling) -> None:
    """Information is gathered, the welfare of the child considered, and enforcement action initiated."""
    await case.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="His means are not known well enough.")
    child = await _child(case)
    await case.start(key=child)
    await case.act(
        case.manager,
        lambda unit: work.add_note(unit, child, WELFARE, kind=NoteKind.WELFARE_DECISION, expected_version=None),
    )
    await case.complete("THIRD_PARTIES", "GATHERED", key=child, note="He works for a haulage firm, and drives.")
    await case.complete("CREDIT_REFERENCE_AGENCY", "NOT_ASKED", key=child, reason="His employer is known.")
    await case.complete("WELFARE_OF_THE_CHILD", "RECORDED", key=child)
    await case.close(child)
    await case.act(case.manager, lambda unit: forms.record(unit, case.routing, PARALLEL))
    await case.complete(
        "INITIATE_ENFORCEMENT_ACTION",
        "INITIATE",
        reason="decision to initiate enforcement action",
        note="He can pay, and does not.",
    )


async def launch(case: Telling, power: Power) -> None:
    reason = "He drives for his living: he would rather pay."
    await case.act(case.manager, lambda unit: powers.launch(unit, case.routing, power, reason=reason))


async def _child(case: Telling) -> UUID:
    """The service request that the routing opened under it."""
    async with case.ground.database.reading(SYSTEM) as connection:
        found: UUID = (
            await connection.scalars(select(ServiceRequest.id).where(ServiceRequest.parent_id == case.routing))
        ).one()
    return found
