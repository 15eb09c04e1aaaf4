"""A production process that dies by kill -9 at a named point of its n-th passing: `DOOM=before_commit:3,created:1`.

    python -m tests.crash.doomed serve | work

before_commit: everything is written, nothing stands. after_commit: it stands, nobody was told. before_reply: the feed
was told, the client was not. after_reply: the client was told. created: the provider made a payment, we have not noted
it. accepted: the mail server took a letter, we have not noted it.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import event

from backend.adapters.mail import Accepted, BeforeText, Delivery, Mail, Outgoing
from backend.adapters.payments import Created, Intent, Looked, Payments, Seen
from backend.adapters.standing import WritingSession
from backend.app import Parts, application, assemble, ground_of, mail_of
from backend.http.server import listen, server
from backend.models import HistoryEntry
from backend.settings import Settings

DOOM = {
    point: int(number) for point, number in (each.split(":") for each in os.environ.get("DOOM", "").split(",") if each)
}
DIED = "died at "
"""What it says last, and where."""
POINTS_OF_A_SERVER = ("before_commit", "after_commit", "before_reply", "after_reply", "created")
POINTS_OF_A_WORKER = ("before_commit", "after_commit", "accepted", "created")
SOON, LATER = 0.001, 0.3
"""Seconds after a commit: before any reply can be written, and when it surely was."""
_passed: Counter[str] = Counter()


def die(point: str) -> None:
    os.write(sys.stdout.fileno(), f"{DIED}{point}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)


def is_doomed(point: str) -> bool:
    """Whether this is a point, and the passing of it, that is not survived."""
    _passed[point] += 1
    return _passed[point] == DOOM.get(point)


def die_at(point: str) -> None:
    if is_doomed(point):
        die(point)


def tells(session: WritingSession) -> bool:
    """Whether this commit is of an act that the history tells of."""
    return any(isinstance(each, HistoryEntry) for each in session.identity_map.values())


def before_commit(session: WritingSession) -> None:
    if tells(session):
        die_at("before_commit")


def after_commit(session: WritingSession) -> None:
    if not tells(session):
        return
    die_at("after_commit")
    for point, seconds in (("before_reply", SOON), ("after_reply", LATER)):
        if is_doomed(point):
            asyncio.get_running_loop().call_later(seconds, die, point)


@dataclass(frozen=True)
class DoomedPayments:
    """The provider, after whose creating of a payment the process may die."""

    payments: Payments

    @property
    def are_taken(self) -> bool:
        return self.payments.are_taken

    @property
    def time_limit(self) -> float:
        return self.payments.time_limit

    async def create(self, intent: Intent) -> Created:
        made = await self.payments.create(intent)
        if isinstance(made, Seen):
            die_at("created")
        return made

    async def read(self, provider_id: str) -> Looked:
        return await self.payments.read(provider_id)

    async def cancel(self, provider_id: str) -> Looked:
        return await self.payments.cancel(provider_id)

    async def close(self) -> None:
        await self.payments.close()


@dataclass(frozen=True)
class DoomedMail:
    """The mail server, after whose taking of a letter the process may die."""

    mail: Mail

    @property
    def time_limit(self) -> float:
        return self.mail.time_limit

    async def send(self, message: Outgoing, *, before_text: BeforeText | None = None) -> Delivery:
        delivery = await self.mail.send(message, before_text=before_text)
        if isinstance(delivery, Accepted):
            die_at("accepted")
        return delivery


def parts_of(settings: Settings) -> Parts:
    ground = ground_of(settings)
    doomed: Any = DoomedPayments(ground.payments)
    return assemble(settings, ground=replace(ground, payments=doomed), mail=DoomedMail(mail_of(settings)))


async def serve(settings: Settings) -> None:
    parts = parts_of(settings)
    bound = listen(settings.host, settings.port)
    ready = server(application(parts), host=settings.host, port=settings.port, stopping=parts.service.stopping)
    await ready.serve(sockets=[bound])


async def work(settings: Settings) -> None:
    parts = parts_of(settings)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write("working\n")
    sys.stdout.flush()
    await asyncio.gather(
        parts.post.run(stop), parts.timers.run(stop), parts.reconciler.run(stop), parts.monitor.run(stop)
    )
    await parts.close()


if __name__ == "__main__":
    event.listen(WritingSession, "before_commit", before_commit)
    event.listen(WritingSession, "after_commit", after_commit)
    asyncio.run({"serve": serve, "work": work}[sys.argv[1]](Settings()))
