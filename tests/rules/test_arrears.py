"""The arrears ledger: typed lines, moved under orders, paid oldest first, equal to the penny whatever happens."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules import arrears as rules
from backend.rules.arrears import Line, Order
from backend.rules.policies import (
    DEDUCTION_FROM_EARNINGS_CHARGE,
    LIABILITY_ORDER_CHARGE,
    LUMP_SUM_DEDUCTION_CHARGE,
    REGULAR_DEDUCTION_CHARGE,
)
from backend.rules.vocabulary import AllocationState, ArrearsLineKind

K, A = ArrearsLineKind, AllocationState
CHANTELLE, PRIYA = UUID(int=1), UUID(int=2)
FIRST, SECOND, PAYMENT = UUID(int=11), UUID(int=12), UUID(int=21)
TODAY = date(2026, 3, 2)


def owed(pence: int, since: date, maintenance_case: UUID | None = CHANTELLE) -> Line:
    return Line(kind=K.ARREARS, amount_pence=pence, on=since, explanation="Arrears.", maintenance_case=maintenance_case)


def owed_to(lines: tuple[Line, ...], maintenance_case: UUID | None) -> int:
    """What is owed in one maintenance case, in pence; for None, the agency's charges."""
    return rules.balance(line for line in lines if line.maintenance_case == maintenance_case)


LEDGER = (owed(100_00, date(2025, 5, 1), PRIYA), owed(240_00, date(2025, 1, 6)), owed(60_00, date(2025, 9, 1)))


def orders(*numbers: str, live: bool = True) -> list[Order]:
    return [Order(UUID(int=11 + index), number, live) for index, number in enumerate(numbers)]


def receive(lines: tuple[Line, ...], pence: int, reference: str | None, **given: object) -> rules.Received:
    told: dict[str, object] = {"orders": orders("LO-100 7"), "by_hand": False, **given}
    return rules.receive(lines, pence, payment=PAYMENT, on=TODAY, reference=reference, **told)  # type: ignore[arg-type]


@pytest.mark.requirement("R-55")
def test_an_order_takes_the_oldest_arrears_of_each_parent_and_adds_nothing() -> None:
    moved = rules.secure(LEDGER, FIRST, 300_00, TODAY)
    after = (*LEDGER, *moved)
    assert [(line.maintenance_case, line.order, line.amount_pence) for line in moved] == [
        (CHANTELLE, None, -240_00), (CHANTELLE, FIRST, 240_00), (PRIYA, None, -60_00), (PRIYA, FIRST, 60_00),
    ]  # fmt: skip
    assert {line.kind for line in moved} == {K.SECURED_BY_ORDER}
    assert (rules.balance(after), rules.owed_under(after, FIRST), rules.owed_under(after, None)) == (
        400_00, 300_00, 100_00,
    )  # fmt: skip
    assert (owed_to(after, CHANTELLE), owed_to(after, PRIYA)) == (300_00, 100_00)


@pytest.mark.parametrize("pence", [0, -1, 400_01])
def test_an_order_over_nothing_or_over_more_than_is_unsecured_cannot_be_entered(pence: int) -> None:
    with pytest.raises(ValueError, match="more than no order covers"):
        rules.secure(LEDGER, FIRST, pence, TODAY)


@pytest.mark.requirement("R-48")
@pytest.mark.parametrize("reference", ["LO-100 7", "lo1007", " Lo 1007 "])
def test_a_payment_goes_to_the_order_that_it_names_however_it_is_spelled(reference: str) -> None:
    secured = (*LEDGER, *rules.secure(LEDGER, FIRST, 240_00, TODAY))
    received = receive(secured, 100_00, reference)
    assert (received.state, received.excess_pence, received.waits_because) == (A.ALLOCATED, 0, None)
    assert [(line.order, line.maintenance_case, line.amount_pence) for line in received.lines] == [
        (FIRST, CHANTELLE, -100_00)
    ]


@pytest.mark.requirement("R-48")
@pytest.mark.parametrize(
    ("reference", "given", "why"),
    [
        ("LO-1008", {}, rules.WRONG_REFERENCE),
        ("LO-1007", {"orders": orders("LO-1007", live=False)}, rules.WRONG_REFERENCE),
        ("LO-1007", {"by_hand": True}, rules.BY_HAND),
        (None, {"by_hand": True}, rules.BY_HAND),
    ],
    ids=["of another case", "of an order paid off", "by hand", "by hand without one"],
)
def test_a_payment_whose_order_is_not_certain_is_not_guessed(
    reference: str | None, given: dict[str, object], why: str
) -> None:
    secured = (*LEDGER, *rules.secure(LEDGER, FIRST, 240_00, TODAY))
    assert receive(secured, 100_00, reference, **given) == rules.Received(A.UNALLOCATED, waits_because=why)


@pytest.mark.requirement("R-48")
def test_a_payment_without_reference_pays_what_no_order_covers_the_oldest_first_and_never_an_order() -> None:
    secured = (*LEDGER, *rules.secure(LEDGER, FIRST, 240_00, TODAY))
    received = receive(secured, 130_00, None)
    assert [(line.order, line.maintenance_case, line.amount_pence) for line in received.lines] == [
        (None, PRIYA, -100_00), (None, CHANTELLE, -30_00),
    ]  # fmt: skip
    assert receive(secured, 160_01, None).waits_because == rules.NO_REFERENCE
    assert receive(secured, 160_00, None).state is A.ALLOCATED


@pytest.mark.requirement("R-01")
def test_what_is_more_than_was_owed_stays_visible_as_excess() -> None:
    received = receive(LEDGER, 400_01, None, orders=[])
    assert (received.state, received.excess_pence, rules.balance((*LEDGER, *received.lines))) == (A.EXCESS, 1, 0)


def test_what_an_order_does_not_need_goes_to_the_other_arrears_then_to_excess() -> None:
    secured = (*LEDGER, *rules.secure(LEDGER, FIRST, 240_00, TODAY))
    received = receive(secured, 401_00, "LO1007")
    after = (*secured, *received.lines)
    assert (rules.owed_under(after, FIRST), rules.owed_under(after, None), received.excess_pence) == (0, 0, 1_00)


def test_what_is_left_under_an_invalid_order_is_owed_without_it_again() -> None:
    secured = (*LEDGER, *rules.secure(LEDGER, FIRST, 300_00, TODAY))
    paid = (*secured, *rules.pay(secured, FIRST, 50_00, payment=PAYMENT, on=TODAY))
    after = (*paid, *rules.release(paid, FIRST, TODAY))
    assert (rules.balance(after), rules.owed_under(after, FIRST), rules.owed_under(after, None)) == (350_00, 0, 350_00)
    assert (owed_to(after, CHANTELLE), owed_to(after, PRIYA)) == (250_00, 100_00)


def test_the_agencys_charges_are_dated_policy() -> None:
    tables = (DEDUCTION_FROM_EARNINGS_CHARGE, REGULAR_DEDUCTION_CHARGE, LUMP_SUM_DEDUCTION_CHARGE)
    assert [rules.charge(each, "Charge", TODAY)[0].amount_pence for each in tables] == [50_00, 50_00, 200_00]
    (line,) = rules.charge(LIABILITY_ORDER_CHARGE, "Charge for a liability order", TODAY)
    assert (line.kind, line.amount_pence, line.maintenance_case) == (K.ENFORCEMENT_CHARGE, 300_00, None)
    assert line.explanation == "Charge for a liability order (SI 2014/612 reg 10)."
    assert rules.charge(LIABILITY_ORDER_CHARGE, "Charge", date(2014, 8, 10)) == ()
    assert len(rules.charge(LIABILITY_ORDER_CHARGE, "Charge", date(2014, 8, 11))) == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), st.integers(0, 50_000), st.sampled_from([CHANTELLE, PRIYA])),
        st.tuples(st.just("charge"), st.just(0), st.none()),
        st.tuples(st.just("secure"), st.integers(1, 80_000), st.sampled_from([FIRST, SECOND])),
        st.tuples(st.just("release"), st.just(0), st.sampled_from([FIRST, SECOND])),
        st.tuples(st.just("pay"), st.integers(1, 80_000), st.sampled_from(["A1", "B2", "C3", None])),
    ),
    max_size=25,
)


@given(STEPS)
def test_whatever_happens_each_penny_is_owed_paid_or_excess_and_nothing_is_below_nought(
    steps: list[tuple[str, int, object]],
) -> None:
    lines: tuple[Line, ...] = ()
    added = paid = excess = 0
    for index, (what, pence, of) in enumerate(steps):
        on = date(2025, 1, 1 + index)
        match what:
            case "owe":
                lines += (owed(pence, on, of),)  # type: ignore[arg-type]
                added += pence
            case "charge":
                lines += rules.charge(LIABILITY_ORDER_CHARGE, "Charge", on)
                added += 300_00
            case "secure" if pence <= rules.owed_under(lines, None):
                lines += rules.secure(lines, of, pence, on)  # type: ignore[arg-type]
            case "release":
                lines += rules.release(lines, of, on)  # type: ignore[arg-type]
            case "pay":
                received = rules.receive(
                    lines, pence, payment=UUID(int=100 + index), on=on, reference=of,  # type: ignore[arg-type]
                    orders=orders("A1", "B2"), by_hand=False,
                )  # fmt: skip
                lines += received.lines
                excess += received.excess_pence
                paid += -rules.balance(received.lines)
                waits = pence if received.state is A.UNALLOCATED else 0
                assert -rules.balance(received.lines) + received.excess_pence + waits == pence
        buckets = [rules.owed_under(lines, each) for each in (None, FIRST, SECOND)]
        parents = [owed_to(lines, each) for each in (None, CHANTELLE, PRIYA)]
        assert rules.balance(lines) == added - paid == sum(buckets) == sum(parents)
        assert min(*buckets, *parents, excess) >= 0
