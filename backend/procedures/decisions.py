"""A page for each decision: what for, when it is open, how it is taken, by which steps, lines and letters."""

from collections.abc import Iterator

from backend.procedures.diagrams import diagram
from backend.procedures.words import LETTERS, LINE_HEAD, claimed, line_rows, listed, plan_of, table
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.kinds import Line
from backend.rules.routing.judge import outcome_of
from backend.rules.routing.parts import ByLine, ByOutcome, DecisionRule, Step, Way
from backend.rules.vocabulary import KindCode
from backend.rules.words import in_words


def file_name(rule: DecisionRule) -> str:
    """What its page is called."""
    return f"{rule.decision.lower().replace('_', '-')}.md"


def page(rule: DecisionRule) -> list[str]:
    """The page of a decision, a line each."""
    told_by = f"Decision `{rule.decision}`; steps {rule.steps[0]} to {rule.steps[-1]}; requirements"
    return [
        f"# {rule.title}",
        "",
        rule.purpose,
        "",
        f"{told_by} {', '.join(rule.rows)}. Taken by: {listed(rule.roles)}.",
        "",
        "```mermaid",
        *diagram(rule),
        "```",
        "",
        "## When it is open",
        "",
        *_conditions(rule),
        "",
        "## How it is taken",
        "",
        *table(("by", "refused besides, where it applies"), [_way(way) for way in rule.taken_by]),
        "",
        "## The steps",
        "",
        *steps(rule.procedure),
        "",
        "## The lines of its plans",
        "",
        *_plans(rule),
        "## Its letters",
        "",
        *table(("letter", "what it is"), [(str(each), LETTERS[each]) for each in rule.letters]),
    ]


def steps(of: tuple[Step, ...]) -> list[str]:
    """A table of steps with what carries each out."""
    rows = [
        (str(each.number), each.text, "guidance" if each.is_guidance else "; ".join(map(claimed, each.claims)))
        for each in of
    ]
    return table(("step", "what is done", "carried out by"), rows)


def _conditions(rule: DecisionRule) -> list[str]:
    if not rule.conditions:
        return ["Whenever one of its ways is open."]
    reasons = [each.otherwise for each in rule.conditions]
    rows = [(each.explanation, f"`{each.code}`", each.source) for each in reasons]
    return ["It is refused, with every reason that applies:", "", *table(("reason", "code", "source"), rows)]


def _way(way: Way) -> tuple[str, str]:
    if not isinstance(way, ByOutcome):
        return claimed(way), ""
    besides = " ".join(each.otherwise.explanation for each in outcome_of(way).conditions)
    return f"*{KINDS[way.kind].title}*, {claimed(way)}", besides


def lines_of(rule: DecisionRule) -> dict[KindCode, list[Line]]:
    """The lines that the decision's ways and steps name, by kind, each in the order of its plan."""
    named = [*rule.taken_by, *(claim for each in rule.procedure for claim in each.claims)]
    codes: dict[KindCode, set[str]] = {}
    for each in named:
        if isinstance(each, ByOutcome | ByLine):
            codes.setdefault(each.kind, set()).add(each.line)
    return {
        kind: [line for line in (*KINDS[kind].template.lines, *_amendment(kind, found)) if line.code in found]
        for kind, found in codes.items()
    }


def _amendment(kind: KindCode, codes: set[str]) -> tuple[Line, ...]:
    others = [code for code in codes if code not in KINDS[kind].template.codes]
    return plan_of(KINDS[kind], others[0]).lines if others else ()


def _plans(rule: DecisionRule) -> Iterator[str]:
    found = lines_of(rule)
    if not found:
        yield from ("It has none: it is an act on the case.", "")
    for code, lines in found.items():
        plan = plan_of(KINDS[code], lines[0].code)
        title = KINDS[code].title if plan is KINDS[code].template else "Perform Amendment, on what is amended"
        yield from (f"### {title}", "")
        yield from table(LINE_HEAD, line_rows(plan, lines))
        yield from ("", f"The whole of it: [service requests](service-requests.md), {in_words(code)}.", "")
