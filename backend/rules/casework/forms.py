"""The data form of a service request: what its fields may hold, and how it is kept (R-03)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.rules.casework.facts import CaseFacts
from backend.rules.casework.kinds import FormField, Kind
from backend.rules.casework.titles import title_of
from backend.rules.refusals import Problem
from backend.rules.texts import PARAGRAPH, fits
from backend.rules.vocabulary import FormFieldKind

K = FormFieldKind
MOST_PENCE = 100_000_000_00
MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody gives for one field: the field's code, of which kind the value is, and the value.

    A text, True or False, a day, pence, one of the choices, or a tuple of case numbers.
    """

    code: str
    kind: FormFieldKind
    value: Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values on offer for a field, and what to show for it."""

    value: str
    title: str


Choices = Mapping[str, tuple[Choice, ...]]
"""By the code of a field: what the case offers for it, where its kind names no choices of its own."""


ARTEFACT = "ARTEFACT"
"""The field that names one of the case's outstanding artefacts, by its key (R-42)."""


def of_case(facts: CaseFacts | None) -> Choices:
    """What an enforcement case offers: its outstanding artefacts."""
    found = facts.outstanding_artefacts if facts else ()
    return {
        ARTEFACT: tuple(
            Choice(str(each.id), f"{title_of(each.power)}, {each.commenced_on:%-d %B %Y}") for each in found
        )
    }


def choices_of(field: FormField, of_case: Choices) -> tuple[Choice, ...]:
    """What can be chosen for a field: the words of its kind, or what the case offers."""
    return tuple(Choice(word, word) for word in field.choices) or of_case.get(field.code, ())


def problems(kind: Kind, given: Iterable[Entry], *, of_case: Choices, numbers: frozenset[str]) -> tuple[Problem, ...]:
    """Everything that is wrong with what was given, each with the path to it.

    `numbers` are the case numbers of the case group.
    """
    entries = tuple(given)
    if not 1 <= len(entries) <= MOST_FIELDS:
        return (Problem("COUNT_OUT_OF_RANGE", ("fields",), f"Give 1 to {MOST_FIELDS} fields."),)
    found: list[Problem] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        path = ("fields", str(index))
        field = kind.field(entry.code)
        if field is None or entry.code in seen:
            found.append(Problem("FIELD_UNKNOWN", (*path, "code"), "The form has no such field, or it is given twice."))
        elif field.kind is not entry.kind:
            found.append(Problem("FIELD_KIND", (*path, "value"), f"This field holds: {WORDS[field.kind]}."))
        else:
            found += _of_value(field, entry.value, (*path, "value"), of_case, numbers)
        seen.add(entry.code)
    return tuple(found)


WORDS = {
    K.TEXT: "a text",
    K.YES_NO: "yes or no",
    K.DATE: "a day",
    K.MONEY: "an amount",
    K.CHOICE: "one of its choices",
    K.CASE_NUMBERS: "case numbers",
}
"""What a field of each kind holds, in words."""


def _of_value(
    field: FormField, value: Any, path: tuple[str, ...], of_case: Choices, numbers: frozenset[str]
) -> Iterator[Problem]:
    match field.kind:
        case K.TEXT if not fits(value, PARAGRAPH):
            yield Problem("TEXT_LENGTH", path, f"Give 1 to {PARAGRAPH:,} characters.")
        case K.MONEY if not 0 <= value <= MOST_PENCE:
            yield Problem("AMOUNT_OUT_OF_RANGE", path, "Give an amount from £0 to £100 million.")
        case K.CHOICE if value not in {each.value for each in choices_of(field, of_case)}:
            yield Problem("CHOICE_UNKNOWN", path, "This is none of the choices.")
        case K.CASE_NUMBERS if not value or not set(value) <= numbers or len(set(value)) != len(value):
            yield Problem("CASE_NUMBER", path, "Give cases of this case group, each once.")


def kept(entry: Entry) -> Any:
    """A value as the form keeps it: JSON of it."""
    match entry.kind:
        case K.TEXT:
            return entry.value.strip()
        case K.DATE:
            return entry.value.isoformat()
        case K.CASE_NUMBERS:
            return list(entry.value)
        case _:
            return entry.value


def read(field: FormField, data: Mapping[str, Any]) -> Any:
    """The value of a field as it was given; None where it was not filled in."""
    stored = data.get(field.code)
    if stored is not None and field.kind is K.DATE:
        return date.fromisoformat(stored)
    return tuple(stored) if stored is not None and field.kind is K.CASE_NUMBERS else stored
