"""The successes of acts on the money of an enforcement case."""

import strawberry

from backend.schema.results.enforcement_cases import EnforcementCaseSuccess


@strawberry.type(description="The schedule was agreed, and its payments are expected.")
class AgreeScheduleSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The schedule ended: nothing more of it is expected.")
class EndScheduleSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The payment was allocated.")
class AllocatePaymentSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The order is invalid: what was left of it is owed without an order again.")
class InvalidateLiabilityOrderSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The artefact was recorded.")
class RecordArtefactSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="Compliance was recorded, and the missed payment monitor switched by it.")
class RecordComplianceSuccess(EnforcementCaseSuccess):
    pass
