"""What many ask at the same moment is found once, and nobody is told what was found for who stands otherwise."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from backend.operations.together import Found, Together, found
from backend.rules.access import Actor
from backend.rules.vocabulary import Jurisdiction, Role

OLU = Actor(
    user_id=UUID(int=1),
    name="Olu",
    role=Role.COURT_OFFICER,
    jurisdictions=frozenset({Jurisdiction.ENGLAND_WALES}),
    team_id=UUID(int=9),
    session=b"one",
)
MIA = replace(OLU, user_id=UUID(int=2), name="Mia", session=b"two")


class Finding:
    """Something that takes a while to find; how often it was begun."""

    def __init__(self) -> None:
        self.began = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> str:
        self.began += 1
        answer = f"found {self.began}"
        await self.may_end.wait()
        return answer


def asking(together: Together, finding: Finding, what: str = "it") -> asyncio.Task[str]:
    return asyncio.create_task(together.ask(what, finding))


@pytest.mark.requirement("X-02")
async def test_all_who_ask_before_it_begins_are_answered_by_one_finding() -> None:
    together, finding = Together(1), Finding()
    finding.may_end.set()
    answers = await asyncio.gather(*(together.ask("it", finding) for _ in range(50)))
    assert answers == ["found 1"] * 50
    assert finding.began == 1


async def test_who_asks_after_it_began_is_answered_by_the_next() -> None:
    together, finding = Together(2), Finding()
    first = asking(together, finding)
    await asyncio.sleep(0.01)
    assert finding.began == 1
    second, third = asking(together, finding), asking(together, finding)
    await asyncio.sleep(0.01)
    finding.may_end.set()
    assert await asyncio.gather(first, second, third) == ["found 1", "found 2", "found 2"]


async def test_what_is_asked_otherwise_is_found_by_itself() -> None:
    together, finding = Together(2), Finding()
    finding.may_end.set()
    await asyncio.gather(together.ask("it", finding), together.ask("something else", finding))
    assert finding.began == 2


async def test_no_more_are_found_at_a_time_than_there_are_turns() -> None:
    together, finding = Together(2), Finding()
    tasks = [asking(together, finding, str(number)) for number in range(5)]
    await asyncio.sleep(0.01)
    assert finding.began == 2
    finding.may_end.set()
    await asyncio.gather(*tasks)
    assert finding.began == 5


async def test_that_one_leaves_is_nothing_to_the_others() -> None:
    together, finding = Together(1), Finding()
    leaving, staying = asking(together, finding), asking(together, finding)
    leaving.cancel()
    await asyncio.sleep(0)
    finding.may_end.set()
    assert await staying == "found 1"


async def test_what_nobody_waits_for_any_more_is_given_up_and_found_anew_for_who_asks_then() -> None:
    together, finding = Together(1), Finding()
    before = asyncio.all_tasks()
    leaving = [asking(together, finding, "it") for _ in range(2)] + [asking(together, finding, "another")]
    await asyncio.sleep(0.01)
    assert finding.began == 1
    for task in leaving:
        task.cancel()
    await asyncio.sleep(0.01)
    assert asyncio.all_tasks() == before
    finding.may_end.set()
    assert await together.ask("another", finding) == "found 2"


async def test_what_fails_fails_for_all_who_asked_and_for_nobody_after_them() -> None:
    together = Together(1)
    tries = []

    async def find() -> str:
        tries.append(None)
        if len(tries) == 1:
            raise LookupError
        return "found"

    answers = await asyncio.gather(*(together.ask("it", find) for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [LookupError] * 3
    assert await together.ask("it", find) == "found"


async def as_each(*viewers: Actor, is_personal: bool) -> tuple[list[str], list[str]]:
    """What these viewers are told who ask at once, and for whom it was found."""
    together, asked = Together(3), []

    async def told(viewer: Actor) -> str:
        async def name() -> str:
            asked.append(viewer.name)
            return viewer.name

        async def find() -> Found[str]:
            return await found(name(), lambda: is_personal)

        return await together.ask_as(viewer, "it", find)

    return list(await asyncio.gather(*map(told, viewers))), asked


@pytest.mark.requirement("X-08")
async def test_what_does_not_follow_from_who_they_are_is_found_once_for_all_who_stand_alike() -> None:
    assert await as_each(OLU, MIA, OLU, is_personal=False) == (["Olu"] * 3, ["Olu"])


@pytest.mark.requirement("X-08")
async def test_what_follows_from_who_they_are_is_told_to_nobody_else() -> None:
    told, asked = await as_each(OLU, MIA, OLU, MIA, is_personal=True)
    assert told == ["Olu", "Mia", "Olu", "Mia"]
    assert sorted(asked) == ["Mia", "Olu"]


@pytest.mark.requirement("X-08")
async def test_of_one_user_by_two_sessions_each_is_told_what_is_sealed_for_it() -> None:
    """A link to download leads somewhere for the session alone that it was made for."""
    together = Together(3)

    async def told(viewer: Actor) -> bytes | None:
        async def session() -> bytes | None:
            return viewer.session

        return await together.ask_as(viewer, "it", lambda: found(session(), lambda: True))

    again = replace(OLU, session=b"three")
    assert await asyncio.gather(*map(told, (OLU, again, OLU, again))) == [b"one", b"three", b"one", b"three"]


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    "other",
    [
        replace(MIA, role=Role.CASE_MANAGER),
        replace(MIA, team_id=UUID(int=8)),
        replace(MIA, jurisdictions=frozenset({Jurisdiction.SCOTLAND})),
    ],
    ids=["by role", "by team", "by jurisdiction"],
)
async def test_who_stands_otherwise_is_answered_by_themselves(other: Actor) -> None:
    other = replace(other, name="Other")
    assert await as_each(OLU, other, is_personal=False) == (["Olu", "Other"], ["Olu", "Other"])


@pytest.mark.requirement("X-08")
async def test_of_one_user_with_other_rights_than_a_moment_ago_neither_is_told_the_others() -> None:
    """The rights are part of who somebody is: what was found with those they had is not for those they have."""
    moved = replace(OLU, team_id=UUID(int=8), name="Olu, moved")
    assert await as_each(OLU, moved, is_personal=True) == (["Olu", "Olu, moved"], ["Olu", "Olu, moved"])


@pytest.mark.requirement("X-08")
async def test_a_refusal_that_follows_from_who_they_are_is_nobody_elses() -> None:
    together = Together(3)

    async def told(viewer: Actor) -> str:
        async def seen() -> str:
            if viewer == OLU:
                raise PermissionError
            return "seen"

        async def find() -> Found[str]:
            return await found(seen(), lambda: True)

        return await together.ask_as(viewer, "it", find)

    first, second = await asyncio.gather(told(OLU), told(MIA), return_exceptions=True)
    assert isinstance(first, PermissionError)
    assert second == "seen"
