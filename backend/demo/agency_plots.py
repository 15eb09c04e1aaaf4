"""How each enforcement case of the demonstration goes, from its referral to where it stands now."""

from datetime import timedelta

from backend.demo.agency import Telling
from backend.demo.agency_powers import initiate, launch
from backend.rules.periods import london_day
from backend.rules.schedules import Terms
from backend.rules.vocabulary import Flag, InstalmentFrequency, PartySide, Power, ScheduleKind

NO_MEANS = "Nothing is known of the paying parent's means."


async def waits(_case: Telling) -> None:
    """It waits for the team leader to route it."""


async def assigned(case: Telling) -> None:
    await case.assign()


async def of_the_personas(case: Telling) -> None:
    await case.link("paying-parent", PartySide.PAYING_PARENT)
    await case.link("receiving-parent", PartySide.RECEIVING_PARENT)
    await case.assign()
    await case.start()
    await case.grant_order("LO-2026-10451", 180_000, "Manchester Magistrates' Court")
    await case.draft("We have looked at your case. Please call us to agree how you will pay what is owed.")


async def gathering(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.complete("INITIATE_DATA_GATHERING", "INITIATE", reason=NO_MEANS)


async def missing_payments(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.grant_order("LO-2026-10388", 240_000, "Leeds Magistrates' Court", days=5)
    await case.agree(
        Terms(
            kind=ScheduleKind.NEGOTIATED,
            frequency=InstalmentFrequency.MONTHLY,
            instalment_pence=20_000,
            total_pence=240_000,
            first_on=london_day(case.at) + timedelta(days=14),
        )
    )


async def paused(case: Telling) -> None:
    await case.assign()
    await case.start()
    until = london_day(case.at) + timedelta(days=120)
    reason = "The paying parent is in hospital: nothing further is possible now."
    await case.complete("SET_CASE_FOR_REVIEW", "SETUP_ONLY", reason=reason, on=until)
    await case.close()


async def in_surveillance(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.consider(
        Power.DEDUCTION_ORDER, Power.LIABILITY_ORDER, Power.DRIVING_DISQUALIFICATION, Power.PASSPORT_DISQUALIFICATION,
        Power.COMMITMENT, Power.FRAUD_REFERRAL, Power.ENFORCEMENT_AGENTS, Power.CHARGING_ORDER,
    )  # fmt: skip
    until = london_day(case.at) + timedelta(days=300)
    reason = "Every action was considered; the paying parent has no income and no assets."
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER", reason=reason, on=until)
    await case.close()


async def artefacts_outstanding(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.grant_order("LO-2026-09927", 90_000, "Bradford Magistrates' Court", days=20)
    await case.leave_artefact(Power.REGISTER_ENTRY)
    await case.leave_artefact(Power.DRIVING_DISQUALIFICATION)


async def charge_expires(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.grant_order("LO-S-2026-0317", 130_000, "Glasgow Sheriff Court", days=2)
    await case.leave_artefact(Power.CHARGE_FOR_PAYMENT, expires_on=london_day(case.at) + timedelta(days=14))


async def deducted(case: Telling) -> None:
    await case.assign()
    await case.start()
    await case.agree(
        Terms(
            kind=ScheduleKind.REGULAR_DEDUCTION_ORDER,
            frequency=InstalmentFrequency.MONTHLY,
            instalment_pence=10_000,
            total_pence=120_000,
            first_on=london_day(case.at) + timedelta(days=20),
        )
    )


async def powers_going_on(case: Telling) -> None:
    """Enforcement was initiated and a sanction launched: some powers are open beside it, some closed."""
    await case.assign()
    await case.start()
    await initiate(case)
    await case.grant_order("LO-2026-10592", 210_000, "Sheffield Magistrates' Court", days=4)
    await launch(case, Power.DRIVING_DISQUALIFICATION)
    await case.flag(Flag.DEO_DESIRE, "He changes employers often: an order is made with the next one.")


async def powers_open_in_scotland(case: Telling) -> None:
    await case.assign()
    await case.start()
    await initiate(case)
    await case.grant_order("LO-S-2026-0344", 98_000, "Edinburgh Sheriff Court", days=2)
    await case.flag(Flag.LOCK_ASSIGNMENT, "He says that he will move to England.")
