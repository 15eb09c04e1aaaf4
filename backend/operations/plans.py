"""The activity plan of a service request, generated from a template: once for each (R-10, R-28)."""

from backend.models import Activity, ActivityPlan, ServiceRequest, new_id
from backend.operations.unit import Unit
from backend.rules.casework.kinds import Template
from backend.rules.vocabulary import ActivityStatus


async def generate(unit: Unit, row: ServiceRequest, template: Template) -> None:
    """Write the plan with its lines, all outstanding. For an act that holds the case, and knows that there is none."""
    plan = ActivityPlan(
        id=new_id(), case_id=row.case_id, service_request_id=row.id, template=template.key, generated_at=unit.now
    )
    unit.session.add(plan)
    await unit.session.flush()
    unit.session.add_all(
        Activity(
            case_id=row.case_id,
            plan_id=plan.id,
            service_request_id=row.id,
            position=position,
            code=line.code,
            status=ActivityStatus.OUTSTANDING,
        )
        for position, line in enumerate(template.lines, start=1)
    )
