"""The database: one transaction for an act, one snapshot for a read, on SQLite and on PostgreSQL alike."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import asyncpg
from sqlalchemy import Executable, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from backend.adapters.engines import Limits, away, is_lost, postgresql_engine, sqlite_engine, translated
from backend.adapters.standing import TELL, WritingSession, settings_of, snapshot_for
from backend.rules.access import SYSTEM, Actor

RETRYABLE_STATES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialisation failure, deadlock, a lock waited for too long."""
_UNCOUNTED = ("SELECT set_config(", "BEGIN")


@dataclass(slots=True)
class StatementCount:
    """The statements sent while it was watched, but for those that open transactions and tell who acts."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


class Database:
    """A SQLite file (`sqlite:///path`) or a PostgreSQL database (`postgresql://user@host/name`, `?host=/socket/dir`).

    On PostgreSQL every connection takes the role `civil_enforcement_app`, so that row-level security judges whoever the
    login is. Entering `writing` or `reading` raises `PublicError(SERVICE_UNAVAILABLE)` when no connection is to be had
    within `limits.pool_timeout` seconds, or the database does not answer; so does any statement, and the commit, under
    which the connection is lost. Whether such a commit stands is not known.
    """

    def __init__(self, url: str, *, pool_size: int = 10, limits: Limits | None = None) -> None:
        address = translated(url)
        limits = limits or Limits()
        self.dialect: Literal["sqlite", "postgresql"]
        self._readers: AsyncEngine
        self._writers: AsyncEngine
        if address.get_backend_name() == "sqlite":
            self.dialect = "sqlite"
            self._writers = sqlite_engine(address, pool_size=1, limits=limits, writes=True)
            self._readers = sqlite_engine(address, pool_size=pool_size, limits=limits, writes=False)
        else:
            self.dialect = "postgresql"
            # Readers open their snapshots by themselves; writers, who are fewer, pay for the switch.
            self._readers = postgresql_engine(address, pool_size=pool_size, limits=limits)
            self._writers = self._readers.execution_options(isolation_level="READ COMMITTED")
        self._sessions = async_sessionmaker(self._writers, expire_on_commit=False, sync_session_class=WritingSession)

    def writing(self, actor: Actor) -> AbstractAsyncContextManager[AsyncSession]:
        """One write transaction. Leaving it rolls back whatever the caller did not commit.

        On PostgreSQL the actor sees and may lock their rows, and writes none until `permit_writing` was called.
        """
        return self._writing(actor)

    def reading(self, actor: Actor) -> AbstractAsyncContextManager[AsyncConnection]:
        """One read-only snapshot, in which every statement sees the same state of the database."""
        return self._reading_postgresql(actor) if self.dialect == "postgresql" else self._reading_sqlite()

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        """One statement by itself, for what belongs to no case: nobody is told to be reading, so no such row is seen.

        On PostgreSQL it takes one round trip, where a snapshot takes three.
        """
        with _reaching():
            connection = await self._readers.connect()
        try:
            yield connection
        finally:
            await asyncio.shield(connection.close())

    @asynccontextmanager
    async def _writing(self, actor: Actor) -> AsyncIterator[AsyncSession]:
        async with self._sessions() as session:
            with _reaching():
                connection = await session.connection()
                if self.dialect == "postgresql":
                    await connection.execute(TELL, settings_of(actor))
            yield session

    @asynccontextmanager
    async def _reading_sqlite(self) -> AsyncIterator[AsyncConnection]:
        connection = self._readers.connect()
        with _reaching():
            await connection.start()
        try:
            yield connection
        finally:
            await asyncio.shield(connection.close())

    @asynccontextmanager
    async def _reading_postgresql(self, actor: Actor) -> AsyncIterator[AsyncConnection]:
        with _reaching():
            connection = await self._readers.connect()
        try:
            driver = driver_of(connection)
            try:
                with _reaching():
                    await driver.execute(snapshot_for(actor))
                yield connection
            finally:
                await _end(driver)
        finally:
            await connection.close()

    async def scalar(self, statement: Executable) -> Any:
        """One value, read as the service."""
        async with self.reading(SYSTEM) as connection:
            return await connection.scalar(statement)

    async def check(self) -> None:
        """Ask the database for an answer; raises when it has none to give."""
        await self.scalar(text("SELECT 1"))

    async def revision(self) -> str | None:
        """The revision of the schema that the database is at, to compare with `migrations.head()`."""
        found: str | None = await self.scalar(text("SELECT version_num FROM alembic_version"))
        return found

    @contextmanager
    def count_statements(self) -> Iterator[StatementCount]:
        """Watch which statements are sent through SQLAlchemy while the block runs."""
        seen = StatementCount()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(_UNCOUNTED):
                seen.statements.append(statement)

        # On PostgreSQL the writers' engine is the readers' with an option: what listens there hears both.
        engines = {self._readers.sync_engine}
        if self.dialect == "sqlite":
            engines.add(self._writers.sync_engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    async def dispose(self) -> None:
        """Close every connection."""
        await self._readers.dispose()
        await self._writers.dispose()


def driver_of(connection: AsyncConnection) -> Any:
    """The driver's own connection beneath: for the few statements that must not pay for SQLAlchemy."""
    if connection.sync_connection is None:
        raise ValueError("the connection was not opened")
    return connection.sync_connection.connection.driver_connection


def is_retryable(fault: BaseException) -> bool:
    """Whether the database undid a transaction that may well succeed when it is run again."""
    if not isinstance(fault, DBAPIError):
        return False
    state = getattr(fault.orig, "sqlstate", None)
    return state in RETRYABLE_STATES or getattr(fault.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")


class UnsafeRoleError(Exception):
    """The database login could get round row-level security."""


async def require_safe_role(database: Database) -> None:
    """Refuse to start with a PostgreSQL login that is a superuser, bypasses row-level security or owns the tables.

    Taking the application's role protects against mistakes; a login that could leave it again does not protect
    against an injected statement. Raises `UnsafeRoleError`. On SQLite there is nothing to check.
    """
    if database.dialect == "sqlite":
        return
    reason = await database.scalar(_UNSAFE)
    if reason:
        raise UnsafeRoleError(f"the service may not sign in to its database as a login that {reason}")


_UNSAFE = text("""
    SELECT CASE
        WHEN bool_or(r.rolsuper) THEN 'is a superuser'
        WHEN bool_or(r.rolbypassrls) THEN 'bypasses row-level security'
        WHEN EXISTS (SELECT FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                     AND pg_has_role(session_user, c.relowner, 'MEMBER')) THEN 'owns tables of the service'
        END
    FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
""")


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except (PoolTimeoutError, DBAPIError, OSError) as fault:
        raise away() from fault
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        if is_lost(fault):
            raise away() from fault
        raise


async def _end(driver: Any) -> None:
    """End the snapshot. A connection that may still hold one is closed: the pool makes another in its place."""
    if driver.is_closed():
        return
    try:
        # Without asking the driver whether there is anything to end: of a BEGIN that was cut off it does not know.
        await driver.execute("ROLLBACK")
    except BaseException as fault:
        driver.terminate()
        if not is_lost(fault):  # where it is, there is no snapshot left to end, and what was read was read
            raise
