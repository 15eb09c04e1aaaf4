"""The CPU that each attack shape costs before it is refused: `python -m bench.attacks`.

Every shape is written up to the limits of characters and tokens, and examined by an engine that has not met it.
"""

import gc
import sys
import time

from backend.execution.engine import Engine
from backend.execution.problems import RefusedOperation
from backend.execution.requests import Request
from tests.transport.toy import make_schema

ALLOWED_MILLISECONDS = 50


def _each(text: str, number: int) -> str:
    """The text so many times, with # for the number of the time."""
    return " ".join(text.replace("#", str(each)) for each in range(number))


SHAPES = {
    "one leaf, repeated": "{claim{" + "id " * 980 + "}}",
    "one object, repeated": "{claim{" + "parent{id}" * 240 + "}}",
    "leaves that merge": "{claim{" + ("parent{" + "id " * 20 + "}") * 20 + "}}",
    "objects that merge": "{claim{" + ("parent{" + "parent{id}" * 11 + "}") * 20 + "}}",
    "objects that merge, thrice": "{claim{" + ("parent{" + ("parent{" + "parent{id}" * 5 + "}") * 5 + "}") * 7 + "}}",
    "fragments that merge": "{claim{"
    + _each("...F#", 20)
    + "}}"
    + _each("fragment F# on Claim{parent{...G#}} fragment G# on Claim{parent{id} claims(first:1){totalCount}}", 20),
    "a web of fragments": "{claim{...F0}}"
    + " ".join(
        f"fragment F{i} on Claim{{" + " ".join(f"...F{j}" for j in range(i + 1, 20)) + " id}" for i in range(20)
    ),
    "a bomb of fragments": "{claim{...F0}}"
    + " ".join(f"fragment F{i} on Claim{{...F{i + 1} ...F{i + 1}}}" for i in range(80))
    + "fragment F80 on Claim{id}",
    "aliases": "{" + _each("a#:hello", 240) + "}",
    "aliases of connections": "{" + _each("a#:claims(first:100){edges{node{id}}}", 20) + "}",
    "pages in pages": "{claims(first:100){edges{node{claims(first:100){edges{node{claims(first:100){totalCount}}}}}}}}",
    "unknown fields": "{claim{" + _each("z#", 980) + "}}",
    "unknown directives": "{claim{" + _each("a# @d#", 240) + "}}",
    "unknown keys": "{claim(by:{" + _each("a#:1", 320) + "}){id}}",
    "keys twice": "{claim(by:{" + "id:1 " * 320 + "}){id}}",
    "a list where none is": "{claim(by:[" + "{id:1}" * 190 + "]){id}}",
    "variables": "query(" + _each("$v#:Int", 240) + "){hello}",
    "variables in use": f"query({_each('$v#:Int', 110)}){{claims(first:[{_each('$v#', 110)}]){{totalCount}}}}",
    "operations": _each("query A#{hello}", 190),
    "operations of one name": _each("query A{hello}", 190),
    "fragments not used": "{hello}" + _each("fragment F# on Claim{id}", 140),
    "deep selections": "{claim" + "{parent" * 400,
    "deep lists": "{claim(by:" + "[" * 900,
    "deep types": "query($v:" + "[" * 900,
    "comments": "#\n" * 7_000 + "{hello}",
    "a long comment": "#" * 14_000 + "\n{hello}",
    "a long block string": '{hello(name:"""' + "\n a" * 4_900 + '""")}',
    "escapes": '{hello(name:"' + "\\u{1F600}" * 1_600 + '")}',
    "introspection": "{__schema{types{" + "fields{type{" * 8 + "name" + "}}" * 8 + "}}}",
}


def examine(shape: str) -> tuple[str, float]:
    """Have a new engine prepare a document: what became of it, and the milliseconds of CPU."""
    engine = Engine(make_schema(), introspection=True)
    engine.prepare(Request("{hello}"))
    gc.collect()
    started = time.process_time()
    try:
        outcome = f"runs, at a cost of {engine.prepare(Request(shape)).cost}"
    except RefusedOperation as refusal:
        outcome = refusal.problems[0].code
    return outcome, (time.process_time() - started) * 1000


def main() -> int:
    """Print each shape with the median of three."""
    slow = 0
    for name, shape in SHAPES.items():
        outcome, _ = examine(shape)
        milliseconds = sorted(examine(shape)[1] for _ in range(3))[1]
        slow += milliseconds > ALLOWED_MILLISECONDS
        print(f"{name:28} {len(shape):6} characters {milliseconds:6.1f} ms  {outcome}")
    print(f"{slow} over {ALLOWED_MILLISECONDS} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
