"""The payment provider behind a gate: a restored copy of the database calls it for nothing until released (P20)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.adapters.payments import Created, Intent, Looked, OutOfReach, Payments


@dataclass(frozen=True, slots=True)
class HeldPayments:
    """Asks before each call whether it may be made; one that may not is out of reach, and surely not made."""

    payments: Payments
    may_call: Callable[[], Awaitable[bool]]

    @property
    def are_taken(self) -> bool:
        return self.payments.are_taken

    @property
    def time_limit(self) -> float:
        return self.payments.time_limit

    async def create(self, intent: Intent) -> Created:
        return await self.payments.create(intent) if await self.may_call() else OutOfReach(may_have_arrived=False)

    async def read(self, provider_id: str) -> Looked:
        return await self.payments.read(provider_id) if await self.may_call() else OutOfReach(may_have_arrived=False)

    async def cancel(self, provider_id: str) -> Looked:
        return await self.payments.cancel(provider_id) if await self.may_call() else OutOfReach(may_have_arrived=False)

    async def close(self) -> None:
        await self.payments.close()
