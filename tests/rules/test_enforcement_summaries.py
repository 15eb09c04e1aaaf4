"""What history entries of an enforcement case say: the field's words, never the words of the code (X-03)."""

from typing import Any

import pytest

from backend.rules.enforcement_summaries import SUMMARIES
from backend.rules.summaries import summary
from backend.rules.vocabulary import EventKind as K


@pytest.mark.requirement("X-03")
@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        (K.CASE_MOVED, {"area": "COMPLEX_CASE_TEAM", "team": "Complex Cases"},
         "The case went to complex case team, team Complex Cases."),
        (K.JURISDICTION_CHANGED, {"fromJurisdiction": "ENGLAND_WALES", "jurisdiction": "NORTHERN_IRELAND"},
         "The paying parent moved from England and Wales to Northern Ireland."),
        (K.POWER_CONSIDERED, {"power": "Charging order", "result": "NOT_APPROPRIATE"},
         "Charging order was considered: not appropriate."),
        (K.ARTEFACT_CLEARED, {"artefact": "Charging order"}, "An artefact was cleared: Charging order."),
        (K.ARREARS_CATEGORISED, {"segment": "ARREARS_ONLY_CATEGORISED"},
         "The case went to the segment arrears only categorised."),
    ],
    ids=["moved", "jurisdiction", "considered", "cleared", "categorised"],
)  # fmt: skip
def test_an_entry_is_a_sentence_in_the_words_of_the_field(kind: K, changes: dict[str, Any], says: str) -> None:
    assert summary(kind, changes) == says


@pytest.mark.requirement("X-03")
@pytest.mark.parametrize("kind", sorted(SUMMARIES))
def test_an_entry_without_its_facts_is_still_a_sentence(kind: K) -> None:
    assert "{" not in summary(kind, {})
