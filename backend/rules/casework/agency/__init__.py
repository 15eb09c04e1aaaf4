"""How does the agency work arrears of child maintenance? The kinds of service request of its procedure, as data."""

from backend.rules.casework.agency import amendment, arrears, artefacts, correspondence, information, powers, routing
from backend.rules.casework.agency.amendment import PERFORM_AMENDMENT

__all__ = ["KINDS", "PERFORM_AMENDMENT"]

KINDS = (
    *routing.KINDS,
    *information.KINDS,
    *amendment.KINDS,
    *artefacts.KINDS,
    *arrears.KINDS,
    *powers.KINDS,
    *correspondence.KINDS,
)
