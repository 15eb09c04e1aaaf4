"""The letters of the agency, with the codes of its procedure: what each is told, and to whom of a case (R-52, R-55)."""

from backend.notices.entry import Entry, Guidance
from backend.notices.facts import Fact, Kind
from backend.rules.vocabulary import Jurisdiction, Letter, PartySide, Power, SanctionChange

_CASE = {"reference": Fact(Kind.REFERENCE)}
_NUMBERED = {**_CASE, "case_numbers": Fact(Kind.NAMES)}
"""A receiving parent knows the case by the number of their own; of the other parent they are told nothing."""

ENTRIES = (
    Entry(
        letter=Letter.CMEL9271,
        to_sides=frozenset({PartySide.PAYING_PARENT, PartySide.RECEIVING_PARENT, PartySide.REPRESENTATIVE}),
        facts={**_CASE, "text": Fact(Kind.TEXT)},
        guidance=Guidance.MAINTENANCE,
        needs_sign_off=True,
    ),
    Entry(
        letter=Letter.CMEL7402,
        to_sides=frozenset({PartySide.RECEIVING_PARENT}),
        facts={**_NUMBERED, "paused_until": Fact(Kind.DATE)},
        guidance=Guidance.MAINTENANCE,
    ),
    Entry(
        letter=Letter.CMEL9116,
        to_sides=frozenset({PartySide.SOLICITOR}),
        facts={
            **_CASE,
            "jurisdiction": Fact(Kind.CHOICE, of=Jurisdiction),
            "paying_parent_names": Fact(Kind.NAMES),
            "sanction": Fact(Kind.CHOICE, of=Power),
            "change": Fact(Kind.CHOICE, of=SanctionChange),
            "commenced_on": Fact(Kind.DATE),
            "paid_pence": Fact(Kind.MONEY),
            "outstanding_pence": Fact(Kind.MONEY),
        },
        guidance=Guidance.MAINTENANCE,
    ),
    Entry(
        letter=Letter.CMSB046,
        to_sides=frozenset({PartySide.PAYING_PARENT}),
        facts={**_CASE, "order_numbers": Fact(Kind.NAMES), "is_again": Fact(Kind.FLAG)},
        guidance=Guidance.MAINTENANCE,
    ),
)
