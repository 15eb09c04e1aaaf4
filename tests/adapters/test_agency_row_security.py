"""PostgreSQL's own layer of access for enforcement cases: the agency, the court and the parents, each without the rest.

One row at least stands in each table, so that nothing is missed for there being none.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from backend import models as m
from backend.adapters.database import Database
from backend.rules.access import SYSTEM, Actor
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.vocabulary import Jurisdiction, LetterState, PartySide, Role
from backend.rules.vocabulary import Letter as Name
from tests.builders.enforcement_cases import Agency, Referred, agency, referral
from tests.builders.lodgings import person
from tests.builders.service import Service, open_service

NOW, TODAY = datetime(2026, 11, 30, 12, tzinfo=UTC), date(2026, 11, 30)
STAFF_ONLY = frozenset(
    {
        "activities", "activity_plans", "artefacts", "findings", "flag_settings", "movements", "offline_tasks",
        "powers_considered", "related_service_requests", "reviews", "service_request_notes", "service_requests",
        "surveillances",
    }
)  # fmt: skip
PAYING_PARENT_TOO = frozenset({"expected_payments", "liability_orders", "payments_in", "schedules"})
PARENTS_TOO = frozenset({"arrears_lines", "cases", "enforcement_cases", "maintenance_cases", "streams"})
OF_CASES = STAFF_ONLY | PAYING_PARENT_TOO | PARENTS_TOO | {"history", "letters", "links", "parties"}


def rows_of(case: Referred, parties: dict[PartySide, m.Party]) -> list[list[m.Base]]:
    """One row in each table that the act of referring leaves empty."""
    key, first = case.id, case.routing
    second, order, schedule, plan = m.new_id(), m.new_id(), m.new_id(), m.new_id()
    return [
        [
            m.ServiceRequest(
                id=second, case_id=key, reference=f"X-{key.hex[:8]}", process="", area="", sub_area="", status="OPEN",
                reason="", desk="ENFORCEMENT", data={}, updated_at=NOW, opened_at=NOW,
            ),
            m.LiabilityOrder(
                id=order, case_id=key, number="1", jurisdiction="SCOTLAND", court="", granted_on=TODAY, amount_pence=1,
                state="GRANTED", recorded_at=NOW,
            ),
            m.PaymentIn(
                case_id=key, external_id=key.hex, amount_pence=1, received_on=TODAY, state="UNALLOCATED",
                recorded_at=NOW,
            ),
            m.Schedule(
                id=schedule, case_id=key, kind="NEGOTIATED", frequency="MONTHLY", instalment_pence=1, total_pence=1,
                first_on=TODAY, agreed_at=NOW,
            ),
            m.Artefact(case_id=key, power="COMMITMENT", commenced_on=TODAY, form={}),
            m.Review(case_id=key, kind="SETUP_ONLY", due_on=TODAY, reason="", set_at=NOW),
            m.Finding(case_id=key, feed="CRA", kind="OTHER", text="", data={}, found_on=TODAY, recorded_at=NOW),
            m.FlagSetting(case_id=key, flag="DEO_DESIRE", set_at=NOW, reason=""),
            m.Surveillance(case_id=key, reason="", started_at=NOW),
            m.Movement(case_id=key, from_area="MAINTENANCE", to_area="ENFORCEMENT", reason="", at=NOW),
            m.PowerConsidered(case_id=key, power="COMMITMENT", result="EXHAUSTED", reason="", at=NOW),
        ],
        [
            m.ActivityPlan(id=plan, case_id=key, service_request_id=first, template="", generated_at=NOW),
            m.ServiceRequestNote(case_id=key, service_request_id=first, written_at=NOW, text=""),
            m.RelatedServiceRequest(case_id=key, first_id=first, second_id=second, linked_at=NOW),
            m.OfflineTask(
                case_id=key, service_request_id=first, kind="PROCUREMENT_CARD_PAYMENT", with_whom="", by_whom="",
                requested_on=TODAY, recorded_at=NOW,
            ),
            m.ExpectedPayment(
                case_id=key, schedule_id=schedule, ordinal=1, due_on=TODAY, amount_pence=1, state="EXPECTED"
            ),
            *(
                m.Letter(
                    case_id=key, party_id=party.id, template=Name.CMEL9271, facts={}, state=state, created_at=NOW,
                    next_attempt_at=NOW, failure=failure,
                )
                for party in parties.values()
                for state, failure in (
                    (LetterState.SENT, None), (LetterState.AWAITING_SIGN_OFF, None),
                    (LetterState.WITHHELD, "SENT_BACK"),
                )
            ),
        ],
        [
            m.Activity(
                case_id=key, plan_id=plan, service_request_id=first, position=1, code="", status="OUTSTANDING"
            )
        ],
    ]  # fmt: skip


@pytest.fixture
async def service(postgresql: Database) -> Service:
    return await open_service(postgresql)


@pytest.fixture
async def theirs(service: Service) -> tuple[Agency, Referred]:
    """A case of England and Wales, with its parents linked, and a claim of the court beside it."""
    made = await agency(service)
    case = await made.refer()
    parties = {each.side: each for each in await service.all(m.Party, case_id=case.id)}
    async with service.ground.database.writing(SYSTEM) as session:
        for layer in rows_of(case, parties):
            session.add_all(layer)
            await session.flush()
        await session.commit()
    await service.join(case.id, by=service.andrew, name="Dean Sutton")
    await service.join(case.id, by=service.kate, name="Chantelle Grant")
    await service.lodge(by=service.stranger)
    return made, case


async def given(service: Service, actor: Actor) -> dict[str, int]:
    """How many rows of each table somebody is given whatever they ask for."""
    async with service.ground.database.reading(actor) as connection:
        return {
            name: int(await connection.scalar(select(func.count()).select_from(m.Base.metadata.tables[name])) or 0)
            for name in sorted(OF_CASES)
        }


@pytest.mark.requirement("X-08")
async def test_the_agency_is_given_the_cases_of_its_jurisdictions_and_nothing_of_the_court(
    service: Service, theirs: tuple[Agency, Referred]
) -> None:
    everything, seen = await given(service, SYSTEM), await given(service, theirs[0].manager)
    assert (everything["cases"], seen["cases"], seen["streams"]) == (2, 1, 1)
    assert (seen["parties"], seen["letters"], seen["links"]) == (3, 9, 2)
    for name in STAFF_ONLY | PAYING_PARENT_TOO:
        assert seen[name] == everything[name], name
    async with service.ground.database.reading(theirs[0].manager) as connection:
        for table in (m.Claim, m.Debt, m.LedgerLine, m.Response):
            assert await connection.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.requirement("X-08", "R-56")
async def test_the_agency_elsewhere_is_given_nothing(service: Service, theirs: tuple[Agency, Referred]) -> None:
    elsewhere = Actor(theirs[0].manager.user_id, "", Role.CASE_MANAGER, frozenset({Jurisdiction.SCOTLAND}))
    assert set((await given(service, elsewhere)).values()) == {0}


@pytest.mark.requirement("X-08")
async def test_the_court_is_given_nothing_of_an_enforcement_case(
    service: Service, theirs: tuple[Agency, Referred]
) -> None:
    seen = await given(service, service.officer)
    assert (seen["cases"], seen["parties"]) == (1, 2)
    for name in (STAFF_ONLY | PAYING_PARENT_TOO | PARENTS_TOO) - {"cases", "streams"}:
        assert seen[name] == 0, name


@pytest.mark.requirement("X-08")
async def test_a_parent_is_given_the_case_and_their_letters_that_left_and_nothing_of_casework(
    service: Service, theirs: tuple[Agency, Referred]
) -> None:
    paying, receiving = await given(service, service.andrew), await given(service, service.kate)
    for seen in (paying, receiving):
        assert {seen[name] for name in STAFF_ONLY} == {0}
        assert (seen["cases"], seen["enforcement_cases"], seen["maintenance_cases"], seen["letters"]) == (1, 1, 1, 1)
        assert seen["links"] == 1
        assert seen["history"] == 0
    assert {paying[name] for name in PAYING_PARENT_TOO} == {1}
    assert {receiving[name] for name in PAYING_PARENT_TOO} == {0}


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SERVICE_OWNER, Role.HCEO, Role.CITIZEN], ids=str)
async def test_who_stands_outside_is_given_nothing(
    service: Service, theirs: tuple[Agency, Referred], role: Role
) -> None:
    outsider = Actor(m.new_id(), "", role, frozenset(Jurisdiction))
    assert set((await given(service, outsider)).values()) == {0}


@pytest.mark.requirement("X-08")
async def test_a_receiving_parent_is_given_nothing_of_another_family(service: Service) -> None:
    other = MaintenanceCaseDetails("121000456702", person("Mara Lindqvist"), 90_000, date(2025, 1, 6))
    case = await (await agency(service)).refer(cases=(*referral().cases, other))
    await service.join(case.id, by=service.kate, name="Chantelle Grant")
    await service.join(case.id, by=service.andrew, name="Dean Sutton")
    owed, owes = await given(service, service.kate), await given(service, service.andrew)
    assert (owed["parties"], owed["maintenance_cases"], owed["arrears_lines"]) == (2, 1, 1)
    assert (owes["maintenance_cases"], owes["arrears_lines"]) == (2, 2)
