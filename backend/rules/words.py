"""What a word of the vocabulary is called within a sentence."""

from backend.rules.vocabulary import Jurisdiction

PLACES = {
    Jurisdiction.ENGLAND_WALES: "England and Wales",
    Jurisdiction.SCOTLAND: "Scotland",
    Jurisdiction.NORTHERN_IRELAND: "Northern Ireland",
}


def in_words(word: str) -> str:
    """`REGISTER_ENTRY` is register entry; a place keeps its name."""
    return next((place for name, place in PLACES.items() if name == word), word.replace("_", " ").lower())
