"""Rows of several kinds that hang on cases, all of them read in one statement.

Each part is a SELECT of its own whose first column is the case. They are laid side by side: the columns of one type
share a column of the statement, and a part that has no such column is blank there.
"""

from collections import defaultdict, namedtuple
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Enum,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    literal_column,
    null,
    type_coerce,
    union_all,
)
from sqlalchemy.types import TypeEngine

from backend.models.base import Instant

Execute = Callable[[Any, Mapping[str, Any]], Awaitable[Iterable[Any]]]
"""Runs a statement with its values, in the transaction or the snapshot of whoever asks."""
Selected = Select[*tuple[Any, ...]]
Rows = dict[str, list[Any]]
"""The rows of one case by the name of their part, in its order: each has the columns of its part by name."""

STORED: dict[type[TypeEngine[Any]], TypeEngine[Any]] = {
    Uuid: Uuid(),
    String: String(),
    Integer: BigInteger(),
    Date: Date(),
    Instant: Instant(),
    Boolean: Boolean(),
}
"""The types of the statement's columns, by what they take; words of a vocabulary come as they are stored."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind that hang on cases, and the columns by which they are put in order."""

    select: Selected
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the whole statement: the first, second, … of its type."""

    stored: type[TypeEngine[Any]]
    number: int


class _Laid:
    """A part as it lies in the statement."""

    def __init__(self, name: str, part: Part) -> None:
        self.name, self.part = name, part
        self.case, *given = part.select.selected_columns
        self.columns: dict[_Column, Any] = {}
        for column in given:
            stored = next(each for each in STORED if isinstance(column.type, each))
            number = sum(each.stored is stored for each in self.columns)
            self.columns[_Column(stored, number)] = column
        self._row: Any = namedtuple(name, [column.key for column in given])  # type: ignore[misc]  # noqa: PYI024
        self._words = [column.type.enum_class if isinstance(column.type, Enum) else None for column in given]

    def arm(self, columns: Iterable[_Column]) -> Selected:
        """The part's SELECT in the columns of the statement, for the cases `case_ids`."""
        part = literal_column(f"'{self.name}'", String)
        given = [
            type_coerce(self.columns[each], STORED[each.stored])
            if each in self.columns
            else cast(null(), STORED[each.stored])
            for each in columns
        ]
        named = [each.label(f"c{number}") for number, each in enumerate((part, self.case, *given))]
        of_cases = self.case.in_(bindparam("case_ids", expanding=True))
        return self.part.select.with_only_columns(*named).where(of_cases)

    def row(self, values: Iterable[Any]) -> Any:
        """The values that are this part's, in its order, as a row of it."""
        return self._row._make(
            word(value) if word is not None and value is not None else value
            for word, value in zip(self._words, values, strict=True)
        )


class Parts:
    """Parts that are read together. Their statement is written once."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        laid = [_Laid(name, part) for name, part in parts.items()]
        columns = list(dict.fromkeys(column for each in laid for column in each.columns))
        self._statement = union_all(*(each.arm(columns) for each in laid))
        self._laid = {each.name: (each, [columns.index(column) for column in each.columns]) for each in laid}

    async def read(self, execute: Execute, case_ids: Sequence[UUID]) -> dict[UUID, Rows]:
        """What hangs on these cases, by case."""
        found: dict[UUID, Rows] = defaultdict(lambda: defaultdict(list))
        for name, case_id, *values in await execute(self._statement, {"case_ids": list(case_ids)}):
            laid, places = self._laid[name]
            found[case_id][name].append(laid.row(values[place] for place in places))
        for rows in found.values():
            for name, of_part in rows.items():
                of_part.sort(key=self._order(name))
        return found

    def _order(self, name: str) -> Callable[[Any], list[Any]]:
        order = self._laid[name][0].part.order
        return lambda row: [getattr(row, column) for column in order]
