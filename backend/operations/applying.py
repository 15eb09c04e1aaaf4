"""An application for a writ as an act loads it: under the actor's scope, with its claim and what its rules look at."""

from uuid import UUID

from sqlalchemy import func, select

from backend.models import Payment, WritApplication
from backend.operations import subject as subjects
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.queries import scope
from backend.queries.writ_applications import known_to
from backend.rules import refusals
from backend.rules import writ_applications as rules
from backend.rules.payments import LIVE
from backend.rules.vocabulary import CLAIMANT_AND_COURT, Act, EventKind
from backend.rules.writ_applications import ApplicationFacts
from backend.rules.writ_details import Details


async def load(
    unit: Unit, application_id: UUID, *, expected_version: int | None = None
) -> tuple[Subject, WritApplication]:
    """Load an application that the actor may see with its claim, whose history is locked and whose version it shares.

    Raises `NotFound` (unknown and not visible alike) and `Stale`.
    """
    visible = scope.visible_cases(unit.sees).subquery("visible")
    case_id = await unit.session.scalar(
        select(WritApplication.case_id)
        .join(visible, visible.c.case_id == WritApplication.case_id)
        .where(WritApplication.id == application_id, known_to(visible, unit.sees))
    )
    if case_id is None:
        raise refusals.NotFound
    subject = await subjects.load(unit, case_id, expected_version=expected_version)
    application = await unit.session.get_one(WritApplication, application_id, populate_existing=True)
    return subject, application


async def require(unit: Unit, subject: Subject, application: WritApplication, act: Act) -> None:
    """Permit the act on an application, or raise what `judge` has against it."""
    rules.judge(act, await facts_of(unit, subject, application), subject.relation).require()
    unit.permit(act)


def record(unit: Unit, subject: Subject, application: WritApplication, kind: EventKind, **more: str) -> None:
    """Say in the history what was done with an application: the claimant and the court see it."""
    unit.record(
        subject.stream,
        kind,
        audience=CLAIMANT_AND_COURT,
        changes={"application": application.reference, **more},
        subject_id=application.id,
    )


async def facts_of(
    unit: Unit, subject: Subject, application: WritApplication, *, details: Details | None = None
) -> ApplicationFacts:
    """What the rules judge an application by: the same facts as `queries.writ_applications.facts_of`.

    `details` are those to judge by, where they are not those on record.
    """
    begun, live = (
        await unit.session.execute(
            select(func.count(), func.count().filter(Payment.state.in_(LIVE))).where(
                Payment.application_id == application.id
            )
        )
    ).one()
    return rules.facts_of(
        subject.facts(unit.now),
        state=application.state,
        details=details or details_of(application),
        appointment_method=application.appointment_method,
        fee_method=application.fee_method,
        has_payment=begun > 0,
        is_payment_live=live > 0,
    )


def details_of(application: WritApplication) -> Details | None:
    """The details that the claimant gave; None while they are only filled in."""
    return Details.from_json(application.details) if application.details_given_at else None
