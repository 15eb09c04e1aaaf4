"""A word of a closed set: stored and published under its own name."""

from enum import StrEnum


class Word(StrEnum):
    """An enumeration whose stored and published value is its own name."""

    @staticmethod
    def _generate_next_value_(name: str, _start: int, _count: int, _last: list[str]) -> str:
        return name
