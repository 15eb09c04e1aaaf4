"""Processes of the service as they run in production and in a demonstration, each started for one test."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.builders.seals import seal_settings

ROOT = Path(__file__).parents[2]
SECRET = "a secret of tests that is long enough"
START_SECONDS = 60.0


@dataclass
class Process:
    """A running process, and where what it writes goes."""

    popen: subprocess.Popen[bytes]
    output: Path
    url: str = ""

    def kill(self) -> None:
        """End it as a crash does."""
        self.popen.send_signal(signal.SIGKILL)
        self.popen.wait(10)

    def stop(self) -> None:
        """End it as whoever runs it does."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def await_line(self, start: str) -> str:
        """Wait until it has written a line that starts so; the rest of that line."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.popen.poll() is None:
            for line in self.said.splitlines():
                if line.startswith(start):
                    return line.removeprefix(start).strip()
            time.sleep(0.05)
        raise TimeoutError(self.said[-3_000:])


def production(database_url: str, *, smtp_port: int = 1) -> dict[str, str]:
    """The environment of a production process on this machine."""
    return {
        "DATABASE_URL": database_url,
        "SECRET": SECRET,
        "HOSTS": json.dumps(["127.0.0.1"]),
        "PORT": "0",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "SMTP_TLS": "none",
        "PAYMENTS": "off",
        **seal_settings(),
    }


def start(*command: str, environment: dict[str, str]) -> Process:
    """Start a Python command, with nothing of this process's own settings but its path."""
    handle, name = tempfile.mkstemp(prefix="ce-out-")
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "TMPDIR"}}
    with os.fdopen(handle, "wb") as output:
        popen = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=kept | environment, stdout=output, stderr=output
        )
    return Process(popen, Path(name))


@contextlib.contextmanager
def running(*command: str, environment: dict[str, str], says: str = "ready ") -> Iterator[Process]:
    """A process from the line by which it says that it is ready, until the block ends."""
    process = start(*command, environment=environment)
    try:
        process.url = process.await_line(says)
        yield process
    finally:
        process.stop()
        process.output.unlink()
