"""The first page: the decisions, what comes before them, the flags, what routes a case, and the walk of the steps."""

from collections.abc import Iterator

from backend.procedures.decisions import file_name, steps
from backend.procedures.words import AGENCY_KINDS, OURS, listed, marked, table
from backend.rules.flags import FLAGS
from backend.rules.routing.judge import DECISIONS
from backend.rules.routing.steps import BEFORE_DECIDING, STEPS
from backend.rules.routing_reasons import REASONS
from backend.rules.triggers import TRIGGERS, Trigger
from backend.rules.words import in_words


def page() -> Iterator[str]:
    """The index of the pages."""
    yield from ("# The routing procedure", "")
    yield "How a child maintenance case in enforcement is routed and decided, as the service applies it. These pages"
    yield "are written by `python -m backend contract` from the rules; `make check` fails where they are out of date."
    yield f"What is marked *{OURS}* is not given by the procedure."
    yield from ("", "## The decisions", "")
    rows = [
        (f"[{rule.title}]({file_name(rule)})", f"{rule.steps[0]} to {rule.steps[-1]}", rule.purpose)
        for rule in DECISIONS.values()
    ]
    yield from table(("decision", "steps", "what for"), rows)
    yield from ("", "Also: [the service requests and their plans](service-requests.md), [the powers](powers.md).")
    yield from ("", "## Before every decision", "", *steps(BEFORE_DECIDING))
    yield from ("", "## What routes a case", "")
    yield from table(("reason", "code"), [(words.sentence, f"`{code}`") for code, words in REASONS.items()])
    yield from ("", "By the calendar, each once:", "")
    head = ("reason", "looks at", "where", "opens", "silenced by", "rows")
    yield from table(head, [_trigger(each) for each in TRIGGERS])
    yield from ("", "## The flags", "")
    flags = [(rule.title, rule.does, listed(rule.by_hand) or "the service") for rule in FLAGS.values()]
    yield from table(("flag", "what it does", "set and removed by"), flags)
    yield from _figures()


def _trigger(trigger: Trigger) -> tuple[str, ...]:
    where = (
        (trigger.in_enforcement, "in enforcement"),
        (trigger.in_surveillance, "in surveillance"),
        (trigger.elsewhere, "elsewhere"),
    )
    silenced = f"*{FLAGS[trigger.silenced_by].title}*" if trigger.silenced_by else ""
    return (
        marked(f"`{trigger.code}`", is_ours=trigger.is_ours),
        trigger.looks_at,
        ", ".join(words for looks, words in where if looks),
        in_words(trigger.opens),
        silenced,
        ", ".join(trigger.rows),
    )


def _figures() -> Iterator[str]:
    guided = [str(each.number) for each in STEPS if each.is_guidance]
    ours = sum(kind.is_ours for kind in AGENCY_KINDS)
    yield from ("", "## What is data, and what is not", "")
    yield f"Of {len(STEPS)} steps {len(STEPS) - len(guided)} are carried out by the service; guidance and nothing else"
    yield f"are {', '.join(guided[:-1])} and {guided[-1]}. Of {len(AGENCY_KINDS)} kinds of service request {ours} are"
    yield f"{OURS}."
