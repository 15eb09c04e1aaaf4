"""What can be chosen on a case: a power or flag that is told open can be had, a closed one is refused for that."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from backend.operations import flags, powers
from backend.operations.unit import Outcome, Unit
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.ids import from_node_id
from backend.queries.reading import Reading
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.powers import POWERS
from backend.rules.vocabulary import Act, Flag, Jurisdiction, KindCode, Power, Role
from backend.schema.case_options import FlagOption, PowerOption, flag_options, power_options
from tests.builders import case_courses as courses
from tests.builders.case_acts import open_request
from tests.builders.enforcement_cases import Referred
from tests.builders.service import Service

Course = Callable[[Service], Awaitable[Referred]]
Codes = tuple[str, ...]
J = Jurisdiction
NOT_TOLD = "NOT_FOUND"
SANCTIONS = {Power.DRIVING_DISQUALIFICATION, Power.PASSPORT_DISQUALIFICATION, Power.COMMITMENT}
OF_ENGLAND, OF_SCOTLAND, OF_NORTHERN_IRELAND = (
    {rule.power for rule in POWERS[place]} for place in (J.ENGLAND_WALES, J.SCOTLAND, J.NORTHERN_IRELAND)
)
OPEN: dict[Course, set[Power]] = {
    courses.routed: set(),
    courses.without_order: {Power.DEDUCTION_ORDER, Power.LIABILITY_ORDER, Power.FRAUD_REFERRAL},
    courses.everything_stands: OF_ENGLAND,
    courses.in_scotland: OF_SCOTLAND,
    courses.in_northern_ireland: OF_NORTHERN_IRELAND,
    courses.beside_a_deduction_order: OF_ENGLAND - {Power.DEDUCTION_ORDER},
    courses.beside_a_sanction: OF_ENGLAND - SANCTIONS,
    courses.parallel_action_not_considered: set(),
    courses.routed_anew: OF_ENGLAND,
    courses.in_surveillance: set(),
    courses.rejected: set(),
    courses.nothing_owed: set(),
}
"""Which powers whoever works the case may launch, as it stands."""
BY_HAND = set(Flag) - {Flag.EVER_IN_ENFORCEMENT}
MONITOR = Flag.DISABLE_MISSED_PAYMENT_MONITOR
FLAGS: dict[Course, tuple[set[Flag], set[Flag]]] = {
    courses.routed: (BY_HAND, set()),
    courses.flagged: (BY_HAND - {Flag.LOCK_ASSIGNMENT, Flag.DEO_DESIRE}, {Flag.LOCK_ASSIGNMENT, Flag.DEO_DESIRE}),
    courses.partly_compliant: (BY_HAND - {MONITOR}, set()),
    courses.in_maintenance: (set(), set()),
    courses.in_surveillance: (set(), set()),
}
"""Which flags whoever works the case may set, and which they may remove."""
EVERY_COURSE = [pytest.param(each, id=each.__name__) for each in OPEN]
EVERY_FLAGGED = [pytest.param(each, id=each.__name__) for each in FLAGS]


class UndoneError(Exception):
    """The act was done, and is undone for what is tried next."""


async def tried(referred: Referred, by: Actor, act: Callable[[Unit], Awaitable[Outcome]]) -> Codes | str:
    """The reasons for which an act is refused; none where it was done, which is undone."""

    async def and_undone(unit: Unit) -> Outcome:
        await act(unit)
        raise UndoneError

    try:
        await referred.service.carry_out(by, and_undone)
    except UndoneError:
        return ()
    except refusals.Refused as refused:
        return tuple(each.code for each in refused.reasons)
    except refusals.NotPermitted:
        return ("NOT_OPEN_TO_YOU",)
    except refusals.NotFound:
        return NOT_TOLD
    raise AssertionError


async def told(referred: Referred, to: Actor) -> tuple[list[PowerOption], list[FlagOption]]:
    """What somebody is told can be chosen on the case; nothing where they do not find it."""
    service = referred.service
    reading = Reading(service.ground.database, to, await service.clock.now())
    row = await reading.one(ENFORCEMENT_CASE, ENFORCEMENT_CASE.key == referred.id)
    found = (await power_options(reading, row), await flag_options(reading, row)) if row else ([], [])
    await reading.close()
    return found


def codes(found: Any) -> Codes:
    return tuple(each.code for each in found.reasons)


def launching(routing: UUID, power: Power) -> Callable[[Unit], Awaitable[Outcome]]:
    return lambda unit: powers.launch(unit, routing, power, reason=courses.WHY)


async def launched(referred: Referred, options: list[PowerOption], by: Actor) -> dict[Power, Codes | str]:
    """What comes of launching each of the powers from the service request that its option names."""
    found = {}
    for each in options:
        _, routing = from_node_id(each.service_request_id or "")
        found[each.power] = await tried(referred, by, launching(routing, each.power))
    return found


def changing(referred: Referred, act: Act, flag: Flag) -> Callable[[Unit], Awaitable[Outcome]]:
    do = flags.set_by_hand if act is Act.SET_FLAG else flags.remove_by_hand
    return lambda unit: do(unit, referred.id, flag, reason="He asked for it.")


@pytest.mark.requirement("R-18", "R-54", "X-04")
@pytest.mark.parametrize("course", EVERY_COURSE)
async def test_a_power_told_open_is_launched_and_one_told_closed_is_refused_for_that(
    service: Service, course: Course
) -> None:
    referred = await course(service)
    before = await service.counts()
    for actor in (referred.agency.manager, referred.agency.colleague):
        options, _ = await told(referred, actor)
        assert [each.power for each in options] == [rule.power for rule in POWERS[place_of(course)]]
        assert await launched(referred, options, actor) == {each.power: codes(each) for each in options}
        assert all(each.is_open is not bool(each.reasons) for each in options)
        open_to = OPEN[course] if actor is referred.agency.manager else set()
        assert {each.power for each in options if each.is_open} == open_to
    assert await service.counts() == before


def place_of(course: Course) -> Jurisdiction:
    places = {courses.in_scotland: J.SCOTLAND, courses.in_northern_ireland: J.NORTHERN_IRELAND}
    return places.get(course, J.ENGLAND_WALES)


@pytest.mark.requirement("R-18", "R-56")
@pytest.mark.parametrize("course", [courses.everything_stands, courses.in_scotland, courses.in_northern_ireland])
async def test_a_power_that_is_not_listed_is_not_one_of_the_jurisdiction(service: Service, course: Course) -> None:
    referred = await course(service)
    options, _ = await told(referred, referred.agency.manager)
    for power in set(Power) - {each.power for each in options}:
        refused = await tried(referred, referred.agency.manager, launching(referred.routing, power))
        assert refused == ("POWER_NOT_AVAILABLE",)


@pytest.mark.requirement("R-18", "R-53", "X-08")
async def test_powers_are_told_to_whoever_has_to_do_with_routing_and_launched_by_whoever_owns_it(
    service: Service,
) -> None:
    referred = await courses.beside_a_deduction_order(service)
    theirs = referred.agency
    await service.join(referred.id, by=service.andrew, name="Dean Sutton")
    await service.join(referred.id, by=service.kate, name="Chantelle Grant")
    open_to = {}
    for actor in (theirs.manager, theirs.leader, theirs.colleague, *theirs.others.values()):
        options, _ = await told(referred, actor)
        assert await launched(referred, options, actor) == {each.power: codes(each) for each in options}
        open_to[actor.role, actor.name] = None if not options else sum(each.is_open for each in options)
        if not options:
            tries = await tried(referred, actor, launching(referred.routing, Power.LIABILITY_ORDER))
            assert tries in (NOT_TOLD, ("NOT_OPEN_TO_YOU",))
    assert open_to == {
        (Role.CASE_MANAGER, "Leanne Whitaker"): len(OF_ENGLAND) - 1,
        (Role.TEAM_LEADER, "Maureen Fletcher"): 0,
        (Role.CASE_MANAGER, "Tomos Pugh"): 0,
        (Role.COMPLEX_CASE_WORKER, "Oluwaseun Adeyemi"): 0,
        (Role.MAINTENANCE_WORKER, "Callum Reid"): 0,
        (Role.COMPLAINTS_WORKER, "Siobhan Daly"): None,
        (Role.ARREARS_CASE_OWNER, "Nuala Quinn"): None,
        (Role.DOT, "Deduction Orders desk"): None,
        (Role.TRANSITION_WORKER, "Piotr Zielinski"): None,
        (Role.SENIOR_MANAGER, "Patricia Lowe"): None,
    }
    for actor in (service.andrew, service.kate, service.officer):
        assert await told(referred, actor) == ([], [])
        assert await tried(referred, actor, launching(referred.routing, Power.LIABILITY_ORDER)) == NOT_TOLD


@pytest.mark.requirement("R-18")
async def test_a_power_is_launched_from_ones_own_routing_before_a_newer_one_of_nobody(service: Service) -> None:
    referred = await courses.routed_anew(service)
    for actor, ones_own in ((referred.agency.manager, True), (referred.agency.colleague, False)):
        options, _ = await told(referred, actor)
        (routing,) = {from_node_id(each.service_request_id or "") for each in options}
        assert (routing == ("ServiceRequest", referred.routing)) is ones_own


@pytest.mark.requirement("R-07", "R-38", "R-49", "X-04")
@pytest.mark.parametrize("course", EVERY_FLAGGED)
async def test_a_flag_told_open_is_set_or_removed_and_one_told_closed_is_refused_for_that(
    service: Service, course: Course
) -> None:
    referred = await course(service)
    before = await service.counts()
    for actor in (referred.agency.manager, referred.agency.colleague, referred.agency.leader):
        found = await open_flags(referred, actor)
        assert found == (FLAGS[course] if actor is referred.agency.manager else (set(), set()))
    assert await service.counts() == before


async def open_flags(referred: Referred, actor: Actor) -> tuple[set[Flag], set[Flag]]:
    """Which flags somebody is told they may set, and which remove; each tried, to see that it is so."""
    _, options = await told(referred, actor)
    found: tuple[set[Flag], set[Flag]] = (set(), set())
    if not options:
        assert await tried(referred, actor, changing(referred, Act.SET_FLAG, MONITOR)) == NOT_TOLD
        return found
    assert [each.flag for each in options] == list(Flag)
    for each in options:
        assert [act.name for act in each.actions] == [Act.SET_FLAG, Act.REMOVE_FLAG]
        for act, can_be in zip(each.actions, found, strict=True):
            assert await tried(referred, actor, changing(referred, act.name, each.flag)) == codes(act)
            if act.is_open:
                can_be.add(each.flag)
    return found


@pytest.mark.requirement("R-38", "R-50", "R-53", "X-08")
async def test_other_areas_that_work_the_case_are_told_the_flag_that_is_theirs_and_no_other(service: Service) -> None:
    referred = await courses.in_maintenance(service)
    owner, worker = (referred.agency.others[role] for role in (Role.ARREARS_CASE_OWNER, Role.MAINTENANCE_WORKER))
    await open_request(referred, KindCode.ARREARS_REVIEW, owner=owner)
    await open_request(referred, KindCode.CLEAR_OLD_ACTIONS, owner=worker)
    assert await open_flags(referred, owner) == ({MONITOR}, set())
    assert await open_flags(referred, worker) == (set(), set())
    for role in (Role.SENIOR_MANAGER, Role.TRANSITION_WORKER):
        actor = referred.agency.others[role]
        assert await told(referred, actor) == ([], [])
        assert await tried(referred, actor, changing(referred, Act.SET_FLAG, MONITOR)) == NOT_TOLD


@pytest.mark.requirement("R-49", "R-50")
async def test_a_flag_is_told_as_set_and_why_it_stays(service: Service) -> None:
    referred = await courses.partly_compliant(service)
    _, options = await told(referred, referred.agency.manager)
    assert {each.flag for each in options if each.is_set} == {MONITOR}
    (monitor,) = [each for each in options if each.flag is MONITOR]
    assert [codes(act) for act in monitor.actions] == [("FLAG_ALREADY_SET",), ("MONITOR_MUST_BE_DISABLED",)]
