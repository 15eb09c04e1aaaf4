"""What counts as somebody's words: how long they may be, and which characters they may not be made of alone."""

import unicodedata

from backend.rules.refusals import Problem

SHORT, LINE, PARAGRAPH, TEXT, STATEMENT = 100, 200, 1_000, 5_000, 10_000
"""The longest texts, in characters."""
_FORGING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_harmless(character: str) -> bool:
    """Controls and format characters (among them those that reverse the direction of writing) can forge a layout."""
    return unicodedata.category(character) not in _FORGING


def fits(text: str, most: int) -> bool:
    """Whether a text says something that can be printed, in at most so many characters."""
    says_something = any(is_harmless(character) and not character.isspace() for character in text)
    return says_something and len(text.strip()) <= most


def fits_on_a_line(text: str, most: int) -> bool:
    """Whether a text fits and is one line of nothing but harmless characters: a name, a line of an address.

    What is printed as it was typed, on a letter or a writ, could otherwise bring lines of its own (X-08).
    """
    return fits(text, most) and all(map(is_harmless, text))


def reason_problems(reason: str, most: int = PARAGRAPH) -> tuple[Problem, ...]:
    """What is wrong with a reason that somebody gives for what they do."""
    if fits(reason, most):
        return ()
    return (Problem("TEXT_LENGTH", ("reason",), f"Give a reason of 1 to {most:,} characters."),)
