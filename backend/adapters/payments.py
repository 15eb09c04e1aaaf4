"""The payment provider: what is asked of it, and what it answers, in our words (W-07)."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias
from uuid import UUID

from backend.rules.vocabulary import PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A payment that is to be made at the provider, once."""

    key: UUID
    """Our payment's own id: sent along so that the same call made twice makes one payment."""
    reference: str
    """Ours, unique; what a payment is found by whose answer never came."""
    amount_pence: int
    description: str
    return_path: str
    """Where the payer comes back to, below the site's address."""
    may_exist: bool = False
    """Whether an earlier call may have got through: then the payment is looked for before another is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A payment as the provider shows it at this moment."""

    provider_id: str
    reference: str
    state: PaymentState
    """CREATED for as long as it is open at the provider."""
    amount_pence: int
    next_url: str | None = None
    """Where the payer goes on, while the payment is open."""
    failure: str | None = None
    """Why nothing was taken, as one of our codes."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The provider knows no such payment."""


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """No answer to go by, now."""

    may_have_arrived: bool
    """Whether what was asked may have been done all the same."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The provider will not make such a payment, now or ever."""

    code: str


Created: TypeAlias = Seen | OutOfReach | Declined
Looked: TypeAlias = Seen | NotThere | OutOfReach


class Payments(Protocol):
    """What takes payments. Each call raises `OutsideInActError` while an act's transaction is open, and no other."""

    @property
    def are_taken(self) -> bool:
        """Whether payments are taken at all."""

    @property
    def time_limit(self) -> float:
        """Seconds within which each call is over, come what may."""

    async def create(self, intent: Intent) -> Created:
        """Have the payment made, or find it where it was made before."""

    async def read(self, provider_id: str) -> Looked:
        """How a payment stands now."""

    async def cancel(self, provider_id: str) -> Looked:
        """Ask that an open payment be ended; how it stands afterwards, which may be paid."""

    async def close(self) -> None:
        """Give back what was opened."""


@dataclass(frozen=True, slots=True)
class NoPayments:
    """Where payments are switched off: nothing is taken, and nothing is called."""

    are_taken: bool = False
    time_limit: float = 0.0

    async def create(self, intent: Intent) -> Created:
        del intent
        return OutOfReach(may_have_arrived=False)

    async def read(self, provider_id: str) -> Looked:
        del provider_id
        return OutOfReach(may_have_arrived=False)

    async def cancel(self, provider_id: str) -> Looked:
        del provider_id
        return OutOfReach(may_have_arrived=False)

    async def close(self) -> None:
        pass
