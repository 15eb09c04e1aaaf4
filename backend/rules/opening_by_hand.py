"""Which service requests somebody of the agency opens by hand, and by which place of the procedure they name it."""

from backend.rules.casework.catalogue import kind_at
from backend.rules.casework.kinds import Kind, Place
from backend.rules.reasons import casework as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Role, ServiceRequestStatus


def named(place: Place) -> Kind | None:
    """The agency's kind at this place, in any spelling of the source documents and whatever its blanks; or None."""
    process, area, sub_area = (" ".join(word.split()) for word in place)
    try:
        found = kind_at(process, area, sub_area)
    except KeyError:
        return None
    return found if found.is_of_the_agency else None


def judge(kind: Kind, role: Role, parent_status: ServiceRequestStatus | None) -> tuple[Reason, ...]:
    """Why somebody of this role cannot open it, under a parent that stands so; empty where they can (R-53)."""
    against = (
        (role not in kind.by_hand, reasons.NOT_OPENED_BY_HAND),
        (parent_status is ServiceRequestStatus.CLOSED, reasons.PARENT_CLOSED),
    )
    return tuple(reason for stands, reason in against if stands)
