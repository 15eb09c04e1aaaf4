"""A letter to an officer goes only while the officer is appointed, and only where they are reached now (W-15, P27)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import update

from backend.adapters.database import Database
from backend.adapters.pretend_mail import PretendMail
from backend.models import Claim, Hceo, Link, Organisation, User, new_id
from backend.notices import Ending
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import ClaimState, HceoState, LetterState, Relation, Role
from backend.rules.vocabulary import Letter as LetterName
from tests.notices.letters import facts_of
from tests.workers.outbox_rows import NOON, Outbox
from tests.workers.test_post import SlowMail, post_of

pytestmark = pytest.mark.requirement("W-15")
OFFICER, SUCCESSOR = new_id(), new_id()


@pytest.fixture
async def outbox(database: Database) -> Outbox:
    """A claim on which a writ is out, with an officer appointed and another one on the register."""
    built = await Outbox(database).build()
    await built.change(Claim, state=ClaimState.WRIT_ISSUED)
    firm = Organisation(id=new_id(), name="Ash & Birch Enforcement")
    async with database.writing(SYSTEM) as session:
        session.add(firm)
        await session.flush()
        for key, name, number in ((OFFICER, "Rosa Ash", "HCEO-0001"), (SUCCESSOR, "Uma Birch", "HCEO-0002")):
            user = User(
                id=new_id(), subject=name, name=name, role=Role.HCEO, jurisdictions=[], is_active=True, created_at=NOON
            )
            session.add(user)
            await session.flush()
            session.add(officer_of(firm, user, key=key, number=number))
            await session.flush()
        await session.commit()
    await appoint(built, OFFICER)
    return built


def officer_of(firm: Organisation, user: User, *, key: Any, number: str) -> Hceo:
    return Hceo(
        id=key,
        number=number,
        name=user.name,
        organisation_id=firm.id,
        user_id=user.id,
        email=f"{user.name.split()[0].lower()}@ash.example",
        state=HceoState.ACTIVE,
        created_at=NOON,
        updated_at=NOON,
    )


async def appoint(outbox: Outbox, hceo_id: Any) -> None:
    async with outbox.database.writing(SYSTEM) as session:
        user_id = (await session.get_one(Hceo, hceo_id)).user_id
        session.add(
            Link(case_id=outbox.case_id, hceo_id=hceo_id, user_id=user_id, relation=int(Relation.OFFICER), since=NOON)
        )
        await session.commit()


async def amend(outbox: Outbox, **values: Any) -> None:
    async with outbox.database.writing(SYSTEM) as session:
        await session.execute(update(Hceo).where(Hceo.id == OFFICER).values(**values))
        await session.commit()


async def replace(outbox: Outbox) -> None:
    """The appointment ends, and another officer is appointed."""
    await outbox.change(Link, ended_at=NOON)
    await appoint(outbox, SUCCESSOR)


async def served(outbox: Outbox) -> Any:
    return await outbox.write(
        party_id=None,
        hceo_id=OFFICER,
        template=LetterName.WRIT_SERVED_ON_HCEO,
        facts=facts_of(LetterName.WRIT_SERVED_ON_HCEO),
    )


async def test_an_officer_gets_the_letter_at_the_address_of_the_register(outbox: Outbox) -> None:
    letter_id = await served(outbox)
    await amend(outbox, email="desk@ash.example")
    mail = PretendMail()
    assert await post_of(outbox, mail).deliver_due(10) == 1
    [message] = mail.accepted
    assert message.recipient == "desk@ash.example"
    assert message.text.startswith("Dear Rosa Ash,")
    assert outbox.endings == [(letter_id, Ending(state=LetterState.SENT))]


async def test_an_officer_who_is_suspended_but_still_appointed_gets_the_letter(outbox: Outbox) -> None:
    await served(outbox)
    await amend(outbox, state=HceoState.SUSPENDED)
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert [each.recipient for each in mail.accepted] == ["rosa@ash.example"]


async def test_a_letter_to_an_officer_who_is_no_longer_appointed_is_withheld(outbox: Outbox) -> None:
    letter_id = await served(outbox)
    await replace(outbox)
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert mail.accepted == []
    assert outbox.endings == [(letter_id, Ending(state=LetterState.WITHHELD, reason="NOT_APPOINTED"))]


async def test_a_letter_to_an_officer_whose_writ_is_gone_is_withheld(outbox: Outbox) -> None:
    letter_id = await served(outbox)
    await outbox.change(Claim, state=ClaimState.JUDGMENT_ENTERED)
    await post_of(outbox, mail := PretendMail()).deliver_due(10)
    assert mail.accepted == []
    assert outbox.endings == [(letter_id, Ending(state=LetterState.WITHHELD, reason="CLAIM_MOVED_ON"))]


@pytest.mark.parametrize(
    ("changed", "recipients", "ending"),
    [
        (replace, [], Ending(state=LetterState.WITHHELD, reason="NOT_APPOINTED")),
        (
            lambda outbox: amend(outbox, email="desk@ash.example"),
            ["desk@ash.example"],
            Ending(state=LetterState.SENT),
        ),
    ],
    ids=["replaced", "moved"],
)
async def test_a_change_while_the_server_is_greeted_is_heeded_for_officers_too(
    outbox: Outbox, changed: Callable[[Outbox], Awaitable[None]], recipients: list[str], ending: Ending
) -> None:
    letter_id = await served(outbox)
    mail = SlowMail()
    mail.meanwhile = lambda: changed(outbox)
    assert await post_of(outbox, mail, lanes=1).deliver_due(10) == 2
    assert [each.recipient for each in mail.accepted] == recipients
    assert outbox.endings == [(letter_id, ending)]
