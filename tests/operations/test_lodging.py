"""Lodging a claim: everything is stored and everybody told at once, or nothing is (D-01, D-04)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from backend.models import (
    Case,
    Claim,
    Debt,
    HistoryEntry,
    LedgerLine,
    Letter,
    Link,
    LinkGuard,
    Party,
    SecurityCode,
    Timer,
)
from backend.operations import claims
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.deadlines import Deadline
from backend.rules.lodging import Dated, Evidence
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    CaseKind,
    ClaimState,
    DebtKind,
    EventKind,
    Jurisdiction,
    LetterState,
    LineKind,
    PartySide,
    Relation,
    Role,
    TimerKind,
)
from backend.rules.vocabulary import Letter as Named
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.lodgings import BIRTH, andrew, kate, lodging, organisation, person
from tests.builders.service import Service


@pytest.mark.requirement("D-01")
async def test_a_lodged_claim_is_stored_with_its_amount_interest_reason_events_evidence_and_parties(
    service: Service,
) -> None:
    case_id = await service.lodge()
    case, claim = await service.case(case_id), await service.one(Claim, case_id=case_id)
    assert (case.kind, case.jurisdiction, case.created_at) == (CaseKind.CLAIM, Jurisdiction.ENGLAND_WALES, LODGED_AT)
    assert case.reference.startswith("MC-")
    assert (claim.state, claim.amount_pence) == (ClaimState.AWAITING_RESPONSE, 1_250_00)
    assert claim.interest_from == date(2025, 9, 1)
    assert claim.what_for == "Repairs to a garden wall that were paid for and never done."
    assert claim.events == [
        {"on": "2025-08-04", "what": "We agreed the work."},
        {"on": "2025-09-01", "what": "I paid for it."},
    ]
    assert claim.evidence == [{"kind": "Receipt", "description": "The bank transfer of 1 September."}]
    claimant, defendant = await service.all(Party, by=Party.side, case_id=case_id)
    assert (claimant.side, claimant.name, claimant.post_code) == (PartySide.CLAIMANT, "Kate Marlowe", "LS1 4AB")
    assert (defendant.side, defendant.name, defendant.date_of_birth) == (PartySide.DEFENDANT, "Andrew Hollis", BIRTH)
    assert defendant.address_lines == ["14 Clarence Street", "York"]
    link = await service.one(Link, case_id=case_id)
    assert (link.user_id, link.party_id, link.relation) == (service.kate.user_id, claimant.id, Relation.CLAIMANT)
    guard = await service.one(LinkGuard, case_id=case_id)
    assert (guard.failures, guard.suspensions, guard.suspended_until) == (0, 0, None)


@pytest.mark.requirement("D-04")
async def test_the_time_to_respond_is_stored_as_it_was_reckoned(service: Service) -> None:
    claim = await service.one(Claim, case_id=await service.lodge())
    assert (claim.lodged_at, claim.issued_on, claim.served_on) == (LODGED_AT, date(2026, 3, 2), date(2026, 3, 7))
    assert claim.response_due_at == RESPONSE_DUE_AT
    deadline = Deadline.from_json(claim.response_deadline)
    assert (deadline.at, deadline.on, deadline.policy) == (RESPONSE_DUE_AT, date(2026, 3, 23), "OCMC_5_14")
    assert deadline.explanation.startswith("The claim was lodged on Monday 2 March 2026")


@pytest.mark.requirement("D-01")
async def test_the_ledger_of_a_claim_holds_principal_interest_and_fee(service: Service) -> None:
    case_id = await service.lodge()
    debt = await service.one(Debt, case_id=case_id)
    assert debt.kind is DebtKind.CLAIM
    lines = await service.all(LedgerLine, by=LedgerLine.position, debt_id=debt.id)
    assert [(line.position, line.kind, line.amount_pence, line.on) for line in lines] == [
        (1, LineKind.PRINCIPAL, 1_250_00, date(2026, 3, 2)),
        (2, LineKind.INTEREST, 49_86, date(2026, 3, 2)),
        (3, LineKind.COURT_FEE, 80_00, date(2026, 3, 2)),
    ]
    assert lines[1].policy == "COUNTY_COURTS_ACT_8_PERCENT"


@pytest.mark.requirement("D-01", "X-07")
async def test_the_defendant_is_told_who_claims_what_by_when_and_with_which_code(service: Service) -> None:
    case_id = await service.lodge()
    told = await service.one(Letter, template=Named.CLAIM_LODGED)
    (code,) = await service.codes(1)
    assert (told.party_id, told.state) == ((await service.party(case_id, "Andrew Hollis")).id, LetterState.WAITING)
    assert service.ground.sealer.open(told.secret, "letter").decode() == code.text
    assert told.facts["claimant_names"] == ["Kate Marlowe"]
    assert told.facts["total_pence"] == 1_379_86
    assert told.facts["respond_by"] == RESPONSE_DUE_AT.isoformat()
    assert told.facts["code_expires_on"] == "2026-08-29"
    confirmation = await service.one(Letter, template=Named.CLAIM_LODGED_CONFIRMATION)
    assert confirmation.party_id == (await service.party(case_id, "Kate Marlowe")).id
    assert confirmation.secret is None


@pytest.mark.requirement("D-01")
async def test_whoever_has_no_email_address_is_written_to_on_paper(service: Service) -> None:
    await service.lodge(lodging(claimants=(kate(email=None),), defendants=(andrew(email=None), person("Beth Ray"))))
    found = await service.all(Letter, by=(Letter.template, Letter.state))
    assert [(letter.template, letter.state) for letter in found] == [
        (Named.CLAIM_LODGED, LetterState.TO_PRINT),
        (Named.CLAIM_LODGED, LetterState.WAITING),
        (Named.CLAIM_LODGED_CONFIRMATION, LetterState.TO_PRINT),
    ]


@pytest.mark.requirement("D-02")
async def test_a_code_is_kept_as_a_hash_and_expires(service: Service) -> None:
    await service.lodge()
    code, (printed,) = await service.one(SecurityCode), await service.codes(1)
    assert code.code_hash == printed.hash
    assert code.code_hash.startswith("$argon2id$")
    assert printed.text.replace("-", "") not in code.code_hash
    assert (code.issued_at, code.used_at) == (LODGED_AT, None)
    assert code.expires_at == datetime(2026, 8, 29, 23, tzinfo=UTC)


@pytest.mark.requirement("D-04", "X-03")
async def test_lodging_sets_the_timers_and_opens_the_history(service: Service) -> None:
    case_id = await service.lodge()
    timers = await service.all(Timer, by=Timer.due_at, case_id=case_id)
    assert [(timer.kind, timer.ordinal, timer.due_at) for timer in timers] == [
        (TimerKind.RESPONSE_REMINDER, 5, datetime(2026, 3, 18, 9, tzinfo=UTC)),
        (TimerKind.RESPONSE_REMINDER, 1, datetime(2026, 3, 22, 9, tzinfo=UTC)),
        (TimerKind.RESPONSE_DEADLINE, 0, RESPONSE_DUE_AT),
    ]
    entry, stream = await service.one(HistoryEntry, stream_id=case_id), await service.stream(case_id)
    assert (entry.number, entry.kind, entry.at) == (1, EventKind.CLAIM_LODGED, LODGED_AT)
    assert (entry.actor_id, entry.actor_role) == (service.kate.user_id, Role.CITIZEN)
    assert (entry.audience, entry.party_id) == (PARTIES_AND_COURT, None)
    assert entry.changes == {"amountOwed": 1_379_86, "respondBy": RESPONSE_DUE_AT.isoformat()}
    assert (stream.entry_count, stream.head) == (1, entry.hash)
    assert (stream.claimant_version, stream.defendant_version, stream.court_version) == (1, 1, 1)


@pytest.mark.requirement("D-01")
async def test_every_problem_is_found_at_once_and_nothing_is_written(service: Service) -> None:
    tomorrow = LODGED_AT.date() + timedelta(days=1)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as refused:
        await service.lodge(
            lodging(
                amount_pence=0,
                what_for=" ",
                interest_from=tomorrow,
                jurisdiction=Jurisdiction.SCOTLAND,
                claimants=(kate(name=" ", phone="none"),),
                defendants=(
                    andrew(post_code="York", date_of_birth=tomorrow, address_lines=()),
                    organisation("Walls Ltd", organisation_number="no number", date_of_birth=BIRTH),
                ),
                events=(Dated(tomorrow, ""),),
                evidence=(Evidence("", ""),),
            )
        )
    assert {(problem.code, ".".join(problem.path)) for problem in refused.value.problems} == {
        ("AMOUNT_OUT_OF_RANGE", "amount"),
        ("TEXT_LENGTH", "whatFor"),
        ("DATE_IN_FUTURE", "interestFrom"),
        ("JURISDICTION_NOT_SERVED", "jurisdiction"),
        ("TEXT_LENGTH", "claimants.0.name"),
        ("PHONE", "claimants.0.phone"),
        ("POST_CODE", "defendants.0.postCode"),
        ("DATE_OF_BIRTH", "defendants.0.dateOfBirth"),
        ("TEXT_LENGTH", "defendants.0.addressLines"),
        ("ORGANISATION_NUMBER", "defendants.1.organisationNumber"),
        ("DATE_OF_BIRTH", "defendants.1.dateOfBirth"),
        ("DATE_IN_FUTURE", "events.0.on"),
        ("TEXT_LENGTH", "events.0.what"),
        ("TEXT_LENGTH", "evidence.0"),
    }
    assert await service.counts() == before


@pytest.mark.requirement("D-01")
async def test_only_a_citizen_lodges_a_claim(service: Service) -> None:
    before, made = await service.counts(), await service.codes(1)
    others = [Actor(uuid4(), "somebody", role, frozenset(Jurisdiction)) for role in Role if role is not Role.CITIZEN]
    for actor in (*others, SYSTEM):
        with pytest.raises(refusals.NotPermitted):
            await service.carry_out(actor, lambda unit: claims.lodge(unit, lodging(), made))
    assert await service.counts() == before


@pytest.mark.requirement("D-01")
async def test_two_claims_have_two_references(service: Service) -> None:
    assert len({(await service.case(await service.lodge())).reference for _ in range(3)}) == 3
    assert len(await service.all(Case)) == 3
