"""A decision as a picture: from the service request by its line and outcome to what follows, in Mermaid."""

from collections.abc import Iterator

from backend.procedures.words import plan_of
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.effects import Effect
from backend.rules.casework.kinds import Outcome
from backend.rules.routing.judge import outcome_of
from backend.rules.routing.parts import ByAct, ByOutcome, DecisionRule
from backend.rules.words import in_words


def diagram(rule: DecisionRule) -> list[str]:
    """The lines of a flow chart: one path for each way of taking the decision, what they share drawn once."""
    return list(dict.fromkeys(_lines(rule)))


def _lines(rule: DecisionRule) -> Iterator[str]:
    yield "flowchart TD"
    yield f'  decision{{{{"{_text(rule.title)}"}}}}'
    for number, way in enumerate(rule.taken_by):
        match way:
            case ByAct(act):
                yield f'  decision --> act{number}["{_text(in_words(act).capitalize())}"]'
            case ByOutcome():
                yield from _way(number, way)


def _way(number: int, way: ByOutcome) -> Iterator[str]:
    kind, outcome = KINDS[way.kind], outcome_of(way)
    line = plan_of(kind, way.line).line(way.line)
    yield f'  decision --> kind_{way.kind}["{_text(kind.title)}"]'
    yield f'  kind_{way.kind} --> line_{way.kind}_{way.line}["{_text(line.activity)}"]'
    yield f'  line_{way.kind}_{way.line} -->|"{_text(outcome.title)}"| way{number}(["{_text(_first(outcome))}"])'
    before = f"way{number}"
    for when, effects in _later(outcome):
        name = f"{before}_then"
        yield f'  {before} -->|"{when}"| {name}(["{_text(_told(effects) or "it is approved")}"])'
        before = name


def _first(outcome: Outcome) -> str:
    return _told(outcome.at_once) or "it is recorded"


def _later(outcome: Outcome) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    if outcome.needs_approval:
        yield "approved by a team leader", outcome.on_approval
    if outcome.on_closing:
        yield "closed by hand as complete", outcome.on_closing


def _told(effects: tuple[Effect, ...]) -> str:
    return "; ".join(effect.in_words for effect in effects)


def _text(text: str) -> str:
    return text.replace('"', "'")
