"""Taking in a file of messages, one a line: again after a stop as if there had been none."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from backend.operations.ground import Ground
from backend.operations.intake import take_in
from backend.operations.received import Answer, Taken
from backend.rules.intake import LARGEST
from backend.rules.vocabulary import Feed

TOO_LARGE = Taken(Answer.NOT_A_MESSAGE, "TOO_LARGE", f"A message may have {LARGEST:,} bytes; nothing of it was kept.")
OTHER_CONTENT = "Another message came under this id before; nothing of it was kept."
FINE = frozenset({Answer.ACCEPTED, Answer.KNOWN})
IN_WORDS: dict[Answer, str] = {
    Answer.ACCEPTED: "taken in",
    Answer.KNOWN: "known already",
    Answer.REFUSED: "kept, and staff asked to look",
    Answer.NOT_A_MESSAGE: "no messages",
    Answer.OTHER_CONTENT: "under an id that is taken",
}
"""What became of so many lines."""


class NotReleasedError(Exception):
    """The database is a copy that was not released: nothing is taken in."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be used: its number from 1, and why, without a word of it."""

    number: int
    code: str
    sentence: str


@dataclass(slots=True)
class Imported:
    """What became of the lines of a file so far."""

    answers: Counter[Answer] = field(default_factory=Counter)
    bad: list[BadLine] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """How many lines became of what."""
        told = [f"{self.answers[each]} {words}" for each, words in IN_WORDS.items() if self.answers[each]]
        return ", ".join(told) or "nothing to take in"


async def take_in_lines(
    ground: Ground,
    feed: Feed,
    lines: Iterable[bytes],
    *,
    document_of: Callable[[bytes], object],
    told: Callable[[bytes], None],
    imported: Imported,
) -> None:
    """Take in each line that is not blank, in order; `told` hears of each that is done with, `imported` counts them.

    Raises `NotReleasedError`, and `PublicError` where the database is away; what was taken in stands, and is known
    when the file is taken in again.
    """
    for number, line in enumerate(lines, start=1):
        if body := line.strip():
            taken = TOO_LARGE if len(body) > LARGEST else await take_in(ground, feed, body, document_of(body))
            if taken.answer is Answer.LATER:
                raise NotReleasedError
            imported.answers[taken.answer] += 1
            if taken.answer not in FINE:
                code, sentence = taken.code or taken.answer.name, taken.sentence or OTHER_CONTENT
                imported.bad.append(BadLine(number, code, sentence))
        told(line)
