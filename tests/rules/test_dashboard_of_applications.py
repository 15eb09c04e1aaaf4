"""What the claimant's dashboard says while an application lives, and that nobody else's says anything of it (W-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from backend.rules import position
from backend.rules.claim_facts import Adjudged, ClaimFacts
from backend.rules.deadlines import pay_within_28_days
from backend.rules.vocabulary import ClaimState, PaymentOrder, Relation, Topic, WritApplicationState
from backend.rules.writ_applications import LIVE

UNPAID = ClaimFacts(
    state=ClaimState.JUDGMENT_ENTERED,
    deadline=pay_within_28_days(date(2026, 3, 2)),
    owed_pence=1_000_00,
    now=datetime(2026, 3, 25, 10, tzinfo=UTC),
    judgment=Adjudged(date(2026, 3, 23), PaymentOrder.IMMEDIATELY, datetime(2026, 3, 24, tzinfo=UTC)),
)


@pytest.mark.requirement("W-01")
def test_an_unpaid_judgment_leads_the_claimant_to_its_enforcement() -> None:
    (notice,) = position.notices(UNPAID, Relation.CLAIMANT)
    assert (notice.name, notice.is_urgent) == ("JUDGMENT_UNPAID", True)
    steps = [(step.code, step.topic) for step in position.next_steps(UNPAID, Relation.CLAIMANT)]
    assert steps == [
        ("CHOOSE_ENFORCEMENT", Topic.ENFORCEMENT_OPTIONS),
        ("APPLY_FOR_WRIT", Topic.WRIT_OF_CONTROL),
    ]


@pytest.mark.requirement("W-09")
@pytest.mark.parametrize(
    ("state", "step", "is_urgent"),
    [
        (WritApplicationState.DRAFT, "CONTINUE_APPLICATION", False),
        (WritApplicationState.SUBMITTED, "WAIT_FOR_APPROVAL", False),
        (WritApplicationState.RETURNED, "CORRECT_APPLICATION", True),
    ],
)
def test_the_claimants_dashboard_follows_the_application(
    state: WritApplicationState,
    step: str,
    is_urgent: bool,
) -> None:
    facts = replace(UNPAID, application=state)
    (notice,) = position.notices(facts, Relation.CLAIMANT)
    assert (notice.name, notice.is_urgent) == (f"WRIT_APPLICATION_{state}", is_urgent)
    assert [each.code for each in position.next_steps(facts, Relation.CLAIMANT)] == [step]


@pytest.mark.requirement("W-09", "X-08")
@pytest.mark.parametrize("relation", [Relation.DEFENDANT, Relation.OFFICER, Relation.COURT], ids=lambda each: each.name)
def test_nobody_elses_dashboard_says_anything_of_it(relation: Relation) -> None:
    for state in LIVE:
        facts = replace(UNPAID, application=state)
        assert position.notices(facts, relation) == position.notices(UNPAID, relation)
        assert position.next_steps(facts, relation) == position.next_steps(UNPAID, relation)
        assert position.position(facts, relation) == position.position(UNPAID, relation)
        assert facts.status == UNPAID.status


def test_every_state_in_which_an_application_lives_has_its_words() -> None:
    assert position.NOTICES_OF_APPLICATION.keys() == position.STEPS_OF_APPLICATION.keys() == LIVE
