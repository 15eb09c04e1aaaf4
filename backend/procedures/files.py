"""What is generated of the procedure, by path from the root of the repository."""

import json
from collections.abc import Iterable

from backend.procedures import decisions, overview, powers, requests
from backend.procedures.console import routing
from backend.rules.routing.judge import DECISIONS

PAGES = "docs/procedures"
CONSOLE = "frontend-contract/routing.json"


def files() -> dict[str, str]:
    """Every generated file with its text."""
    found = {
        f"{PAGES}/README.md": _page(overview.page()),
        f"{PAGES}/service-requests.md": _page(requests.page()),
        f"{PAGES}/powers.md": _page(powers.page()),
        CONSOLE: json.dumps(routing(), indent=2, ensure_ascii=False) + "\n",
    }
    for rule in DECISIONS.values():
        found[f"{PAGES}/{decisions.file_name(rule)}"] = _page(decisions.page(rule))
    return found


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
