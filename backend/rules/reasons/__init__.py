"""Why does a rule say no? The reasons, one file a subject, each with its code and its source."""

from collections.abc import Iterator

from backend.rules import refusals
from backend.rules.reasons import arrears, case_acts, case_letters, casework, enforcement, hceos, payments, writs
from backend.rules.refusals import Reason


def all_reasons() -> Iterator[Reason]:
    """Every reason that a rule can give: the catalogue that clients switch on."""
    for module in (refusals, writs, payments, hceos, casework, enforcement, case_acts, arrears, case_letters):
        yield from (value for value in vars(module).values() if isinstance(value, Reason))
