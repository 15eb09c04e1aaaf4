"""The pages of the procedure and the console's file: as generated, whole, and marked where they are ours."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backend.procedures.decisions import file_name, lines_of, page
from backend.procedures.diagrams import diagram
from backend.procedures.files import CONSOLE, PAGES, files
from backend.procedures.words import AGENCY_KINDS, LETTERS, OURS
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.kinds import AGENCY_DESKS
from backend.rules.reasons import all_reasons
from backend.rules.routing.judge import DECISIONS
from backend.rules.routing.parts import ByOutcome
from backend.rules.vocabulary import Decision, Jurisdiction, KindCode, Letter

ROOT = Path(__file__).parents[2]
FILES = files()
CONSOLE_FILE: dict[str, Any] = json.loads(FILES[CONSOLE])


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_generated_file_is_what_would_be_written_now(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == FILES[path]


def test_nothing_else_stands_among_the_generated_pages() -> None:
    there = {f"{PAGES}/{each.name}" for each in (ROOT / PAGES).iterdir()}
    assert there == {path for path in FILES if path.startswith(PAGES)}


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith(".md")))
def test_every_link_of_a_page_leads_to_a_page(path: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", FILES[path])
    assert {f"{PAGES}/{target}" for target in targets} <= set(FILES)


@pytest.mark.requirement("R-56")
@pytest.mark.parametrize("decision", Decision)
def test_a_decisions_page_tells_its_reasons_ways_steps_lines_and_letters(decision: Decision) -> None:
    rule = DECISIONS[decision]
    text = FILES[f"{PAGES}/{file_name(rule)}"]
    assert text.startswith(f"# {rule.title}\n\n{rule.purpose}\n")
    for condition in rule.conditions:
        assert f"| {condition.otherwise.explanation} | `{condition.otherwise.code}` |" in text
    for each in rule.procedure:
        assert f"\n| {each.number} | {each.text} |" in text
    for lines in lines_of(rule).values():
        assert lines
        for line in lines:
            assert f"**{line.activity}**" in text
    for letter in rule.letters:
        assert f"| {letter} | {LETTERS[letter]} |" in text


@pytest.mark.parametrize("decision", Decision)
def test_a_diagram_draws_each_way_of_a_decision_once(decision: Decision) -> None:
    rule = DECISIONS[decision]
    drawn = diagram(rule)
    assert drawn[0] == "flowchart TD"
    assert len(drawn) == len(set(drawn))
    for way in rule.taken_by:
        if isinstance(way, ByOutcome):
            assert any(f"line_{way.kind}_{way.line} -->" in each for each in drawn)
    assert set(drawn) <= set(page(rule))


def test_what_the_source_does_not_give_is_marked_on_the_pages() -> None:
    text = FILES[f"{PAGES}/service-requests.md"]
    headings = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    for kind in AGENCY_KINDS:
        assert (f"{kind.title} *({OURS})*" if kind.is_ours else kind.title) in headings
        for line in kind.template.lines:
            assert not line.is_ours or f"**{line.activity}** *({OURS})*" in text
        for field in kind.form:
            assert not field.is_ours or f"| {field.title} *({OURS})* | `{field.code}` |" in text


@pytest.mark.requirement("R-03")
def test_the_console_is_told_every_kind_of_the_agency_with_its_form_and_its_lines() -> None:
    theirs = {code for code, kind in KINDS.items() if kind.desk in AGENCY_DESKS}
    told = {each["code"]: each for each in CONSOLE_FILE["kinds"]}
    assert set(told) == theirs
    for code, each in told.items():
        kind = KINDS[KindCode(code)]
        assert [field["code"] for field in each["form"]] == [field.code for field in kind.form]
        assert {line["code"]: [one["code"] for one in line["outcomes"]] for line in each["lines"]} == {
            line.code: [one.code for one in line.outcomes] for line in kind.template.lines
        }


@pytest.mark.requirement("R-15", "R-18", "R-56")
def test_the_console_is_told_the_decisions_and_the_powers_of_each_jurisdiction() -> None:
    assert [each["name"] for each in CONSOLE_FILE["decisions"]] == list(Decision)
    assert set(CONSOLE_FILE["powers"]) == set(Jurisdiction)
    assert all(powers for powers in CONSOLE_FILE["powers"].values())
    assert [each["number"] for each in CONSOLE_FILE["steps"]] == list(range(1, 81))


def test_every_reason_that_the_console_is_told_is_in_the_catalogue() -> None:
    codes = {each.code for each in all_reasons()}
    told = set(_codes(CONSOLE_FILE["decisions"])) | set(_codes(CONSOLE_FILE["kinds"]))
    told |= set(_codes(CONSOLE_FILE["powers"])) | {each["reason"] for each in CONSOLE_FILE["beforeSurveillance"]}
    assert told <= codes
    assert len(told) > 30


def _codes(value: Any) -> list[str]:
    """Every code under a key `reasons`, however deep."""
    if isinstance(value, list):
        return [code for each in value for code in _codes(each)]
    if not isinstance(value, dict):
        return []
    return [*value.get("reasons", []), *(code for each in value.values() for code in _codes(each))]


@pytest.mark.requirement("R-51")
def test_the_pages_tell_what_the_solicitor_is_called_where() -> None:
    words = {place: each["solicitor"].replace("\u2019", "'") for place, each in CONSOLE_FILE["certificates"].items()}
    assert words[Jurisdiction.NORTHERN_IRELAND] == "crown solicitor's office"
    assert words[Jurisdiction.ENGLAND_WALES] == words[Jurisdiction.SCOTLAND] == "contracted solicitor"


def test_the_letters_of_the_procedure_are_described() -> None:
    assert set(LETTERS) == {Letter.CMEL7402, Letter.CMEL9116, Letter.CMEL9271, Letter.CMSB046}
