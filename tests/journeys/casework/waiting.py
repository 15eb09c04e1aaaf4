"""Where a case is: in surveillance, with another team, or kept where it is by lock assignment."""

from dataclasses import replace

from backend.rules.vocabulary import Feed
from tests.journeys.casework.desk import LEADER, Desk
from tests.journeys.casework.group import Group, brought_in
from tests.journeys.telling import Told

LOOKED_AT = "It was looked at with what is known of his means."
POWERS = ("DEDUCTION_ORDER", "LIABILITY_ORDER", "COMMITMENT", "FRAUD_REFERRAL", "ENFORCEMENT_AGENTS")
"""What surveillance asks to be considered in England and Wales, of somebody without property."""
SCOTLAND = {"lines": ["19 Kirk Wynd", "Edinburgh"], "postCode": "EH1 2AB", "jurisdiction": "SCOTLAND",
            "isConfident": True}  # fmt: skip


async def surveillance(desk: Desk, told: Told) -> Group:
    """Surveillance: refused until every action was considered; a new address brings the case out again."""
    group = await brought_in(desk, told, "Martin Oakshott")
    routing = await group.routed()
    given = {"reason": "He has no income and no assets.", "on": await desk.day(300)}
    await routing.refuses("SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER", **given)
    for power in POWERS:
        await routing.act("record-power-considered", power=power, result="NOT_APPROPRIATE", reason=LOOKED_AT)
    await group.act("set-flag", flag="LOCK_ASSIGNMENT", reason="He often moves.")
    told(f"    {len(POWERS)} actions were considered, and none was found appropriate.")
    await routing.foreseen("SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER", **given)
    await routing.complete("SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER", **given)
    await routing.close()
    seen = await group.seen()
    flags = sorted(each["flag"] for each in seen["flags"])
    assert seen["surveillance"], seen
    assert seen["area"] == "MAINTENANCE", seen["area"]
    assert flags == ["DEO_DESIRE", "DISABLE_MISSED_PAYMENT_MONITOR", "EVER_IN_ENFORCEMENT"], flags
    told(f"    In surveillance, with maintenance, until {seen['review']['dueOn']}; lock assignment is removed.")
    address = {"lines": ["9 Quarry Road", "Leeds"], "postCode": "LS1 4AB", "jurisdiction": "ENGLAND_WALES"}
    await desk.tell(Feed.CIS, "address_changed", caseNumber=group.number, isConfident=True, **address)
    await group.stream.until("SURVEILLANCE_ENDED")
    out = await group.seen()
    assert (out["area"], out["surveillance"]) == ("ENFORCEMENT", None), out
    queue = (await desk[LEADER].ask("agency-queue", filter={"enforcementCaseId": group.id}))["viewer"]["workQueue"]
    (waiting,) = queue["nodes"]
    told(f"    CIS told of an address: the case is back in enforcement, and in the leader's queue: {waiting['reason']}")
    return group


async def transfer(desk: Desk, told: Told) -> Group:
    """Transfer: flags stand in the way of maintenance; for the central team the leader approves what others decide."""
    group = await brought_in(desk, told, "Lewis Barrowclough")
    routing = await group.routed()
    await routing.fill_in(CONTACT_WITH_PAYING_PARENT={"text": "He was called twice, and did not answer."})
    await routing.complete("EVER_IN_ENFORCEMENT", "YES")
    for flag in ("DISABLE_MISSED_PAYMENT_MONITOR", "LOCK_ASSIGNMENT"):
        await group.act("set-flag", flag=flag, reason="While the case is worked.")
    await routing.refuses("TRANSFER_CASE", "TO_MAINTENANCE_ONLY", reason="Enforcement action is completed.")
    in_the_way = (await group.seen())["caseReview"]["inTheWayOfMaintenance"]["flags"]
    assert sorted(in_the_way) == ["DISABLE_MISSED_PAYMENT_MONITOR", "LOCK_ASSIGNMENT"], in_the_way
    for flag in in_the_way:
        await group.act("remove-flag", flag=flag, reason="The case is transferred.")
    await routing.foreseen("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="It is for the central team.")
    await routing.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="It is for the central team.")
    group.refusal(await routing.do("close-service-request", subStatus="COMPLETE"))
    await routing.act("request-approval")
    group.refusal(await routing.do("approve-service-request"))
    await routing.act("approve-service-request", by=LEADER)
    told("    Maureen Fletcher, who leads the team, approved it.")
    await routing.close()
    seen = await group.seen()
    assert (seen["area"], seen["team"]["name"]) == ("CENTRAL_TEAM", "Central Team"), seen
    told("    Closed by hand, and the case is with the Central Team.")
    await the_leader_decides_nothing(desk, told, group)
    return group


async def the_leader_decides_nothing(desk: Desk, told: Told, group: Group) -> None:
    """Who approves transfers decides on none: nobody ever approves their own."""
    other = await brought_in(desk, told, "Joel Hartshorn")
    mine = replace(await other.found("REVIEW_CASE", by=LEADER), group=replace(other, refused=group.refused))
    await mine.begin()
    await mine.refuses("TRANSFER_CASE", "TO_COMPLEX_CASE_TEAM", reason="He owns companies abroad.")


async def lock_assignment(desk: Desk, told: Told, amended: Group) -> Group:
    """Lock assignment: of two case groups whose paying parents move to Scotland, the locked one stays."""
    other = await brought_in(desk, told, "Ewan Tulloch")
    await other.routed()
    group = await amended.followed(told)
    group.refusal(await group.do("set-flag", by=LEADER, flag="LOCK_ASSIGNMENT", reason="He is about to move."))
    review = await group.open("REVIEW_CASE", "He is about to move.")
    await group.act("set-flag", flag="LOCK_ASSIGNMENT", reason="His order was granted here.")
    for each in (other, group):
        await desk.tell(Feed.CIS, "address_changed", caseNumber=each.number, **SCOTLAND)
    moved = (await desk["team-leader-scotland"].ask("enforcement-case", by={"id": other.id}))["enforcementCase"]
    assert (moved["jurisdiction"], moved["team"]["name"]) == ("SCOTLAND", "Enforcement Scotland"), moved
    told("    Both moved to Scotland. The case without the flag went to Enforcement Scotland by itself.")
    seen = await group.seen()
    assert seen["team"]["name"] == "Enforcement North", seen
    told(f"    The locked one stayed with {seen['team']['name']}: its jurisdiction is {seen['jurisdiction']}.")
    task = await review.act(
        "record-offline-task", kind="CERTIFICATE_OF_MONEY_PROVISION", byWhom="Leanne Whitaker",
        withWhom="Manchester", requestedOn=await desk.day(0),
    )  # fmt: skip
    (asked,) = task["serviceRequest"]["offlineTasks"]
    await review.act("receive-offline-task", offlineTaskId=asked["id"], receivedOn=await desk.day(0))
    told(f"    A certificate of money provision was asked of {asked['withWhom']}, and came.")
    await review.complete("NO_FURTHER_ACTION", "RECORDED", note="The certificate is here.")
    await review.close()
    return group
