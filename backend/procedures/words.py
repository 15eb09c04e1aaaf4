"""The parts of the procedure in words, and Markdown's tables: what all pages share."""

from collections.abc import Iterable, Sequence

from backend.rules.casework.catalogue import AMENDMENT, KINDS
from backend.rules.casework.effects import EFFECTS_IN_WORDS, EffectName
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.flags import FLAGS
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, Claim
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import (
    Decision,
    Flag,
    KindCode,
    Letter,
    NoteKind,
    OfflineTaskKind,
    RoutingReason,
    Word,
)
from backend.rules.words import in_words

OURS = "ours, to be confirmed"
AGENCY_KINDS: tuple[Kind, ...] = tuple(kind for kind in KINDS.values() if kind.is_of_the_agency)
"""In the order of the catalogue."""
LETTERS: dict[Letter, str] = {
    Letter.CMEL7402: "Enforcement action paused, to the receiving parent",
    Letter.CMEL9116: "Artefact clearance: to lift or reduce a sanction, to the solicitor",
    Letter.CMEL9271: "Child maintenance update, in free text; a senior manager signs it off first",
    Letter.CMSB046: "Liability order reference numbers: a fact sheet for the paying parent",
}
_PREFIXES: dict[type[Word], str] = {
    NoteKind: "note: ",
    OfflineTaskKind: "done outside the service: ",
    Decision: "decision: ",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table, a line each; one without rows says that there are none."""
    lines = [f"| {' | '.join(_cell(each) for each in row)} |" for row in rows]
    if not lines:
        return ["None."]
    return [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |", *lines]


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or "-"


def listed(words: Iterable[Word]) -> str:
    return ", ".join(in_words(each) for each in sorted(words))


def marked(text: str, *, is_ours: bool) -> str:
    """The text, marked where the source document does not give what it tells of."""
    return f"{text} *({OURS})*" if is_ours else text


def plan_of(kind: Kind, line: str) -> Template:
    """The plan in which a kind has this line: its own, or Perform Amendment."""
    return kind.template if line in kind.template.codes else AMENDMENT


def needs(outcome: Outcome) -> str:
    """What has to be given with an outcome."""
    day = "a day to come" if outcome.is_date_ahead else "a day"
    asked = (
        (outcome.needs_reason, "a reason"),
        (outcome.needs_note, "a note"),
        (outcome.needs_date, day),
    )
    fields = [f"`{code}`" for code in outcome.needs_form]
    return ", ".join([words for is_asked, words in asked if is_asked] + fields)


def line_rows(plan: Template, lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """A row for each outcome of these lines; the line itself is named with its first."""
    rows = list[tuple[str, ...]]()
    for line in lines:
        notes = [f"after {', '.join(plan.line(each).activity for each in line.after)}"] if line.after else []
        notes += ["optional"] * line.is_optional + ["waits for what it opened"] * line.waits_for_children
        activity = marked(f"**{line.activity}**", is_ours=line.is_ours) + (f" ({'; '.join(notes)})" if notes else "")
        for index, each in enumerate(line.outcomes):
            besides = " ".join(condition.otherwise.explanation for condition in each.conditions)
            title = marked(each.title, is_ours=each.is_ours)
            rows.append((activity if index == 0 else "", title, needs(each), each.in_words, besides))
    return rows


LINE_HEAD = ("line", "outcome", "asks for", "what it does", "refused, where it applies")


def claimed(claim: Claim) -> str:
    """What carries a step out, in words."""
    match claim:
        case ByOutcome(code, line, chosen):
            return f"{_line(code, line)}: {_chosen(code, line, chosen)}"
        case ByLine(code, line):
            return _line(code, line)
        case ByField(code, field):
            return f"field `{field}` of *{KINDS[code].title}*"
        case ByAct(act):
            return f"`{act}`"
        case Word():
            return _word(claim)


def _line(code: KindCode, line: str) -> str:
    return f"line *{plan_of(KINDS[code], line).line(line).activity}*"


def _chosen(code: KindCode, line: str, chosen: str) -> str:
    found = plan_of(KINDS[code], line).line(line).outcome(chosen)
    return found.title if found else chosen


def _word(word: Word) -> str:
    match word:
        case KindCode():
            return f"service request *{KINDS[word].title}*"
        case EffectName():
            return EFFECTS_IN_WORDS[word]
        case Letter():
            return f"letter {word}"
        case Flag():
            return f"flag *{FLAGS[word].title}*"
        case RoutingReason():
            return f"routed by itself: {REASONS[word].in_words}"
    return f"{_PREFIXES.get(type(word), 'mark: ')}{in_words(word)}"
