"""What can be followed live."""

from typing import Any

import strawberry

from backend.api.fields import stream
from backend.resolvers import live
from backend.schema.work_queue import WorkQueueEvent


@strawberry.type(description="What can be followed live: each change once, in order, across reconnects.")
class Subscription:
    case_changed: Any = stream(
        resolver=live.case_changed,
        description="Every change of one claim that you may see, from `after` on, or from now (X-02).",
    )
    enforcement_case_changed: Any = stream(
        resolver=live.enforcement_case_changed,
        description="Every change of one enforcement case that you may see, from `after` on, or from now (X-02).",
    )
    dashboard_changed: Any = stream(
        resolver=live.dashboard_changed,
        description="Every change of all the claims and enforcement cases that you may see, from `after` on, or from "
        "now (X-02).",
    )
    work_queue_changed: Any = stream(
        resolver=live.work_queue_changed,
        of=WorkQueueEvent,
        description="Every change of what is in your team's work queue, and that something left it; staff only (X-02).",
    )
