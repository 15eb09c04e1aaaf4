"""Inputs of the acts of enforcement and of the register, right for whoever may: on the claims of the access world."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.models import Payment, Restraint, ServiceRequest, WritApplication
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from tests.api.access_world import AccessWorld

ENTRY = {
    "name": "Nora New",
    "firm": "New LLP",
    "email": "nora@new.example",
    "districts": [{"district": "YO"}],
}
DETAILS = {
    "defendants": ["Andrew Hollis"],
    "addresses": [{"lines": ["14 Clarence Street", "York"], "postCode": "YO31 7EW"}],
    "isRegulated": False,
    "amountDue": "1.00",
    "payments": [],
    "vehicles": [],
}
OF_A_CLAIM = {
    "startWritApplication": "enforced",
    "choosePaperWrit": "enforced",
    "recordGuidanceRead": "entered",
    "restrainEnforcement": "entered",
    "liftRestraint": "enforced",
    "openServiceRequest": "entered",
}
"""On the claim of which state these acts are tried."""
OF_AN_APPLICATION = frozenset(
    {
        "giveWritDetails",
        "appointHceo",
        "payWritFee",
        "useHelpWithFees",
        "resubmitWritApplication",
        "withdrawWritApplication",
        "amendWritApplication",
    }
)
OF_A_SERVICE_REQUEST = frozenset(
    {
        "assignServiceRequest",
        "startServiceRequest",
        "completeActivity",
        "addServiceRequestNote",
        "requestApproval",
        "approveServiceRequest",
        "rejectServiceRequest",
        "closeServiceRequest",
    }
)
BESIDES: dict[str, dict[str, Any]] = {
    "recordGuidanceRead": {"topic": "PAPER_WRIT"},
    "restrainEnforcement": {"kind": "STAY", "reason": "The defendant asked for time."},
    "openServiceRequest": {"kind": "PAYMENT_MISMATCH", "reason": "By hand."},
    "giveWritDetails": {"details": DETAILS},
    "amendWritApplication": {"details": DETAILS},
    "appointHceo": {"appointment": {"rota": {}}},
    "useHelpWithFees": {"reference": "HWF-A1B-23C"},
    "assignServiceRequest": {"to": {"me": True}},
    "completeActivity": {"activity": "LOOK_AT_FEE", "outcome": "COVERED"},
    "addServiceRequestNote": {"text": "A note."},
    "rejectServiceRequest": {"reason": "Not yet."},
    "closeServiceRequest": {"subStatus": "CANCELLED", "note": "Not needed."},
    "addHceo": {"number": "HCEO-0099", "entry": ENTRY},
    "amendHceo": {"entry": ENTRY},
    "suspendHceo": {"reason": "Insolvent."},
    "reinstateHceo": {},
    "acknowledgeWrit": {},
    "giveNoticeOfEnforcement": {"method": "POST"},
}


async def newest(made: AccessWorld, model: Any, *conditions: Any) -> Any:
    """The newest row of a table under some conditions."""
    async with made.world.database.writing(SYSTEM) as session:
        return (await session.scalars(select(model).where(*conditions).order_by(model.id.desc()).limit(1))).one()


async def enforcement_input(made: AccessWorld, versions: dict[str, int], mutation: str) -> dict[str, Any]:
    """The input of a mutation; `versions` are those of the claims that the viewer sees, by state."""
    given = dict(BESIDES.get(mutation, {}))
    if state := OF_A_CLAIM.get(mutation):
        given |= {"claimId": made.by(state)["id"]}
        if mutation not in {"recordGuidanceRead", "openServiceRequest"}:
            given["expectedVersion"] = versions[state]
        if mutation == "liftRestraint":
            given["restraintId"] = to_node_id("Restraint", (await newest(made, Restraint)).id)
        return given
    if mutation in OF_AN_APPLICATION:
        row = await newest(made, WritApplication, WritApplication.case_id == made.claims["applied"])
        return {**given, "applicationId": to_node_id("WritApplication", row.id), "expectedVersion": versions["applied"]}
    if mutation in OF_A_SERVICE_REQUEST:
        row = await newest(made, ServiceRequest, ServiceRequest.case_id == made.claims["applied"])
        return {**given, "serviceRequestId": to_node_id("ServiceRequest", row.id), "expectedVersion": row.version}
    if mutation == "checkFeePayment":
        row = await newest(made, Payment, Payment.case_id == made.claims["applied"])
        return {"paymentId": to_node_id("FeePayment", row.id)}
    if mutation.endswith("Hceo"):
        return given if mutation == "addHceo" else {**given, **await _of_the_register(made)}
    now = made.world.clock.at
    on = {"receivedAt": now.isoformat()} if mutation == "acknowledgeWrit" else {"givenOn": now.date().isoformat()}
    return {**given, **on, "writId": to_node_id("Writ", made.writs["enforced"])}


async def _of_the_register(made: AccessWorld) -> dict[str, Any]:
    key: UUID = made.officers["replaced officer"]
    row = await made.world.data(
        made.people["anonymous"],
        "query ($id: ID!) { hceo(id: $id) { version } }",
        id=to_node_id("Hceo", key),
    )
    return {"hceoId": to_node_id("Hceo", key), "expectedVersion": row["hceo"]["version"]}
