"""`python -m tests.conformance`: serve, run the public audits and the real clients, count, and fail on any failure."""

import asyncio
import json
import shutil
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict
from pathlib import Path

from tests.conformance.app import Story, serve_app

_HERE = Path(__file__).parent
_CONTRACT = _HERE.parents[1] / "frontend-contract"
_EXAMPLES = _HERE / "node_modules" / ".examples"
_SCRIPTS = ("audits", "graphql-ws", "graphql-sse", "urql", "apollo", "examples")
_SECONDS = 300


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def _npm(*arguments: str, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec("npm", *arguments, cwd=folder)
    if await process.wait():
        sys.exit(f"npm {' '.join(arguments)} failed")


async def _prepare() -> None:
    """Install what the scripts run, and translate the contract's examples to where they find it."""
    if not shutil.which("npm"):
        sys.exit("npm is needed: install Node 20 or newer")
    if not (_CONTRACT / "node_modules").exists():
        await _npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=_CONTRACT)
    await _npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=_HERE)
    await _npm("exec", "--", "tsc", "--noEmit", "false", "--outDir", str(_EXAMPLES), folder=_CONTRACT)


async def _run(script: str, story: Story) -> tuple[int, int]:
    """Run a script; the number of checks that passed, and that did not."""
    argument = json.dumps(asdict(story))
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
    await _prepare()
    passed = failed = 0
    async with serve_app() as story:
        for script in _SCRIPTS:
            more_passed, more_failed = await _run(script, story)
            passed, failed = passed + more_passed, failed + more_failed
    _say(f"conformance: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
