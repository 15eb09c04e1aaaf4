"""Deadlines: the dates, by hand, and what they say for themselves."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.calendars import CALENDAR_VERSION
from backend.rules.deadlines import (
    Deadline,
    Reminder,
    Step,
    code_expiry,
    judgment_reminder,
    pay_within_28_days,
    register_last_day,
    response_reminders,
    service_and_response,
)
from backend.rules.policies import RESPONSE_ALTERNATIVES, find_policy
from backend.rules.vocabulary import Jurisdiction

ENGLAND_WALES = Jurisdiction.ENGLAND_WALES
CPR_15, CIVIL_28 = RESPONSE_ALTERNATIVES


@pytest.mark.requirement("D-04")
@pytest.mark.parametrize(
    ("lodged_at", "issued_on", "served_on", "due_at"),
    [
        # a Friday morning: issued that day, due on a Wednesday 5 + 14 days later
        ("2026-11-20T10:00Z", "2026-11-20", "2026-11-25", "2026-12-09T16:00Z"),
        # the second that makes it late: issued on Monday, due on the Saturday, so on the Monday after it
        ("2026-11-20T15:59:59Z", "2026-11-20", "2026-11-25", "2026-12-09T16:00Z"),
        ("2026-11-20T16:00:00Z", "2026-11-23", "2026-11-28", "2026-12-14T16:00Z"),
        # due on Saturday 26 December: over Sunday and the substitute day to Tuesday the 29th
        ("2026-12-07T09:00Z", "2026-12-07", "2026-12-12", "2026-12-29T16:00Z"),
        # lodged late on Christmas Eve: issued on the 29th, due on Sunday 17 January
        ("2026-12-24T16:00Z", "2026-12-29", "2027-01-03", "2027-01-18T16:00Z"),
        # due on Easter Sunday 28 March, the night of the clock change: Tuesday 30 March at 16:00 British Summer Time
        ("2027-03-09T12:00Z", "2027-03-09", "2027-03-14", "2027-03-30T15:00Z"),
        # due on Sunday 31 October, when the clocks go back: Monday at 16:00 Greenwich Mean Time
        ("2027-10-12T14:59:59Z", "2027-10-12", "2027-10-17", "2027-11-01T16:00Z"),
        # 15:00 UTC in summer is 16:00 in London, hence too late for that day
        ("2027-10-12T15:00:00Z", "2027-10-13", "2027-10-18", "2027-11-01T16:00Z"),
    ],
)
def test_the_response_is_due_fourteen_days_after_service_on_a_working_day_before_four(
    lodged_at: str, issued_on: str, served_on: str, due_at: str
) -> None:
    times = service_and_response(datetime.fromisoformat(lodged_at), ENGLAND_WALES)
    assert times.issued_on == date.fromisoformat(issued_on)
    assert times.served_on == date.fromisoformat(served_on)
    assert times.deadline.at == datetime.fromisoformat(due_at)
    assert times.deadline.on == date.fromisoformat(due_at[:10])


def test_scotland_works_on_easter_monday_and_its_deadline_is_a_day_earlier() -> None:
    lodged_at = datetime(2027, 3, 9, 12, tzinfo=UTC)
    assert service_and_response(lodged_at, Jurisdiction.SCOTLAND).deadline.on == date(2027, 3, 29)
    assert service_and_response(lodged_at, Jurisdiction.NORTHERN_IRELAND).deadline.on == date(2027, 3, 30)


def test_the_civil_rules_count_from_the_second_working_day() -> None:
    times = service_and_response(datetime(2026, 12, 23, 9, tzinfo=UTC), ENGLAND_WALES, policy=CPR_15)
    assert (times.issued_on, times.served_on) == (date(2026, 12, 23), date(2026, 12, 29))
    assert (times.deadline.on, times.deadline.policy) == (date(2027, 1, 12), "CPR_15")


@pytest.mark.parametrize(("hour", "issued_on", "due_on"), [(15, 4, date(2027, 1, 4)), (16, 5, date(2027, 1, 4))])
def test_the_28_days_of_civil_service_run_from_the_issue_on_whatever_day(
    hour: int, issued_on: int, due_on: date
) -> None:
    times = service_and_response(datetime(2026, 12, 4, hour, tzinfo=UTC), ENGLAND_WALES, policy=CIVIL_28)
    assert times.issued_on == times.served_on == date(2026, 12, issued_on)
    assert (times.deadline.on, times.deadline.policy) == (due_on, "CIVIL_28")


@pytest.mark.requirement("D-04")
def test_a_response_at_one_second_to_four_is_in_time_and_at_four_is_late() -> None:
    deadline = service_and_response(datetime(2027, 3, 9, 12, tzinfo=UTC), ENGLAND_WALES).deadline
    assert not deadline.is_past(datetime(2027, 3, 30, 14, 59, 59, 999999, tzinfo=UTC))
    assert deadline.is_past(datetime(2027, 3, 30, 15, 0, 0, tzinfo=UTC))


@pytest.mark.requirement("D-04")
def test_the_deadline_explains_itself_step_by_step() -> None:
    deadline = service_and_response(datetime(2026, 12, 4, 16, 5, tzinfo=UTC), ENGLAND_WALES).deadline
    assert deadline.steps == (
        Step(date(2026, 12, 4), "The claim was lodged on Friday 4 December 2026 at 4:05pm."),
        Step(date(2026, 12, 5), "What comes in at 4pm or later counts for the day after, Saturday 5 December 2026."),
        Step(date(2026, 12, 5), "Saturday 5 December 2026 is not a working day."),
        Step(date(2026, 12, 6), "Sunday 6 December 2026 is not a working day."),
        Step(date(2026, 12, 7), "It was issued on Monday 7 December 2026."),
        Step(date(2026, 12, 12), "It counts as served 5 days later, on Saturday 12 December 2026."),
        Step(date(2026, 12, 26), "14 days after that is Saturday 26 December 2026."),
        Step(date(2026, 12, 26), "Saturday 26 December 2026 is not a working day: Boxing Day."),
        Step(date(2026, 12, 27), "Sunday 27 December 2026 is not a working day."),
        Step(date(2026, 12, 28), "Monday 28 December 2026 is not a working day: Boxing Day (substitute day)."),
        Step(date(2026, 12, 29), "The next working day is Tuesday 29 December 2026."),
        Step(date(2026, 12, 29), "The response must be in before 4pm on Tuesday 29 December 2026."),
    )
    assert deadline.explanation.startswith("The claim was lodged on Friday 4 December 2026 at 4:05pm. What comes in")
    assert deadline.explanation.endswith(
        "Tuesday 29 December 2026. (Policy OCMC_5_14: CPR PD 51R; Online Civil Money Claims, service configuration.)"
    )
    assert (deadline.policy, deadline.calendar_version) == ("OCMC_5_14", CALENDAR_VERSION)


@pytest.mark.requirement("D-04")
def test_the_defendant_is_reminded_five_days_and_one_day_before_at_nine() -> None:
    deadline = service_and_response(datetime(2027, 3, 9, 12, tzinfo=UTC), ENGLAND_WALES).deadline
    assert response_reminders(deadline) == (
        Reminder(5, datetime(2027, 3, 25, 9, tzinfo=UTC)),
        Reminder(1, datetime(2027, 3, 29, 8, tzinfo=UTC)),
    )


@pytest.mark.requirement("D-11")
def test_the_claimant_is_reminded_of_judgment_ten_days_after() -> None:
    deadline = service_and_response(datetime(2027, 3, 9, 12, tzinfo=UTC), ENGLAND_WALES).deadline
    reminder = judgment_reminder(deadline)
    assert (reminder.on, reminder.at) == (date(2027, 4, 9), datetime(2027, 4, 9, 8, tzinfo=UTC))
    assert reminder.explanation == (
        "The time to respond ended on Tuesday 30 March 2027. A reminder goes out 10 days later, on Friday 9 April 2027."
        " (Policy REMIND_10_DAYS_AFTER: Online Civil Money Claims; D-11.)"
    )


@pytest.mark.requirement("D-12", "D-14")
@pytest.mark.parametrize(
    ("entered_on", "within_28_days", "register"),
    [
        (date(2026, 12, 10), date(2027, 1, 7), date(2027, 1, 10)),
        (date(2027, 1, 5), date(2027, 2, 2), date(2027, 2, 5)),
        (date(2027, 1, 29), date(2027, 2, 26), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 28), date(2028, 2, 29)),
        (date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 10, 31), date(2027, 11, 28), date(2027, 11, 30)),
    ],
)
def test_a_judgment_has_its_28_days_and_the_registers_month(
    entered_on: date, within_28_days: date, register: date
) -> None:
    assert pay_within_28_days(entered_on).on == within_28_days
    assert register_last_day(entered_on).on == register


@pytest.mark.requirement("D-14")
def test_a_payment_at_any_hour_of_the_last_day_is_in_time() -> None:
    last_day = register_last_day(date(2027, 2, 28))
    assert last_day.at == datetime(2027, 3, 28, 23, tzinfo=UTC)  # midnight, the clocks having gone forward that day
    assert not last_day.is_past(datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC))


@pytest.mark.requirement("D-14")
def test_both_dates_of_a_judgment_are_explained() -> None:
    assert pay_within_28_days(date(2027, 1, 31)).explanation == (
        "The judgment was entered on Sunday 31 January 2027. 28 days after that is Sunday 28 February 2027, which is"
        " the last day to pay in time. (Policy PAY_WITHIN_28_DAYS: The service's promise to the defendant, D-12 and"
        " D-14; CPR 40.11.)"
    )
    assert register_last_day(date(2027, 1, 31)).explanation == (
        "The judgment was entered on Sunday 31 January 2027. One calendar month after that is Sunday 28 February 2027,"
        " the last day of a shorter month. A judgment paid in full by the end of Sunday 28 February 2027 leaves the"
        " register. (Policy REGISTER_ONE_MONTH: SI 2005/3595 reg 11; CPR 2.10 for the end of a month.)"
    )


@pytest.mark.requirement("D-02")
def test_a_security_code_works_to_the_end_of_its_180th_day() -> None:
    expiry = code_expiry(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    assert (expiry.on, expiry.at) == (date(2027, 5, 19), datetime(2027, 5, 19, 23, tzinfo=UTC))


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(Jurisdiction),
    st.sampled_from((None, *RESPONSE_ALTERNATIVES)),
)
def test_a_deadline_survives_being_stored_and_names_a_known_policy(lodged_at, jurisdiction, policy) -> None:
    times = service_and_response(lodged_at, jurisdiction, policy=policy)
    for deadline in (times.deadline, judgment_reminder(times.deadline), code_expiry(lodged_at)):
        assert Deadline.from_json(json.loads(json.dumps(deadline.to_json()))) == deadline
        assert find_policy(deadline.policy).source == deadline.source
        assert [step.on for step in deadline.steps] == sorted(step.on for step in deadline.steps)
    assert timedelta(days=14) < times.deadline.at - lodged_at < timedelta(days=40)


IN_THIS_ZONE = """
import json
from datetime import UTC, datetime, timedelta
from backend.rules.deadlines import code_expiry, register_last_day, response_reminders, service_and_response
from backend.rules.vocabulary import Jurisdiction
instants = [datetime(2026, 11, 20, 15, 30, tzinfo=UTC) + timedelta(hours=37 * n) for n in range(300)]
times = [service_and_response(instant, Jurisdiction.ENGLAND_WALES) for instant in instants]
reckoned = [time.deadline.to_json() for time in times] + [register_last_day(time.issued_on).to_json() for time in times]
reminded = [reminder.at.isoformat() for time in times for reminder in response_reminders(time.deadline)]
print(json.dumps([reckoned, reminded, [code_expiry(instant).to_json() for instant in instants]]))
"""


@pytest.mark.requirement("D-04")
def test_the_time_zone_and_language_of_the_host_do_not_matter() -> None:
    said = set()
    for zone, language in [("UTC", "C"), ("Pacific/Kiritimati", "th_TH.UTF-8"), ("America/Los_Angeles", "en_US.UTF-8")]:
        host = os.environ | {"TZ": zone, "LANG": language, "LC_ALL": language, "LANGUAGE": language}
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", IN_THIS_ZONE], env=host, capture_output=True, text=True, check=True
        )
        said.add(ran.stdout)
    assert len(said) == 1
    assert "The response must be in before 4pm on" in said.pop()
