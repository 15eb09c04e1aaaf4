"""The ledger of a debt: lines as rows, and what is entered on the judgment debt after it was adjudged."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from backend.models import Debt, LedgerLine, new_id
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules.ledger import Line
from backend.rules.vocabulary import DebtKind


async def enter(unit: Unit, subject: Subject, lines: Sequence[Line]) -> None:
    """Enter lines on the judgment debt of a claim that is loaded and locked, after those that stand there."""
    of_judgment = select(Debt).where(Debt.case_id == subject.case.id, Debt.kind == DebtKind.JUDGMENT)
    debt = (await unit.session.scalars(of_judgment)).one()
    last = await unit.session.scalar(select(func.max(LedgerLine.position)).where(LedgerLine.debt_id == debt.id))
    unit.session.add_all(rows_of(debt, lines, start=(last or 0) + 1))
    subject.lines.extend(lines)


def rows_of(debt: Debt, lines: Iterable[Line], *, start: int = 1) -> list[LedgerLine]:
    """Ledger lines as rows of a debt, numbered from `start`."""
    return [
        LedgerLine(
            id=new_id(),
            case_id=debt.case_id,
            debt_id=debt.id,
            position=position,
            kind=line.kind,
            amount_pence=line.amount_pence,
            on=line.on,
            explanation=line.explanation,
            policy=line.policy,
        )
        for position, line in enumerate(lines, start=start)
    ]
