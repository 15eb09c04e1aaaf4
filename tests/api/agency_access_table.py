"""Who sees what of an enforcement case, and who may do what with it: written by hand from the access rules.

Columns: receiving parent, paying parent, case manager who works it, case manager who does not, complex case worker who
does not, team leader, another team's leader, deduction orders team, maintenance worker, complaints worker, arrears case
owner, transition worker, senior manager with a letter to sign off. v something, . nothing, - the case is not found.
Whoever stands in no column finds no enforcement case at all.
"""

VIEWERS = (
    "receiving parent", "paying parent", "assigned", "not assigned", "complex", "leader", "other leader", "dot",
    "maintenance", "complaints", "arrears owner", "transition", "senior",
)  # fmt: skip
OUTSIDERS = ("court officer", "officer", "admin", "service owner", "stranger", "anonymous")

FIELDS: dict[str, str] = {
    "vvvvvv-vv-vvv": "id reference jurisdiction position referredAt version updatedAt maintenanceCases parties",
    "vvvvvv-.v-vv.": "arrearsLines",
    "vvv..v-..-..v": "letters",
    ".vvvvv-vv-vv.": "arrears schedule schedules",
    ".vvvvv-.v-vv.": "liabilityOrders payments",
    "..vvvv-vv-vvv": "area team segment reason origin isCriminal isMigrated hasConfidentAddress hasProperty diedOn "
    "isCompliant rejectedAt",
    "..vvvv-vv-vv.": "flags pastFlags review reviews actions flagOptions",
    "..vvvv-.v-vv.": "artefacts outstandingArtefacts surveillance surveillances movements powersConsidered caseReview "
    "decisions powerOptions",
    "..vvvv-..-..v": "serviceRequests history",
    "..v..v-..-...": "findings",
}
"""Of one case: its fields, by who is told something in them. Of its service requests none is another area's here, and
one is the senior managers'."""

NOTES = "..v..v-..-..."
"""Of the notes of its service requests, welfare decisions among them."""
REACHING = "..v...-..-..."
"""How to reach the other parent: whoever works the case; a team leader after saying why (`readPartyDetails`)."""

_NOT_SEEN = dict.fromkeys(
    ("other leader", "complaints", *OUTSIDERS[:-1], "receiving parent", "paying parent"), "NotFound"
)
_NOT_THEIRS = dict.fromkeys(
    ("not assigned", "complex", "leader", "dot", "maintenance", "arrears owner", "transition", "senior"), "NotPermitted"
)
ACTS = {
    "sendCaseLetter": {"assigned": "SendCaseLetter", **_NOT_SEEN, **_NOT_THEIRS},
    "draftCaseLetter": {"assigned": "DraftCaseLetter", **_NOT_SEEN, **_NOT_THEIRS},
}
"""What each gets who asks for a letter to be written from the routing service request of the case."""

AGENCY_MUTATIONS = frozenset(
    {
        "agreeSchedule",
        "allocatePayment",
        "assignServiceRequests",
        "categoriseArrears",
        "draftCaseLetter",
        "endSchedule",
        "invalidateLiabilityOrder",
        "launchPower",
        "linkServiceRequests",
        "markCaseLetterPosted",
        "markReadyForCancellation",
        "markReadyForPause",
        "markReadyForReprogressing",
        "openCaseServiceRequest",
        "readPartyDetails",
        "receiveOfflineTask",
        "recordArtefact",
        "recordCompliance",
        "recordForm",
        "recordMigratedActions",
        "recordOfflineTask",
        "recordPowerConsidered",
        "removeFlag",
        "sendCaseLetter",
        "setFlag",
    }
)
"""What only the agency does: the court, the parents and everybody else get NOT_FOUND or NOT_PERMITTED."""
