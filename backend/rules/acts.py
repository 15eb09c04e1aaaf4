"""Every act that somebody may ask for, each in exactly one table that says whose it is."""

from collections.abc import Container

from backend.rules import access, claims
from backend.rules.vocabulary import Act

TABLES: tuple[Container[Act], ...] = (access.ROLES, claims.ACTS)
