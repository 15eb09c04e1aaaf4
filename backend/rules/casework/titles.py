"""What each kind of service request is called before staff."""

from backend.rules.vocabulary import KindCode, Power

TITLES: dict[KindCode, str] = {
    KindCode.VERIFY_WRIT_APPLICATION: "Verify the application for a writ of control",
    KindCode.PAYMENT_MISMATCH: "Settle a payment that does not agree with the fee",
    KindCode.UNDELIVERED_LETTER: "See that an undelivered letter arrives",
    KindCode.REVIEW_CASE: "Review case and decide next action",
    KindCode.GATHER_INFORMATION: "Gather information",
    KindCode.CONSIDER_AMENDMENT: "Consider amendment",
    KindCode.LO_PAID_OFF: "Liability order paid off: clear artefacts",
    KindCode.CLEAR_ARTEFACTS: "Clear artefacts",
    KindCode.CLEAR_OLD_ACTIONS: "Clear old enforcement actions",
    KindCode.NEGOTIATION: "Negotiation",
    KindCode.ACTION_MISSED_PAYMENT: "Action missed payment",
    KindCode.ARREARS_REVIEW: "Arrears review",
    KindCode.SIGN_OFF_LETTER: "Sign off a letter in free text",
    KindCode.UNDELIVERED_AGENCY_LETTER: "See that an undelivered letter of the agency arrives",
    KindCode.REFUSED_MESSAGE: "Look at a message that could not be used",
    KindCode.UNALLOCATED_PAYMENT: "Allocate a payment",
    KindCode.DEDUCTION_ORDER: "Deduction order",
    KindCode.LIABILITY_ORDER: "Liability order",
    KindCode.FRAUD_REFERRAL: "Fraud referral to the Financial Investigations Unit",
    KindCode.REGISTER_ENTRY: "Entry in the Register of Judgments, Orders and Fines",
    KindCode.ENFORCEMENT_AGENTS: "Referral to enforcement agents",
    KindCode.CHARGING_ORDER: "Charging order",
    KindCode.ORDER_FOR_SALE: "Order for sale",
    KindCode.THIRD_PARTY_DEBT_ORDER: "Third-party debt order",
    KindCode.DRIVING_DISQUALIFICATION: "Disqualification from driving",
    KindCode.PASSPORT_DISQUALIFICATION: "Disqualification from holding a passport",
    KindCode.COMMITMENT: "Commitment to prison",
    KindCode.ATTACHMENT: "Attachment",
    KindCode.INHIBITION: "Inhibition",
    KindCode.ARRESTMENT: "Arrestment",
    KindCode.CHARGE_FOR_PAYMENT: "Charge for payment",
    KindCode.JUDGMENTS_OFFICE: "Enforcement of Judgments Office",
}


def title_of(power: Power) -> str:
    """What a power is called before people: as the service request that applies for it."""
    return TITLES[KindCode(power)]
