"""The demonstration as `make run` serves it, but with the whole log: for the test that looks for people in it."""

import asyncio
import contextlib
import logging

from rich.console import Console

from backend.demo import serve
from backend.http import logs
from backend.settings import Settings

if __name__ == "__main__":
    logs.configure(level=logging.DEBUG)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve.run(Settings(DEMO=True), Console(stderr=True)))
