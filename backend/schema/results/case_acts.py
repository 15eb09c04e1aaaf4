"""The successes of acts on an enforcement case: flags, powers, its segment, what was done in the legacy system."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.model import Entity
from backend.queries.service_requests import SERVICE_REQUEST
from backend.schema.casework import ServiceRequest
from backend.schema.results.enforcement_cases import EnforcementCaseSuccess


@strawberry.type(description="The flag is set.")
class SetFlagSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The flag is set no longer.")
class RemoveFlagSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The service request of the power is open, and linked to case routing.")
class LaunchPowerSuccess(EnforcementCaseSuccess):
    shows: ClassVar[Mapping[str, Entity]] = {"service_request": SERVICE_REQUEST, "enforcement_case": ENFORCEMENT_CASE}

    service_request: ServiceRequest = strawberry.field(description="The service request of the power.")


@strawberry.type(description="It was recorded that the power was considered.")
class RecordPowerConsideredSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="The case is of the segment Arrears Only Categorised.")
class CategoriseArrearsSuccess(EnforcementCaseSuccess):
    pass


@strawberry.type(description="What was done in the legacy system was carried in.")
class RecordMigratedActionsSuccess(EnforcementCaseSuccess):
    pass
