"""Which enforcement cases may something be due on? Read as the service, a page of keys at a time (R-01).

One scan a trigger, each by an index of what can be due. A scan may name too many cases, never too few: what is due is
judged by `rules.monitoring.due`, from the same facts as in every act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from backend.models import (
    Artefact,
    Case,
    EnforcementCase,
    ExpectedPayment,
    FlagSetting,
    LiabilityOrder,
    PaymentIn,
    Review,
    Schedule,
    ServiceRequest,
    Surveillance,
)
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import ENFORCING
from backend.rules.periods import add_months, end_of, london_day
from backend.rules.policies import DUE_DATES_OF_COMPLIANCE, SURVEILLANCE_REVIEW_MONTHS, in_force
from backend.rules.triggers import BY_CODE, Trigger, late_before
from backend.rules.vocabulary import (
    ExpectedState,
    Flag,
    LiabilityOrderState,
    Power,
    RoutingReason,
    ScheduleKind,
    ServiceRequestStatus,
)

R = RoutingReason
Selected = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Scan:
    """How the cases are found on which one of these reasons may be due at an instant."""

    name: str
    reasons: tuple[RoutingReason, ...]
    find: Callable[[datetime], Selected]
    """Selects the keys of cases from one table, with its joins."""
    column: Any
    """The column that names the case, and by which it is paged."""

    def page(self, now: datetime, *, after: UUID | None, size: int) -> Selected:
        """The next cases, in the order of their keys."""
        found = self.find(now).distinct().order_by(self.column).limit(size)
        return found.where(self.column > after) if after else found


def _watched(of: Any) -> ColumnElement[bool]:
    """Of cases that are in enforcement or in surveillance."""
    enforced = exists().where(
        EnforcementCase.case_id == of.case_id,
        EnforcementCase.area.in_(ENFORCING),
    )
    waits = exists().where(Surveillance.case_id == of.case_id, Surveillance.ended_at.is_(None))
    return or_(enforced, waits)


def _is_answered(about: Any, trigger: Trigger) -> ColumnElement[bool]:
    """Whether somebody was told of the thing already."""
    kinds = [KINDS[code] for code in sorted(trigger.answered_by)]
    return exists().where(
        ServiceRequest.subject_id == about,
        or_(
            *(
                and_(
                    ServiceRequest.process == each.process,
                    ServiceRequest.area == each.area,
                    ServiceRequest.sub_area == each.sub_area,
                )
                for each in kinds
            )
        ),
    )


def _missed(now: datetime) -> Selected:
    of = ExpectedPayment
    late = (
        of.state == ExpectedState.EXPECTED,
        of.due_on < late_before(london_day(now)),
        of.paid_pence < of.amount_pence,
    )
    return select(of.case_id).where(*late, _watched(of))


def _partial(now: datetime) -> Selected:
    of = ExpectedPayment
    is_silenced = exists().where(
        FlagSetting.case_id == of.case_id,
        FlagSetting.flag == Flag.DISABLE_MISSED_PAYMENT_MONITOR,
        FlagSetting.ended_at.is_(None),
    )
    late = (
        of.state == ExpectedState.PARTIAL,
        of.due_on < late_before(london_day(now)),
        of.paid_pence < of.amount_pence,
    )
    return select(of.case_id).where(*late, ~is_silenced, ~_is_answered(of.id, BY_CODE[R.PARTIAL_PAYMENT]), _watched(of))


def _excess(_now: datetime) -> Selected:
    of = PaymentIn
    return select(of.case_id).where(of.excess_pence > 0, ~_is_answered(of.id, BY_CODE[R.EXCESS_PAYMENT]), _watched(of))


def _paid_off(_now: datetime) -> Selected:
    of = LiabilityOrder
    return select(of.case_id).where(
        of.state == LiabilityOrderState.PAID_OFF,
        ~_is_answered(of.id, BY_CODE[R.LIABILITY_ORDER_PAID_OFF]),
        _watched(of),
    )


def _reviews(now: datetime) -> Selected:
    return select(Review.case_id).where(Review.ended_at.is_(None), Review.due_on <= london_day(now), _watched(Review))


def _annual_reviews(now: datetime) -> Selected:
    today = london_day(now)
    years_ago = add_months(today, -in_force(SURVEILLANCE_REVIEW_MONTHS, today).value)
    # A day more: the last day of a month is also the corresponding date of days that a shorter month has not.
    before = end_of(years_ago + timedelta(days=3))
    return select(Surveillance.case_id).where(Surveillance.ended_at.is_(None), Surveillance.started_at < before)


def _waits(now: datetime) -> Selected:
    of = ServiceRequest
    return select(of.case_id).where(
        of.waits_until.is_not(None), of.waits_until <= london_day(now), of.status != ServiceRequestStatus.CLOSED
    )


def _charges(now: datetime) -> Selected:
    of, trigger = Artefact, BY_CODE[R.CHARGE_FOR_PAYMENT_EXPIRED]
    return (
        select(of.case_id)
        .join(Case, and_(Case.id == of.case_id, Case.jurisdiction.in_(sorted(trigger.jurisdictions))))
        .where(
            of.power == Power.CHARGE_FOR_PAYMENT,
            of.is_outstanding,
            of.expires_on.is_not(None),
            of.expires_on < london_day(now),
            ~_is_answered(of.id, trigger),
            _watched(of),
        )
    )


def _completed(now: datetime) -> Selected:
    return select(Schedule.case_id).where(
        Schedule.ended_at.is_(None),
        Schedule.transfer_on <= london_day(now),
        ~_is_answered(Schedule.id, BY_CODE[R.SCHEDULE_COMPLETED]),
        _watched(Schedule),
    )


def _compliance(now: datetime) -> Selected:
    today, of, other = london_day(now), ExpectedPayment, aliased(ExpectedPayment)
    least = in_force(DUE_DATES_OF_COMPLIANCE, today).value
    reached = exists().where(of.schedule_id == Schedule.id, of.ordinal == least, of.due_on <= today)
    waits = exists().where(other.schedule_id == Schedule.id, or_(other.due_on > today, other.ordinal >= least))
    return select(Schedule.case_id).where(
        Schedule.ended_at.is_(None),
        Schedule.kind == ScheduleKind.REGULAR_DEDUCTION_ORDER,
        Schedule.compliance.is_(None),
        or_(reached, ~waits),
        ~_is_answered(Schedule.id, BY_CODE[R.RDO_COMPLIANCE_ESTABLISHED]),
    )


SCANS: tuple[Scan, ...] = (
    Scan("reviews", (R.REVIEW_EXPIRED, R.SURVEILLANCE_REVIEW_REACHED), _reviews, Review.case_id),
    Scan("annual reviews", (R.SURVEILLANCE_ANNUAL_REVIEW,), _annual_reviews, Surveillance.case_id),
    Scan("wait periods", (R.WAIT_PERIOD_EXPIRED,), _waits, ServiceRequest.case_id),
    Scan("missed payments", (R.MISSED_PAYMENT, R.PARTIAL_PAYMENT), _missed, ExpectedPayment.case_id),
    Scan("partial payments", (R.PARTIAL_PAYMENT,), _partial, ExpectedPayment.case_id),
    Scan("excess payments", (R.EXCESS_PAYMENT,), _excess, PaymentIn.case_id),
    Scan("liability orders paid off", (R.LIABILITY_ORDER_PAID_OFF,), _paid_off, LiabilityOrder.case_id),
    Scan("charges for payment", (R.CHARGE_FOR_PAYMENT_EXPIRED,), _charges, Artefact.case_id),
    Scan("schedules completed", (R.SCHEDULE_COMPLETED,), _completed, Schedule.case_id),
    Scan("deduction orders", (R.RDO_COMPLIANCE_ESTABLISHED,), _compliance, Schedule.case_id),
)
"""Every automatic reason is found by one of them; a test holds that."""
