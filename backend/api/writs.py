"""Writs of control: what can be asked and done, what answers it, and what it says of itself."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import writs
from backend.schema.results import writs as results
from backend.schema.writs import Writ, WritVerification


@strawberry.type(description="What can be asked about writs.")
class WritQueries:
    writ: Writ | None = field(
        resolver=writs.writ, description="A writ that you may see; null where there is none, or none for you."
    )
    verify_writ: WritVerification | None = field(
        resolver=writs.verify_writ,
        description="Whether a writ is genuine and how it stands today, for anybody who holds it (W-20). "
        "Null for an unknown one and for a wrong code alike.",
    )


@strawberry.type(description="What can be done with a writ that was served.")
class WritActs:
    acknowledge_writ: Any = act(
        writs.acknowledge_writ,
        results.AcknowledgeWritSuccess,
        "Acknowledge receipt of a writ, with date and time; the officer it was served on only (W-15).",
    )
    give_notice_of_enforcement: Any = act(
        writs.give_notice_of_enforcement,
        results.GiveNoticeOfEnforcementSuccess,
        "Record that notice of enforcement was given, seven clear days after which goods may be taken; the officer "
        "only (W-18).",
    )
