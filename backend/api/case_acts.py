"""Acts on an enforcement case: flags, powers, its segment, what was done in the legacy system."""

from typing import Any

import strawberry

from backend.api.fields import act
from backend.resolvers import case_acts
from backend.schema.results import case_acts as results


@strawberry.type(description="What the agency does on an enforcement case itself.")
class CaseActs:
    set_flag: Any = act(
        case_acts.set_flag,
        results.SetFlagSuccess,
        "Set a flag on an enforcement case that you work; in enforcement only, but for R-50 (R-38).",
    )
    remove_flag: Any = act(
        case_acts.remove_flag,
        results.RemoveFlagSuccess,
        "Remove a flag of an enforcement case that you work; in enforcement only, but for R-50 (R-38).",
    )
    launch_power: Any = act(
        case_acts.launch_power,
        results.LaunchPowerSuccess,
        "Launch an enforcement power from your case routing service request, linked to it (R-18).",
    )
    record_power_considered: Any = act(
        case_acts.record_power_considered,
        results.RecordPowerConsideredSuccess,
        "Record that a power was considered and what came of it, as surveillance asks for (R-31).",
    )
    categorise_arrears: Any = act(
        case_acts.categorise_arrears,
        results.CategoriseArrearsSuccess,
        "Move an arrears-only case that went through surveillance to Arrears Only Categorised (R-32).",
    )
    record_migrated_actions: Any = act(
        case_acts.record_migrated_actions,
        results.RecordMigratedActionsSuccess,
        "Carry in what was done in the legacy system; the transition team only (R-19).",
    )
