"""Which entry of the history tells of which act, and of which row."""

from backend.models import (
    Artefact,
    FlagSetting,
    LiabilityOrder,
    OfflineTask,
    PaymentIn,
    PowerConsidered,
    RelatedServiceRequest,
    Schedule,
)
from backend.rules.vocabulary import EventKind

TELLS = {
    "requestJudgment": EventKind.JUDGMENT_REQUESTED,
    "enterJudgment": EventKind.JUDGMENT_ENTERED,
    "respondToClaim": EventKind.RESPONSE_RECEIVED,
    "startWritApplication": EventKind.WRIT_APPLICATION_STARTED,
    "withdrawWritApplication": EventKind.WRIT_APPLICATION_WITHDRAWN,
    "useHelpWithFees": EventKind.HELP_WITH_FEES_USED,
    "choosePaperWrit": EventKind.PAPER_WRIT_CHOSEN,
    "acknowledgeWrit": EventKind.WRIT_ACKNOWLEDGED,
    "giveNoticeOfEnforcement": EventKind.NOTICE_OF_ENFORCEMENT_GIVEN,
    "assignServiceRequest": EventKind.SERVICE_REQUEST_ASSIGNED,
    "startServiceRequest": EventKind.SERVICE_REQUEST_STARTED,
    "completeActivity": EventKind.ACTIVITY_COMPLETED,
    "requestApproval": EventKind.APPROVAL_REQUESTED,
    "approveServiceRequest": EventKind.SERVICE_REQUEST_APPROVED,
    "rejectServiceRequest": EventKind.SERVICE_REQUEST_REJECTED,
    "closeServiceRequest": EventKind.SERVICE_REQUEST_CLOSED,
    "suspendHceo": EventKind.HCEO_SUSPENDED,
    "reinstateHceo": EventKind.HCEO_REINSTATED,
    "restrainEnforcement": EventKind.ENFORCEMENT_RESTRAINED,
    "liftRestraint": EventKind.RESTRAINT_LIFTED,
}
"""Acts of which the history tells by an entry of their own: as many entries as acts were acknowledged."""
OF_THE_AGENCY = {
    "assignServiceRequests": EventKind.SERVICE_REQUEST_ASSIGNED,
    "markReadyForPause": EventKind.SERVICE_REQUEST_MARKED,
    "markReadyForReprogressing": EventKind.SERVICE_REQUEST_MARKED,
    "markReadyForCancellation": EventKind.SERVICE_REQUEST_MARKED,
    "recordForm": EventKind.FORM_RECORDED,
    "recordOfflineTask": EventKind.OFFLINE_TASK_RECORDED,
    "receiveOfflineTask": EventKind.OFFLINE_TASK_RECEIVED,
    "setFlag": EventKind.FLAG_SET,
    "launchPower": EventKind.POWER_LAUNCHED,
    "agreeSchedule": EventKind.SCHEDULE_AGREED,
    "endSchedule": EventKind.SCHEDULE_ENDED,
    "recordArtefact": EventKind.ARTEFACT_RECORDED,
    "invalidateLiabilityOrder": EventKind.LIABILITY_ORDER_INVALIDATED,
    "recordCompliance": EventKind.COMPLIANCE_RECORDED,
    "categoriseArrears": EventKind.ARREARS_CATEGORISED,
    "recordMigratedActions": EventKind.MIGRATED_ACTIONS_RECORDED,
    "draftCaseLetter": EventKind.LETTER_DRAFTED,
    "sendCaseLetter": EventKind.LETTER_WRITTEN,
    "readPartyDetails": EventKind.PARTY_DETAILS_READ,
}
"""The same of the agency's acts; two of one kind are counted together."""
ROWS = {
    Artefact: EventKind.ARTEFACT_RECORDED,
    FlagSetting: EventKind.FLAG_SET,
    LiabilityOrder: EventKind.LIABILITY_ORDER_GRANTED,
    OfflineTask: EventKind.OFFLINE_TASK_RECORDED,
    PaymentIn: EventKind.PAYMENT_RECEIVED,
    PowerConsidered: EventKind.POWER_CONSIDERED,
    RelatedServiceRequest: EventKind.SERVICE_REQUESTS_LINKED,
    Schedule: EventKind.SCHEDULE_AGREED,
}
"""What stands on a case of the agency, and the entry that tells of each: as many of the one as of the other."""


def kinds_told() -> dict[EventKind, list[str]]:
    """The kinds of entry that tell of an act alone, with the acts that each tells of."""
    kinds: dict[EventKind, list[str]] = {}
    for name, kind in (TELLS | OF_THE_AGENCY).items():
        kinds.setdefault(kind, []).append(name)
    return kinds
