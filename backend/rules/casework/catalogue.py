"""Every kind of service request and every template of a plan that was ever used, to be looked up."""

from backend.rules.casework import court
from backend.rules.casework.kinds import Kind, Template
from backend.rules.vocabulary import KindCode

KINDS: dict[KindCode, Kind] = {kind.code: kind for kind in court.KINDS}
TEMPLATES: dict[str, Template] = {kind.template.key: kind.template for kind in court.KINDS}
"""By name and version, as `ActivityPlan.template` stores it."""
_BY_PLACE = {kind.place: kind for kind in KINDS.values()}


def kind_at(process: str, area: str, sub_area: str) -> Kind:
    """The kind that stands at this place of the procedure. Raises KeyError."""
    return _BY_PLACE[process, area, sub_area]
