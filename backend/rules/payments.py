"""What may become of a payment of a court fee (W-07): as the provider tells it, once, and nothing is lost.

A payment is intended, created at the provider, and ends. What ended never changes; money that comes where none was
awaited is put on record and looked at by staff, never dropped and never counted as the fee.
"""

from dataclasses import dataclass
from enum import auto

from backend.rules.vocabulary import PaymentState, Word

S = PaymentState
LIVE = frozenset({S.INTENDED, S.CREATED})
LIFE_CYCLE: dict[PaymentState, frozenset[PaymentState]] = {
    # What was intended may already have ended by the time we hear of it first.
    S.INTENDED: frozenset(S) - {S.INTENDED},
    S.CREATED: frozenset(S) - {S.INTENDED, S.CREATED},
    S.SUCCEEDED: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
    S.ERRORED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A payment as we have it on record."""

    state: PaymentState
    amount_pence: int
    received_pence: int | None
    provider_id: str | None
    awaits_fee: bool
    """Whether its application still waits for its fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A payment as the provider has it."""

    state: PaymentState
    amount_pence: int
    provider_id: str


class Finding(Word):
    """What follows from how the provider says that a payment stands."""

    NOTHING_NEW = auto()
    OPEN = auto()
    """It is open at the provider, and its page may have moved."""
    ENDED = auto()
    """Nothing was taken and nothing will be: another payment may be started."""
    PAID = auto()
    """The fee was received, to the penny, and was awaited."""
    SURPLUS = auto()
    """Money was taken that does not cover a fee: another sum, too late, or twice."""


def after(state: PaymentState, to: PaymentState) -> PaymentState:
    """The state that is come to. A step that the life-cycle lacks is a defect: `finding` does not lead to one."""
    if to not in LIFE_CYCLE[state]:
        raise KeyError(state, to)
    return to


def finding(ours: Standing, told: Told) -> Finding:
    """What follows for a payment from what the provider tells of it, or of another under the same reference."""
    is_another = ours.provider_id not in {None, told.provider_id}
    if told.state is S.SUCCEEDED:
        return _of_money(ours, told, is_another=is_another)
    if is_another or ours.state not in LIVE:
        return Finding.NOTHING_NEW
    return Finding.OPEN if told.state in LIVE else Finding.ENDED


def _of_money(ours: Standing, told: Told, *, is_another: bool) -> Finding:
    if is_another:
        return Finding.SURPLUS
    if ours.received_pence is not None:
        return Finding.NOTHING_NEW
    is_the_fee = ours.state in LIVE and ours.awaits_fee and told.amount_pence == ours.amount_pence
    return Finding.PAID if is_the_fee else Finding.SURPLUS
