"""What does each word of the closed sets mean? A sentence each: the descriptions of the API's enum values."""

from backend.rules.vocabulary import Word
from backend.schema.meanings import acts, casework, claims, enforcement, letters, people, writs

MEANINGS: dict[type[Word], dict[str, str]] = {
    **people.MEANINGS,
    **claims.MEANINGS,
    **writs.MEANINGS,
    **casework.MEANINGS,
    **enforcement.MEANINGS,
    **letters.MEANINGS,
    **acts.MEANINGS,
}
