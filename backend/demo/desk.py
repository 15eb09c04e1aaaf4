"""What the demonstration's pages and routes ask of the rest of the service; the composition root fills it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.demo.casework import CaseNow
from backend.demo.clock import DemoClock, NextDue, RunDue
from backend.demo.mailbox import Mailbox
from backend.demo.personas import Persona
from backend.demo.progress import Story
from backend.operations.sessions import SignedIn
from backend.operations.verifying import Verified

SignIn = Callable[[Persona], Awaitable[SignedIn]]
"""Opens a session, as production has it, for the user of a persona."""

TellStory = Callable[[], Awaitable[Story | None]]
"""How far Kate and Andrew's newest claim has come; None before there is one."""

ListCases = Callable[[], Awaitable[list[CaseNow]]]
"""The enforcement cases as they are now, the newest referral first."""

Verify = Callable[[str, str, str], Awaitable[Verified | None]]
"""Verifies a writ by number and code, for a caller's address, under the limits of the API. Raises `Refused`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The collaborators of the demonstration's routes."""

    clock: DemoClock
    mailbox: Mailbox
    sign_in: SignIn
    next_due: NextDue
    """The earliest instant at which a timer is due and not done."""
    run_due: RunDue
    """Does everything that is due at an instant, letters included, and says how many acts that were."""
    tell_story: TellStory
    list_cases: ListCases
    verify: Verify
    graphql_path: str = "/graphql"
