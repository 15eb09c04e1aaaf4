"""The life-cycle of a service request and the one judge of its acts: the same for every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID, uuid4

import pytest

from backend.rules import refusals
from backend.rules.casework import lines, work
from backend.rules.casework.catalogue import AMENDMENT
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.casework.lines import Given, LineFacts
from backend.rules.casework.work import ACTS, AGENCY_ACTS, LIFE_CYCLE, MARKS
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    Desk,
    FormFieldKind,
    KindCode,
    Power,
    Relation,
    Role,
    ServiceRequestStatus,
)
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub
from tests.builders.case_facts import in_enforcement

S, A = ServiceRequestStatus, ActivityStatus
COURT = Relation.COURT
EVERY_ACT = {**ACTS, **AGENCY_ACTS}
OLU, MIA, NOAH = uuid4(), uuid4(), uuid4()

PLAIN = Outcome("DONE", "Done")
WEIGHTY = Outcome("DECIDED", "Decided", needs_approval=True, ends_plan=True)
TEMPLATE = Template(
    "A_PLAN",
    1,
    (
        Line("FIRST", "Do this", (PLAIN,)),
        Line("SECOND", "Decide that", (PLAIN, WEIGHTY), after=("FIRST",), waits_for_children=True),
        Line("THIRD", "Do the rest", (PLAIN,)),
    ),
)
KIND = Kind(KindCode.PAYMENT_MISMATCH, "A process", "An area", "A sub-area", Desk.COURT_POST, 1, TEMPLATE)
AT_THE_AGENCY = replace(KIND, desk=Desk.ENFORCEMENT)
FIELD = FormField("WHY", "Why?", FormFieldKind.TEXT, is_required=True)
SIGN_OFF = replace(AT_THE_AGENCY, code=KindCode.SIGN_OFF_LETTER)
ACTION = replace(AT_THE_AGENCY, power=Power.ARRESTMENT, form=(FIELD,))
ELSEWHERE = in_enforcement(viewer_role=Role.TEAM_LEADER, viewer_team=UUID(int=7), team=UUID(int=8))
ANOTHER_AREA = in_enforcement(viewer_role=Role.MAINTENANCE_WORKER)
OF_THE_AGENCY = Relation.AGENCY | Relation.ASSIGNED | Relation.LEADER
OUTSTANDING = (LineState("FIRST", A.OUTSTANDING), LineState("SECOND", A.OUTSTANDING), LineState("THIRD", A.OUTSTANDING))
DECIDED = (
    LineState("FIRST", A.COMPLETE, "DONE", MIA),
    LineState("SECOND", A.COMPLETE, "DECIDED", OLU),
    LineState("THIRD", A.NOT_REQUIRED),
)
PLAINLY_DONE = tuple(LineState(each.code, A.COMPLETE, "DONE", OLU) for each in OUTSTANDING)


def at_work(
    status: ServiceRequestStatus = S.IN_PROGRESS, states: tuple[LineState, ...] = OUTSTANDING, **more: object
) -> Work:
    """A service request of a made-up kind; as somebody who did nothing of it sees it."""
    template = None if status is S.OPEN else TEMPLATE
    lines_of_it = () if status is S.OPEN else states
    return replace(Work(KIND, status, template, lines=lines_of_it, viewer=NOAH), **more)


def situations() -> Iterator[Work]:
    """Every status, worked through or not, with children and without, seen by an author and by somebody else."""
    for status, states, children, viewer in product(S, (OUTSTANDING, DECIDED, PLAINLY_DONE), (0, 1), (OLU, NOAH)):
        yield at_work(status, states, open_children=children, viewer=viewer)


def agency_situations() -> Iterator[Work]:
    """The same at the agency, of enforcement action with a form and of a kind that has neither; owned by Noah.

    Seen also by the leader of another team, and by another area of the agency.
    """
    for each, kind in product(situations(), (ACTION, AT_THE_AGENCY, SIGN_OFF)):
        for case in (None, ELSEWHERE, ANOTHER_AREA):
            yield replace(each, kind=kind, owner=NOAH, case=case)


def codes(judged: object) -> list[str]:
    return [reason.code for reason in judged.reasons]  # type: ignore[attr-defined]


@pytest.mark.requirement("R-10")
@pytest.mark.requirement("X-04")
@pytest.mark.parametrize(
    ("status", "act"), list(product(S, sorted({act for _, act in LIFE_CYCLE} - {Act.COMPLETE_ACTIVITY})))
)
def test_the_judge_opens_a_move_in_some_situation_exactly_where_the_life_cycle_has_it(
    status: ServiceRequestStatus, act: Act
) -> None:
    is_ever_open = any(work.judge(act, each, COURT).is_open for each in situations() if each.status is status)
    assert is_ever_open is ((status, act) in LIFE_CYCLE)


@pytest.mark.parametrize("status", list(S))
def test_a_line_can_be_completed_exactly_where_the_life_cycle_goes_on_from(status: ServiceRequestStatus) -> None:
    found = [each for each in situations() if each.status is status]
    is_ever_open = any(lines.judge(each, state, COURT).is_open for each in found for state in each.lines)
    assert is_ever_open is ((status, Act.COMPLETE_ACTIVITY) in LIFE_CYCLE)


def test_every_status_is_reached_and_only_a_closed_one_is_the_end() -> None:
    found = {S.OPEN}
    while further := {to for (status, _), to in LIFE_CYCLE.items() if status in found} - found:
        found |= further
    assert found == set(S)
    assert set(S) - {status for status, _ in LIFE_CYCLE} == {S.CLOSED}


@pytest.mark.parametrize("act", EVERY_ACT)
def test_every_reason_of_an_act_is_given_in_some_situation(act: Act) -> None:
    given = {reason for each in situations() for reason in work.judge(act, each, COURT).reasons}
    given |= {reason for each in agency_situations() for reason in work.judge(act, each, OF_THE_AGENCY).reasons}
    assert given - {refusals.NOT_OPEN_TO_YOU} == {condition.otherwise for condition in EVERY_ACT[act].conditions}


def test_every_reason_of_a_line_is_given_in_some_situation() -> None:
    both = [*((each, COURT) for each in situations()), *((each, OF_THE_AGENCY) for each in agency_situations())]
    given = {reason for each, who in both for state in each.lines for reason in lines.judge(each, state, who).reasons}
    assert given == {condition.otherwise for condition in lines.ACTS[Act.COMPLETE_ACTIVITY].conditions}


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("relation", [each for each in Relation if each is not Relation.COURT])
def test_no_act_of_the_courts_casework_is_open_to_anybody_but_the_court(relation: Relation) -> None:
    assert not any(work.judge(act, each, relation).is_open for act in EVERY_ACT for each in situations())
    assert work.actions(at_work(), relation) == ()
    assert lines.actions(at_work(), OUTSTANDING[0], relation) == ()


@pytest.mark.requirement("X-08")
def test_no_act_that_only_the_agency_knows_is_offered_to_the_court() -> None:
    assert {each.act for each in work.actions(at_work(), COURT)} == set(ACTS)
    assert not any(work.judge(act, each, COURT).is_open for act in AGENCY_ACTS for each in situations())


@pytest.mark.requirement("X-08", "R-53")
@pytest.mark.parametrize(
    "relation",
    [each for each in Relation if not each & (OF_THE_AGENCY | Relation.PARTNER)],
)
def test_no_act_of_the_agencys_casework_is_open_to_anybody_but_its_staff(relation: Relation) -> None:
    """Nor to a senior manager, but for what goes to the senior managers' desk."""
    assert not any(work.judge(act, each, relation).is_open for act in EVERY_ACT for each in agency_situations())
    assert work.actions(at_work(kind=AT_THE_AGENCY), relation) == ()
    assert lines.actions(at_work(kind=AT_THE_AGENCY), OUTSTANDING[0], relation) == ()


@pytest.mark.requirement("R-37", "R-52")
def test_a_senior_manager_approves_at_the_senior_managers_desk_and_nowhere_else() -> None:
    put_up = at_work(S.INITIATE_APPROVAL_PROCESS, DECIDED, put_up_by=OLU)
    at_their_desk = replace(put_up, kind=replace(KIND, desk=Desk.SENIOR_MANAGEMENT))
    elsewhere = replace(put_up, kind=AT_THE_AGENCY)
    approve = Act.APPROVE_SERVICE_REQUEST
    assert work.judge(approve, at_their_desk, Relation.SENIOR).is_open
    assert codes(work.judge(approve, elsewhere, Relation.SENIOR)) == ["NOT_OPEN_TO_YOU"]
    assert work.judge(approve, elsewhere, Relation.AGENCY | Relation.LEADER).is_open
    assert codes(work.judge(approve, elsewhere, Relation.AGENCY | Relation.ASSIGNED)) == ["NOT_OPEN_TO_YOU"]


@pytest.mark.requirement("R-06")
def test_the_agencys_casework_is_done_by_its_owner_alone() -> None:
    theirs, anothers = (at_work(kind=ACTION, owner=owner) for owner in (NOAH, MIA))
    assert lines.judge(theirs, OUTSTANDING[0], Relation.AGENCY | Relation.ASSIGNED).is_open
    assert codes(lines.judge(anothers, OUTSTANDING[0], Relation.AGENCY | Relation.ASSIGNED)) == ["NOT_ASSIGNED_TO_YOU"]
    assert codes(lines.judge(replace(theirs, owner=None), OUTSTANDING[0], Relation.AGENCY)) == ["NOT_ASSIGNED_TO_YOU"]


@pytest.mark.requirement("R-22", "R-27", "R-40")
@pytest.mark.parametrize("act", MARKS)
def test_enforcement_action_in_progress_is_marked_by_whoever_works_the_case(act: Act) -> None:
    anothers = at_work(kind=ACTION, owner=MIA)
    assert work.judge(act, anothers, Relation.AGENCY | Relation.ASSIGNED).is_open
    assert codes(work.judge(act, anothers, Relation.AGENCY)) == ["NOT_OPEN_TO_YOU"]
    assert codes(work.judge(act, at_work(S.OPEN, kind=ACTION), OF_THE_AGENCY)) == ["SERVICE_REQUEST_NOT_IN_PROGRESS"]
    assert codes(work.judge(act, at_work(kind=AT_THE_AGENCY), OF_THE_AGENCY)) == ["NOT_ENFORCEMENT_ACTION"]


@pytest.mark.requirement("R-03")
def test_what_has_a_required_field_is_not_closed_as_complete_until_it_is_filled_in() -> None:
    done = at_work(states=PLAINLY_DONE, kind=ACTION, owner=NOAH)
    assert codes(work.judge_closing(Sub.COMPLETE, done, OF_THE_AGENCY)) == ["FORM_NOT_FILLED_IN"]
    assert work.judge_closing(Sub.COMPLETE, replace(done, form={"WHY": "So."}), OF_THE_AGENCY).is_open


@pytest.mark.requirement("R-29", "R-40")
def test_enforcement_action_that_was_begun_is_cancelled_through_its_amendment_only() -> None:
    begun = at_work(kind=ACTION, owner=NOAH, form={"WHY": "So."})
    assert codes(work.judge_closing(Sub.CANCELLED, begun, OF_THE_AGENCY)) == ["AMENDMENT_FIRST"]
    assert work.judge_closing(Sub.CANCELLED, at_work(S.OPEN, kind=ACTION, owner=NOAH), OF_THE_AGENCY).is_open
    states = (*PLAINLY_DONE, LineState("CANCEL_ENF_ACTION", A.COMPLETE, "EXIT_NO_VALIDATION", NOAH))
    amended = replace(begun, amendment=AMENDMENT, lines=states)
    assert work.judge_closing(Sub.CANCELLED, amended, OF_THE_AGENCY).is_open
    assert codes(work.judge_closing(Sub.COMPLETE, amended, OF_THE_AGENCY)) == ["TO_BE_CANCELLED"]


@pytest.mark.requirement("R-37")
def test_a_plan_of_optional_lines_is_not_done_before_one_of_them_is() -> None:
    optional = Template("OPTIONAL", 1, (Line("ONE", "This", (PLAIN,), is_optional=True),
                                        Line("TWO", "That", (PLAIN,), is_optional=True)))  # fmt: skip
    nothing = (LineState("ONE", A.OUTSTANDING), LineState("TWO", A.OUTSTANDING))
    one = (LineState("ONE", A.COMPLETE, "DONE", OLU), LineState("TWO", A.OUTSTANDING))
    assert codes(work.judge_closing(Sub.COMPLETE, at_work(states=nothing, template=optional), COURT)) == [
        "ACTIVITIES_OUTSTANDING"
    ]
    assert work.judge_closing(Sub.COMPLETE, at_work(states=one, template=optional), COURT).is_open


@pytest.mark.requirement("R-37")
@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("who chose what is approved", {"viewer": OLU}),
        ("who put it up", {"viewer": NOAH, "put_up_by": NOAH}),
        ("who amended what it is about", {"viewer": NOAH, "amended_by": frozenset({NOAH})}),
    ],
    ids=["who-chose", "who-put-it-up", "who-amended"],
)
def test_nobody_approves_their_own(why: str, changed: dict[str, object]) -> None:
    put_up = at_work(S.INITIATE_APPROVAL_PROCESS, DECIDED, **changed)
    assert codes(work.judge(Act.APPROVE_SERVICE_REQUEST, put_up, COURT)) == ["YOUR_OWN_WORK"], why


@pytest.mark.requirement("R-37")
def test_who_completed_a_line_that_needs_no_approval_may_approve_what_somebody_else_decided() -> None:
    put_up = at_work(S.INITIATE_APPROVAL_PROCESS, DECIDED, viewer=MIA, put_up_by=OLU)
    assert work.judge(Act.APPROVE_SERVICE_REQUEST, put_up, COURT).is_open


@pytest.mark.requirement("R-37")
def test_who_put_it_up_may_take_it_back_by_refusing_approval() -> None:
    put_up = at_work(S.INITIATE_APPROVAL_PROCESS, DECIDED, viewer=OLU, put_up_by=OLU)
    assert work.judge(Act.REJECT_SERVICE_REQUEST, put_up, COURT).is_open


@pytest.mark.requirement("R-37")
def test_nothing_is_put_up_while_a_line_is_outstanding_or_nothing_asks_for_approval() -> None:
    assert codes(work.judge(Act.REQUEST_APPROVAL, at_work(), COURT)) == ["ACTIVITIES_OUTSTANDING", "NOTHING_TO_APPROVE"]
    assert codes(work.judge(Act.REQUEST_APPROVAL, at_work(states=PLAINLY_DONE), COURT)) == ["NOTHING_TO_APPROVE"]


@pytest.mark.requirement("R-37")
def test_what_needs_approval_is_not_closed_as_complete_without_it() -> None:
    assert codes(work.judge_closing(Sub.COMPLETE, at_work(states=DECIDED), COURT)) == ["APPROVAL_NEEDED"]
    assert work.judge_closing(Sub.COMPLETE, at_work(S.APPROVED, DECIDED), COURT).is_open
    assert work.judge_closing(Sub.COMPLETE, at_work(states=PLAINLY_DONE), COURT).is_open


@pytest.mark.requirement("R-12")
@pytest.mark.parametrize("how", list(work.CLOSINGS))
def test_nothing_is_closed_while_a_child_of_it_is_open(how: Sub) -> None:
    parent = at_work(states=PLAINLY_DONE, open_children=1)
    assert codes(work.judge_closing(how, parent, COURT)) == ["OPEN_CHILDREN"]
    assert work.judge_closing(how, replace(parent, open_children=0), COURT).is_open


def test_what_was_approved_is_not_cancelled() -> None:
    assert codes(work.judge_closing(Sub.CANCELLED, at_work(S.APPROVED, DECIDED), COURT)) == ["ALREADY_APPROVED"]


def test_whatever_is_not_closed_can_be_closed_in_one_way_once_its_children_are() -> None:
    for each in situations():
        if each.status is S.CLOSED or each.open_children or (each.status is S.APPROVED and not each.to_approve):
            continue
        if each.status is S.APPROVED and not each.is_worked_through:
            continue
        assert any(work.judge_closing(how, each, COURT).is_open for how in work.CLOSINGS), each


def test_a_line_waits_for_the_lines_before_it_and_for_the_children() -> None:
    second = OUTSTANDING[1]
    assert codes(lines.judge(at_work(open_children=1), second, COURT)) == [
        "EARLIER_ACTIVITY_OUTSTANDING",
        "OPEN_CHILDREN",
    ]
    first_done = (DECIDED[0], *OUTSTANDING[1:])
    assert lines.judge(at_work(states=first_done), second, COURT).is_open


def test_a_refused_approval_makes_outstanding_again_what_was_put_up_and_what_that_had_made_needless() -> None:
    assert at_work(S.INITIATE_APPROVAL_PROCESS, DECIDED).reopened == ("SECOND", "THIRD")


def test_a_day_that_has_not_come_and_a_text_of_nothing_are_no_answer() -> None:
    today = date(2026, 3, 25)
    given = Given(reason=" ", note="x" * 1_001, on=date(2026, 3, 26))
    assert [(each.code, each.path) for each in lines.problems(given, today=today)] == [
        ("TEXT_LENGTH", ("reason",)),
        ("TEXT_LENGTH", ("note",)),
        ("DATE_IN_FUTURE", ("on",)),
    ]
    assert lines.problems(Given("y" * 1_000, None, today), today=today) == ()


@pytest.mark.requirement("R-25")
def test_a_day_to_come_begins_tomorrow() -> None:
    today = date(2026, 3, 25)
    assert [each.code for each in lines.problems(Given(on=today), today=today, is_ahead=True)] == ["DATE_NOT_IN_FUTURE"]
    assert lines.problems(Given(on=date(2026, 3, 26)), today=today, is_ahead=True) == ()


def test_a_line_of_another_plan_is_a_defect() -> None:
    with pytest.raises(KeyError):
        LineFacts(at_work(), LineState("ELSEWHERE", A.OUTSTANDING)).line  # noqa: B018 - the look-up is what raises
