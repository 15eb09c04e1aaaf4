"""The pretend twin of mail: keeps what it accepts, and answers as it was told to."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from backend.adapters.mail import Accepted, BeforeText, Delivery, Outgoing, Stage, Uncertain

_TEXT_WENT = frozenset({Stage.DATA, Stage.TEXT})


@dataclass(slots=True)
class PretendMail:
    """Accepts every message into `accepted`, unless `script` still holds an answer to give instead.

    An `Uncertain` in the script is the worst kind: the message was taken, and the sender is not told.
    """

    script: deque[Delivery] = field(default_factory=deque)
    accepted: list[Outgoing] = field(default_factory=list)
    time_limit: float = 1.0

    def answers(self, deliveries: Iterable[Delivery]) -> None:
        """The answers to the next messages; after them everything is accepted again."""
        self.script.extend(deliveries)

    async def send(self, message: Outgoing, *, before_text: BeforeText | None = None) -> Delivery:
        delivery = self.script.popleft() if self.script else Accepted()
        if before_text is not None and _reaches_text(delivery):
            await before_text()
        if isinstance(delivery, Accepted | Uncertain):
            self.accepted.append(message)
        return delivery


def _reaches_text(delivery: Delivery) -> bool:
    return isinstance(delivery, Accepted) or delivery.stage in _TEXT_WENT
