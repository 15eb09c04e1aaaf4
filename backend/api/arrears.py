"""The money of an enforcement case: what can be done with it, and what it says of itself."""

from typing import Any

import strawberry

from backend.api.fields import act
from backend.resolvers import arrears
from backend.schema.results import arrears as results


@strawberry.type(description="What can be done with the money of an enforcement case.")
class ArrearsActs:
    agree_schedule: Any = act(
        arrears.agree_schedule,
        results.AgreeScheduleSuccess,
        "Agree a payment schedule with the paying parent; one of a case is live. Whoever works the case only (R-04).",
    )
    end_schedule: Any = act(
        arrears.end_schedule,
        results.EndScheduleSuccess,
        "End the live schedule with a reason; whoever works the case only (R-04).",
    )
    allocate_payment: Any = act(
        arrears.allocate_payment,
        results.AllocatePaymentSuccess,
        "Allocate by hand a payment that waits, or its excess; whoever works the case only (R-48).",
    )
    invalidate_liability_order: Any = act(
        arrears.invalidate_liability_order,
        results.InvalidateLiabilityOrderSuccess,
        "Record that a liability order is invalid; whoever works the case only (R-40).",
    )
    record_artefact: Any = act(
        arrears.record_artefact,
        results.RecordArtefactSuccess,
        "Record what enforcement left on the paying parent; whoever works the case only (R-41).",
    )
    record_compliance: Any = act(
        arrears.record_compliance,
        results.RecordComplianceSuccess,
        "Record how far a deduction order is complied with; the deduction order team or the arrears case owner (R-50).",
    )
