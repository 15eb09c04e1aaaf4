"""Every act that somebody may ask for, each in exactly one table that says whose it is."""

from collections.abc import Container

from backend.rules import access, claims, enforcement_cases, hceos, writ_applications, writs
from backend.rules.casework import lines, work
from backend.rules.vocabulary import Act

TABLES: tuple[Container[Act], ...] = (
    access.ROLES,
    claims.ACTS,
    hceos.ACTS,
    writ_applications.ACTS,
    writ_applications.DECISIONS,
    writs.ACTS,
    enforcement_cases.ACTS,
    work.ACTS,
    work.AGENCY_ACTS,
    lines.ACTS,
)
