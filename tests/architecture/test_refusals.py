"""One code, one meaning: the refusals and the reasons that clients switch on."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest

from backend import rules
from backend.rules.errors import ErrorCode
from backend.rules.refusals import Reason, Refusal, RefusalCode


def kinds(of: type[Refusal]) -> list[type[Refusal]]:
    """A refusal's kinds, down to the last."""
    return [each for kind in of.__subclasses__() for each in (kind, *kinds(kind))]


def reasons() -> dict[str, list[tuple[str, Reason]]]:
    """Every reason that the rules name, by its code, each with the name under which it stands."""
    found: dict[str, list[tuple[str, Reason]]] = {}
    for module in pkgutil.iter_modules(rules.__path__):
        for name, value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).items():
            if isinstance(value, Reason) and (name, value) not in found.setdefault(value.code, []):
                found[value.code].append((name, value))
    return found


def test_every_code_of_a_refusal_belongs_to_one_kind() -> None:
    assert Counter(kind.code for kind in kinds(Refusal)) == Counter(RefusalCode)


def test_no_code_says_both_that_an_act_and_that_an_operation_was_refused() -> None:
    assert {code.name for code in RefusalCode} & {code.name for code in ErrorCode} == set()


def test_a_reason_stands_once_under_the_name_that_is_its_code() -> None:
    assert {code: [name for name, _ in named] for code, named in reasons().items()} == {
        code: [code] for code in reasons()
    }


@pytest.mark.parametrize("code", sorted(reasons()))
def test_every_reason_is_a_sentence_for_people_with_the_source_of_its_rule(code: str) -> None:
    ((_, reason),) = reasons()[code]
    assert re.fullmatch(r"[A-Z][^_{}]+\.", reason.explanation)
    assert re.match(r"requirements [DWRX]-\d\d|CPR \d|SI \d|[A-Z]", reason.source)
