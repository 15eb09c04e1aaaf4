"""The service as `backend serve` runs it, but for its refusal of databases with invented claims.

DATABASE_URL=… PORT=… SECRET=… HOSTS=… .venv/bin/python -m bench.serving
"""

import asyncio

from backend.app import application, assemble
from backend.http import logs
from backend.http.server import listen, server
from backend.settings import Settings


async def run() -> None:
    """Serve until stopped."""
    settings = Settings()
    logs.configure()
    parts = assemble(settings)
    bound = listen(settings.host, settings.port)
    ready = server(application(parts), host=settings.host, port=settings.port, stopping=parts.service.stopping)
    await ready.serve(sockets=[bound])


if __name__ == "__main__":
    asyncio.run(run())
