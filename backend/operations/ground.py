"""What every act stands on: the database, the clocks, the sealer of secrets and the settings of the service."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from backend.adapters.database import Database
from backend.adapters.payments import NoPayments, Payments
from backend.adapters.seal import Seal
from backend.adapters.sealing import Sealer
from backend.adapters.wake import Wake
from backend.operations.reads import Reads


class Clock(Protocol):
    """Tells the instant by which rules are judged, in UTC."""

    async def now(self) -> datetime: ...


class MachineClock:
    """The machine's own clock: what production runs on, and what sessions, signed links and retries always use."""

    async def now(self) -> datetime:
        return machine_now()


def machine_now() -> datetime:
    """The instant by the machine's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """The service's collaborators, made once by the composition root."""

    database: Database
    clock: Clock
    sealer: Sealer
    wake: Wake
    payments: Payments = NoPayments()  # noqa: RUF009 - a frozen value
    seal: Seal | None = None
    """The court's seal; without one no writ can be issued."""
    site_url: str = "http://127.0.0.1:8000"
    """Where people find the service, without a slash at its end: what documents point to."""
    reads: Reads = field(default_factory=Reads)
    """Which payments this process read at the provider a moment ago (P14)."""
    linking_takes_seconds: float = 0.75
    """Every attempt at linking, right or wrong, takes this long or a whole multiple of it (P11)."""
