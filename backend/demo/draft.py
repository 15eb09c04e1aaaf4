"""One generated claim as its acts leave it: the same rows, letters, timers and chained history, written in bulk.

What the real acts write (`backend.operations`) is the measure; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.demo.cast import Figure
from backend.demo.rows import Row, Rows
from backend.models import Case, Claim, Debt, HistoryEntry, LedgerLine, Letter, Link, Party, Stream, Timer
from backend.notices.catalogue import CATALOGUE
from backend.operations.ground import machine_now
from backend.operations.recording import AUDIENCES, audiences_moved
from backend.rules import ledger
from backend.rules.chain import START, entry_hash
from backend.rules.deadlines import ResponseTime
from backend.rules.vocabulary import (
    CaseKind,
    DebtKind,
    EventKind,
    Jurisdiction,
    LetterState,
    LineKind,
    PartySide,
    Relation,
    Role,
    TimerKind,
)
from backend.rules.vocabulary import Letter as LetterName

PLACE = Jurisdiction.ENGLAND_WALES


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did an act, as the history keeps it."""

    user_id: UUID | None
    role: Role


THE_SERVICE = Doer(None, Role.SYSTEM)


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    rows: Rows
    recorded_at: datetime
    case: Row
    stream: Row
    claim: Row
    time: ResponseTime
    parties: list[Row] = field(default_factory=list)
    users: dict[UUID, UUID] = field(default_factory=dict)
    """The account of a party that has one, by the party's id."""
    linked: set[UUID] = field(default_factory=set)
    lines: tuple[ledger.Line, ...] = ()
    timers: dict[tuple[TimerKind, int], Row] = field(default_factory=dict)
    _facts: dict[str, Any] = field(default_factory=dict)
    _facts_of: tuple[ledger.Line, ...] | None = None

    def of(self, side: PartySide) -> list[Row]:
        return [party for party in self.parties if party["side"] is side]

    def add_party(self, side: PartySide, figure: Figure, *, is_confidential: bool = False) -> Row:
        """Add a party as the claimant describes it."""
        party = self.rows.add(
            Party,
            id=self.rows.new_id(),
            case_id=self.case["id"],
            side=side,
            position=len(self.of(side)) + 1,
            kind=figure.kind,
            name=figure.name,
            organisation_number=figure.organisation_number,
            date_of_birth=figure.date_of_birth if side is PartySide.DEFENDANT else None,
            address_lines=list(figure.address.lines),
            post_code=figure.address.post_code,
            email=figure.email,
            phone=figure.phone,
            is_confidential=is_confidential,
        )
        self.parties.append(party)
        if figure.user_id is not None:
            self.users[party["id"]] = figure.user_id
        return party

    def link(self, party: Row, at: datetime) -> None:
        """Note that a party's account is linked to the claim."""
        self.linked.add(party["id"])
        self.rows.add(
            Link,
            id=self.rows.new_id(),
            case_id=self.case["id"],
            party_id=party["id"],
            hceo_id=None,
            user_id=self.users[party["id"]],
            relation=int(party["side"].relation),
            since=at,
            ended_at=None,
        )

    def record(
        self,
        kind: EventKind,
        at: datetime,
        by: Doer,
        *,
        audience: Relation,
        changes: dict[str, Any],
        party_id: UUID | None = None,
    ) -> None:
        """Append an entry to the claim's history and chain it to the one before, as `Unit.record` does."""
        stream = self.stream
        stream["entry_count"] += 1
        for word in audiences_moved(kind, audience, party_id):
            stream[f"{word}_version"] += 1
            stream[f"{word}_updated_at"] = at
        facts: dict[str, Any] = {
            "uid": self.rows.new_id(),
            "stream_id": stream["id"],
            "number": stream["entry_count"],
            "kind": kind,
            "at": at,
            "recorded_at": self.recorded_at,
            "actor_id": by.user_id,
            "actor_role": by.role,
            "subject_id": None,
            "party_id": party_id,
            "audience": int(audience),
            "changes": changes,
            "versions": {word: stream[f"{word}_version"] for word in AUDIENCES},
        }
        previous = stream["head"]
        stream["head"] = entry_hash(previous, **facts)
        self.rows.add(HistoryEntry, **facts, previous_hash=previous, hash=stream["head"])

    def write_to(self, party: Row, name: LetterName, at: datetime, **more: Any) -> Row:
        """Write a letter with exactly the facts of its entry in the catalogue. It waits to be sent or printed."""
        known = {**self._known(), **more}
        return self.rows.add(
            Letter,
            id=self.rows.new_id(),
            case_id=self.case["id"],
            party_id=party["id"],
            hceo_id=None,
            template=name,
            facts={fact: _json(known[fact]) for fact in CATALOGUE[name].facts},
            secret=None,
            state=LetterState.WAITING if party["email"] else LetterState.TO_PRINT,
            created_at=at,
            next_attempt_at=at,
            attempts=0,
            leased_until=None,
            leased_by=None,
            ended_at=None,
            may_be_copy=False,
            failure=None,
        )

    def open_debt(self, kind: DebtKind) -> Row:
        """Open a debt with no lines yet."""
        return self.rows.add(Debt, id=self.rows.new_id(), case_id=self.case["id"], kind=kind)

    def add_lines(self, debt: Row, lines: Iterable[ledger.Line], *, start: int = 1) -> None:
        """Add lines to a debt, numbered from `start`."""
        for position, line in enumerate(lines, start=start):
            self.rows.add(
                LedgerLine,
                id=self.rows.new_id(),
                case_id=self.case["id"],
                debt_id=debt["id"],
                position=position,
                kind=line.kind,
                amount_pence=line.amount_pence,
                on_date=line.on,
                explanation=line.explanation,
                policy=line.policy,
            )

    def remind(self, kind: TimerKind, due_at: datetime, *, ordinal: int = 0) -> None:
        """Set a timer."""
        self.timers[kind, ordinal] = self.rows.add(
            Timer,
            id=self.rows.new_id(),
            case_id=self.case["id"],
            subject_id=self.case["id"],
            kind=kind,
            ordinal=ordinal,
            due_at=due_at,
            done_at=None,
            attempts=0,
            not_before=None,
        )

    def forget(self, at: datetime, *kinds: TimerKind) -> None:
        """Consume the timers of these kinds that still wait."""
        for (kind, _ordinal), timer in self.timers.items():
            if kind in kinds and timer["done_at"] is None:
                timer["done_at"] = at

    def _known(self) -> dict[str, Any]:
        # The same until the lines of the debt change.
        if self._facts_of is not self.lines:
            self._facts_of, self._facts = self.lines, self._facts_now()
        return self._facts

    def _facts_now(self) -> dict[str, Any]:
        def sum_of(kind: LineKind) -> int:
            return ledger.balance(line for line in self.lines if line.kind is kind)

        return {
            "reference": self.case["reference"],
            "claimant_names": [party["name"] for party in self.of(PartySide.CLAIMANT)],
            "defendant_names": [party["name"] for party in self.of(PartySide.DEFENDANT)],
            "principal_pence": sum_of(LineKind.PRINCIPAL),
            "interest_pence": sum_of(LineKind.INTEREST),
            "court_fee_pence": sum_of(LineKind.COURT_FEE),
            "total_pence": ledger.balance(self.lines),
            "what_for": self.claim["what_for"],
            "issued_on": self.time.issued_on,
            "served_on": self.time.served_on,
            "respond_by": self.time.deadline.at,
        }


def begin(rows: Rows, *, reference: str, lodged_at: datetime, time: ResponseTime, claim: Row) -> Draft:
    """A claim with its case and its empty history; `claim` holds the columns that the quarrel decides."""
    case_id = rows.new_id()
    versions = {f"{word}_version": 0 for word in AUDIENCES} | {f"{word}_updated_at": None for word in AUDIENCES}
    stream = rows.add(Stream, id=case_id, name=f"case:{case_id}", entry_count=0, head=START, **versions)
    case = rows.add(
        Case, id=case_id, kind=CaseKind.CLAIM, reference=reference, jurisdiction=PLACE, created_at=lodged_at
    )
    row = rows.add(
        Claim,
        case_id=case_id,
        lodged_at=lodged_at,
        issued_on=time.issued_on,
        served_on=time.served_on,
        response_due_at=time.deadline.at,
        payment_due_at=None,
        response_deadline=time.deadline.to_json(),
        **claim,
    )
    return Draft(rows, machine_now(), case, stream, row, time)


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
