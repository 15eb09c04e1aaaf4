"""Why a case is routed for a decision, in words (R-02, R-35)."""

from dataclasses import dataclass

from backend.rules.vocabulary import RoutingReason

R = RoutingReason


@dataclass(frozen=True, slots=True)
class Words:
    """A reason as it is told: within a sentence, and as one."""

    in_words: str

    @property
    def sentence(self) -> str:
        return f"{self.in_words[0].upper()}{self.in_words[1:]}."


REASONS: dict[RoutingReason, Words] = {
    R.TRANSFERRED_TO_ENFORCEMENT: Words("case transferred to enforcement"),
    R.TRANSFERRED_FROM_LEGACY: Words("existing enforcement case transferred from a CSA system"),
    R.POWERS_EXHAUSTED: Words("enforcement powers exhausted or not applicable"),
    R.RETURNED_FROM_COLLECTION_AGENCY: Words("case returned from third party collection agency"),
    R.NEW_INFORMATION: Words("new information received during enforcement action"),
    R.INBOUND_CONTACT: Words("inbound contact"),
    R.REVIEW_EXPIRED: Words("review duration time elapsed"),
    R.WAIT_PERIOD_EXPIRED: Words("wait period elapsed"),
    R.MISSED_PAYMENT: Words("missed payment"),
    R.PARTIAL_PAYMENT: Words("partial payment"),
    R.EXCESS_PAYMENT: Words("excess payment"),
    R.LIABILITY_ORDER_PAID_OFF: Words("LO paid off"),
    R.CHANGE_OF_JURISDICTION: Words("paying parent change of jurisdiction"),
    R.CHARGE_FOR_PAYMENT_EXPIRED: Words("charge for payment expired"),
    R.SEGMENT_5_CONTINUING_ORDERS: Words("segment 5: continuing committal orders, order for sale or sisted"),
    R.SEGMENT_5_OPPORTUNITY_TAKEN_UP: Words(
        "segment 5: compliance opportunity taken up, arrears with the bailiff for collection"
    ),
    R.SEGMENT_5_OPPORTUNITY_NOT_TAKEN_UP: Words(
        "segment 5: compliance opportunity not taken up, arrears with the bailiff for collection"
    ),
    R.SCHEDULE_COMPLETED: Words("the schedule was complied with until its date: transfer back to maintenance"),
    R.RDO_COMPLIANCE_ESTABLISHED: Words("third due date of a regular deduction order reached"),
    R.SURVEILLANCE_NEW_ADDRESS: Words("in surveillance: a new address is highlighted via CIS"),
    R.SURVEILLANCE_NEW_EMPLOYMENT: Words("in surveillance: HMRC data provides new employment details"),
    R.SURVEILLANCE_CLIENT_CONTACT: Words("in surveillance: client contact"),
    R.SURVEILLANCE_ANNUAL_REVIEW: Words("in surveillance: annual review date or scheduling exception"),
    R.SURVEILLANCE_REVIEW_REACHED: Words("in surveillance: the case review date is reached"),
    R.BY_HAND: Words("opened by hand"),
}
