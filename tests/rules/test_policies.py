"""The tables of dated policy."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from backend.rules.policies import (
    CLAIM_LIMITS,
    RESPONSE,
    RESPONSE_ALTERNATIVES,
    TABLES,
    WRIT_FEE,
    NoPolicyInForceError,
    Policy,
    UnknownPolicyError,
    find_policy,
    in_force,
)

ROWS = [policy for table in TABLES for policy in table]


@pytest.mark.parametrize(
    ("on", "name", "pence"),
    [
        (date(2016, 7, 25), "WRIT_FEE_2016", 66_00),
        (date(2021, 9, 29), "WRIT_FEE_2016", 66_00),
        (date(2021, 9, 30), "WRIT_FEE_2021", 71_00),
        (date(2024, 4, 30), "WRIT_FEE_2021", 71_00),
        (date(2024, 5, 1), "WRIT_FEE_2024", 78_00),
        (date(2025, 4, 7), "WRIT_FEE_2024", 78_00),
        (date(2025, 4, 8), "WRIT_FEE_2025", 80_00),
        (date(2032, 1, 1), "WRIT_FEE_2025", 80_00),
    ],
)
def test_a_row_holds_from_its_own_day_to_the_day_before_the_next(on: date, name: str, pence: int) -> None:
    policy = in_force(WRIT_FEE, on)
    assert (policy.name, policy.value) == (name, pence)


def test_before_the_first_row_no_policy_is_made_up() -> None:
    with pytest.raises(NoPolicyInForceError, match="WRIT_FEE_2016"):
        in_force(WRIT_FEE, date(2016, 7, 24))


def test_every_policy_is_found_by_its_name() -> None:
    assert [find_policy(policy.name) for policy in ROWS] == ROWS


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownPolicyError):
        find_policy("OCMC_6_15")


def test_names_are_given_once_and_fit_the_column_that_keeps_them() -> None:
    assert len({policy.name for policy in ROWS}) == len(ROWS)
    assert max(len(policy.name) for policy in ROWS) <= 60


@pytest.mark.parametrize("policy", ROWS, ids=lambda policy: policy.name)
def test_every_policy_names_its_source(policy: Policy[object]) -> None:
    assert policy.source.strip() == policy.source != ""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0].name)
def test_every_table_is_in_the_order_of_its_days(table: tuple[Policy[object], ...]) -> None:
    days = [policy.in_force_from for policy in table]
    assert days == sorted(days)
    if table is not RESPONSE_ALTERNATIVES:
        assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(days))


@pytest.mark.requirement("D-04")
def test_the_online_service_gives_five_days_for_service_and_fourteen_to_respond() -> None:
    policy = in_force(RESPONSE, date(2026, 11, 20))
    assert policy.name == "OCMC_5_14"
    assert (policy.value.service_days, policy.value.response_days) == (5, 14)


@pytest.mark.requirement("D-01")
def test_a_claim_online_is_for_less_than_a_hundred_thousand_pounds() -> None:
    limits = in_force(CLAIM_LIMITS, date(2026, 11, 20)).value
    assert (limits.least_pence, limits.most_pence) == (1, 99_999_99)
