"""Which restraints stop enforcement at an instant, and which kinds of them stop it on a claim now."""

import functools
import operator
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_
from sqlalchemy.sql import ColumnElement

from backend.models import Restraint
from backend.queries.model import Sum
from backend.rules.vocabulary import RestraintKind


def restrains_at(instant: Any) -> ColumnElement[bool]:
    """Those that are neither lifted nor over at an instant or what is bound for one: `rules.restraints` in SQL."""
    return and_(Restraint.lifted_at.is_(None), or_(Restraint.ends_at.is_(None), Restraint.ends_at > instant))


BITS = {kind: 1 << place for place, kind in enumerate(RestraintKind)}
_RESTRAINS_NOW = restrains_at(bindparam("now", type_=Restraint.ends_at.type))


def _bit(kind: RestraintKind) -> ColumnElement[int]:
    return func.max(case((and_(Restraint.kind == kind, _RESTRAINS_NOW), BITS[kind]), else_=0))


RESTRAINTS = Sum(
    name="restraints",
    source=Restraint.__table__,
    by=Restraint.case_id,
    expression=functools.reduce(operator.add, map(_bit, RestraintKind)),
    case=Restraint.case_id,
    parent="case_id",
)
"""One bit for each kind that restrains enforcement now."""


def restraints_of(found: int) -> frozenset[RestraintKind]:
    """The kinds behind the number that `RESTRAINTS` sums to."""
    return frozenset(kind for kind, bit in BITS.items() if found & bit)
