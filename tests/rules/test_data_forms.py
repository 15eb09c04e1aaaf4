"""What the fields of a data form may hold, and how they are kept."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from backend.rules.casework import forms
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import ArtefactFacts
from backend.rules.casework.forms import Entry
from backend.rules.vocabulary import FormFieldKind, KindCode, Power
from tests.builders.case_facts import in_enforcement

F = FormFieldKind
ORDER, CLEARING = KINDS[KindCode.LIABILITY_ORDER], KINDS[KindCode.CLEAR_ARTEFACTS]
CHARGE = ArtefactFacts(uuid4(), Power.CHARGING_ORDER, is_outstanding=True, commenced_on=date(2026, 3, 5))
REMOVED = replace(CHARGE, id=uuid4(), is_outstanding=False)


def found(kind: Any, *entries: Entry, of_case: Any = ()) -> list[tuple[str, tuple[str, ...]]]:
    told = forms.problems(kind, entries, of_case=dict(of_case), numbers=frozenset({"121"}))
    return [(each.code, each.path) for each in told]


@pytest.mark.requirement("R-03")
@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("LO_NUMBER", F.TEXT, "x" * 1_000), None),
        (Entry("LO_NUMBER", F.TEXT, "x" * 1_001), "TEXT_LENGTH"),
        (Entry("LO_NUMBER", F.TEXT, " "), "TEXT_LENGTH"),
        (Entry("LO_AMOUNT", F.MONEY, 0), None),
        (Entry("LO_AMOUNT", F.MONEY, -1), "AMOUNT_OUT_OF_RANGE"),
        (Entry("AMENDMENT_REASON", F.CHOICE, "Died"), None),
        (Entry("AMENDMENT_REASON", F.CHOICE, "Something else"), "CHOICE_UNKNOWN"),
    ],
    ids=["longest", "too-long", "blank", "nothing", "negative", "a-choice", "no-choice"],
)
def test_a_value_is_of_its_fields_kind_and_within_its_bounds(entry: Entry, code: str | None) -> None:
    assert found(ORDER, entry) == ([(code, ("fields", "0", "value"))] if code else [])


@pytest.mark.requirement("R-03")
def test_every_problem_is_found_at_once_and_a_field_is_given_once() -> None:
    twice = Entry("LO_NUMBER", F.TEXT, "LO-1")
    assert found(ORDER, twice, twice, Entry("NO_SUCH", F.TEXT, "x"), Entry("LO_AMOUNT", F.TEXT, "12")) == [
        ("FIELD_UNKNOWN", ("fields", "1", "code")),
        ("FIELD_UNKNOWN", ("fields", "2", "code")),
        ("FIELD_KIND", ("fields", "3", "value")),
    ]
    assert found(ORDER) == [("COUNT_OUT_OF_RANGE", ("fields",))]


@pytest.mark.requirement("R-42")
def test_of_artefacts_those_outstanding_on_the_case_can_be_chosen() -> None:
    offered = forms.of_case(in_enforcement(artefacts=(CHARGE, REMOVED)))
    assert [(each.value, each.title) for each in offered["ARTEFACT"]] == [
        (str(CHARGE.id), "Charging order, 5 March 2026")
    ]
    assert found(CLEARING, Entry("ARTEFACT", F.CHOICE, str(CHARGE.id)), of_case=offered) == []
    assert found(CLEARING, Entry("ARTEFACT", F.CHOICE, str(REMOVED.id)), of_case=offered) == [
        ("CHOICE_UNKNOWN", ("fields", "0", "value"))
    ]


@pytest.mark.requirement("R-03")
@pytest.mark.parametrize(
    ("code", "entry", "stored"),
    [
        ("LO_GRANTED_ON", Entry("LO_GRANTED_ON", F.DATE, date(2026, 3, 5)), "2026-03-05"),
        ("LO_AMOUNT", Entry("LO_AMOUNT", F.MONEY, 12_345), 12_345),
        ("LO_NUMBER", Entry("LO_NUMBER", F.TEXT, "LO-1"), "LO-1"),
    ],
    ids=["day", "amount", "text"],
)
def test_what_is_kept_reads_as_it_was_given(code: str, entry: Entry, stored: object) -> None:
    field = ORDER.field(code)
    assert field is not None
    assert forms.kept(entry) == stored
    assert forms.read(field, {code: stored}) == entry.value
    assert forms.read(field, {}) is None
