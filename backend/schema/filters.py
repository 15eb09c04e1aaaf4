"""Filters and orders of the lists: typed, and turned into conditions by the declarations in queries/."""

from datetime import date
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import true

from backend.adapters.sealing import SealBrokenError
from backend.context import Context
from backend.models import HistoryEntry
from backend.queries import claims, enforcement_cases, events
from backend.queries.ids import MalformedIdError, key_of
from backend.rules.errors import ErrorCode, PublicError
from backend.schema import enums
from backend.schema.scalars import EventCursor, Pounds

MOST_CONDITIONS = 30
"""Each shape of a filter is a statement of its own, which the database has to read and this process to keep."""


@strawberry.input(description="One of these statuses.")
class ClaimStatusIn:
    in_: list[enums.ClaimStatus] = strawberry.field(name="in", description="Any of them.")


@strawberry.input(description="Whole days in the United Kingdom, both ends included; leave out an end for no bound.")
class DayRange:
    from_: date | None = strawberry.field(name="from", default=None, description="The first day.")
    to: date | None = strawberry.field(default=None, description="The last day.")


@strawberry.input(description="Amounts, both ends included; leave out an end for no bound.")
class PoundsRange:
    from_: Pounds | None = strawberry.field(name="from", default=None, description="The least.")
    to: Pounds | None = strawberry.field(default=None, description="The most.")


@strawberry.input(description="Which claims: everything given must hold.")
class ClaimFilter:
    status: ClaimStatusIn | None = strawberry.field(default=None, description="Where they stand now.")
    my_side: enums.PartySide | None = strawberry.field(default=None, description="Those in which you stand here.")
    jurisdiction: enums.Jurisdiction | None = strawberry.field(default=None, description="Under this law.")
    reference: str | None = strawberry.field(default=None, description="With exactly this reference.")
    lodged_on: DayRange | None = strawberry.field(default=None, description="Lodged on these days.")
    response_due_on: DayRange | None = strawberry.field(default=None, description="With a response due on these days.")
    amount: PoundsRange | None = strawberry.field(default=None, description="With a principal in this range.")
    and_: "list[ClaimFilter] | None" = strawberry.field(name="and", default=None, description="All of these too.")
    or_: "list[ClaimFilter] | None" = strawberry.field(name="or", default=None, description="At least one of these.")
    not_: "ClaimFilter | None" = strawberry.field(name="not", default=None, description="But not these.")

    def size(self) -> int:
        """How many conditions it holds, all that are nested in it included."""
        nested = [*(self.and_ or []), *(self.or_ or []), *([self.not_] if self.not_ else [])]
        listed = len(self.status.in_) if self.status else 0
        return 1 + listed + sum(each.size() for each in nested)

    def plain(self) -> dict[str, Any]:
        """As `queries.claims.conditions` reads it."""
        amount = self.amount or PoundsRange()
        return {
            "status": self.status.in_ if self.status else None,
            "my_side": self.my_side,
            "jurisdiction": [self.jurisdiction] if self.jurisdiction else None,
            "reference": self.reference.strip().upper() if self.reference else None,
            "lodged_on": (self.lodged_on.from_, self.lodged_on.to) if self.lodged_on else None,
            "response_due_on": (self.response_due_on.from_, self.response_due_on.to) if self.response_due_on else None,
            "amount_from": amount.from_,
            "amount_to": amount.to,
            "and_": [each.plain() for each in self.and_] if self.and_ is not None else None,
            "or_": [each.plain() for each in self.or_] if self.or_ is not None else None,
            "not_": self.not_.plain() if self.not_ else None,
        }

    def read(self, context: Context) -> tuple[tuple[Any, ...], str]:
        """Its conditions, and its text for the binding of cursors. Raises BAD_USER_INPUT where it is too large."""
        if self.size() > MOST_CONDITIONS:
            raise _too_large()
        plain = self.plain()
        return (claims.conditions(plain, actor=context.actor, now=context.now),), repr(plain)


@strawberry.enum(description="In which order claims are listed.")
class ClaimOrder(Enum):
    LODGED_FIRST = strawberry.enum_value("LODGED_FIRST", description="The oldest first.")
    LODGED_LAST = strawberry.enum_value("LODGED_LAST", description="The newest first.")
    DUE_FIRST = strawberry.enum_value("DUE_FIRST", description="By the date a response is due, the earliest first.")


@strawberry.input(
    description="Which enforcement cases: everything given must hold. Only the agency filters by more than reference "
    "and jurisdiction; anybody else who does finds none."
)
class EnforcementCaseFilter:
    reference: str | None = strawberry.field(default=None, description="With exactly this reference.")
    jurisdiction: list[enums.Jurisdiction] | None = strawberry.field(default=None, description="In any of these.")
    area: list[enums.CaseArea] | None = strawberry.field(default=None, description="With any of these areas.")
    segment: list[enums.Segment] | None = strawberry.field(default=None, description="In any of these segments.")
    flag: list[enums.Flag] | None = strawberry.field(default=None, description="With any of these flags set.")
    team_id: strawberry.ID | None = strawberry.field(default=None, description="With this team.")
    is_assigned_to_me: bool | None = strawberry.field(
        default=None, description="Whether you own a service request of it that is not closed."
    )
    is_in_surveillance: bool | None = strawberry.field(default=None, description="Whether it is in surveillance.")
    review_due_before: date | None = strawberry.field(default=None, description="To be reviewed before this day.")

    def read(self, context: Context) -> tuple[tuple[Any, ...], str]:
        """Its conditions, and its text for the binding of cursors. Raises BAD_USER_INPUT."""
        if sum(len(each or ()) for each in (self.jurisdiction, self.area, self.segment, self.flag)) > MOST_CONDITIONS:
            raise _too_large()
        try:
            team_id = key_of(self.team_id, "Team") if self.team_id else None
        except MalformedIdError:
            raise PublicError(ErrorCode.BAD_USER_INPUT, "This is not the id of a Team.") from None
        asked = enforcement_cases.Asked(
            reference=self.reference.strip().upper() if self.reference else None,
            jurisdiction=None if self.jurisdiction is None else tuple(self.jurisdiction),
            area=None if self.area is None else tuple(self.area),
            segment=None if self.segment is None else tuple(self.segment),
            flag=None if self.flag is None else tuple(self.flag),
            team_id=team_id,
            is_assigned_to_me=self.is_assigned_to_me,
            is_in_surveillance=self.is_in_surveillance,
            review_due_before=self.review_due_before,
        )
        return (enforcement_cases.conditions(asked, context.actor),), repr(asked)


@strawberry.enum(description="In which order enforcement cases are listed.")
class EnforcementCaseOrder(Enum):
    REFERRED_FIRST = strawberry.enum_value("REFERRED_FIRST", description="The oldest first.")
    REFERRED_LAST = strawberry.enum_value("REFERRED_LAST", description="The newest first.")


@strawberry.input(description="Which history entries: everything given must hold.")
class HistoryFilter:
    kind: list[enums.EventKind] | None = strawberry.field(default=None, description="Any of these kinds.")
    on: DayRange | None = strawberry.field(default=None, description="On these days.")
    after: EventCursor | None = strawberry.field(
        default=None, description="Written after this place in the live feed: the polling twin of `caseChanged`."
    )

    def read(self, context: Context) -> tuple[tuple[Any, ...], str]:
        """Its conditions, and its text for the binding of cursors."""
        conditions: list[Any] = [true()]
        if self.kind is not None and len(self.kind) > MOST_CONDITIONS:
            raise _too_large()
        if self.kind is not None:
            conditions.append(HistoryEntry.kind.in_(self.kind))
        if self.on:
            conditions.append(claims.within(HistoryEntry.at, (self.on.from_, self.on.to)))
        if self.after is not None:
            dialect = context.ground.database.dialect
            conditions += [events.published(dialect), events.beyond(position_at(context, self.after))]
        return tuple(conditions), repr(self)


def _too_large() -> PublicError:
    return PublicError(ErrorCode.BAD_USER_INPUT, f"A filter holds at most {MOST_CONDITIONS} conditions.")


def position_at(context: Context, cursor: EventCursor) -> events.Position:
    """The place in the feed that a cursor names. Raises BAD_USER_INPUT."""
    try:
        return events.from_cursor(context.ground.sealer, cursor)
    except SealBrokenError:
        raise PublicError(ErrorCode.BAD_USER_INPUT, "This is not a cursor of the live feed.") from None
