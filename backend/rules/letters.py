"""What a letter is called in sentences."""

from backend.rules.vocabulary import Letter
from backend.rules.words import in_words

TITLES = {
    Letter.CMEL9271: "child maintenance update",
    Letter.CMEL7402: "enforcement action paused",
    Letter.CMEL9116: "artefact clearance",
    Letter.CMSB046: "liability order reference numbers",
}
"""The agency's letters go by the codes of its procedure, which tell a reader nothing."""


def called(letter: Letter) -> str:
    """`claim lodged confirmation`; `CMEL7402, enforcement action paused`."""
    title = TITLES.get(letter)
    return f"{letter}, {title}" if title else in_words(letter)
