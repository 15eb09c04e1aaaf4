"""Telling one generated claim: what happens in it is done in the order of its instants, up to now and no further."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from backend.demo.draft import THE_SERVICE, Doer, Draft
from backend.demo.plots import in_office_hours
from backend.demo.rows import Row
from backend.models import SecurityCode
from backend.operations.codes import NOBODYS
from backend.rules import deadlines
from backend.rules.vocabulary import COURT_ONLY, EventKind, Letter, LetterState, PartySide, Role, TimerKind

BACKLOG = timedelta(days=14)
PRINTED_PROMPTLY = 0.5
"""Of the letters of the last fortnight that go by post; the others still wait, for staff to have something to print."""

Act = Callable[["Telling", datetime], None]
"""Something that happens in a claim at an instant."""


@dataclass(slots=True)
class Telling:
    """One claim on its way through time."""

    rng: Random
    draft: Draft
    now: datetime
    officer: UUID
    debt: Row = field(default_factory=dict)
    request: Row = field(default_factory=dict)
    codes: dict[UUID, Row] = field(default_factory=dict)
    """The newest security code of each party."""
    _ahead: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def then(self, at: datetime | None, act: Act) -> None:
        """Have something happen at an instant; None: never."""
        if at is not None:
            heappush(self._ahead, (at, next(self._order), act))

    def run(self) -> None:
        """Let it all happen, each act seeing its own instant. What lies ahead of now stays undone."""
        while self._ahead and self._ahead[0][0] <= self.now:
            at, _, act = heappop(self._ahead)
            act(self, at)

    def of(self, side: PartySide) -> list[Row]:
        return self.draft.of(side)

    def by(self, side: PartySide) -> Doer:
        """The first party of a side, as who did something."""
        return Doer(self.draft.users[self.of(side)[0]["id"]], Role.CITIZEN)

    def by_the_court(self) -> Doer:
        return Doer(self.officer, Role.COURT_OFFICER)

    def set(self, kind: TimerKind, due_at: datetime, act: Act, *, ordinal: int = 0) -> None:
        """Set a timer, and have its act happen when it falls due, unless it was consumed before."""
        self.draft.remind(kind, due_at, ordinal=ordinal)
        timer = self.draft.timers[kind, ordinal]

        def fall_due(telling: "Telling", at: datetime) -> None:
            if timer["done_at"] is None:
                timer["done_at"] = at
                act(telling, at)

        self.then(due_at, fall_due)

    def give_code(self, party: Row, at: datetime) -> date:
        """Give a party a security code and say until which day it works. Nobody knows it: its hash is of nothing."""
        expiry = deadlines.code_expiry(at)
        self.codes[party["id"]] = self.draft.rows.add(
            SecurityCode,
            id=self.draft.rows.new_id(),
            case_id=self.draft.case["id"],
            party_id=party["id"],
            code_hash=NOBODYS,
            issued_at=at,
            expires_at=expiry.at,
            used_at=None,
        )
        return expiry.on

    def write(self, party: Row, name: Letter, at: datetime, **more: Any) -> None:
        """Write to a party. An e-mail leaves within minutes; what is printed is posted on the next working day."""
        letter = self.draft.write_to(party, name, at, **more)
        if letter["state"] is LetterState.WAITING:
            leaves_at = min(at + timedelta(seconds=self.rng.randint(2, 90)), self.now)
            self.then(leaves_at, self._leaving(letter, party, LetterState.SENT))
        elif at < self.now - BACKLOG or self.rng.random() < PRINTED_PROMPTLY:
            self.then(in_office_hours(self.rng, at), self._leaving(letter, party, LetterState.POSTED))

    def _leaving(self, letter: Row, party: Row, state: LetterState) -> Act:
        def leave(telling: "Telling", at: datetime) -> None:
            letter["state"], letter["ended_at"], letter["attempts"] = state, at, 1
            telling.draft.record(
                EventKind.LETTER_SENT if state is LetterState.SENT else EventKind.LETTER_POSTED,
                at,
                THE_SERVICE if state is LetterState.SENT else telling.by_the_court(),
                audience=party["side"].relation | COURT_ONLY,
                party_id=party["id"],
                changes={"letter": letter["template"]},
            )

        return leave
