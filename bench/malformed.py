"""Malformed HTTP bodies and WebSocket messages, by the thousand, from a seed: what comes back is counted.

`python -m bench.malformed --bodies 10000 --frames 3000` serves the toy schema of the tests; `--url` names another.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

from httpx2 import AsyncClient
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.transport.serving import serving

_WORDS = (
    *re.findall(
        r"\S+",
        """{ } ( ) [ ] : ! $ = @ ... | & " # , query mutation subscription fragment on type schema hello claims claim
        viewer id edges node first last name a b $v Int String! true null 7 -1 1e999 0x1 \\u0000 \\ud800 __typename F
        __schema @skip(if:true) @include @defer é 🏛 \"\"\" """,
    ),
    "\ufeff",
    "\x00",
)
_VALUES = (None, True, False, 0, -1, 2**63, 1e308, "", "x", "\x00", "é" * 50, [], {}, [[]], {"a": {"b": []}}, "{hello}")
_DOCUMENTS = (
    "{hello}",
    "query Q($v: Int = 3) { claims(first: $v) { totalCount edges { cursor node { id } } } }",
    "query { claim(by: {id: 1}) { ...F } } fragment F on Claim { id parent { id } }",
    "mutation($input: LodgeClaimInput!) { lodgeClaim(input: $input) }",
    "{ __schema { types { name } } }",
)
_MESSAGES: tuple[dict[str, object], ...] = (
    {"type": "connection_init"},
    {"type": "connection_init", "payload": {"authorization": "Bearer nonsense"}},
    {"type": "ping"},
    {"type": "pong", "payload": {"a": 1}},
    {"type": "subscribe", "id": "1", "payload": {"query": "{hello}"}},
    {"type": "subscribe", "id": "2", "payload": {"query": "subscription{count(to:3)}", "variables": {}}},
    {"type": "complete", "id": "1"},
)
_TYPES = (
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "application/json;charset=utf-16",
    "",
    "x",
)
_ACCEPTS = (
    "*/*",
    "application/json",
    "application/graphql-response+json",
    "text/event-stream",
    "text/html",
    ";;q=,",
    "a/b;q=x",
)
_INTERNAL = re.compile(r"Traceback|\.py\b|graphql-core|strawberry|starlette|orjson|object at 0x|Error\(", re.IGNORECASE)


def bodies(seed: int, number: int) -> Iterator[bytes]:
    """Bodies near to requests: documents of random words, members of wrong types, flipped, cut and doubled bytes."""
    chance = random.Random(seed)
    for _ in range(number):
        request = {"query": _document(chance), "variables": {"v": chance.choice(_VALUES)}, "operationName": None}
        if chance.random() < 0.4:
            request[chance.choice(["query", "variables", "operationName", "extensions", "documentId"])] = chance.choice(
                _VALUES
            )
        yield _damaged(
            chance, json.dumps(chance.choice([request, request, request, [request], chance.choice(_VALUES)])).encode()
        )


def frames(seed: int, number: int) -> Iterator[bytes | str]:
    """Messages near to those of the protocol, text and binary."""
    chance = random.Random(seed)
    for _ in range(number):
        message = dict(chance.choice(_MESSAGES))
        if chance.random() < 0.4:
            message[chance.choice(["type", "id", "payload"])] = chance.choice(_VALUES)
        if message.get("type") == "subscribe" and chance.random() < 0.5:
            message["payload"] = {"query": _document(chance), "variables": chance.choice(_VALUES)}
        raw = json.dumps(message).encode()
        raw = _damaged(chance, raw) if chance.random() < 0.5 else raw
        yield raw if chance.random() < 0.1 else raw.decode(errors="ignore")


def _document(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return " ".join(chance.choices(_WORDS, k=chance.randint(0, 60)))
    words = re.findall(r"\w+|\S", chance.choice(_DOCUMENTS))
    for _ in range(chance.randint(1, 4)):
        words[chance.randrange(len(words))] = chance.choice(_WORDS)
    return " ".join(words)


def _damaged(chance: random.Random, raw: bytes) -> bytes:
    """Leave as it is, or cut, flip, double, nest, pad."""
    place = chance.randint(0, len(raw))
    damages: list[Callable[[], bytes]] = [
        lambda: raw,
        lambda: raw,
        lambda: raw[:place],
        lambda: raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :],
        lambda: raw[:place] + chance.randbytes(4) + raw[place:],
        lambda: raw + raw[place:],
        lambda: b"[" * chance.randint(1, 5_000) + raw,
        lambda: b'{"query":' * chance.randint(1, 500) + raw,
        lambda: raw + b" " * chance.choice([10, 60_000, 120_000]),
    ]
    return chance.choice(damages)()


async def send_bodies(url: str, *, seed: int, number: int) -> tuple[Counter[str], list[str]]:
    """Send bodies; count statuses, and name what should not have come back."""
    chance, found, wrong = random.Random(seed), Counter[str](), list[str]()
    async with AsyncClient(timeout=20) as client:
        for body in bodies(seed, number):
            wild = chance.random() < 0.2
            headers = {
                "content-type": chance.choice(_TYPES) if wild else _TYPES[0],
                "accept": chance.choice(_ACCEPTS) if wild else chance.choice(_ACCEPTS[:3]),
            }
            response = await client.post(url, content=body, headers=headers)
            found[str(response.status_code)] += 1
            if response.status_code >= 500 or _INTERNAL.search(response.text) or not _is_well_formed(response.text):
                wrong.append(f"{response.status_code} {response.text[:200]} for {body[:200]!r}")
    return found, wrong


def _is_well_formed(text: str) -> bool:
    """An answer of GraphQL, or a stream of them."""
    if text.startswith(("event:", ":")):
        return True
    answer = json.loads(text)
    return isinstance(answer, dict) and ("data" in answer or bool(answer["errors"]))


async def send_frames(url: str, *, seed: int, number: int) -> tuple[Counter[str], list[str]]:
    """Send messages, on a new socket after each close; count answers and close codes, and name what is wrong."""
    found, wrong = Counter[str](), list[str]()
    waiting = frames(seed, number)
    message = next(waiting, None)
    while message is not None:
        async with connect(url, subprotocols=["graphql-transport-ws"], compression=None) as socket:
            await socket.send('{"type":"connection_init"}')
            try:
                while message is not None:
                    await socket.send(message)
                    last, message = message, next(waiting, None)
                    _look(await _answers(socket), last, found, wrong)
            except ConnectionClosed as end:
                code = end.rcvd.code if end.rcvd else 1006
                found[f"closed {code}"] += 1
                if code not in {1007, 1009} and not 4400 <= code < 4500:
                    wrong.append(f"closed {code} after {last[:200]!r}")
    return found, wrong


async def _answers(socket) -> list[str]:
    """What comes back before the pong of a ping that follows; a socket that is closing raises."""
    await socket.send('{"type":"ping"}')
    heard: list[str] = []
    while not heard or heard[-1] != '{"type":"pong"}':
        heard.append(await asyncio.wait_for(socket.recv(), 20))
    return heard


def _look(heard: list[str], sent: bytes | str, found: Counter[str], wrong: list[str]) -> None:
    for text in heard:
        found[json.loads(text)["type"]] += 1
        if _INTERNAL.search(text) or '"INTERNAL"' in text:
            wrong.append(f"{text[:200]} for {sent[:200]!r}")


async def main() -> int:
    """Send, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--frames", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url")
    options = parser.parse_args()
    async with AsyncExitStack() as stack:
        url = options.url or f"{(await stack.enter_async_context(serving())).origin}/graphql"
        started = time.perf_counter()
        answered, wrong = await send_bodies(url, seed=options.seed, number=options.bodies)
        print(f"{options.bodies} bodies in {time.perf_counter() - started:.1f} s: {dict(sorted(answered.items()))}")
        started = time.perf_counter()
        heard, more = await send_frames(url.replace("http", "ws", 1), seed=options.seed, number=options.frames)
        print(f"{options.frames} messages in {time.perf_counter() - started:.1f} s: {dict(sorted(heard.items()))}")
    for line in wrong + more:
        print(f"WRONG {line}")
    print(f"seed {options.seed}: {len(wrong) + len(more)} wrong")
    return 1 if wrong or more else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
