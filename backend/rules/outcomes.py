"""Whether an outcome of a line can be chosen now, and everything that stands against it (X-04, R-12, R-15).

One judge for what the API offers and for what the mutation permits: the line, the decision that the outcome is, its own
conditions on the enforcement case, and the data form.
"""

from backend.rules import refusals
from backend.rules.casework import lines
from backend.rules.casework.kinds import Outcome
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.judging import Judged
from backend.rules.routing import judge as routing
from backend.rules.vocabulary import Act, Relation


def judge(work: Work, state: LineState, outcome: Outcome, relation: Relation) -> Judged:
    """Whether somebody of this relation can complete the line by this outcome now."""
    line = lines.judge(work, state, relation)
    if line.reasons == (refusals.NOT_OPEN_TO_YOU,):
        return line
    of_case = routing.judge_outcome(outcome, work.case) if work.case else ()
    found = (*line.reasons, *of_case, *lines.unfilled(work, state, outcome))
    return Judged(Act.COMPLETE_ACTIVITY, tuple(dict.fromkeys(found)))
