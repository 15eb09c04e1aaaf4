"""Whether the outside world may be called now: never while an act's transaction is open (W-07).

A call that waits for somebody else's machine would hold the act's locks for as long, and what it did outside could not
be undone with the act. So an act notes what it intends, and the call follows its commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_IN_ACT: ContextVar[bool] = ContextVar("in_act", default=False)


class OutsideInActError(AssertionError):
    """The outside was called from within an act: a defect of ours."""


@contextmanager
def kept_out() -> Iterator[None]:
    """For as long as the block runs, whoever calls the outside from it is stopped."""
    token = _IN_ACT.set(True)
    try:
        yield
    finally:
        _IN_ACT.reset(token)


def require_no_act() -> None:
    """Raise `OutsideInActError` while an act's transaction is open."""
    if _IN_ACT.get():
        raise OutsideInActError("the outside is called after an act, never within it")
