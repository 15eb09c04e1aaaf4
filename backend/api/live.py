"""What can be followed live."""

from typing import Any

import strawberry

from backend.api.fields import stream
from backend.resolvers import live


@strawberry.type(description="What can be followed live: each change once, in order, across reconnects.")
class Subscription:
    case_changed: Any = stream(
        resolver=live.case_changed,
        description="Every change of one claim that you may see, from `after` on, or from now (X-02).",
    )
    dashboard_changed: Any = stream(
        resolver=live.dashboard_changed,
        description="Every change of all the claims that you may see, from `after` on, or from now (X-02).",
    )
