"""What may happen to a service request, when and by whom (R-10, R-12, R-37): two tables, the same for every kind."""

from backend.rules import judging
from backend.rules.access import PARTNERS
from backend.rules.casework.kinds import Kind
from backend.rules.casework.work_facts import Work
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import case_letters as case_letter_reasons
from backend.rules.reasons import casework as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    OF_THE_AGENCY,
    Act,
    Desk,
    KindCode,
    NoteKind,
    Relation,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)

S, Sub = ServiceRequestStatus, ServiceRequestSubStatus

LIFE_CYCLE: dict[tuple[ServiceRequestStatus, Act], ServiceRequestStatus] = {
    (S.OPEN, Act.START_SERVICE_REQUEST): S.IN_PROGRESS,
    (S.IN_PROGRESS, Act.COMPLETE_ACTIVITY): S.IN_PROGRESS,
    (S.REJECTED, Act.COMPLETE_ACTIVITY): S.IN_PROGRESS,
    (S.IN_PROGRESS, Act.REQUEST_APPROVAL): S.INITIATE_APPROVAL_PROCESS,
    (S.INITIATE_APPROVAL_PROCESS, Act.APPROVE_SERVICE_REQUEST): S.APPROVED,
    (S.INITIATE_APPROVAL_PROCESS, Act.REJECT_SERVICE_REQUEST): S.REJECTED,
    (S.OPEN, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.IN_PROGRESS, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.INITIATE_APPROVAL_PROCESS, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.APPROVED, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.REJECTED, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
}
LAPSED = {S.INITIATE_APPROVAL_PROCESS: S.IN_PROGRESS, S.APPROVED: S.IN_PROGRESS}
"""Where a service request goes back to when what was put up or approved is edited."""
IN_WORK = frozenset({S.IN_PROGRESS, S.REJECTED})
MARKS: dict[Act, ServiceRequestSubStatus] = {
    Act.MARK_READY_FOR_PAUSE: Sub.READY_FOR_PAUSE,
    Act.MARK_READY_FOR_REPROGRESSING: Sub.READY_FOR_REPROGRESSING,
    Act.MARK_READY_FOR_CANCELLATION: Sub.READY_FOR_CANCELLATION,
}
"""What is to become of an enforcement action, said of its service request (R-22, R-27, R-28, R-40)."""
NOT_CLOSED = Condition[Work](lambda w: w.status is not S.CLOSED, reasons.SERVICE_REQUEST_CLOSED)
NOT_STARTED = Condition[Work](lambda w: w.template is None, reasons.SERVICE_REQUEST_STARTED)
IN_PROGRESS = Condition[Work](lambda w: w.status is S.IN_PROGRESS, reasons.SERVICE_REQUEST_NOT_IN_PROGRESS)
WORKED_THROUGH = Condition[Work](lambda w: w.is_worked_through, reasons.ACTIVITIES_OUTSTANDING)
SOMETHING_TO_APPROVE = Condition[Work](lambda w: bool(w.to_approve), reasons.NOTHING_TO_APPROVE)
PUT_UP = Condition[Work](lambda w: w.status is S.INITIATE_APPROVAL_PROCESS, reasons.APPROVAL_NOT_REQUESTED)
NOT_ONES_OWN = Condition[Work](lambda w: w.viewer not in w.authors, reasons.YOUR_OWN_WORK)
NO_OPEN_CHILDREN = Condition[Work](lambda w: w.open_children == 0, reasons.OPEN_CHILDREN)
APPROVED_IF_NEEDED = Condition[Work](lambda w: w.status is S.APPROVED or not w.to_approve, reasons.APPROVAL_NEEDED)
NOT_APPROVED = Condition[Work](lambda w: w.status is not S.APPROVED, reasons.ALREADY_APPROVED)

THEIRS = Condition[Work](lambda w: not w.kind.is_of_the_agency or w.viewer == w.owner, reasons.NOT_ASSIGNED_TO_YOU)
"""The agency's casework is done by whoever owns it, whom a team leader chose; the court's by any of its staff."""
MAY_TAKE_IT = Condition[Work](
    lambda w: THEIRS.holds(w) or (w.owner is None and w.is_for_senior_manager), reasons.NOT_ASSIGNED_TO_YOU
)
"""What waits at the senior managers' desk, whichever of them starts it takes (R-52)."""
OF_ONES_TEAM = Condition[Work](lambda w: not w.is_of_another_team, reasons.WORK_OF_ANOTHER_TEAM)
OF_ENFORCEMENT = Condition[Work](
    lambda w: THEIRS.holds(w) or w.case is None or w.case.viewer_role not in PARTNERS, reasons.NOT_ASSIGNED_TO_YOU
)
"""Other areas of the agency work what is theirs, and no enforcement action beside it (R-19, R-44, R-50)."""
NOT_A_SIGN_OFF = Condition[Work](
    lambda w: w.kind.code is not KindCode.SIGN_OFF_LETTER, case_letter_reasons.NOT_FROM_A_SIGN_OFF
)
FORM_FILLED_IN = Condition[Work](lambda w: not w.missing_fields, reasons.FORM_NOT_FILLED_IN)
HAS_FORM = Condition[Work](lambda w: bool(w.kind.form), reasons.NO_DATA_FORM)
OF_A_POWER = Condition[Work](lambda w: w.kind.power is not None, reasons.NOT_ENFORCEMENT_ACTION)
NOT_TO_BE_CANCELLED = Condition[Work](lambda w: not w.is_to_be_cancelled, reasons.TO_BE_CANCELLED)
AMENDED_FIRST = Condition[Work](
    lambda w: w.kind.power is None or w.template is None or w.is_to_be_cancelled, reasons.AMENDMENT_FIRST
)
"""Enforcement action that was begun is cancelled through Perform Amendment only (R-40)."""
WORKS = Relation.COURT | OF_THE_AGENCY | Relation.ASSIGNED
"""Who works service requests; whose each is, `seen_as` and `THEIRS` ask besides."""
LEADS = Relation.COURT | Relation.LEADER | Relation.SENIOR
"""Who gives work to others, and approves it."""
WRITING = ActRule[Work](Relation.ASSIGNED, (NOT_CLOSED, NOT_A_SIGN_OFF, THEIRS))
MARKING = ActRule[Work](Relation.ASSIGNED, (OF_A_POWER, IN_PROGRESS, OF_ENFORCEMENT))

ACTS: dict[Act, ActRule[Work]] = {
    Act.ASSIGN_SERVICE_REQUEST: ActRule(LEADS, (NOT_CLOSED, OF_ONES_TEAM)),
    Act.START_SERVICE_REQUEST: ActRule(WORKS, (NOT_CLOSED, NOT_STARTED, MAY_TAKE_IT)),
    Act.ADD_SERVICE_REQUEST_NOTE: ActRule(WORKS, (NOT_CLOSED, THEIRS)),
    Act.REQUEST_APPROVAL: ActRule(WORKS, (IN_PROGRESS, WORKED_THROUGH, SOMETHING_TO_APPROVE, THEIRS)),
    Act.APPROVE_SERVICE_REQUEST: ActRule(LEADS, (PUT_UP, NOT_ONES_OWN, OF_ONES_TEAM)),
    Act.REJECT_SERVICE_REQUEST: ActRule(LEADS, (PUT_UP, OF_ONES_TEAM)),
    Act.CLOSE_SERVICE_REQUEST: ActRule(WORKS, (NOT_CLOSED, NO_OPEN_CHILDREN, THEIRS)),
}
AGENCY_ACTS: dict[Act, ActRule[Work]] = {
    Act.RECORD_FORM: ActRule(OF_THE_AGENCY, (NOT_CLOSED, HAS_FORM, THEIRS)),
    Act.LINK_SERVICE_REQUESTS: ActRule(Relation.ASSIGNED, (NOT_CLOSED, OF_ENFORCEMENT)),
    Act.RECORD_OFFLINE_TASK: ActRule(Relation.ASSIGNED, (NOT_CLOSED, OF_ENFORCEMENT)),
    Act.RECEIVE_OFFLINE_TASK: ActRule(Relation.ASSIGNED, (NOT_CLOSED, OF_ENFORCEMENT)),
    **dict.fromkeys((Act.SEND_CASE_LETTER, Act.DRAFT_CASE_LETTER), WRITING),
    **dict.fromkeys(MARKS, MARKING),
}
"""What only the agency's casework knows: its service requests carry forms, marks, links and tasks outside."""
CLOSINGS: dict[ServiceRequestSubStatus, tuple[Condition[Work], ...]] = {
    Sub.COMPLETE: (WORKED_THROUGH, FORM_FILLED_IN, APPROVED_IF_NEEDED, NOT_TO_BE_CANCELLED),
    Sub.CANCELLED: (NOT_APPROVED, AMENDED_FIRST),
}
"""The ways of closing, always by hand (R-12), each with what it needs beside the act's own conditions."""


def seen_as(kind: Kind, relation: Relation) -> Relation:
    """As what somebody counts for casework of this kind: the court's is the court's alone, the agency's the agency's.

    A senior manager counts as one for what goes to the senior managers' desk (R-52), and for nothing else.
    """
    if not kind.is_of_the_agency:
        return relation & Relation.COURT
    return relation & (~Relation.COURT if kind.desk is Desk.SENIOR_MANAGEMENT else ~(Relation.COURT | Relation.SENIOR))


def table(kind: Kind) -> dict[Act, ActRule[Work]]:
    """Every act on a service request of this kind, with who may do it and when."""
    return {**ACTS, **AGENCY_ACTS} if kind.is_of_the_agency else ACTS


def judge(act: Act, work: Work, relation: Relation) -> Judged:
    """Whether `act` is open to whoever looks: the one answer behind `actions` and the mutations (X-04)."""
    return judging.judge({**ACTS, **AGENCY_ACTS}, act, work, seen_as(work.kind, relation))


def actions(work: Work, relation: Relation) -> tuple[Judged, ...]:
    """Every act on a service request that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(table(work.kind), work, seen_as(work.kind, relation))


def judge_closing(sub_status: ServiceRequestSubStatus, work: Work, relation: Relation) -> Judged:
    """Whether it can be closed in this way."""
    rule = ACTS[Act.CLOSE_SERVICE_REQUEST]
    whole = ActRule(rule.to, rule.conditions + CLOSINGS[sub_status])
    seen = seen_as(work.kind, relation)
    return judging.judge({Act.CLOSE_SERVICE_REQUEST: whole}, Act.CLOSE_SERVICE_REQUEST, work, seen)


def why_not_noted(note: NoteKind, work: Work) -> tuple[Reason, ...]:
    """Why a note of this kind does not belong on it: the Welfare of the Child Decision has its place (R-14)."""
    if note is NoteKind.WELFARE_DECISION and not work.takes_welfare_decision:
        return (reasons.WELFARE_DECISION_ELSEWHERE,)
    return ()


def may_be_closed_unworked(work: Work) -> bool:
    """Whether the service cancels it when what it is about is withdrawn: nobody began it, and nothing hangs on it."""
    conditions = (NOT_CLOSED, NOT_STARTED, NO_OPEN_CHILDREN)
    return all(condition.holds(work) for condition in conditions)


def after(status: ServiceRequestStatus, act: Act) -> ServiceRequestStatus:
    """The status that an act leads to. A pair that the life-cycle lacks is a defect: `judge` refuses it before."""
    return LIFE_CYCLE[status, act]
