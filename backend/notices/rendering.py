"""Puts a letter's facts into its templates, and checks at start-up that the two fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from backend.notices import wording
from backend.notices.catalogue import CATALOGUE
from backend.notices.entry import CarriesCode, Entry
from backend.notices.facts import WrongFactsError, read_facts
from backend.rules import solicitors
from backend.rules.calendars import spoken_day
from backend.rules.money import spoken
from backend.rules.periods import spoken_moment
from backend.rules.vocabulary import Letter

PARTS = ("subject.txt", "body.txt", "body.html")
_ALWAYS_KNOWN = frozenset({"recipient_name", "site_url", "claim_url", "case_url", "guidance"})


class WrongTemplatesError(Exception):
    """The catalogue and the templates do not fit: the service must not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter as it leaves: one line of subject, and the same content twice."""

    subject: str
    text: str
    html: str


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "pounds": spoken,
        "day": spoken_day,
        "moment": spoken_moment,
        "names": wording.names,
        "solicitor": solicitors.called,
    }
    return environment


_TEMPLATES = _environment()


def render(
    letter: Letter,
    facts: Mapping[str, Any],
    *,
    recipient_name: str,
    site_url: str,
    code: str | None,
) -> Rendered:
    """The letter in words.

    `facts` are the JSON values of `models.Letter.facts`, exactly the keys that the catalogue declares. `site_url` has
    no slash at its end. `code` is the security code in clear, for the letters that carry one; it stands in no link.
    Raises `WrongFactsError`.
    """
    entry = CATALOGUE[letter]
    known = check_facts(letter, facts, has_code=code is not None)
    known |= {
        "recipient_name": wording.single_line(recipient_name),
        "site_url": site_url,
        "claim_url": f"{site_url}/claims/{known['reference']}",
        "case_url": f"{site_url}/cases/{known['reference']}",
        "guidance": entry.guidance,
        "code": code,
    }
    subject, text, html = (_TEMPLATES.get_template(f"{entry.folder}/{part}").render(known) for part in PARTS)
    return Rendered(subject=wording.single_line(subject), text=text.strip() + "\n", html=html.strip() + "\n")


def check_facts(letter: Letter, facts: Mapping[str, Any], *, has_code: bool) -> dict[str, object]:
    """The facts, typed. An act calls this when it writes the letter, so that a wrong one fails there and not later.

    Raises `WrongFactsError`, also when a security code is missing or too much.
    """
    entry = CATALOGUE[letter]
    known = read_facts(entry.facts, facts)
    if entry.code is not CarriesCode.WHERE_NEVER_LINKED and has_code is not (entry.code is CarriesCode.ALWAYS):
        raise WrongFactsError(f"the security code: {entry.code.name}")
    if has_code is not (known.get("code_expires_on") is not None):
        raise WrongFactsError("code_expires_on goes with a security code and only with it")
    return known


def check_templates() -> None:
    """Every letter has its three templates; each body uses every fact, and nothing uses what is not declared.

    Called at start-up and by a test. Raises `WrongTemplatesError` with everything that is wrong.
    """
    wrong = [f"no entry: {letter}" for letter in Letter if letter not in CATALOGUE]
    for entry in CATALOGUE.values():
        for part in PARTS:
            wrong += _misfits(entry, part)
    if wrong:
        raise WrongTemplatesError("; ".join(wrong))


def _misfits(entry: Entry, part: str) -> list[str]:
    name = f"{entry.folder}/{part}"
    try:
        source = (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
        used = _variables(_TEMPLATES.parse(source))
        _TEMPLATES.get_template(name)
    except (OSError, TemplateError) as error:
        return [f"{name}: {type(error).__name__}"]
    needed = set(entry.facts)
    if entry.code is not CarriesCode.NEVER:
        needed.add("code")
    unknown = sorted(used - needed - _ALWAYS_KNOWN)
    unused = sorted(needed - used) if part != "subject.txt" else []
    return [f"{name}: unknown {key}" for key in unknown] + [f"{name}: unused {key}" for key in unused]


def _variables(template: nodes.Template) -> set[str]:
    """What a template wants to be told. Jinja counts a macro used inside a block as wanted though it is imported."""
    imported = {name for statement in template.find_all(nodes.FromImport) for name in statement.names}
    return meta.find_undeclared_variables(template) - imported
