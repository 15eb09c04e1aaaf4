"""What the court's own data says of a judgment: the one place where an application is held against it (W-01, W-10)."""

from typing import Protocol

from backend.operations.subject import Subject
from backend.rules import refusals
from backend.rules.reasons.writs import NO_JUDGMENT
from backend.rules.vocabulary import PartySide
from backend.rules.writ_details import Address, Known, payments_of


class CourtData(Protocol):
    """The court's case data (CCD) as the checks of an application read it.

    Read inside an act, so an implementation answers from what is at hand: one that asks another system keeps a copy.
    """

    def known(self, subject: Subject) -> Known:
        """What is known of the judgment on this claim. Raises `Refused` where there is none."""
        ...


class OwnData:
    """This system's own data: the parties as lodged, the judgment, and its ledger."""

    def known(self, subject: Subject) -> Known:
        if subject.judgment is None:
            raise refusals.Refused(NO_JUDGMENT)
        defendants = subject.of(PartySide.DEFENDANT)
        addresses = dict.fromkeys(Address(tuple(each.address_lines), each.post_code) for each in defendants)
        return Known(
            defendants=tuple(each.name for each in defendants),
            addresses=tuple(addresses),
            entered_on=subject.judgment.entered_on,
            balance_pence=subject.owed_pence,
            payments=payments_of(subject.lines, since=subject.judgment.entered_on),
        )


COURT_DATA: CourtData = OwnData()
