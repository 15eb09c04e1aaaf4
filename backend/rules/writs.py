"""What may happen to a writ of control, how it stands today, and what is to be enforced under it (W-11, W-15, W-18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from backend.rules import judging, ledger
from backend.rules.calendars import spoken_day
from backend.rules.claim_facts import Adjudged
from backend.rules.eligibility import BREATHING_SPACES
from backend.rules.interest import on_pence_days, spoken_rate
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.ledger import Line
from backend.rules.linking import spelled
from backend.rules.periods import ONE_DAY, end_of, london_day
from backend.rules.policies import JUDGMENT_INTEREST, JUDGMENT_INTEREST_LEAST, in_force
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Problem
from backend.rules.vocabulary import (
    EVERYBODY_CONCERNED,
    Act,
    LineKind,
    Relation,
    RestraintKind,
    WritState,
    WritStatus,
)

S = WritState

LIFE_CYCLE: dict[WritState, frozenset[WritState]] = {
    S.ISSUED: frozenset({S.STAYED, S.PAID, S.EXECUTED, S.RETURNED, S.WITHDRAWN}),
    # While it is stayed nothing is executed; it may be paid, handed back or withdrawn, or go on.
    S.STAYED: frozenset({S.ISSUED, S.PAID, S.RETURNED, S.WITHDRAWN}),
}
"""Where a writ may go from where it stands; from what is not here it goes nowhere any more."""
LIVE = frozenset(LIFE_CYCLE)


@dataclass(frozen=True, slots=True)
class WritFacts:
    """A writ as the rules see it at one instant."""

    state: WritState
    issued_at: datetime
    ends_at: datetime
    """The end of its last day."""
    now: datetime
    is_acknowledged: bool = False
    enforceable_at: datetime | None = None
    """From when goods may be taken; None while no notice of enforcement was given."""
    restraints: frozenset[RestraintKind] = frozenset()
    """What stops enforcement now."""

    @property
    def status(self) -> WritStatus:
        return status_of(self)


class Stored(Protocol):
    """A writ as it is stored."""

    state: WritState
    issued_at: datetime
    expires_on: date
    acknowledged_at: datetime | None
    enforceable_at: datetime | None


def facts_of(writ: Any, *, now: datetime, restraints: frozenset[RestraintKind]) -> WritFacts:
    """The facts of a writ as stored (`Stored`), at an instant, under what stops enforcement then."""
    stored: Stored = writ
    return WritFacts(
        state=stored.state,
        issued_at=stored.issued_at,
        ends_at=end_of(stored.expires_on),
        now=now,
        is_acknowledged=stored.acknowledged_at is not None,
        enforceable_at=stored.enforceable_at,
        restraints=restraints,
    )


def status_of(facts: WritFacts) -> WritStatus:
    """The status shown: what follows from a date or from a restraint follows from it, and is stored nowhere."""
    if facts.state not in LIVE:
        return WritStatus(facts.state)
    if facts.now >= facts.ends_at:
        return WritStatus.EXPIRED
    if facts.state is S.STAYED or facts.restraints:
        return WritStatus.STAYED
    if facts.enforceable_at is None:
        return WritStatus.ISSUED
    return WritStatus.ENFORCEABLE if facts.now >= facts.enforceable_at else WritStatus.NOTICE_GIVEN


IS_LIVE = Condition[WritFacts](lambda f: f.state in LIVE, reasons.WRIT_ENDED)
NOT_EXPIRED = Condition[WritFacts](lambda f: f.now < f.ends_at, reasons.WRIT_EXPIRED)
NOT_STAYED = Condition[WritFacts](
    lambda f: f.state is not S.STAYED and RestraintKind.STAY not in f.restraints, reasons.ENFORCEMENT_STAYED
)
NO_BREATHING_SPACE = Condition[WritFacts](lambda f: not f.restraints & BREATHING_SPACES, reasons.IN_BREATHING_SPACE)
NOT_ACKNOWLEDGED = Condition[WritFacts](lambda f: not f.is_acknowledged, reasons.RECEIPT_ACKNOWLEDGED)
NO_NOTICE = Condition[WritFacts](lambda f: f.enforceable_at is None, reasons.NOTICE_GIVEN_ALREADY)

ACTS: dict[Act, ActRule[WritFacts]] = {
    # Receipt is endorsed whatever restrains enforcement (Courts Act 2003 Sch 7 para 7).
    Act.ACKNOWLEDGE_WRIT: ActRule(Relation.OFFICER, (IS_LIVE, NOT_ACKNOWLEDGED)),
    Act.GIVE_NOTICE_OF_ENFORCEMENT: ActRule(
        Relation.OFFICER, (IS_LIVE, NOT_EXPIRED, NOT_STAYED, NO_BREATHING_SPACE, NO_NOTICE)
    ),
    # A download is a copy, whatever became of the writ: it neither serves nor appoints (W-12).
    Act.DOWNLOAD_DOCUMENT: ActRule(EVERYBODY_CONCERNED, ()),
}


def judge(act: Act, facts: WritFacts, relation: Relation) -> Judged:
    """Whether an act on a writ is open to someone of this relation."""
    return judging.judge(ACTS, act, facts, relation)


def actions(facts: WritFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act on a writ that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, facts, relation)


def problems_of_receipt(received_at: datetime, facts: WritFacts) -> tuple[Problem, ...]:
    """What is wrong with an instant at which a writ is said to have been received."""
    if received_at > facts.now:
        return (Problem("DATE_IN_FUTURE", ("receivedAt",), "A writ cannot be received in the future."),)
    if received_at < facts.issued_at:
        return (Problem("DATE_BEFORE_ISSUE", ("receivedAt",), "The writ was not issued yet."),)
    return ()


def problems_of_notice(given_on: date, facts: WritFacts) -> tuple[Problem, ...]:
    """What is wrong with a day on which notice of enforcement is said to have been given."""
    if given_on > london_day(facts.now):
        return (Problem("DATE_IN_FUTURE", ("givenOn",), "Record a notice once it has been given."),)
    if given_on < london_day(facts.issued_at):
        return (Problem("DATE_BEFORE_ISSUE", ("givenOn",), "The writ was not issued yet."),)
    return ()


@dataclass(frozen=True, slots=True)
class Sum:
    """What is to be enforced under a writ on the day of its issue, in pence."""

    amounts: tuple[tuple[str, int], ...]
    """Line by line, as the writ says it."""
    further: tuple[Line, ...]
    """The lines that issuing it adds to the judgment debt, which is then the same sum."""
    daily_pence: int | None
    """What one more day costs; None where the judgment bears no interest."""

    @property
    def total_pence(self) -> int:
        return sum(pence for _, pence in self.amounts)


def to_be_enforced(
    lines: Iterable[Line], judgment: Adjudged, *, total_pence: int, issued_on: date, fee: Line | None
) -> Sum:
    """What a writ issued on a day is for: the judgment less payments, its interest, and the fee where one was paid.

    `lines` are those of the claim's debts, whose balance is owed now; `total_pence` was adjudged. A judgment of the
    county court bears interest only from £5,000 on (SI 1991/1184 art 2); where time was given for payment, from the
    end of that time.
    """
    held = tuple(lines)
    paid = sorted((line for line in held if line.on >= judgment.entered_on and _is_payment(line)), key=_day)
    less = ledger.balance(held) - total_pence
    since = max(judgment.entered_on, london_day(judgment.payment_due_at) - ONE_DAY)
    policy = in_force(JUDGMENT_INTEREST, issued_on)
    bears = total_pence >= in_force(JUDGMENT_INTEREST_LEAST, judgment.entered_on).value
    interest = on_pence_days(_pence_days(total_pence, paid, since, issued_on), policy.value) if bears else 0
    amounts = [(f"Judgment of {spoken_day(judgment.entered_on)}", total_pence)]
    further = []
    if less:
        amounts.append(("Less what was paid since", less))
    if interest:
        days = (issued_on - since).days
        why = f"{spoken_rate(policy.value)} for {days} day{'' if days == 1 else 's'}, from {spoken_day(since)}"
        further.append(Line(LineKind.INTEREST, interest, issued_on, f"Interest on the judgment: {why}", policy.name))
    if fee:
        further.append(fee)
    amounts += [(line.explanation, line.amount_pence) for line in further]
    daily = on_pence_days(max(0, total_pence + less), policy.value) if bears else None
    return Sum(tuple(amounts), tuple(further), daily or None)


def fee_line(pence: int, policy: str, *, on: date) -> Line:
    """The fee of the writ as a line of the judgment debt."""
    return Line(LineKind.COURT_FEE, pence, on, "Court fee for the writ of control", policy)


def _is_payment(line: Line) -> bool:
    return line.kind is LineKind.PAYMENT


def _day(line: Line) -> date:
    return line.on


def _pence_days(owed: int, paid: Iterable[Line], start: date, end: date) -> int:
    """Pence times days that the sum adjudged was owed, payments taken off from their day on, down to nothing."""
    since, found = start, 0
    for line in paid:
        day = min(max(line.on, since), end)
        found += owed * (day - since).days
        owed, since = max(0, owed + line.amount_pence), day
    return found + owed * max(0, (end - since).days)


def verification_code(digest: bytes) -> str:
    """The code printed on a writ, from the keyed digest of its number and version: 40 bits, as other codes are."""
    return spelled(int.from_bytes(digest[:5]))


def sealed_as(number: str, version: int) -> str:
    """Under which name a version of a writ is sealed, and its code derived: `WOC-7K3Q-9FTD/1`."""
    return f"{number}/{version}"
