"""The successes of acts on a writ."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.model import Entity
from backend.queries.writs import WRIT
from backend.schema.claims import Claim
from backend.schema.results.base import Success
from backend.schema.writs import Writ


@strawberry.interface(description="An act was done on a writ.")
class WritSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"claim": CLAIM, "writ": WRIT}

    claim: Claim = strawberry.field(description="The claim as it is now.")
    writ: Writ = strawberry.field(description="The writ as it is now.")


@strawberry.type(description="The receipt was noted.")
class AcknowledgeWritSuccess(WritSuccess):
    pass


@strawberry.type(description="The notice was recorded, and both sides are told from when goods may be taken.")
class GiveNoticeOfEnforcementSuccess(WritSuccess):
    pass
