"""Money: arrears are negotiated, a schedule is agreed and court enforced, and missed payments are monitored."""

from backend.rules.vocabulary import Feed
from tests.journeys.casework.desk import LEADER, Desk
from tests.journeys.casework.group import Group, Work, brought_in
from tests.journeys.telling import Told


async def agreed(group: Group, *, first: int) -> None:
    """A schedule of £200 a month is agreed, its first payment due so many days from now."""
    await group.act(
        "agree-schedule", kind="NEGOTIATED", frequency="MONTHLY", instalment="200.00", total="1800.00",
        firstOn=await group.desk.day(first),
    )  # fmt: skip
    schedule = (await group.seen())["schedule"]
    group.told(f"    A schedule was agreed: £{schedule['instalment']} a month from {schedule['firstOn']}.")


async def negotiate(desk: Desk, told: Told, initiated: Group) -> Group:
    """Negotiation: a schedule is agreed, flagged as court enforced, the order marked so, and the work closed."""
    group = await initiated.followed(told)
    routing = await group.open("REVIEW_CASE", "He called, and wants to pay.")
    negotiation = await group.open("NEGOTIATION", "He called, and wants to pay.", parentId=routing.key)
    await negotiation.refuses("CONTINUE", "CONTINUE")
    await negotiation.complete("INITIATE_NEGOTIATION", "INITIATE")
    await negotiation.foreseen("CONTINUE", "CONTINUE")
    await negotiation.complete("CONTINUE", "CONTINUE")
    missed = await group.found("ACTION_MISSED_PAYMENT")
    await missed.begin()
    await agreed(group, first=20)
    await missed.fill_in(
        CASE_NUMBERS={"caseNumbers": [group.number]},
        COURT_ENFORCED_SCHEDULE={"isYes": True},
        TRANSFER_CASE_TO_MAINTENANCE={"on": await desk.day(400)},
    )
    await worked(missed, "AGREED")
    assert "COURT_ENFORCED_SCHEDULE" in [each["flag"] for each in (await group.seen())["flags"]]
    await negotiation.complete("IS_NEGOTIATION_SUCCESSFUL", "YES")
    await negotiation.complete("UPDATE_LO_AS_COURT_ENFORCED", "YES")
    (order,) = await group.orders()
    assert order["isCourtEnforced"], order
    told(f"    Order {order['number']} is marked as court enforced.")
    await negotiation.refuses("WORK_ITEM_CLOSURE", "PROCEED")
    await missed.close()
    await negotiation.complete("WORK_ITEM_CLOSURE", "PROCEED")
    await negotiation.close()
    await routing.complete("NO_FURTHER_ACTION", "RECORDED", note="A schedule was negotiated.")
    await routing.close()
    return group


async def worked(missed: Work, schedule: str) -> None:
    """The five lines of Action Missed Payment."""
    await missed.complete("CONTACT_PAYING_PARENT", "REACHED", note="He was called.")
    await missed.complete("REVIEW_PAYMENTS", "REVIEWED")
    await missed.complete("REVIEW_SCHEDULE", schedule)
    await missed.complete("SET_FLAGS", "APPLIED")
    await missed.complete("RECORD_OUTCOME", "RECORDED", note="Recorded.")


async def missed_payment_monitor(desk: Desk, told: Told) -> Group:
    """Missed payments: of two case groups that miss one, the monitored one is routed, once, and the other is not."""
    other = await brought_in(desk, told, "Nathan Priestley")
    others = await other.routed()
    await agreed(other, first=2)
    missed = await other.open("ACTION_MISSED_PAYMENT", "He pays by hand for now.", parentId=others.key)
    other.refusal(await missed.do("close-service-request", subStatus="COMPLETE"))
    await missed.fill_in(CASE_NUMBERS={"caseNumbers": [other.number]}, DISABLE_MISSED_PAYMENTS={"isYes": True})
    await worked(missed, "UNCHANGED")
    await missed.close()
    group = await brought_in(desk, told, "Kieran Stokoe")
    routing = await group.routed()
    group.refused += other.refused
    await agreed(group, first=2)
    for each in (routing, others):
        await each.complete("NO_FURTHER_ACTION", "RECORDED", note="A schedule was agreed.")
        await each.close()
    await desk.move_on(12)
    await group.stream.until("PAYMENT_NOT_RECEIVED")
    routed = await group.routed()
    kinds = [each["kind"] for each in (await other.seen())["serviceRequests"]["nodes"]]
    assert kinds == [], kinds
    told("    The other's monitor is disabled: nothing was opened there.")
    queue = (await desk[LEADER].ask("agency-queue", filter={"enforcementCaseId": group.id}))["viewer"]["workQueue"]
    assert [each["id"] for each in queue["nodes"]] == [routed.key], queue["nodes"]
    today = await desk.day(0)
    await desk.tell(Feed.BANCS, "payment_received", caseNumber=group.number, amountPence=20_000, receivedOn=today)
    await routed.complete("NO_FURTHER_ACTION", "RECORDED", note="He paid it late.")
    await routed.close()
    return group
