"""From the act to the mail server and back: who is told of a writ, and what becomes of what does not arrive (P4)."""

from uuid import UUID

import pytest
from sqlalchemy import update

from backend.adapters.mail import Refused, Stage
from backend.adapters.pretend_mail import PretendMail
from backend.models import Letter, Link, ServiceRequest
from backend.notices import Ending
from backend.operations import letters
from backend.operations.ground import machine_now
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Letter as Named
from backend.rules.vocabulary import LetterState
from backend.workers.post import Post
from tests.builders.service import Service
from tests.builders.writs import applied_for


def post_of(service: Service, mail: PretendMail, *, attempts: int = 1) -> Post:
    """The post as the service runs it, one lane at a time."""

    async def record(letter_id: UUID, ending: Ending, _at: object) -> None:
        async def act(unit: Unit) -> Outcome:
            return await letters.record_delivery(
                unit, letter_id, ending.state, failure=ending.reason, is_copy=ending.may_be_copy
            )

        for _ in range(attempts):
            await service.carry_out(SYSTEM, act)

    return Post(
        database=service.ground.database,
        mail=mail,
        sealer=service.ground.sealer,
        record=record,
        now=machine_now,
        site_url=service.ground.site_url,
        sender="no-reply@claims.example",
        name="worker",
        lanes=1,
    )


@pytest.mark.requirement("D-18", "W-11", "W-14", "W-15")
async def test_of_an_issued_writ_claimant_defendant_and_officer_are_told_and_nobody_else(service: Service) -> None:
    asked = await applied_for(service)
    await post_of(service, PretendMail()).deliver_due(50)
    await asked.issue()
    mail = PretendMail()
    await post_of(service, mail).deliver_due(50)
    writ = await asked.writ()
    told = {message.recipient: message.subject for message in mail.accepted}
    assert len(mail.accepted) == 3
    assert sorted(told.values()) == sorted(
        [
            f"Writ of control {writ.number} has been issued",
            f"Writ of control {writ.number}: what it means and what you can do now",
            f"Writ of control {writ.number} is served on you: acknowledge receipt",
        ]
    )
    assert await service.all(ServiceRequest, process="Correspondence") == []


@pytest.mark.requirement("W-15", "W-21")
async def test_what_arrives_nowhere_is_printed_for_parties_and_worked_by_staff_for_all(service: Service) -> None:
    asked = await applied_for(service)
    await post_of(service, PretendMail()).deliver_due(50)
    await asked.issue()
    mail = PretendMail()
    mail.answers([Refused(550, Stage.RECIPIENT)] * 3)
    await post_of(service, mail, attempts=3).deliver_due(50)
    assert mail.accepted == []
    states = {
        letter.template: (letter.state, letter.failure)
        for letter in await service.all(Letter, case_id=asked.case_id)
        if letter.template.startswith("WRIT_ISSUED") or letter.hceo_id
    }
    assert states == {
        Named.WRIT_ISSUED_TO_CLAIMANT: (LetterState.TO_PRINT, "550 RECIPIENT"),
        Named.WRIT_ISSUED_TO_DEFENDANT: (LetterState.TO_PRINT, "550 RECIPIENT"),
        Named.WRIT_SERVED_ON_HCEO: (LetterState.FAILED, "550 RECIPIENT"),
    }
    assert len(await service.all(ServiceRequest, process="Correspondence")) == 3


@pytest.mark.requirement("W-15")
async def test_an_officer_whose_appointment_ended_is_not_written_to_and_staff_learn_of_it(service: Service) -> None:
    asked = await applied_for(service)
    await asked.issue()
    await service.change(update(Link).where(Link.hceo_id == asked.hceo_id).values(ended_at=service.clock.at))
    mail = PretendMail()
    await post_of(service, mail).deliver_due(50)
    (letter,) = await service.all(Letter, hceo_id=asked.hceo_id)
    assert (letter.state, letter.failure) == (LetterState.WITHHELD, "NOT_APPOINTED")
    (request,) = await service.all(ServiceRequest, process="Correspondence")
    assert request.subject_id == letter.id
    assert not [message for message in mail.accepted if "served on you" in message.subject]
