"""Which value holds on which day? Every period, limit and rate of the rules: a value, its first day, its source.

A table is read from the top down, oldest row first; the row in force is the last one whose day has come. What was
reckoned keeps the name of its row, so `find_policy` can always say what it rested on. Money is in pence, times of day
are Europe/London.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import auto
from typing import Generic, TypeVar

from backend.rules.vocabulary import Word

T_co = TypeVar("T_co", covariant=True)


class NoPolicyInForceError(LookupError):
    """The day asked about lies before the first row of the table."""


class UnknownPolicyError(LookupError):
    """No row of any table has this name."""


@dataclass(frozen=True, slots=True)
class Policy(Generic[T_co]):
    """One row of a table: from `in_force_from` on, until a later row, `value` holds because `source` says so."""

    name: str
    value: T_co
    in_force_from: date
    source: str


class IssueRule(Word):
    """When a claim that came in at or after the cut-off, or on a day off, is issued."""

    NEXT_WORKING_DAY = auto()
    NEXT_DAY = auto()


@dataclass(frozen=True, slots=True)
class ResponsePeriod:
    """How issue leads to service and service to the last day for a response, which is always a working day."""

    issue: IssueRule
    service_days: int
    service_counts_working_days: bool
    response_days: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """How many days from the deadline a reminder goes out, one entry a reminder, and at what time of day."""

    days: tuple[int, ...]
    at: time


@dataclass(frozen=True, slots=True)
class InterestRate:
    """Simple interest: percent a year, and how many days make the year."""

    percent: Decimal
    days_in_year: int


@dataclass(frozen=True, slots=True)
class FeeBand:
    """A sum up to and including `up_to_pence` costs `fee_pence`."""

    up_to_pence: int
    fee_pence: int


@dataclass(frozen=True, slots=True)
class ClaimFees:
    """Fixed bands, then a percentage rounded down to the penny up to a sum, then one fee for whatever is above it."""

    bands: tuple[FeeBand, ...]
    percent: int
    percent_up_to_pence: int
    fee_above_pence: int


@dataclass(frozen=True, slots=True)
class ClaimLimits:
    """The least and the most that may be claimed, both allowed, without interest and costs."""

    least_pence: int
    most_pence: int


PILOT_BEGAN = date(2017, 8, 7)
"""The first day of CPR PD 51R; our own decisions hold from it too."""

RESPONSE = (
    Policy(
        "OCMC_5_14",
        ResponsePeriod(IssueRule.NEXT_WORKING_DAY, 5, service_counts_working_days=False, response_days=14),
        PILOT_BEGAN,
        "CPR PD 51R; Online Civil Money Claims, service configuration",
    ),
)
RESPONSE_ALTERNATIVES = (
    Policy(
        "CPR_15",
        ResponsePeriod(IssueRule.NEXT_WORKING_DAY, 2, service_counts_working_days=True, response_days=14),
        date(2008, 10, 1),
        "CPR 6.14 and 15.4(1)(a)",
    ),
    Policy(
        "CIVIL_28",
        ResponsePeriod(IssueRule.NEXT_DAY, 0, service_counts_working_days=False, response_days=28),
        date(2021, 5, 28),
        "HMCTS civil service, deadlines calculator",
    ),
)
"""Chosen by name, never by date."""

FILING_CUT_OFF = (Policy("FILED_BEFORE_1600", time(16), PILOT_BEGAN, "CPR PD 51R; Online Civil Money Claims"),)
RESPONSE_REMINDERS = (
    Policy("REMIND_5_AND_1_DAYS_BEFORE", Reminders((5, 1), time(9)), PILOT_BEGAN, "Online Civil Money Claims; D-04"),
)
JUDGMENT_REMINDERS = (
    Policy("REMIND_10_DAYS_AFTER", Reminders((10,), time(9)), PILOT_BEGAN, "Online Civil Money Claims; D-11"),
)
PAY_WITHIN_DAYS = (
    Policy("PAY_WITHIN_28_DAYS", 28, PILOT_BEGAN, "The service's promise to the defendant, D-12 and D-14; CPR 40.11"),
)
REGISTER_MONTHS = (
    Policy("REGISTER_ONE_MONTH", 1, date(2006, 4, 6), "SI 2005/3595 reg 11; CPR 2.10 for the end of a month"),
)
SECURITY_CODE_DAYS = (Policy("SECURITY_CODE_180_DAYS", 180, PILOT_BEGAN, "The service's own decision, D-02"),)
CLAIM_LIMITS = (
    Policy("CLAIM_BELOW_100000", ClaimLimits(1, 9_999_999), PILOT_BEGAN, "CPR PD 7C para 4: less than £100,000"),
)
CLAIM_INTEREST = (
    Policy(
        "COUNTY_COURTS_ACT_8_PERCENT",
        InterestRate(Decimal(8), 365),
        date(1993, 4, 1),
        "County Courts Act 1984 s.69; rate as in SI 1993/564",
    ),
)

CLAIM_FEE = (
    Policy(
        "CLAIM_FEE_2021",
        ClaimFees(
            bands=(
                FeeBand(300_00, 35_00),
                FeeBand(500_00, 50_00),
                FeeBand(1_000_00, 70_00),
                FeeBand(1_500_00, 80_00),
                FeeBand(3_000_00, 115_00),
                FeeBand(5_000_00, 205_00),
                FeeBand(10_000_00, 455_00),
            ),
            percent=5,
            percent_up_to_pence=200_000_00,
            fee_above_pence=10_000_00,
        ),
        date(2021, 5, 18),
        "SI 2008/1053 Sch 1 fee 1.1 as amended by SI 2021/588",
    ),
)
WRIT_FEE = (
    Policy("WRIT_FEE_2016", 66_00, date(2016, 7, 25), "SI 2008/1053 Sch 1 fee 7.1 as amended by SI 2016/807"),
    Policy("WRIT_FEE_2021", 71_00, date(2021, 9, 30), "SI 2008/1053 Sch 1 fee 7.1 as amended by SI 2021/985"),
    Policy("WRIT_FEE_2024", 78_00, date(2024, 5, 1), "SI 2008/1053 Sch 1 fee 7.1 as amended by SI 2024/476"),
    Policy("WRIT_FEE_2025", 80_00, date(2025, 4, 8), "SI 2008/1053 Sch 1 fee 7.1 as amended by SI 2025/351"),
)

WRIT_LEAST = (Policy("WRIT_LEAST_1991", 600_00, date(1991, 7, 1), "SI 1991/724 art 8(1A), by SI 1999/1014"),)
"""The least that may be enforced in the High Court."""

WARRANT_BELOW = (Policy("WARRANT_BELOW_1991", 5_000_00, date(1991, 7, 1), "SI 1991/724 art 8(1)"),)
"""From this sum on only the High Court enforces."""

PERMISSION_AFTER_MONTHS = (Policy("PERMISSION_AFTER_2014", 72, date(2014, 4, 6), "CPR 83.2(3)(a)"),)

WRIT_VALID_MONTHS = (Policy("WRIT_VALID_2014", 12, date(2014, 4, 6), "CPR 83.3(3)"),)

NOTICE_CLEAR_DAYS = (Policy("NOTICE_CLEAR_DAYS_2013", 7, date(2014, 4, 6), "SI 2013/1894 reg 6"),)

SUBMISSIONS_A_DAY = (
    Policy("SUBMISSIONS_A_DAY_3", 3, PILOT_BEGAN, "The service's own decision, W-08: spares staff and the rota"),
)
"""How often applications may be sent to the court on one claim and London day; a fee paid is never refused."""

BREATHING_SPACE_DAYS = (Policy("BREATHING_SPACE_2021", 60, date(2021, 5, 4), "SI 2020/1311 reg 26"),)
"""How long a breathing space lasts at most."""

JUDGMENT_INTEREST = (
    Policy("JUDGMENT_INTEREST_1993", InterestRate(Decimal(8), 365), date(1993, 4, 1), "Judgments Act 1838 s.17"),
)

JUDGMENT_INTEREST_LEAST = (Policy("JUDGMENT_INTEREST_LEAST_1991", 5_000_00, date(1991, 7, 1), "SI 1991/1184 art 2"),)
"""From this sum on a judgment of the county court bears interest."""

REVIEW_MONTHS = (Policy("REVIEW_WITHIN_12_MONTHS", 12, PILOT_BEGAN, "Case Routing - Enforcement, step 38"),)
"""How far ahead an enforcement case is reviewed at most, in months."""

REVIEW_MONTHS_WITHOUT_ADDRESS = (
    Policy("REVIEW_AFTER_6_MONTHS", 6, PILOT_BEGAN, "Case Routing - Enforcement, step 38: 6 months for a DLO"),
)
"""When it is usually reviewed where nobody is sure of the paying parent's address, in months."""

CHARGE_FOR_PAYMENT_DAYS = (
    Policy("CHARGE_FOR_PAYMENT_14", 14, PILOT_BEGAN, "Debtors (Scotland) Act 1987 s.90(3); to be confirmed"),
)
"""After how many days a charge for payment expires (Scotland)."""

CHARGING_BEGAN = date(2014, 8, 11)
DEDUCTION_FROM_EARNINGS_CHARGE = (
    Policy("DEDUCTION_FROM_EARNINGS_CHARGE_2014", 50_00, CHARGING_BEGAN, "SI 2014/612 reg 10"),
)
REGULAR_DEDUCTION_CHARGE = (Policy("REGULAR_DEDUCTION_CHARGE_2014", 50_00, CHARGING_BEGAN, "SI 2014/612 reg 10"),)
LUMP_SUM_DEDUCTION_CHARGE = (Policy("LUMP_SUM_DEDUCTION_CHARGE_2014", 200_00, CHARGING_BEGAN, "SI 2014/612 reg 10"),)
LIABILITY_ORDER_CHARGE = (Policy("LIABILITY_ORDER_CHARGE_2014", 300_00, CHARGING_BEGAN, "SI 2014/612 reg 10"),)
"""What the agency charges a paying parent for an order that it makes or is granted."""

DEDUCTION_MOST_PERCENT = (Policy("DEDUCTION_MOST_40_PERCENT", 40, date(2009, 8, 3), "SI 1992/1989 reg 25C"),)
"""How much of a gross weekly income a regular deduction order may take."""

DUE_DATES_OF_COMPLIANCE = (Policy("COMPLIANCE_OVER_3_DUE_DATES", 3, PILOT_BEGAN, "requirements R-50"),)
"""Over how many due dates compliance with a deduction order is established."""

SCHEDULE_MOST_PAYMENTS = (Policy("SCHEDULE_520_PAYMENTS", 520, PILOT_BEGAN, "The service's own decision, R-04"),)

MISSED_PAYMENT_GRACE_DAYS = (
    Policy("MISSED_PAYMENT_GRACE_0", 0, PILOT_BEGAN, "The service's own decision, R-01: to be confirmed"),
)
"""Days beyond the one on which a payment was expected, before it is missed."""

SURVEILLANCE_REVIEW_MONTHS = (
    Policy("SURVEILLANCE_ANNUAL_REVIEW", 12, PILOT_BEGAN, "Case Routing - Enforcement, step 41: annual review date"),
)

TABLES: tuple[tuple[Policy[object], ...], ...] = (
    RESPONSE,
    RESPONSE_ALTERNATIVES,
    FILING_CUT_OFF,
    RESPONSE_REMINDERS,
    JUDGMENT_REMINDERS,
    PAY_WITHIN_DAYS,
    REGISTER_MONTHS,
    SECURITY_CODE_DAYS,
    CLAIM_LIMITS,
    CLAIM_INTEREST,
    CLAIM_FEE,
    WRIT_FEE,
    WRIT_LEAST,
    WARRANT_BELOW,
    PERMISSION_AFTER_MONTHS,
    WRIT_VALID_MONTHS,
    NOTICE_CLEAR_DAYS,
    SUBMISSIONS_A_DAY,
    BREATHING_SPACE_DAYS,
    JUDGMENT_INTEREST,
    JUDGMENT_INTEREST_LEAST,
    REVIEW_MONTHS,
    REVIEW_MONTHS_WITHOUT_ADDRESS,
    CHARGE_FOR_PAYMENT_DAYS,
    DEDUCTION_FROM_EARNINGS_CHARGE,
    REGULAR_DEDUCTION_CHARGE,
    LUMP_SUM_DEDUCTION_CHARGE,
    LIABILITY_ORDER_CHARGE,
    DEDUCTION_MOST_PERCENT,
    DUE_DATES_OF_COMPLIANCE,
    SCHEDULE_MOST_PAYMENTS,
    MISSED_PAYMENT_GRACE_DAYS,
    SURVEILLANCE_REVIEW_MONTHS,
)
"""Every table there is: what a court officer is shown, and what `find_policy` looks through."""

_BY_NAME = {policy.name: policy for table in TABLES for policy in table}


def in_force(table: tuple[Policy[T_co], ...], on: date) -> Policy[T_co]:
    """The row of `table` that holds on the London day `on`; `NoPolicyInForceError` before its first row."""
    for policy in reversed(table):
        if policy.in_force_from <= on:
            return policy
    raise NoPolicyInForceError(f"{table[0].name} is the first of its table and holds from {table[0].in_force_from}")


def find_policy(name: str) -> Policy[object]:
    """The row of that name, whatever its table; `UnknownPolicyError` where there is none."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownPolicyError("no policy has this name") from None
