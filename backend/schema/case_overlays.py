"""What overlays where an enforcement case stands: flags, review dates, surveillance, movements, powers, findings."""

from datetime import date, datetime

import strawberry

from backend.queries import case_overlays as queries
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.declared import derived, leaf, shape
from backend.schema.scalars import Pounds


@strawberry.type(description="That a flag was set on a case, by whom and why; removed, it stays to be read.")
class CaseFlag:
    flag: enums.Flag = leaf("Which one.")
    set_at: datetime = leaf("When it was set.")
    set_by: str | None = leaf("Who set it, by name; null where the service did.")
    reason: str = leaf("Why it was set.")
    ended_at: datetime | None = leaf("When it was removed; null while it is set.")
    ended_by: str | None = leaf("Who removed it, by name; null where the service did.")
    ended_why: str | None = leaf("Why it was removed.")


shape(queries.FLAG_SETTING, CaseFlag)


@strawberry.type(description="A case review date: when it comes, the case is routed for a decision (R-24, R-25).")
class CaseReviewDate:
    kind: enums.ReviewKind = leaf("What it is for.")
    due_on: date = leaf("The day.")
    reason: str = leaf("Why the case is to be reviewed then.")
    set_at: datetime = leaf("When it was set.")
    set_by: str | None = leaf("Who set it, by name; null where the service did.")
    ended_at: datetime | None = leaf("When it came, or gave way to another; null while it is live.")
    ended_why: str | None = leaf("How it ended, as a code.")


shape(queries.REVIEW, CaseReviewDate)


@strawberry.type(description="A time in which a case waits in maintenance for something to change (R-31 to R-35).")
class Surveillance:
    reason: str = leaf("Why it is in surveillance.")
    started_at: datetime = leaf("Since when.")
    started_by: str | None = leaf("Who decided it, by name; null where the service did.")
    ended_at: datetime | None = leaf("When it ended; null while it goes on.")
    exit: enums.RoutingReason | None = leaf("By which of the five triggers it ended.")


shape(queries.SURVEILLANCE, Surveillance)


@strawberry.type(description="That a case went from one area or team of the agency to another (R-20, R-36 to R-39).")
class CaseMovement:
    from_area: enums.CaseArea = leaf("The area that it left.")
    from_team: str | None = leaf("The team that it left.")
    to_area: enums.CaseArea = leaf("The area that it went to.")
    to_team: str | None = leaf("The team that it went to.")
    reason: str = leaf("Why it went.")
    at: datetime = leaf("When it went.")
    by: str | None = leaf("Who had it moved, by name; null where the service did.")


shape(queries.MOVEMENT, CaseMovement)


@strawberry.type(
    description="That an enforcement power was considered, or is exhausted; surveillance asks for it (R-31)."
)
class PowerConsidered:
    power: enums.Power = leaf("Which power.")
    result: enums.PowerResult = leaf("What came of it.")
    reason: str = leaf("Why that came of it.")
    at: datetime = leaf("When it was considered.")
    by: str | None = leaf("Who considered it, by name; null where the service recorded it.")
    service_request: str | None = leaf("The reference of the service request in which it was considered.")


shape(queries.POWER_CONSIDERED, PowerConsidered)


@strawberry.type(
    description="What a third party or an outside system told about the paying parent. For whoever works the case, "
    "and who leads them."
)
class Finding:
    kind: enums.FindingKind = leaf("What it is about.")
    feed: enums.Feed = leaf("Who told it.")
    text: str = leaf("What was told, in words.")
    found_on: date = leaf("As of which day.")
    recorded_at: datetime = leaf("When it came.")


shape(queries.FINDING, Finding)


@strawberry.type(
    description="One child maintenance case of a group: between the paying parent and one receiving parent. A "
    "receiving parent sees their own alone."
)
class MaintenanceCase(Node):
    id: strawberry.ID = leaf("Opaque id.")
    number: str = leaf("Its number.")
    is_master: bool | None = leaf("Whether it is the master case, which carries lock assignment (R-20); agency only.")
    receiving_parent: str = leaf("To whom maintenance is owed, by name.")
    arrears: Pounds = derived(queries.ARREARS_OF_CASE_OF_GROUP, "What is owed under it.")


shape(queries.MAINTENANCE_CASE, MaintenanceCase)
