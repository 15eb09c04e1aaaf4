"""A post worker in a process of its own, to be killed: `python -m tests.workers.doomed URL PORT`."""

import asyncio
import sys
from datetime import UTC, datetime

from backend.adapters.database import Database
from backend.adapters.smtp import SmtpMail
from backend.workers.post import Post
from tests.workers.outbox_rows import NOON, SEALER, Outbox


async def main(url: str, port: int) -> None:
    started = datetime.now(UTC)
    outbox = Outbox(Database(url))
    post = Post(
        database=outbox.database,
        mail=SmtpMail(host="127.0.0.1", port=port, tls="none", local_hostname="claims.example", timeout=60),
        sealer=SEALER,
        record=outbox.record,
        now=lambda: NOON + (datetime.now(UTC) - started),
        site_url="https://claims.example",
        sender="no-reply@claims.example",
        name="doomed",
    )
    await post.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
