"""The life-cycle of a service request and the one judge of its acts: the same for every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import uuid4

import pytest

from backend.rules.casework import lines, work
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.casework.lines import Given, LineFacts
from backend.rules.casework.work import ACTS, LIFE_CYCLE, LineState, Work
from backend.rules.vocabulary import Act, ActivityStatus, Desk, KindCode, Relation, ServiceRequestStatus
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

S, A = ServiceRequestStatus, ActivityStatus
COURT = Relation.COURT
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
    return replace(Work(KIND, status, template, () if status is S.OPEN else states, viewer=NOAH), **more)


def situations() -> Iterator[Work]:
    """Every status, worked through or not, with children and without, seen by an author and by somebody else."""
    for status, states, children, viewer in product(S, (OUTSTANDING, DECIDED, PLAINLY_DONE), (0, 1), (OLU, NOAH)):
        yield at_work(status, states, open_children=children, viewer=viewer)


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


@pytest.mark.parametrize("act", ACTS)
def test_every_reason_of_an_act_is_given_in_some_situation(act: Act) -> None:
    given = {reason for each in situations() for reason in work.judge(act, each, COURT).reasons}
    assert given == {condition.otherwise for condition in ACTS[act].conditions}


def test_every_reason_of_a_line_is_given_in_some_situation() -> None:
    given = {
        reason for each in situations() for state in each.lines for reason in lines.judge(each, state, COURT).reasons
    }
    assert given == {condition.otherwise for condition in lines.ACTS[Act.COMPLETE_ACTIVITY].conditions}


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("relation", [each for each in Relation if each is not Relation.COURT])
def test_no_act_is_open_to_anybody_but_the_court(relation: Relation) -> None:
    assert not any(work.judge(act, each, relation).is_open for act in ACTS for each in situations())
    assert work.actions(at_work(), relation) == ()
    assert lines.actions(at_work(), OUTSTANDING[0], relation) == ()


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


def test_a_line_of_another_plan_is_a_defect() -> None:
    with pytest.raises(KeyError):
        LineFacts(at_work(), LineState("ELSEWHERE", A.OUTSTANDING)).line  # noqa: B018 - the look-up is what raises
