"""The base of every table: naming, keys, and column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, TextClause, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

from backend.rules.vocabulary import Word


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. SQLite drops time zones, so there it is stored as naive UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and dialect.name == "sqlite" else value


Json = JSON().with_variant(JSONB(), "postgresql")
Serial = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table's parent."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: Instant,
        UUID: Uuid,
        dict[str, Any]: Json,
        list[Any]: Json,
        Word: Enum(Word, native_enum=False, length=40, create_constraint=False),
    }


def state_among(states: Iterable[Word]) -> TextClause:
    """That a row's `state` is one of these, as the condition of a partial index."""
    listed = ", ".join(f"'{state}'" for state in sorted(states))
    return text(f"state in ({listed})")


def new_id() -> UUID:
    """A fresh UUIDv7: keys of one table sort by the time of their making."""
    return uuid7()
