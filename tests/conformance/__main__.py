"""`python -m tests.conformance`: serve, run the public audits and the real clients, count, and fail on any failure."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.conformance.app import Story, serve_app

_HERE = Path(__file__).parent
_SCRIPTS = ("audits", "graphql-ws", "graphql-sse", "urql", "apollo")
_SECONDS = 300


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def _install() -> None:
    process = await asyncio.create_subprocess_exec(
        "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=_HERE
    )
    if await process.wait():
        sys.exit("npm ci failed")


async def _run(script: str, story: Story) -> tuple[int, int]:
    """Run a script; the number of checks that passed, and that did not."""
    argument = json.dumps(story.members())
    process = await asyncio.create_subprocess_exec("node", f"{script}.mjs", argument, cwd=_HERE, stdout=PIPE)
    async with asyncio.timeout(_SECONDS):
        output, _ = await process.communicate()
    checks = [json.loads(line) for line in output.decode().splitlines() if line.startswith("{")]
    failed = [check for check in checks if not check["passed"]]
    for check in failed:
        _say(f"FAILED {script}: {check['name']}\n  {check['detail']}")
    broken = (process.returncode != 0 or not checks) and not failed
    if broken:
        _say(f"FAILED {script}: ended with {process.returncode} after {len(checks)} checks\n{output.decode()}")
    _say(f"{script}: {len(checks) - len(failed)} of {len(checks)} passed")
    return len(checks) - len(failed), len(failed) + broken


async def _main() -> int:
    await _install()
    passed = failed = 0
    async with serve_app() as story:
        for script in _SCRIPTS:
            more_passed, more_failed = await _run(script, story)
            passed, failed = passed + more_passed, failed + more_failed
    _say(f"conformance: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
