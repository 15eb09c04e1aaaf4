"""Which payments were read at the provider a moment ago: whoever asks again is answered from what is on record."""

import time
from collections.abc import Callable
from uuid import UUID

READ_AGAIN_SECONDS = 3.0
"""Sooner a payment is not read again for whoever asks: a final state comes by message, or with the next asking."""


class Reads:
    """The latest reads of one process; `seconds` tells the time, from whenever it likes."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._begun: dict[UUID, float] = {}

    def take_turn(self, payment_id: UUID) -> bool:
        """Whether the payment is to be read now; if so, that counts as read from here on, however long it takes."""
        now = self._seconds()
        self._begun = {key: at for key, at in self._begun.items() if now - at < READ_AGAIN_SECONDS}
        if payment_id in self._begun:
            return False
        self._begun[payment_id] = now
        return True
