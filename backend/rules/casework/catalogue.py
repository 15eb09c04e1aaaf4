"""Every kind of service request and every template of a plan that was ever used, to be looked up."""

from backend.rules.casework import agency, court
from backend.rules.casework.kinds import Kind, Place, Template
from backend.rules.vocabulary import KindCode

AMENDMENT = agency.PERFORM_AMENDMENT
"""By which a service request of enforcement action is amended or cancelled, as it stands today (R-28)."""
PERFORM_AMENDMENT = agency.PERFORM_AMENDMENT.name
"""The template of the plan by which a service request is amended or cancelled (R-28)."""
_KINDS = (*court.KINDS, *agency.KINDS)
KINDS: dict[KindCode, Kind] = {kind.code: kind for kind in _KINDS}
TEMPLATES: dict[str, Template] = {
    template.key: template for template in (*(kind.template for kind in _KINDS), agency.PERFORM_AMENDMENT)
}
"""By name and version, as `ActivityPlan.template` stores it."""
_BY_PLACE: dict[Place, Kind] = {place: kind for kind in _KINDS for place in (kind.place, *kind.variants)}


def kind_at(process: str, area: str, sub_area: str) -> Kind:
    """The kind that stands at this place of the procedure, in whatever spelling of the source. Raises KeyError."""
    return _BY_PLACE[process, area, sub_area]
