"""What enforcement action left behind is cleared; enforcement action is cancelled."""

from backend.rules.vocabulary import Feed
from tests.journeys.casework.action import ended, launched, ordered, signed_off
from tests.journeys.casework.desk import Desk
from tests.journeys.casework.group import SOLICITOR, Group
from tests.journeys.telling import Told

PAID = "He has paid what the order was for."


async def clear_artefacts(desk: Desk, told: Told) -> Group:
    """Clear artefacts: BaNCS pays the order off, which opens the work; the solicitor is instructed, the form clears."""
    group, routing = await ordered(desk, told, "Gavin Thackray")
    power = await launched(group, routing, "DRIVING_DISQUALIFICATION")
    await routing.close()
    today = await desk.day(0)
    await power.complete("PREPARE", "PREPARED")
    await power.complete("SEND", "SENT", on=today)
    await power.fill_in(COMMENCED_ON={"on": today})
    await power.complete("RECORD_RESULT", "GRANTED")
    await power.close()
    (artefact,) = (await group.seen())["artefacts"]
    assert artefact["isOutstanding"], artefact
    (order,) = await group.orders()
    for pence in (30_000, 150_000):
        await desk.tell(
            Feed.BANCS, "payment_received", caseNumber=group.number, amountPence=pence, receivedOn=today,
            reference=order["number"],
        )  # fmt: skip
    await group.stream.until("LIABILITY_ORDER_PAID_OFF")
    paid_off = await group.routed("LO_PAID_OFF")
    await paid_off.refuses("VIEW_ENFORCEMENT_ORDERS", "NONE_OUTSTANDING")
    await paid_off.complete("VIEW_ENFORCEMENT_ORDERS", "OUTSTANDING")
    await paid_off.foreseen("CLEAR_ARTEFACTS", "INITIATE")
    await paid_off.complete("CLEAR_ARTEFACTS", "INITIATE")
    clearing = await group.found("CLEAR_ARTEFACTS")
    await clearing.begin()
    await clearing.refuses("LINK_CAUSE", "LINKED")
    await clearing.link(power)
    await clearing.complete("LINK_CAUSE", "LINKED")
    instruction = {"sanction": "DRIVING_DISQUALIFICATION", "change": "LIFTED", "commencedOn": today,
                   "paid": "1800.00", "outstanding": "0.00"}  # fmt: skip
    await clearing.act("send-case-letter", letter={"cmel9116": instruction})
    letter = await desk.world.letter(to=SOLICITOR["email"], saying=("1,800.00",))
    told(f"    The solicitor's letter: {letter['subject']}")
    await clearing.complete("INSTRUCT_SOLICITOR", "INSTRUCTED")
    (choice,) = (await clearing.seen())["form"][0]["choices"]
    await clearing.fill_in(ARTEFACT={"choice": choice["value"]}, CLEARED_BY={"text": PAID}, CLEARED_ON={"on": today})
    await clearing.complete("COMPLETE_FORMS", "COMPLETED")
    (artefact,) = (await group.seen())["artefacts"]
    assert not artefact["isOutstanding"], artefact
    told("    The form was completed, and the artefact is outstanding no longer.")
    await signed_off(group, clearing, "PAYING_PARENT", "You are no longer disqualified from driving.")
    await clearing.complete("TELL_PAYING_PARENT", "SENT")
    await clearing.note("All supporting actions have been completed.", "CONFIRMATION")
    await clearing.complete("CONFIRM", "CONFIRMED", note="The sanction is lifted, and everybody told.")
    await clearing.close()
    await paid_off.close()
    return group


async def cancel(desk: Desk, told: Told) -> Group:
    """Cancel: refused without a ground and without the mark; both parents are told in words that were signed off."""
    group, routing = await ordered(desk, told, "Stephen Ashworth")
    power = await launched(group, routing, "REGISTER_ENTRY")
    await routing.close()
    await group.closed_decision("CANCEL")
    early = await group.open("REVIEW_CASE", "He says that he pays now.")
    await early.refuses("PERFORM_AMENDMENT", "CANCEL", note="He pays now.")
    await early.complete("NO_FURTHER_ACTION", "RECORDED", note="Nobody told us of it yet.")
    await early.close()
    await desk.tell(Feed.REFERRALS, "became_compliant", caseNumber=group.number)
    review = await group.routed()
    await power.act("mark-ready-for-cancellation", note="He has become compliant.")
    await signed_off(group, review, "RECEIVING_PARENT", "We are ending enforcement action.", tried_by_author=True)
    await signed_off(group, review, "PAYING_PARENT", "We are ending enforcement action against you.")
    await review.foreseen("PERFORM_AMENDMENT", "CANCEL", note="He has become compliant.")
    await review.complete("PERFORM_AMENDMENT", "CANCEL", note="He has become compliant.")
    await ended(power, "Compliant")
    await review.close()
    return group
