"""What is owed? The sum of typed lines in pence, and nothing else: no total is ever reckoned beside it.

Charges are positive lines, payments negative. What a claim or a judgment adds to a debt is said here, line by line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.rules.calendars import spoken_day
from backend.rules.fees import claim_fee
from backend.rules.interest import on_pence_days, simple, spoken_rate
from backend.rules.money import spoken
from backend.rules.policies import CLAIM_INTEREST, in_force
from backend.rules.vocabulary import LineKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a debt: what kind, how many pence, on which London day, why, and under which policy."""

    kind: LineKind
    amount_pence: int
    on: date
    explanation: str
    policy: str | None = None


def balance(lines: Iterable[Line]) -> int:
    """What is owed, in pence; below nought where too much was paid."""
    return sum(line.amount_pence for line in lines)


def lines_of_claim(*, amount_pence: int, interest_from: date | None, issued_on: date) -> tuple[Line, ...]:
    """The lines of a claim as issued: the principal, interest to the day of issue where it is claimed, the court fee.

    The fee goes by principal and interest together. `ValueError` for an amount of nothing or less, or where interest
    is to run from a day after the issue.
    """
    if amount_pence <= 0:
        raise ValueError("a claim is for a sum above nought")
    lines = [Line(LineKind.PRINCIPAL, amount_pence, issued_on, "The amount claimed")]
    if interest_from is not None:
        policy = in_force(CLAIM_INTEREST, issued_on)
        interest = simple(amount_pence, interest_from, issued_on, policy.value)
        if interest:
            why = (
                f"Interest at {spoken_rate(policy.value)} on {spoken(amount_pence)}, {_span(interest_from, issued_on)}"
            )
            lines.append(Line(LineKind.INTEREST, interest, issued_on, why, policy.name))
    fee = claim_fee(balance(lines), issued_on)
    lines.append(Line(LineKind.COURT_FEE, fee.pence, issued_on, fee.explanation, fee.policy))
    return tuple(lines)


def lines_of_judgment(claim_lines: Iterable[Line], *, interest_from: date | None, entered_on: date) -> tuple[Line, ...]:
    """The lines of the judgment debt: those of the claim, and the interest from there up to the day of the judgment.

    Interest is reckoned over the whole period and rounded once; what the claim's lines hold of it already is taken off,
    so that no penny is charged twice. It stops on what was paid on the day of the payment (County Courts Act 1984
    s.69(1)(a)). `ValueError` where a line is later than the judgment, or interest is to run from a day after it.
    """
    lines = tuple(claim_lines)
    if any(line.on > entered_on for line in lines):
        raise ValueError("a line is later than the judgment")
    if interest_from is None:
        return lines
    policy = in_force(CLAIM_INTEREST, entered_on)
    total = on_pence_days(_principal_days(lines, interest_from, entered_on), policy.value)
    further = total - _sum_of(lines, LineKind.INTEREST)
    if not further:
        return lines
    why = (
        f"Further interest at {spoken_rate(policy.value)} up to the judgment: {spoken(total)} in all, "
        f"{_span(interest_from, entered_on)}, less what was charged before"
    )
    return (*lines, Line(LineKind.INTEREST, further, entered_on, why, policy.name))


def _principal_days(lines: tuple[Line, ...], start: date, end: date) -> int:
    """Pence times days that the principal was owed, payments taken off from their day on, down to nothing."""
    if end < start:
        raise ValueError("interest runs forwards")
    owed, since, pence_days = _sum_of(lines, LineKind.PRINCIPAL), start, 0
    for payment in sorted((line for line in lines if line.kind is LineKind.PAYMENT), key=lambda line: line.on):
        paid_on = max(payment.on, since)
        pence_days += owed * (paid_on - since).days
        owed, since = max(0, owed + payment.amount_pence), paid_on
    return pence_days + owed * (end - since).days


def _sum_of(lines: tuple[Line, ...], kind: LineKind) -> int:
    return balance(line for line in lines if line.kind is kind)


def _span(start: date, end: date) -> str:
    days = (end - start).days
    return f"{days} day{'' if days == 1 else 's'} from {spoken_day(start)} to {spoken_day(end)}"
