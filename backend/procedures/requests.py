"""The page of the kinds of service request: their places, forms and plans, whole."""

from collections.abc import Iterator

from backend.procedures.words import AGENCY_KINDS, LINE_HEAD, line_rows, listed, marked, table
from backend.rules.casework.catalogue import AMENDMENT
from backend.rules.casework.kinds import FormField, Kind
from backend.rules.words import in_words


def page() -> Iterator[str]:
    """Every kind of the agency, and the plan by which enforcement action is amended."""
    yield from ("# Service requests of the agency", "")
    yield "Each kind with its place, its data form, and the lines of the plan that its start generates."
    for kind in AGENCY_KINDS:
        yield from _kind(kind)
    yield from ("", f"## {in_words(AMENDMENT.name).capitalize()}", "")
    yield "The second plan of a service request of a power, once it is marked Ready for Cancellation."
    yield from ("", *table(LINE_HEAD, line_rows(AMENDMENT, AMENDMENT.lines)))


def _kind(kind: Kind) -> Iterator[str]:
    yield from ("", f"## {marked(kind.title, is_ours=kind.is_ours)}", "")
    place, desk = " / ".join(kind.place), in_words(kind.desk)
    yield f"`{kind.code}`: {place}. Desk: {desk}. To be done within {kind.due_days} days."
    if kind.variants:
        spellings = ", ".join(f"*{sub_area}*" for _, _, sub_area in kind.variants)
        yield f"Also spelled {spellings}; one spelling is stored."
    opened = f"Opened by hand by: {listed(kind.by_hand)}." if kind.by_hand else "Opened by what leads to it."
    yield from (opened, "")
    if kind.form:
        yield from (*table(("field", "code", "holds", "required"), [_field(each) for each in kind.form]), "")
    yield from table(LINE_HEAD, line_rows(kind.template, kind.template.lines))


def _field(field: FormField) -> tuple[str, ...]:
    holds = in_words(field.kind) + (f": {', '.join(field.choices)}" if field.choices else "")
    return marked(field.title, is_ours=field.is_ours), f"`{field.code}`", holds, "yes" if field.is_required else "no"
