"""What a case asks of the officer on whom its writ was served, from the day of service to enforcement."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.rules.claim_facts import ClaimFacts
from backend.rules.deadlines import pay_within_28_days
from backend.rules.position import next_steps, notices, position
from backend.rules.vocabulary import Act, ClaimState, Relation, RestraintKind, WritState

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
OFFICER = Relation.OFFICER
EXPIRED_AT = datetime(2027, 6, 1, 23, tzinfo=UTC)
"""Midnight in London after the writ's last day."""
LAST_INSTANT = EXPIRED_AT - timedelta(microseconds=1)


def facts(**changed: Any) -> ClaimFacts:
    """A claim whose writ was issued."""
    given = {
        "state": ClaimState.WRIT_ISSUED,
        "deadline": pay_within_28_days(date(2026, 1, 5)),
        "owed_pence": 0,
        "now": NOW,
        "writ": WritState.ISSUED,
        "writ_expires_on": date(2027, 6, 1),
    }
    return ClaimFacts(**{**given, **changed})


NOTICED = {"writ_acknowledged_at": NOW, "enforceable_at": NOW + timedelta(days=8)}


@pytest.mark.requirement("W-15")
@pytest.mark.parametrize(
    ("changed", "notice", "steps"),
    [
        ({}, "WRIT_SERVED", ["ACKNOWLEDGE_WRIT", "GIVE_NOTICE_OF_ENFORCEMENT", "WAIT_CLEAR_DAYS"]),
        ({"writ_acknowledged_at": NOW}, "NOTICE_TO_GIVE", ["GIVE_NOTICE_OF_ENFORCEMENT", "WAIT_CLEAR_DAYS"]),
        (NOTICED, "CLEAR_DAYS_RUN", ["WAIT_CLEAR_DAYS"]),
        ({**NOTICED, "now": NOTICED["enforceable_at"]}, "WRIT_ENFORCEABLE", ["ENFORCE"]),
        ({**NOTICED, "writ": WritState.STAYED}, "ENFORCEMENT_STOPPED", ["STOP"]),
        ({"restraints": frozenset({RestraintKind.BREATHING_SPACE})}, "ENFORCEMENT_STOPPED", ["STOP"]),
        ({**NOTICED, "now": LAST_INSTANT}, "WRIT_ENFORCEABLE", ["ENFORCE"]),
        ({**NOTICED, "now": EXPIRED_AT}, "WRIT_EXPIRED", ["CEASE"]),
        ({"now": EXPIRED_AT, "writ": WritState.STAYED}, "WRIT_EXPIRED", ["CEASE"]),
    ],
    ids=[
        "served",
        "received",
        "noticed",
        "enforceable",
        "stayed",
        "breathing space",
        "last instant",
        "expired",
        "stayed and expired",
    ],
)
def test_the_officer_is_told_what_to_do_next(changed: dict[str, Any], notice: str, steps: list[str]) -> None:
    told = facts(**changed)
    assert [each.name for each in notices(told, OFFICER)] == [notice]
    assert [each.code for each in next_steps(told, OFFICER)] == steps


def test_what_the_service_offers_is_named_by_its_act() -> None:
    acts = {step.code: step.act for step in next_steps(facts(), OFFICER)}
    assert acts == {
        "ACKNOWLEDGE_WRIT": Act.ACKNOWLEDGE_WRIT,
        "GIVE_NOTICE_OF_ENFORCEMENT": Act.GIVE_NOTICE_OF_ENFORCEMENT,
        "WAIT_CLEAR_DAYS": None,
    }


def test_the_day_from_which_goods_can_be_taken_is_said() -> None:
    (notice,) = notices(facts(**NOTICED), OFFICER)
    assert "18 June 2026" in notice.text


@pytest.mark.requirement("W-15", "D-03")
def test_of_an_expired_writ_everybody_is_told_that_it_is_over_and_since_when() -> None:
    told = facts(now=EXPIRED_AT, owed_pence=1_385_61, writ_acknowledged_at=NOW, enforceable_at=NOW)
    for relation, steps in (
        (OFFICER, ["CEASE"]),
        (Relation.CLAIMANT, ["KNOW_ENFORCEMENT"]),
        (Relation.DEFENDANT, ["PAY_JUDGMENT", "KNOW_ENFORCEMENT", "GET_ADVICE"]),
    ):
        (notice,) = notices(told, relation)
        assert (notice.name, "Tuesday 1 June 2027" in notice.text) == ("WRIT_EXPIRED", True)
        assert [each.code for each in next_steps(told, relation)] == steps
        assert "has expired" in position(told, relation)
    assert notices(told, Relation.COURT) == ()


def test_without_a_live_writ_there_is_nothing_to_do() -> None:
    assert notices(facts(writ=None), OFFICER) == ()
    assert next_steps(facts(writ=None), OFFICER) == ()


@pytest.mark.requirement("X-08")
def test_what_is_owed_is_told_to_the_parties_and_not_to_the_officer() -> None:
    owing = facts(owed_pence=1_385_61)
    assert "£1,385.61" in position(owing, Relation.CLAIMANT)
    assert "£" not in position(owing, OFFICER)
