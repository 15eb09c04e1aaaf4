"""Enforcement action of one case group from its beginning: initiated, paused, resumed and amended."""

from dataclasses import replace

from tests.journeys.casework.desk import MANAGER, Desk
from tests.journeys.casework.group import WELFARE, Group, Work, brought_in
from tests.journeys.telling import Told

PARALLEL = "A deduction order beside it was considered: he has no employer."
DECIDED = "Decision to initiate enforcement action"


async def initiate(desk: Desk, told: Told) -> Group:
    """Initiate: the case is routed, information gathered, action decided on, and a liability order applied for."""
    group = await brought_in(desk, told, "Dean Fairhurst")
    routing = await group.routed()
    await group.closed_decision("INITIATE")
    await routing.complete("EVER_IN_ENFORCEMENT", "YES")
    told("    “Ever in enforcement”, yes: the flag is set by itself.")
    await routing.considered_parallel(PARALLEL)
    await routing.refuses("INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason=DECIDED, note="Arrears remain.")
    await routing.foreseen("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of his means.")
    await gathered(group, routing)
    await routing.complete("INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason=DECIDED, note="Arrears remain.")
    await routing.close()
    await granted(group, await launched(group, routing, "LIABILITY_ORDER"))
    order = (await group.orders())[0]
    letter = await desk.world.letter(to=group.email, saying=(order["number"],))
    told(f"    Liability order {order['number']} for £{order['amount']}. Dean's letter: {letter['subject'].strip()}")
    return group


async def gathered(group: Group, routing: Work) -> None:
    """Gather Information is opened under the routing service request, and worked through."""
    await routing.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of his means.")
    gathering = await group.found("GATHER_INFORMATION")
    await gathering.begin()
    early = await routing.do("launch-power", power="LIABILITY_ORDER", reason="He does not pay.")
    group.refusal(early)
    await gathering.complete("THIRD_PARTIES", "GATHERED", note="He rents, and works for himself.")
    await gathering.complete("CREDIT_REFERENCE_AGENCY", "NOT_ASKED", reason="Enough is known.")
    await gathering.note(WELFARE, "WELFARE_DECISION")
    await gathering.complete("WELFARE_OF_THE_CHILD", "RECORDED")
    await gathering.close()


async def launched(group: Group, routing: Work, power: str) -> Work:
    """A power is launched from the routing service request, which it is linked to."""
    answer = await routing.act("launch-power", power=power, reason="He does not pay, and owes much.")
    work = Work(group, answer["serviceRequest"]["id"], MANAGER)
    await work.begin()
    seen = await work.seen()
    assert [each["id"] for each in seen["related"]] == [routing.key], seen["related"]
    group.told(f"    {seen['reference']} “{seen['title']}” was launched, and is linked to the routing one.")
    return work


async def granted(group: Group, work: Work, *, pounds: str = "1800.00") -> None:
    """The liability order is applied for and granted."""
    today = await group.desk.day(0)
    await work.complete("PREPARE", "PREPARED")
    await work.complete("SEND", "SENT", on=today)
    await work.fill_in(
        LO_NUMBER={"text": f"LO-{group.number}"},
        LO_AMOUNT={"amount": pounds},
        LO_COURT={"text": "Manchester Magistrates' Court"},
        LO_GRANTED_ON={"on": today},
    )
    await work.complete("RECORD_RESULT", "GRANTED")
    await work.close()


async def ordered(desk: Desk, told: Told, paying: str) -> tuple[Group, Work]:
    """A case group in which a liability order was granted, told in one sentence; its routing service request."""
    group = await brought_in(desk, _silent, paying)
    routing = await group.routed()
    await routing.considered_parallel(PARALLEL)
    await gathered(group, routing)
    await routing.complete("INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason=DECIDED, note="Arrears remain.")
    await granted(group, await launched(group, routing, "LIABILITY_ORDER"))
    seen = await group.seen()
    told(f"Case group {seen['reference']} of {paying}: liability order {seen['liabilityOrders'][0]['number']} granted.")
    following = await group.followed(told)
    return following, replace(routing, group=following)


def _silent(_text: str) -> None:
    """Nothing is told of what a chapter of its own tells."""


async def pause(desk: Desk, told: Told) -> tuple[Group, Work]:
    """Pause: what goes on is marked, the parent written to, the review date set and changed; its day routes it once."""
    group, routing = await ordered(desk, told, "Craig Ollerton")
    power = await launched(group, routing, "DRIVING_DISQUALIFICATION")
    await routing.close()
    review = await group.open("REVIEW_CASE", "He is in hospital.")
    first, until = await desk.day(4), await desk.day(7)
    given = {"reason": "Nothing further is possible while he is in hospital.", "on": first}
    await review.refuses("SET_CASE_FOR_REVIEW", "SETUP_ONLY", **given)
    await power.act("mark-ready-for-pause", note="Paused while he is in hospital.")
    await review.note("He is in hospital for some days.")
    parent = await group.party("RECEIVING_PARENT")
    await review.note("She was called, and could not be reached.", "CONTACT")
    letter = {"cmel7402": {"toId": parent["id"], "pausedUntil": first}}
    await review.act("send-case-letter", letter=letter)
    shown = await desk.world.letter(to=parent["email"], saying=("pause",))
    told(f"    Her letter: {shown['subject']}")
    await review.foreseen("SET_CASE_FOR_REVIEW", "SETUP_ONLY", **given)
    await review.complete("SET_CASE_FOR_REVIEW", "SETUP_ONLY", **given)
    await review.close()
    again = await group.open("REVIEW_CASE", "He stays in hospital for longer.")
    await again.complete("SET_CASE_FOR_REVIEW", "SETUP_ONLY", reason="He stays for longer.", on=until)
    await again.close()
    seen = await group.seen()
    assert (seen["review"]["dueOn"], seen["area"]) == (until, "ENFORCEMENT"), seen["review"]
    told(f"    On hold until {until}, in enforcement still: the later date took the place of {first}.")
    await desk.move_on(8)
    await group.stream.until("REVIEW_ENDED")
    open_now = (await group.seen())["serviceRequests"]["nodes"]
    assert [each["kind"] for each in open_now].count("REVIEW_CASE") == 1, open_now
    told("    The day came, and the case was routed again: once.")
    return group, power


async def resume(desk: Desk, told: Told, paused: tuple[Group, Work]) -> tuple[Group, Work]:
    """Resume: parallel action is considered, what was paused is marked to go on, and both parents are written to."""
    group, power = await continued(desk, told, paused)
    review = await group.routed()
    await review.refuses("PERFORM_AMENDMENT", "RESUME", note="He came home.")
    await review.considered_parallel("A charging order was considered: he owns no home.")
    await power.act("mark-ready-for-reprogressing", note="He came home.")
    await review.foreseen("PERFORM_AMENDMENT", "RESUME", note="He came home, and earns again.")
    for side in ("PAYING_PARENT", "RECEIVING_PARENT"):
        await signed_off(group, review, side, "Enforcement action goes on from today.")
    await review.complete("PERFORM_AMENDMENT", "RESUME", note="He came home, and earns again.")
    await review.close()
    assert (await power.seen())["subStatus"] != "READY_FOR_PAUSE"
    return group, power


async def signed_off(group: Group, work: Work, side: str, text: str, *, tried_by_author: bool = False) -> None:
    """A letter in free text to a parent: drafted by the manager, signed off by the senior manager."""
    party = await group.party(side)
    drafted = await work.act("draft-case-letter", letter="CMEL9271", toId=party["id"], text=text)
    assert drafted["letter"]["state"] == "AWAITING_SIGN_OFF", drafted["letter"]
    signing = await group.found("SIGN_OFF_LETTER", by="senior-manager")
    if tried_by_author:
        mine = replace(signing, owner=MANAGER)
        group.refusal(await mine.do("complete-activity", activity="SIGN_OFF", outcome="SIGNED_OFF"))
    await signing.begin()
    await signing.complete("SIGN_OFF", "SIGNED_OFF")
    await signing.close()
    letter = await group.desk.world.letter(to=party["email"], saying=(text,))
    group.told(f"    {party['name']}'s letter, signed off by the senior manager: {letter['subject']}")


async def amend(desk: Desk, told: Told, resumed: tuple[Group, Work]) -> Group:
    """Amend: the original service request is linked, its plan Perform Amendment worked, and closed as cancelled."""
    group, power = await continued(desk, told, resumed)
    amending = await group.open("CONSIDER_AMENDMENT", "The court changed the disqualification.")
    await amending.refuses("LINK_ORIGINAL", "LINKED")
    await amending.link(power)
    await amending.complete("LINK_ORIGINAL", "LINKED")
    marked = await power.act("mark-ready-for-cancellation", note="It is amended.")
    lines = [each["code"] for each in marked["serviceRequest"]["amendment"]["lines"]]
    assert lines == ["AMENDMENT_LETTERS", "CANCEL_ENF_ACTION"], lines
    told("    The original is marked ready for cancellation: the plan Perform Amendment was generated.")
    await reasoned(power, "New information")
    await power.refuses("CANCEL_ENF_ACTION", "EXIT_NO_VALIDATION", note="Amended.")
    await ended(power, "Exceptional circumstances")
    await amending.complete("AMEND", "AMENDED", note="The disqualification was amended.")
    await amending.close()
    return group


async def ended(power: Work, reason: str) -> None:
    """A power's service request is ended by Exit No Validation, and closed as cancelled."""
    await reasoned(power, reason)
    await power.note("What was amended, and why.", "AMENDMENT")
    await power.complete("CANCEL_ENF_ACTION", "EXIT_NO_VALIDATION", note="Amended.")
    lines = (await power.seen())["plan"]["lines"]
    assert {each["status"] for each in lines} <= {"COMPLETE", "NOT_REQUIRED"}, lines
    await power.close("CANCELLED", note="Nothing of it goes on.")


async def reasoned(power: Work, reason: str) -> None:
    await power.fill_in(AMENDMENT_REASON={"choice": reason}, AMENDMENT_COMMENTS={"text": "The court decided so."})


async def continued(desk: Desk, told: Told, told_of: tuple[Group, Work]) -> tuple[Group, Work]:
    """The next chapter of a case group: its refusals and its history begin anew."""
    group, power = told_of
    following = await group.followed(told)
    told(f"Case group {(await following.seen())['reference']} goes on.")
    return following, replace(power, group=following)
