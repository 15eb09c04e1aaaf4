"""What follows from how the provider says that a payment stands: a table, and nothing else (W-07)."""

import itertools

import pytest

from backend.rules.payments import LIFE_CYCLE, LIVE, Finding, Standing, Told, after, finding
from backend.rules.vocabulary import PaymentState

pytestmark = pytest.mark.requirement("W-07")
S, F = PaymentState, Finding
FEE = 80_00
ENDED = sorted(set(S) - LIVE)
NOTHING_TAKEN = sorted(set(S) - LIVE - {S.SUCCEEDED})


def ours(state: PaymentState, **changed: object) -> Standing:
    given = {
        "state": state,
        "amount_pence": FEE,
        "received_pence": FEE if state is S.SUCCEEDED else None,
        "provider_id": None if state is S.INTENDED else "theirs",
        "awaits_fee": state is not S.SUCCEEDED,
    }
    return Standing(**{**given, **changed})


def told(state: PaymentState, **changed: object) -> Told:
    return Told(**{"state": state, "amount_pence": FEE, "provider_id": "theirs", **changed})


def test_what_has_ended_never_changes() -> None:
    assert {state for state, onward in LIFE_CYCLE.items() if not onward} == set(ENDED)
    for state, to in itertools.product(ENDED, S):
        with pytest.raises(KeyError):
            after(state, to)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_a_live_payment_goes_where_the_provider_has_it(state: PaymentState) -> None:
    assert finding(ours(state), told(S.CREATED)) is F.OPEN
    assert finding(ours(state), told(S.SUCCEEDED)) is F.PAID
    assert {finding(ours(state), told(to)) for to in NOTHING_TAKEN} == {F.ENDED}


@pytest.mark.parametrize("state", ENDED)
def test_of_a_payment_that_has_ended_only_money_is_news(state: PaymentState) -> None:
    assert {finding(ours(state), told(to)) for to in (S.CREATED, *NOTHING_TAKEN)} == {F.NOTHING_NEW}
    expected = F.NOTHING_NEW if state is S.SUCCEEDED else F.SURPLUS
    assert finding(ours(state), told(S.SUCCEEDED)) is expected
    assert finding(ours(state, received_pence=FEE), told(S.SUCCEEDED)) is F.NOTHING_NEW


@pytest.mark.parametrize("state", sorted(LIVE))
def test_the_fee_is_paid_by_its_very_sum_while_it_is_awaited(state: PaymentState) -> None:
    for pence in (FEE - 1, FEE + 1, 0):
        assert finding(ours(state), told(S.SUCCEEDED, amount_pence=pence)) is F.SURPLUS
    assert finding(ours(state, awaits_fee=False), told(S.SUCCEEDED)) is F.SURPLUS


@pytest.mark.parametrize("state", sorted(set(S) - {S.INTENDED}))
def test_another_payment_under_our_reference_is_news_only_where_it_took_money(state: PaymentState) -> None:
    for to in S:
        expected = F.SURPLUS if to is S.SUCCEEDED else F.NOTHING_NEW
        assert finding(ours(state), told(to, provider_id="another")) is expected
