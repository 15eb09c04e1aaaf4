"""A service request as the rules look at it: its kind, its plan line by line, the case around it, and who looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from backend.rules.casework.effects import CarryOut, Effect, EffectName
from backend.rules.casework.facts import CaseFacts
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.solicitors import in_terms_of
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    Desk,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)


@dataclass(frozen=True, slots=True)
class LineState:
    """A line of a plan as it stands."""

    code: str
    status: ActivityStatus
    outcome: str | None = None
    done_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A service request as the rules look at it, and who looks."""

    kind: Kind
    status: ServiceRequestStatus
    template: Template | None = None
    """What its plan was made from; None until it was started."""
    amendment: Template | None = None
    """What its plan Perform Amendment was made from, where it was marked Ready for Cancellation (R-28)."""
    sub_status: ServiceRequestSubStatus | None = None
    owner: UUID | None = None
    team: UUID | None = None
    """In whose queue it is."""
    form: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What was filled in of its data form."""
    case: CaseFacts | None = None
    """The enforcement case around it; None for the court's casework."""
    lines: tuple[LineState, ...] = ()
    open_children: int = 0
    put_up_by: UUID | None = None
    amended_by: frozenset[UUID] = frozenset()
    """Who amended what it is about."""
    viewer: UUID | None = None

    @property
    def chosen(self) -> Iterator[tuple[LineState, Outcome]]:
        """The lines that were completed, each with the outcome chosen."""
        for state in self.lines:
            outcome = self.line(state).outcome(state.outcome)
            if state.status is ActivityStatus.COMPLETE and outcome:
                yield state, outcome

    def line(self, state: LineState) -> Line:
        """What the template says of a line, in the terms of the case's jurisdiction (R-51).

        Raises KeyError for a line that is not of this plan.
        """
        for template in (self.template, self.amendment):
            if template and state.code in template.codes:
                line = template.line(state.code)
                said = in_terms_of(line.activity, self.case.jurisdiction) if self.case else line.activity
                return line if said == line.activity else replace(line, activity=said)
        raise KeyError(state.code)

    @property
    def to_approve(self) -> tuple[LineState, ...]:
        """The lines whose outcome somebody else has to approve."""
        return tuple(state for state, outcome in self.chosen if outcome.needs_approval)

    @property
    def is_worked_through(self) -> bool:
        """Whether something of its plan was done, and nothing of it is outstanding but what is optional."""
        outstanding = [state for state in self.lines if state.status is ActivityStatus.OUTSTANDING]
        is_begun = any(state.status is ActivityStatus.COMPLETE for state in self.lines)
        return is_begun and all(self.line(state).is_optional for state in outstanding)

    @property
    def is_for_senior_manager(self) -> bool:
        """Whether it is work of the senior managers' desk, and one of them looks."""
        is_one = self.case is not None and self.case.viewer_role is Role.SENIOR_MANAGER
        return is_one and self.kind.desk is Desk.SENIOR_MANAGEMENT

    @property
    def is_of_another_team(self) -> bool:
        """Whether a team leader looks whose team has neither it nor its case: something else of the case is theirs."""
        case = self.case
        if case is None or case.viewer_role is not Role.TEAM_LEADER:
            return False
        return case.viewer_team is None or case.viewer_team not in (self.team, case.team)

    @property
    def is_to_be_cancelled(self) -> bool:
        """Whether its amendment ended without validation: nothing of it goes on (R-29)."""
        return any(CarryOut(EffectName.EXIT_WITHOUT_VALIDATION) in outcome.at_once for _, outcome in self.chosen)

    @property
    def takes_welfare_decision(self) -> bool:
        """Whether the Welfare of the Child Decision is recorded in its notes (R-14)."""
        return self.case is not None and self.kind.code in self.case.welfare_decided_in

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """The required fields of its data form that are not filled in, by their codes."""
        return tuple(each.code for each in self.kind.form if each.is_required and self.form.get(each.code) is None)

    @property
    def authors(self) -> frozenset[UUID]:
        """Whose work an approval would approve: who put it up, who chose what is put up, who amended what it is about.

        Source: requirements R-37, W-10; promise of two people for every weighty step.
        """
        chose = {state.done_by for state in self.to_approve}
        return frozenset(each for each in {*chose, self.put_up_by} if each) | self.amended_by

    @property
    def reopened(self) -> tuple[str, ...]:
        """The lines that become outstanding again where approval is refused or lapses: else they could not be redone.

        Those that were put up, and those that one of them had made needless.
        """
        codes = [state.code for state in self.to_approve]
        if any(outcome.ends_plan for _, outcome in self.chosen if outcome.needs_approval):
            codes += [state.code for state in self.lines if state.status is ActivityStatus.NOT_REQUIRED]
        return tuple(codes)

    def effects_on(self, act: Act) -> tuple[tuple[LineState, Effect], ...]:
        """What approval or closing carries out, each with the line that asked for it."""
        return tuple((state, effect) for state, outcome in self.chosen for effect in outcome.effects_on(act))
