"""What brings a case up by itself: each reason on its day and not before, silenced by what silences it, told once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules import monitoring
from backend.rules.casework.facts import (
    ArtefactFacts,
    CaseFacts,
    ExpectedFacts,
    OrderFacts,
    RequestFacts,
    ReviewFacts,
    ScheduleFacts,
    SurveillanceFacts,
)
from backend.rules.monitoring import due, exit_of, unmet
from backend.rules.periods import end_of, start_of
from backend.rules.triggers import TRIGGERS, Trigger
from backend.rules.vocabulary import (
    CaseArea,
    Compliance,
    ExpectedState,
    Flag,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    Power,
    ReviewKind,
    RoutingReason,
    ScheduleKind,
    Segment,
    ServiceRequestStatus,
)

R = RoutingReason
DAY = date(2026, 12, 1)
SILENCED = frozenset({Flag.DISABLE_MISSED_PAYMENT_MONITOR})


def key(number: int) -> UUID:
    return UUID(int=number)


def facts(**given: Any) -> CaseFacts:
    """A case in enforcement, looked at on DAY at noon."""
    usual: dict[str, Any] = {
        "now": datetime(2026, 12, 1, 12, tzinfo=UTC),
        "jurisdiction": Jurisdiction.ENGLAND_WALES,
        "area": CaseArea.ENFORCEMENT,
        "segment": Segment.STANDARD,
        "reason": R.TRANSFERRED_TO_ENFORCEMENT,
    }
    return CaseFacts(**{**usual, **given})


def watched(since: date = date(2026, 6, 1), **given: Any) -> CaseFacts:
    """A case in surveillance, in maintenance."""
    return facts(area=CaseArea.MAINTENANCE, surveillance=SurveillanceFacts(key(7), since), **given)


def expected(ordinal: int, due_on: date, paid_pence: int = 0, **given: Any) -> ExpectedFacts:
    row: dict[str, Any] = {"amount_pence": 5_000, "state": ExpectedState.EXPECTED, "id": key(100 + ordinal)}
    return ExpectedFacts(ordinal=ordinal, due_on=due_on, paid_pence=paid_pence, **{**row, **given})


def schedule(*payments: ExpectedFacts, **given: Any) -> ScheduleFacts:
    return ScheduleFacts(**{"id": key(1), "kind": ScheduleKind.NEGOTIATED, "expected": payments, **given})


def on(day: date, found: CaseFacts) -> CaseFacts:
    return replace(found, now=start_of(day))


def codes(found: CaseFacts) -> list[RoutingReason]:
    return [each.trigger.code for each in due(found)]


MET = ExpectedState.MET
RDO = ScheduleKind.REGULAR_DEDUCTION_ORDER
THREE = (expected(1, date(2026, 10, 1)), expected(2, date(2026, 11, 1)), expected(3, DAY))
FIRST_DAYS: dict[RoutingReason, tuple[CaseFacts, date]] = {
    R.MISSED_PAYMENT: (facts(schedule=schedule(expected(1, DAY))), DAY + timedelta(days=1)),
    R.PARTIAL_PAYMENT: (facts(schedule=schedule(expected(1, DAY, 4_999))), DAY + timedelta(days=1)),
    R.REVIEW_EXPIRED: (facts(review=ReviewFacts(key(2), ReviewKind.SETUP_ONLY, DAY)), DAY),
    R.SURVEILLANCE_REVIEW_REACHED: (watched(review=ReviewFacts(key(2), ReviewKind.SETUP_AND_TRANSFER, DAY)), DAY),
    R.SURVEILLANCE_ANNUAL_REVIEW: (watched(date(2025, 12, 1)), DAY),
    R.WAIT_PERIOD_EXPIRED: (
        facts(requests=(RequestFacts(key(3), KindCode.CHARGING_ORDER, ServiceRequestStatus.OPEN, waits_until=DAY),)),
        DAY,
    ),
    R.CHARGE_FOR_PAYMENT_EXPIRED: (
        facts(
            jurisdiction=Jurisdiction.SCOTLAND,
            artefacts=(ArtefactFacts(key(4), Power.CHARGE_FOR_PAYMENT, True, date(2026, 11, 17), DAY),),
        ),
        DAY + timedelta(days=1),
    ),
    R.SCHEDULE_COMPLETED: (
        facts(schedule=schedule(expected(1, date(2026, 11, 1), 5_000, state=MET), transfer_on=DAY)),
        DAY,
    ),
    R.RDO_COMPLIANCE_ESTABLISHED: (facts(flags=SILENCED, schedule=schedule(*THREE, kind=RDO)), DAY),
}
"""What each date brings up, and the first London day on which it does."""
AT_ONCE: dict[RoutingReason, CaseFacts] = {
    R.EXCESS_PAYMENT: facts(excess_payments=(key(5),)),
    R.LIABILITY_ORDER_PAID_OFF: facts(
        orders=(OrderFacts(key(6), LiabilityOrderState.PAID_OFF, 0, Jurisdiction.ENGLAND_WALES),)
    ),
}


@pytest.mark.requirement("R-01", "R-02", "R-25", "R-35", "R-46", "R-50")
@pytest.mark.parametrize("reason", FIRST_DAYS, ids=str)
def test_what_a_date_brings_up_is_due_from_the_first_instant_of_its_day_and_not_before(reason: RoutingReason) -> None:
    found, first = FIRST_DAYS[reason]
    before = replace(found, now=start_of(first) - timedelta(microseconds=1))
    assert codes(before) == []
    assert codes(on(first, found)) == [reason]
    assert codes(on(first + timedelta(days=40), found)) == [reason]


@pytest.mark.requirement("R-01", "R-02")
@pytest.mark.parametrize("reason", AT_ONCE, ids=str)
def test_what_has_happened_is_due_until_somebody_was_told(reason: RoutingReason) -> None:
    found = AT_ONCE[reason]
    (what,) = due(found)
    assert what.trigger.code is reason
    told = RequestFacts(key(9), KindCode.REVIEW_CASE, ServiceRequestStatus.CLOSED, about=what.about)
    assert due(replace(found, requests=(told,))) == ()


def test_every_automatic_reason_is_tried_here() -> None:
    assert {trigger.code for trigger in TRIGGERS} == FIRST_DAYS.keys() | AT_ONCE.keys()


@pytest.mark.requirement("R-02")
@pytest.mark.parametrize("reason", [*FIRST_DAYS, *AT_ONCE], ids=str)
def test_the_sentence_begins_with_the_reason_and_fits(reason: RoutingReason) -> None:
    found = AT_ONCE[reason] if reason in AT_ONCE else on(FIRST_DAYS[reason][1], FIRST_DAYS[reason][0])
    (what,) = due(found)
    assert what.sentence.startswith(monitoring.REASONS[reason].sentence)
    assert len(what.sentence) <= 300
    assert len(what.occasion) <= 120


@pytest.mark.requirement("R-01")
def test_what_came_in_is_said_in_pounds_and_days() -> None:
    found = facts(schedule=schedule(expected(1, date(2026, 11, 27), 1_250)))
    (what,) = due(found)
    assert what.sentence == "Partial payment. Of £50.00 due on Friday 27 November 2026, £12.50 came in."
    assert unmet(found) == ((expected(1, date(2026, 11, 27), 1_250), ExpectedState.PARTIAL),)


@pytest.mark.requirement("R-46", "R-49")
def test_the_flag_silences_missed_and_partial_payments_and_nothing_else() -> None:
    silenced = {trigger.code for trigger in TRIGGERS if trigger.silenced_by is not None}
    assert silenced == {R.MISSED_PAYMENT, R.PARTIAL_PAYMENT}
    payments = schedule(expected(1, date(2026, 11, 1)), expected(2, date(2026, 11, 8), 10), transfer_on=None)
    found = facts(
        schedule=payments,
        review=ReviewFacts(key(2), ReviewKind.SETUP_ONLY, DAY),
        excess_payments=(key(5),),
    )
    assert codes(found) == [R.REVIEW_EXPIRED, R.MISSED_PAYMENT, R.PARTIAL_PAYMENT, R.EXCESS_PAYMENT]
    assert codes(replace(found, flags=SILENCED)) == [R.REVIEW_EXPIRED, R.EXCESS_PAYMENT]
    assert [state for _, state in unmet(replace(found, flags=SILENCED))] == [
        ExpectedState.MISSED, ExpectedState.PARTIAL,
    ]  # fmt: skip


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("state", [ExpectedState.MISSED, ExpectedState.MET, ExpectedState.ENDED], ids=str)
def test_a_payment_that_was_looked_at_is_not_told_of_again(state: ExpectedState) -> None:
    found = facts(schedule=schedule(expected(1, date(2026, 11, 1), state=state)))
    assert (due(found), unmet(found)) == ((), ())


@pytest.mark.requirement("R-01")
def test_money_that_came_in_part_before_anybody_looked_is_told_of_once() -> None:
    found = facts(schedule=schedule(expected(1, date(2026, 11, 1), 10, state=ExpectedState.PARTIAL)))
    (what,) = due(found)
    assert [each.id for each, _ in unmet(found)] == [what.about]
    told = RequestFacts(key(9), KindCode.REVIEW_CASE, ServiceRequestStatus.OPEN, about=what.about)
    after = replace(found, requests=(told,))
    assert (due(after), unmet(after)) == ((), ())
    assert unmet(replace(found, flags=SILENCED)) == ()


@pytest.mark.requirement("R-02")
@pytest.mark.parametrize("place", [Jurisdiction.ENGLAND_WALES, Jurisdiction.NORTHERN_IRELAND], ids=str)
def test_a_charge_for_payment_expires_in_scotland_alone(place: Jurisdiction) -> None:
    found, first = FIRST_DAYS[R.CHARGE_FOR_PAYMENT_EXPIRED]
    assert codes(on(first, replace(found, jurisdiction=place))) == []


@pytest.mark.requirement("R-46")
def test_a_schedule_is_completed_only_where_no_payment_was_missed_that_is_watched() -> None:
    missed = expected(1, date(2026, 11, 1), state=ExpectedState.MISSED)
    found = facts(schedule=schedule(missed, transfer_on=DAY))
    assert codes(found) == []
    (what,) = due(replace(found, flags=SILENCED))
    assert what.sentence.endswith("Its monitor was disabled; payments that were not met: 1.")
    late = expected(1, date(2026, 11, 1), 5_000, state=MET)
    assert codes(facts(schedule=schedule(late, transfer_on=DAY))) == [R.SCHEDULE_COMPLETED]


@pytest.mark.requirement("R-50")
def test_a_deduction_order_is_reviewed_by_arrears_until_its_compliance_is_recorded() -> None:
    found = facts(flags=SILENCED, schedule=schedule(*THREE, kind=RDO))
    (what,) = due(found)
    assert what.trigger.opens is KindCode.ARREARS_REVIEW
    assert what.sentence.endswith("0 of 3 payments came in whole so far.")
    established = schedule(*THREE, kind=RDO, compliance=Compliance.NON_COMPLIANT)
    assert codes(replace(found, schedule=established)) == []
    assert codes(replace(found, area=CaseArea.MAINTENANCE)) == [R.RDO_COMPLIANCE_ESTABLISHED]


@pytest.mark.requirement("R-35")
def test_of_a_case_in_surveillance_one_date_brings_it_out() -> None:
    found = watched(date(2025, 12, 1), review=ReviewFacts(key(2), ReviewKind.SETUP_AND_TRANSFER, DAY))
    assert codes(found) == [R.SURVEILLANCE_REVIEW_REACHED]


@pytest.mark.requirement("R-35")
@pytest.mark.parametrize("reason", RoutingReason, ids=str)
def test_whatever_brings_a_case_out_of_surveillance_is_one_of_the_five(reason: RoutingReason) -> None:
    assert exit_of(reason) in monitoring.EXITS
    if reason in monitoring.EXITS:
        assert exit_of(reason) is reason


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("area", [CaseArea.MAINTENANCE, CaseArea.CENTRAL_TEAM, CaseArea.COMPLAINTS], ids=str)
def test_nothing_of_enforcement_is_due_where_enforcement_does_not_have_the_case(area: CaseArea) -> None:
    for reason, (found, first) in FIRST_DAYS.items():
        if reason is not R.RDO_COMPLIANCE_ESTABLISHED and not found.in_surveillance:
            assert codes(on(first, replace(found, area=area))) == []
    assert codes(facts(is_rejected=True, excess_payments=(key(5),))) == []


days = st.integers(-40, 40).map(lambda number: DAY + timedelta(days=number))
payments = st.lists(
    st.tuples(days, st.integers(0, 5_000), st.sampled_from(ExpectedState)), max_size=5
).map(
    lambda rows: tuple(expected(number, on, paid, state=state) for number, (on, paid, state) in enumerate(rows, 1))
)  # fmt: skip
schedules = st.builds(
    lambda rows, kind, transfer: schedule(*rows, kind=kind, transfer_on=transfer),
    payments,
    st.sampled_from(ScheduleKind),
    st.none() | days,
)
states = st.builds(
    facts,
    now=st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given
    jurisdiction=st.sampled_from(Jurisdiction),
    area=st.sampled_from(CaseArea),
    flags=st.frozensets(st.sampled_from(Flag)),
    schedule=st.none() | schedules,
    review=st.none() | st.builds(ReviewFacts, st.just(key(2)), st.sampled_from(ReviewKind), days),
    surveillance=st.none() | st.builds(SurveillanceFacts, st.just(key(7)), days),
    excess_payments=st.sets(st.integers(20, 25).map(key)).map(tuple),
    artefacts=st.lists(
        st.builds(
            ArtefactFacts, st.integers(30, 35).map(key), st.sampled_from(Power), st.booleans(), days, st.none() | days
        ),
        max_size=3,
        unique_by=lambda each: each.id,
    ).map(tuple),
)


@pytest.mark.requirement("R-01", "R-02")
@given(found=states)
def test_no_occasion_is_named_twice_and_each_belongs_to_a_trigger_that_watches(found: CaseFacts) -> None:
    told = due(found)
    occasions = [each.occasion for each in told]
    assert len(set(occasions)) == len(occasions)
    for each in told:
        assert each.trigger.watches(found)
        assert not each.trigger.is_silenced(found)


@pytest.mark.requirement("R-01")
@given(found=states, later=st.integers(0, 400))
def test_what_is_due_stays_due_until_somebody_does_something(found: CaseFacts, later: int) -> None:
    """But for two things that make way for another: money that was late goes before a completed schedule, a review
    date before the year in surveillance."""
    after = replace(found, now=found.now + timedelta(days=later))
    gone = {each.occasion for each in due(found)} - {each.occasion for each in due(after)}
    assert {occasion.split(":")[0] for occasion in gone} <= {"schedule-completed", "annual-review"}


@pytest.mark.requirement("R-01")
@given(found=states)
def test_a_trigger_looks_at_london_days_alone(found: CaseFacts) -> None:
    first, last = start_of(found.today), end_of(found.today) - timedelta(microseconds=1)
    assert codes(replace(found, now=first)) == codes(replace(found, now=last)) == codes(found)


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: str(trigger.code))
def test_every_trigger_says_what_it_looks_at_and_which_rows_ask_for_it(trigger: Trigger) -> None:
    assert trigger.looks_at.endswith(".")
    assert trigger.rows
    assert trigger.in_enforcement or trigger.in_surveillance
