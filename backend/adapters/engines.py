"""How connections are made: the settings that every connection carries, on SQLite and on PostgreSQL."""

from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from backend.adapters.sqlite import connecting
from backend.rules.errors import ErrorCode, PublicError

APP_ROLE = "civil_enforcement_app"
"""The PostgreSQL role of the service: it owns nothing, and row-level security judges it."""

_SHUTDOWN_STATES = frozenset({"57P01", "57P02", "57P03"})
"""PostgreSQL: stopped by its administrator, ended because another process crashed, not ready yet."""
_CONNECTION_STATES = "08"
_TOOK_TOO_LONG = "57014"
"""PostgreSQL: a statement was cancelled, which nobody does here but its own time limit."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long anything may wait, in seconds."""

    pool_timeout: float = 2.0
    connect_timeout: float = 5.0
    statement_timeout: float = 4.0
    lock_timeout: float = 1.0
    idle_in_transaction_timeout: float = 10.0
    """A transaction left open holds up everybody's feed of history."""


def translated(url: str) -> URL:
    """The URL with the driver that we use. Raises ValueError for another database, or a SQLite one without a file."""
    address = make_url(url)
    backend = address.get_backend_name()
    if backend not in _DRIVERS:
        raise ValueError(f"{backend} is not supported: use sqlite:///path or postgresql://user@host/name")
    if backend == "sqlite" and address.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: each connection to a database in memory would have its own")
    return address.set(drivername=_DRIVERS[backend])


def postgresql_engine(address: URL, *, pool_size: int, limits: Limits) -> AsyncEngine:
    """Connections as the application's role, with the time limits, all given in the start-up packet."""
    engine = create_async_engine(
        address,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=limits.pool_timeout,
        pool_use_lifo=True,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={
            "timeout": limits.connect_timeout,
            "prepared_statement_cache_size": 500,
            "server_settings": {
                "role": APP_ROLE,
                "application_name": "civil-enforcement",
                "statement_timeout": _milliseconds(limits.statement_timeout),
                "lock_timeout": _milliseconds(limits.lock_timeout),
                "idle_in_transaction_session_timeout": _milliseconds(limits.idle_in_transaction_timeout),
                # Policies make plans look dear, and no statement of ours is worth compiling.
                "jit": "off",
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_dead)
    event.listen(engine.sync_engine, "handle_error", _tell_loss)
    return engine


def sqlite_engine(address: URL, *, pool_size: int, limits: Limits, writes: bool) -> AsyncEngine:
    """Connections in WAL mode: writers take the lock as they begin, readers cannot write at all."""
    pragmas = (
        f"busy_timeout={_milliseconds(limits.statement_timeout)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"query_only={'OFF' if writes else 'ON'}",
    )
    engine = create_async_engine(
        address,
        connect_args={"async_creator_fn": connecting(str(address.database), pragmas)},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=limits.pool_timeout,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine.sync_engine, "begin", begin)
    return engine


def _refuse_dead(connection: Any, _record: Any, _fairy: Any) -> None:
    """Take no connection from the pool that the server has closed, or in which something was left open.

    The driver knows both without asking: this is what a ping before each use would find out, at no cost.
    """
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise InvalidatePoolError


def is_lost(fault: BaseException | None) -> bool:
    """Whether PostgreSQL went away, or sent its clients away, while something was asked of it."""
    if isinstance(fault, asyncpg.InterfaceError):
        # Said of misuse too, which is a fault of ours: it has no code, and on a living connection no such words.
        return "connection is closed" in str(fault) or "connection was closed" in str(fault)
    state = getattr(fault, "sqlstate", None) or ""
    return isinstance(fault, ConnectionError) or state in _SHUTDOWN_STATES or state.startswith(_CONNECTION_STATES)


def away() -> PublicError:
    """What is told where the database is not to be had: of an act too, which comes again under its key.

    Whether a commit whose reply was lost stands nobody knows here; who sends the act again finds out.
    """
    return PublicError(ErrorCode.SERVICE_UNAVAILABLE, "The service is busy. Try again in a moment.", retry_after=1)


def _tell_loss(context: ExceptionContext) -> PublicError | None:
    """Tell a connection that was lost under a statement or a commit, or a statement that took too long.

    A connection that could not be made is the caller's to tell.
    """
    fault = context.original_exception
    if context.connection is None or not isinstance(fault, Exception):
        return None
    took_too_long = getattr(fault, "sqlstate", None) == _TOOK_TOO_LONG
    return away() if context.is_disconnect or took_too_long or is_lost(fault) else None


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))
