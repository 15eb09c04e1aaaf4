"""A production server that dies by kill -9 at a named point of its n-th act: `DOOM=before_commit:3`.

Points: before_commit (everything is written, nothing stands), after_commit (it stands, nobody was told) and
before_reply (the feed was told, the client was not).
"""

import asyncio
import os
import signal
from itertools import count

from sqlalchemy import event

from backend.adapters.standing import WritingSession
from backend.app import application, assemble, ground_of
from backend.http.server import listen, server
from backend.models import HistoryEntry
from backend.settings import Settings

POINT, _, NUMBER = os.environ.get("DOOM", "never:0").partition(":")
_acts = count(1)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _is_the_one(session: WritingSession) -> bool:
    """Whether this commit is of the act that is not survived; only acts that tell the history count."""
    tells = any(isinstance(each, HistoryEntry) for each in session.identity_map.values())
    return tells and next(_acts) == int(NUMBER)


def _before_commit(session: WritingSession) -> None:
    if POINT == "before_commit" and _is_the_one(session):
        _die()


def _after_commit(session: WritingSession) -> None:
    if POINT in {"after_commit", "before_reply"} and _is_the_one(session):
        if POINT == "after_commit":
            _die()
        # The wake is published and the answer is read before a reply can be written: long enough for the first.
        asyncio.get_running_loop().call_later(0.001, _die)


async def main() -> None:
    settings = Settings()
    event.listen(WritingSession, "before_commit", _before_commit)
    event.listen(WritingSession, "after_commit", _after_commit)
    ground = ground_of(settings)

    parts = assemble(settings, ground=ground)
    bound = listen(settings.host, settings.port)
    ready = server(application(parts), host=settings.host, port=settings.port, stopping=parts.service.stopping)
    await ready.serve(sockets=[bound])


if __name__ == "__main__":
    asyncio.run(main())
