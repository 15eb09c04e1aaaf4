"""The money of an enforcement case over the API: each act as a mutation, and what each of them sees of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.operations import arrears, flags, liability_orders, schedules
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.schedules import Terms
from backend.rules.vocabulary import Act, Flag, InstalmentFrequency, Jurisdiction, Role, ScheduleKind
from tests.api.agency_world import SECOND, AgencyWorld, agency_world, node, staff, two_families
from tests.api.world import LODGED_AT, Person

TODAY = LODGED_AT.date()
VERSION = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { version } }"
MONEY = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  arrears
  liabilityOrders { number court amount owed state isCourtEnforced }
  schedule { kind instalment total transferOn endedWhy expected { ordinal dueOn amount paid state } }
  artefacts { power isOutstanding }
  payments(first: 10) { nodes { externalId amount state excess loReference lines { kind amount } } }
  arrearsLines(first: 20) { nodes { kind amount explanation } }
} }"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def do(agency: AgencyWorld, who: Person, mutation: str, case_id: UUID, **given: Any) -> Any:
    """The answer of a mutation on the version of the case that there is."""
    kind = mutation[0].upper() + mutation[1:]
    if "expectedVersion" not in given:
        found = await agency.case(who, VERSION, case_id)
        given["expectedVersion"] = found["version"] if found else 1
    document = f"""mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{
        __typename
        ... on {kind}Success {{ isReplayed history {{ kind summary }} enforcementCase {{ version arrears }} }}
        ... on RefusedError {{ reasons {{ code }} }}
        ... on ValidationErrors {{ errors {{ code path }} }}
        ... on StaleVersionError {{ changedFields }}
    }} }}"""
    return await agency.world.do(who, document, **given)


async def by_the_service(agency: AgencyWorld, case_id: UUID, act: Any) -> Any:
    made: list[Any] = []

    async def whole(unit: Unit) -> Outcome:
        case_file = await load(unit, case_id)
        unit.permit(Act.TAKE_IN_MESSAGE)
        made.append(await act(unit, case_file))
        return Outcome()

    await agency.world.act(None, whole)
    return made[-1]


async def granted(agency: AgencyWorld, case_id: UUID, pence: int = 1_000_00) -> str:
    """A liability order stands; its id."""
    order = await by_the_service(
        agency,
        case_id,
        lambda unit, of: liability_orders.record(
            unit, of, number="LO-1007", amount_pence=pence, court="Leeds Magistrates' Court",
            granted_on=TODAY, jurisdiction=Jurisdiction.ENGLAND_WALES,
        ),
    )  # fmt: skip
    return to_node_id("LiabilityOrder", order.id)


async def paid(agency: AgencyWorld, case_id: UUID, pence: int, reference: str | None = None) -> str:
    """Money came in; the payment's id."""
    payment = await by_the_service(
        agency,
        case_id,
        lambda unit, of: arrears.receive_payment(
            unit, of, external_id="BANCS-1", amount_pence=pence, received_on=TODAY, lo_reference=reference
        ),
    )
    return to_node_id("PaymentIn", payment.id)


def schedule(case_id: UUID, **changed: Any) -> dict[str, Any]:
    return {
        "enforcementCaseId": node(case_id),
        "kind": "NEGOTIATED",
        "frequency": "WEEKLY",
        "instalment": "100.00",
        "total": "250.00",
        "firstOn": (TODAY + timedelta(days=7)).isoformat(),
        **changed,
    }


@pytest.mark.requirement("R-04")
async def test_a_schedule_is_agreed_once_and_ended_by_whoever_works_the_case(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    answer = await do(agency, agency.manager, "agreeSchedule", case_id, **schedule(case_id))
    assert answer["__typename"] == "AgreeScheduleSuccess"
    assert [each["kind"] for each in answer["history"]] == ["SCHEDULE_AGREED"]
    seen = (await agency.case(agency.manager, MONEY, case_id))["schedule"]
    assert [(each["dueOn"], each["amount"], each["state"]) for each in seen["expected"]] == [
        ((TODAY + timedelta(days=7)).isoformat(), "100.00", "EXPECTED"),
        ((TODAY + timedelta(days=14)).isoformat(), "100.00", "EXPECTED"),
        ((TODAY + timedelta(days=21)).isoformat(), "50.00", "EXPECTED"),
    ]
    again = await do(agency, agency.manager, "agreeSchedule", case_id, **schedule(case_id))
    assert again["reasons"] == [{"code": "SCHEDULE_LIVE"}]
    stale = await do(
        agency, agency.manager, "endSchedule", case_id,
        enforcementCaseId=node(case_id), reason="He lost his work.", expectedVersion=1,
    )  # fmt: skip
    assert (stale["__typename"], "schedule" in stale["changedFields"]) == ("StaleVersionError", True)
    ended = await do(
        agency, agency.manager, "endSchedule", case_id, enforcementCaseId=node(case_id), reason="He lost his work."
    )
    assert ended["history"] == [{"kind": "SCHEDULE_ENDED", "summary": "The payment schedule ended: He lost his work."}]
    assert (await agency.case(agency.manager, MONEY, case_id))["schedule"] is None


@pytest.mark.requirement("R-04", "X-08")
async def test_a_schedule_says_what_is_wrong_with_it_and_is_not_for_others_to_agree(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    wrong = schedule(case_id, total="2400.01", firstOn=TODAY.isoformat())
    answer = await do(agency, agency.manager, "agreeSchedule", case_id, **wrong)
    assert answer["errors"] == [
        {"code": "AMOUNT_OUT_OF_RANGE", "path": ["total"]},
        {"code": "DATE_NOT_IN_FUTURE", "path": ["firstOn"]},
    ]
    other = await do(agency, agency.colleague, "agreeSchedule", case_id, **schedule(case_id))
    assert other["__typename"] == "NotPermittedError"
    stranger = await agency.world.person("Somebody")
    nobody = await do(agency, stranger, "agreeSchedule", case_id, **schedule(case_id))
    assert nobody["__typename"] == "NotFoundError"
    assert (await agency.case(agency.manager, MONEY, case_id))["schedule"] is None


@pytest.mark.requirement("R-48")
async def test_a_payment_is_allocated_by_hand_and_its_rest_kept_as_excess(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    order = await granted(agency, case_id)
    await by_the_service(agency, case_id, lambda unit, of: flags.set_flag(unit, of, Flag.MANUAL_ALLOCATION, "Told."))
    payment = await paid(agency, case_id, 400_00, "LO-1007")
    to = [{"liabilityOrderId": order, "amount": "150.00"}, {"amount": "50.00"}]
    too_much = [{"amount": "400.01"}]
    refused = await do(agency, agency.manager, "allocatePayment", case_id, paymentId=payment, to=too_much)
    assert refused["reasons"] == [{"code": "MORE_THAN_PAYMENT"}]
    answer = await do(agency, agency.manager, "allocatePayment", case_id, paymentId=payment, to=to)
    assert [each["summary"] for each in answer["history"]] == [
        "£150.00 was allocated to LO-1007.",
        "£50.00 was allocated to arrears that no liability order covers.",
    ]
    seen = await agency.case(agency.manager, MONEY, case_id)
    assert seen["payments"]["nodes"] == [
        {
            "externalId": "BANCS-1", "amount": "400.00", "state": "EXCESS", "excess": "200.00",
            "loReference": "LO-1007",
            "lines": [{"kind": "PAYMENT", "amount": "-150.00"}, {"kind": "PAYMENT", "amount": "-50.00"}],
        }
    ]  # fmt: skip
    assert seen["liabilityOrders"][0]["owed"] == "850.00"


@pytest.mark.requirement("R-40")
async def test_an_order_is_found_invalid_with_a_reason(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    order = await granted(agency, case_id)
    given = {"liabilityOrderId": order, "reason": "It was granted twice."}
    answer = await do(agency, agency.manager, "invalidateLiabilityOrder", case_id, **given)
    assert answer["history"] == [
        {
            "kind": "LIABILITY_ORDER_INVALIDATED",
            "summary": "Liability order LO-1007 is invalid: It was granted twice.",
        }
    ]
    seen = (await agency.case(agency.manager, MONEY, case_id))["liabilityOrders"]
    assert [(each["state"], each["owed"]) for each in seen] == [("INVALIDATED", "0.00")]


@pytest.mark.requirement("R-41")
async def test_an_artefact_is_recorded(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    given = {"enforcementCaseId": node(case_id), "power": "REGISTER_ENTRY", "commencedOn": TODAY.isoformat()}
    answer = await do(agency, agency.manager, "recordArtefact", case_id, **given)
    recorded = "An artefact was recorded: Entry in the Register of Judgments, Orders and Fines."
    assert answer["history"] == [{"kind": "ARTEFACT_RECORDED", "summary": recorded}]
    seen = (await agency.case(agency.manager, MONEY, case_id))["artefacts"]
    assert seen == [{"power": "REGISTER_ENTRY", "isOutstanding": True}]


@pytest.mark.requirement("R-50", "X-08")
async def test_dot_records_compliance_and_sees_of_the_money_the_deduction_order_alone(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    await granted(agency, case_id)
    await paid(agency, case_id, 100_00)
    terms = Terms(
        kind=ScheduleKind.REGULAR_DEDUCTION_ORDER, frequency=InstalmentFrequency.WEEKLY, instalment_pence=100_00,
        total_pence=500_00, first_on=TODAY + timedelta(days=7),
    )  # fmt: skip
    await agency.world.act(agency.manager, lambda unit: schedules.agree(unit, case_id, terms))
    dot = await staff(agency.world, "Deduction Orders desk", Role.DOT, None)
    given = {"enforcementCaseId": node(case_id), "compliance": "COMPLIANT"}
    early = await do(agency, dot, "recordCompliance", case_id, **given)
    assert early["reasons"] == [{"code": "COMPLIANCE_NOT_DUE"}]
    agency.world.clock.at = LODGED_AT + timedelta(days=22)
    answer = await do(agency, dot, "recordCompliance", case_id, **given)
    assert answer["__typename"] == "RecordComplianceSuccess"
    seen = await agency.case(dot, MONEY, case_id)
    assert (seen["liabilityOrders"], seen["artefacts"]) == ([], [])
    assert (seen["payments"]["nodes"], seen["arrearsLines"]["nodes"]) == ([], [])
    assert (seen["schedule"]["kind"], len(seen["schedule"]["expected"])) == ("REGULAR_DEDUCTION_ORDER", 5)


@pytest.mark.requirement("X-08")
async def test_a_paying_parent_sees_what_is_theirs_and_a_receiving_parent_their_own_lines_alone(
    agency: AgencyWorld,
) -> None:
    case_id, _ = await agency.assigned(**two_families())
    order = await granted(agency, case_id, 3_000_00)
    await paid(agency, case_id, 200_00, "LO1007")
    await do(agency, agency.manager, "agreeSchedule", case_id, **schedule(case_id, liabilityOrderId=order))
    given = {"enforcementCaseId": node(case_id), "power": "REGISTER_ENTRY", "commencedOn": TODAY.isoformat()}
    await do(agency, agency.manager, "recordArtefact", case_id, **given)
    dean, chantelle = await agency.parents(case_id)
    his = await agency.case(dean, MONEY, case_id)
    assert [(each["number"], each["owed"]) for each in his["liabilityOrders"]] == [("LO-1007", "2800.00")]
    assert [(each["externalId"], each["amount"]) for each in his["payments"]["nodes"]] == [(None, "200.00")]
    assert (his["schedule"]["total"], his["schedule"]["transferOn"], his["artefacts"]) == ("250.00", None, [])
    hers = await agency.case(chantelle, MONEY, case_id)
    assert (hers["liabilityOrders"], hers["schedule"], hers["artefacts"], hers["payments"]["nodes"]) == (
        [], None, [], [],
    )  # fmt: skip
    lines = hers["arrearsLines"]["nodes"]
    assert [each["amount"] for each in lines] == ["2400.00", "-2400.00", "2400.00", "-200.00"]
    assert not any(word in each["explanation"] for each in lines for word in ("LO-1007", SECOND))
