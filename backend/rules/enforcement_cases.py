"""What may happen to an enforcement case, when and by whom (R-06 to R-56): one table, by what somebody is to it."""

from backend.rules import judging, schedules
from backend.rules.access import ENFORCERS
from backend.rules.casework.agency.conditions import ARREARS_REMAIN, IN_ENFORCEMENT, ORDER_IN_FORCE
from backend.rules.casework.facts import CaseFacts
from backend.rules.flags import ELSEWHERE, SETTERS
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import arrears as money
from backend.rules.reasons import case_acts
from backend.rules.reasons import enforcement as reasons
from backend.rules.vocabulary import OF_THE_AGENCY, Act, Relation, Role, ScheduleKind, Segment

WORKS_IT = Relation.ASSIGNED
"""Whoever owns a service request of the case that is not closed."""
IS_ENFORCER = Condition[CaseFacts](lambda f: f.viewer_role in ENFORCERS, case_acts.NOT_AN_ENFORCER)
IS_OF_TRANSITION = Condition[CaseFacts](lambda f: f.viewer_role is Role.TRANSITION_WORKER, case_acts.NOT_OF_TRANSITION)
FLAGS_ARE_THEIRS = Condition[CaseFacts](lambda f: f.viewer_role in SETTERS, case_acts.FLAG_NOT_YOURS)
FLAGS_CHANGE_HERE = Condition[CaseFacts](
    lambda f: f.in_enforcement or f.viewer_role in ELSEWHERE, reasons.NOT_IN_ENFORCEMENT
)
"""Flags change in enforcement alone (R-38); an arrears case owner switches the monitor wherever the case is (R-50)."""
IS_ARREARS_ONLY = Condition[CaseFacts](lambda f: f.segment is Segment.ARREARS_ONLY, case_acts.NOT_ARREARS_ONLY)
WAS_IN_SURVEILLANCE = Condition[CaseFacts](lambda f: f.surveillances > 0, case_acts.NEVER_IN_SURVEILLANCE)
IS_MIGRATED = Condition[CaseFacts](lambda f: f.is_migrated, case_acts.NOT_MIGRATED)
NO_SCHEDULE = Condition[CaseFacts](lambda f: f.schedule is None, money.SCHEDULE_LIVE)
SCHEDULE_LIVE = Condition[CaseFacts](lambda f: f.schedule is not None, money.NO_LIVE_SCHEDULE)
MONEY_WAITS = Condition[CaseFacts](
    lambda f: f.unallocated_pence > 0 or f.excess_pence > 0, money.NO_PAYMENT_TO_ALLOCATE
)
DEDUCTED = Condition[CaseFacts](
    lambda f: f.schedule is not None and f.schedule.kind is ScheduleKind.REGULAR_DEDUCTION_ORDER,
    money.NO_DEDUCTION_ORDER,
)
COMPLIANCE_DUE = Condition[CaseFacts](
    lambda f: schedules.compliance_is_due(f.schedule, f.today), money.COMPLIANCE_NOT_DUE
)
ESTABLISHES_COMPLIANCE = Condition[CaseFacts](
    lambda f: f.viewer_role in (Role.DOT, Role.ARREARS_CASE_OWNER), money.COMPLIANCE_NOT_YOURS
)

MONEY_IS_THEIRS = Condition[CaseFacts](
    lambda f: f.viewer_role in ENFORCERS | {Role.ARREARS_CASE_OWNER}, case_acts.NOT_AN_ENFORCER
)

ACTS: dict[Act, ActRule[CaseFacts]] = {
    Act.AGREE_SCHEDULE: ActRule(WORKS_IT, (IS_ENFORCER, IN_ENFORCEMENT, ARREARS_REMAIN, NO_SCHEDULE)),
    Act.END_SCHEDULE: ActRule(WORKS_IT, (IS_ENFORCER, SCHEDULE_LIVE)),
    Act.ALLOCATE_PAYMENT: ActRule(WORKS_IT, (MONEY_IS_THEIRS, MONEY_WAITS)),
    Act.INVALIDATE_LIABILITY_ORDER: ActRule(WORKS_IT, (IS_ENFORCER, IN_ENFORCEMENT, ORDER_IN_FORCE)),
    Act.RECORD_ARTEFACT: ActRule(WORKS_IT, (IS_ENFORCER, IN_ENFORCEMENT)),
    Act.RECORD_COMPLIANCE: ActRule(Relation.PARTNER, (ESTABLISHES_COMPLIANCE, DEDUCTED, COMPLIANCE_DUE)),
    Act.OPEN_CASE_SERVICE_REQUEST: ActRule(OF_THE_AGENCY, ()),
    Act.READ_PARTY_DETAILS: ActRule(Relation.LEADER, ()),
    Act.SET_FLAG: ActRule(WORKS_IT, (FLAGS_ARE_THEIRS, FLAGS_CHANGE_HERE)),
    Act.REMOVE_FLAG: ActRule(WORKS_IT, (FLAGS_ARE_THEIRS, FLAGS_CHANGE_HERE)),
    Act.LAUNCH_POWER: ActRule(Relation.AGENCY, (IS_ENFORCER, IN_ENFORCEMENT)),
    Act.RECORD_POWER_CONSIDERED: ActRule(WORKS_IT, (IS_ENFORCER, IN_ENFORCEMENT)),
    Act.CATEGORISE_ARREARS: ActRule(WORKS_IT, (IS_ENFORCER, IS_ARREARS_ONLY, WAS_IN_SURVEILLANCE)),
    Act.RECORD_MIGRATED_ACTIONS: ActRule(Relation.PARTNER, (IS_OF_TRANSITION, IS_MIGRATED)),
}


def judge(act: Act, facts: CaseFacts, relation: Relation) -> Judged:
    """Whether `act` is open to whoever looks: the one answer behind `actions` and the mutations (X-04)."""
    return judging.judge(ACTS, act, facts, relation)


def actions(facts: CaseFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act on an enforcement case that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, facts, relation)
