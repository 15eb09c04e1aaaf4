"""The successes of acts around the enforcement of a judgment."""

from typing import Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.rules.enforcement_options import paper_writ
from backend.rules.periods import london_day
from backend.schema.enforcement import PaperWrit
from backend.schema.results.claims import ClaimSuccess


@strawberry.type(description="It was noted that you read the page.")
class RecordGuidanceReadSuccess(ClaimSuccess):
    pass


@strawberry.type(description="Your choice was recorded; nothing is closed by it.")
class ChoosePaperWritSuccess(ClaimSuccess):
    @strawberry.field(description="The form, the fee and the steps.")
    def paper_writ(self, info: Info[Context, Any]) -> PaperWrit:
        return PaperWrit.of(paper_writ(london_day(info.context.now)))


@strawberry.type(description="Enforcement is stopped for the time being, and everybody concerned sees it.")
class RestrainEnforcementSuccess(ClaimSuccess):
    pass


@strawberry.type(description="What stopped enforcement has ended.")
class LiftRestraintSuccess(ClaimSuccess):
    pass
