"""Letters of the agency: to whom each may go, and what may be written in free text (R-23, R-40, R-42, R-51, R-52)."""

from datetime import date

from backend.rules import solicitors
from backend.rules.casework.facts import CaseFacts
from backend.rules.reasons import case_letters as reasons
from backend.rules.refusals import Problem, Reason
from backend.rules.texts import TEXT, fits
from backend.rules.vocabulary import Jurisdiction, PartySide, Power


def why_not_to(side: PartySide, facts: CaseFacts) -> tuple[Reason, ...]:
    """Why a letter cannot go to a party of this side as the case stands: nobody writes to somebody who died (R-40)."""
    if side is PartySide.PAYING_PARENT and facts.has_died:
        return (reasons.PAYING_PARENT_DIED,)
    if side is PartySide.REPRESENTATIVE and not facts.has_died:
        return (reasons.PAYING_PARENT_LIVES,)
    return ()


def why_not_about(sanction: Power, commenced_on: date, facts: CaseFacts) -> tuple[Reason, ...]:
    """Why the solicitor cannot be told to lift or reduce this sanction: none of that day is outstanding (R-42)."""
    found = any(each.power is sanction and each.commenced_on == commenced_on for each in facts.outstanding_artefacts)
    return () if found else (reasons.NO_SUCH_SANCTION,)


def problems_of_text(text: str, jurisdiction: Jurisdiction) -> tuple[Problem, ...]:
    """What is wrong with the free text of a letter on a case of this jurisdiction."""
    if not fits(text, TEXT):
        return (Problem("TEXT_LENGTH", ("text",), f"Give 1 to {TEXT:,} characters."),)
    if solicitors.is_called_otherwise(text, jurisdiction):
        return (Problem("WRONG_TERM", ("text",), f"Here it is called the {solicitors.called(jurisdiction)}."),)
    return ()


def problems_of_pause(paused_until: date, *, today: date) -> tuple[Problem, ...]:
    """What is wrong with the day until which a receiving parent is told that enforcement action is paused (R-23)."""
    if paused_until <= today:
        return (Problem("DATE_NOT_IN_FUTURE", ("pausedUntil",), "Give a day to come."),)
    return ()
