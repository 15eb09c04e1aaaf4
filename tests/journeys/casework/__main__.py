"""`make casework`: the eleven decisions against a running demonstration, told on the terminal."""

import asyncio
import sys

from tests.journeys.casework.decisions import CHAPTERS, taken
from tests.journeys.client import world_at
from tests.journeys.telling import narrating


async def main(url: str) -> None:
    """Play all eleven decisions, with a bar that shows how far it is."""
    async with world_at(url) as world:
        with narrating(*CHAPTERS) as (told, begin):
            await taken(world, told, begin)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
