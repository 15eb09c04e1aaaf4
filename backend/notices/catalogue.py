"""Every letter that the service writes: to whom, from which facts, with a security code or not, and while what is true.

The text stands under `templates/<letter>/`; `backend.notices.rendering` puts the two together.
"""

from collections.abc import Mapping

from backend.notices import agency_letters
from backend.notices.entry import CarriesCode, Entry, Guidance
from backend.notices.facts import Fact, Kind
from backend.rules.vocabulary import (
    ClaimState,
    FeeMethod,
    InstalmentFrequency,
    Letter,
    PaymentOrder,
    Relation,
    ResponseKind,
)

_REFERENCE = {"reference": Fact(Kind.REFERENCE)}
_TO_DEFENDANT = {**_REFERENCE, "claimant_names": Fact(Kind.NAMES)}
_TO_CLAIMANT = {**_REFERENCE, "defendant_names": Fact(Kind.NAMES)}
_TOTAL = {"total_pence": Fact(Kind.MONEY)}
_DEADLINE = {"respond_by": Fact(Kind.INSTANT)}
_CLAIMED = {
    "principal_pence": Fact(Kind.MONEY),
    "interest_pence": Fact(Kind.MONEY),
    "court_fee_pence": Fact(Kind.MONEY),
    **_TOTAL,
}
_SERVED = {"issued_on": Fact(Kind.DATE), "served_on": Fact(Kind.DATE), **_DEADLINE}
_RESPONSE = {
    "response_kind": Fact(Kind.CHOICE, of=ResponseKind),
    "disputed_pence": Fact(Kind.MONEY, when=("response_kind", ResponseKind.DISPUTES_PART)),
    "received_at": Fact(Kind.INSTANT),
    "stops_judgment": Fact(Kind.FLAG),
}
_BY_INSTALMENTS = ("payment_order", PaymentOrder.INSTALMENTS)
_ORDER = {
    "payment_order": Fact(Kind.CHOICE, of=PaymentOrder),
    "pay_by": Fact(Kind.DATE, when=("payment_order", PaymentOrder.BY_DATE)),
    "instalment_pence": Fact(Kind.MONEY, when=_BY_INSTALMENTS),
    "instalment_frequency": Fact(Kind.CHOICE, of=InstalmentFrequency, when=_BY_INSTALMENTS),
    "first_instalment_on": Fact(Kind.DATE, when=_BY_INSTALMENTS),
}
_JUDGMENT = {
    "judgment_number": Fact(Kind.REFERENCE),
    "entered_on": Fact(Kind.DATE),
    **_TOTAL,
    **_ORDER,
    "pay_within_28_days_by": Fact(Kind.DATE),
    "register_last_on": Fact(Kind.DATE),
}

_APPLICATION = {**_TO_CLAIMANT, "application_reference": Fact(Kind.REFERENCE)}
_WRIT = {"writ_number": Fact(Kind.REFERENCE), "issued_on": Fact(Kind.DATE), **_TOTAL}
_OFFICER = {"officer_names": Fact(Kind.NAMES), "firm_names": Fact(Kind.NAMES)}
_NOTICE = {
    "writ_number": Fact(Kind.REFERENCE),
    "notice_given_on": Fact(Kind.DATE),
    "enforceable_from": Fact(Kind.DATE),
    **_TOTAL,
    **_OFFICER,
}
_WRIT_OUT = frozenset({ClaimState.WRIT_ISSUED})

_UNANSWERED = frozenset({ClaimState.AWAITING_RESPONSE})

_ENTRIES = (
    Entry(
        letter=Letter.CLAIM_LODGED,
        to=Relation.DEFENDANT,
        facts={
            **_TO_DEFENDANT,
            **_CLAIMED,
            "what_for": Fact(Kind.TEXT),
            **_SERVED,
            "code_expires_on": Fact(Kind.DATE),
        },
        guidance=Guidance.RESPONDING,
        code=CarriesCode.ALWAYS,
    ),
    Entry(
        letter=Letter.CLAIM_LODGED_CONFIRMATION,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_CLAIMED, **_SERVED},
        guidance=Guidance.CLAIMING,
    ),
    Entry(
        letter=Letter.SECURITY_CODE,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, "code_expires_on": Fact(Kind.DATE)},
        guidance=Guidance.RESPONDING,
        code=CarriesCode.ALWAYS,
    ),
    Entry(
        letter=Letter.LINKED,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, "linked_at": Fact(Kind.INSTANT), "respond_by": Fact(Kind.INSTANT, optional=True)},
        guidance=Guidance.RESPONDING,
    ),
    Entry(
        letter=Letter.RESPONSE_REMINDER,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, **_TOTAL, **_DEADLINE},
        guidance=Guidance.RESPONDING,
        while_claim_is=_UNANSWERED,
    ),
    Entry(
        letter=Letter.RESPONSE_OVERDUE_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_TOTAL, **_DEADLINE},
        guidance=Guidance.CLAIMING,
        while_claim_is=_UNANSWERED,
    ),
    Entry(
        letter=Letter.RESPONSE_OVERDUE_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, **_TOTAL, **_DEADLINE},
        guidance=Guidance.RESPONDING,
        while_claim_is=_UNANSWERED,
    ),
    Entry(
        letter=Letter.RESPONSE_RECEIVED_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_RESPONSE},
        guidance=Guidance.CLAIMING,
    ),
    Entry(
        letter=Letter.RESPONSE_RECEIVED_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, **_RESPONSE, "counts_as_filed_on": Fact(Kind.DATE)},
        guidance=Guidance.RESPONDING,
    ),
    Entry(
        letter=Letter.JUDGMENT_REMINDER,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_TOTAL, **_DEADLINE},
        guidance=Guidance.CLAIMING,
        while_claim_is=_UNANSWERED,
    ),
    Entry(
        letter=Letter.JUDGMENT_REQUESTED_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, "requested_at": Fact(Kind.INSTANT), **_TOTAL, **_ORDER},
        guidance=Guidance.CLAIMING,
        while_claim_is=frozenset({ClaimState.JUDGMENT_REQUESTED}),
    ),
    Entry(
        letter=Letter.JUDGMENT_REQUESTED_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, "requested_at": Fact(Kind.INSTANT), **_TOTAL, **_ORDER},
        guidance=Guidance.RESPONDING,
        while_claim_is=frozenset({ClaimState.JUDGMENT_REQUESTED}),
    ),
    Entry(
        letter=Letter.JUDGMENT_ENTERED_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_JUDGMENT},
        guidance=Guidance.ENFORCING,
        while_claim_is=frozenset({ClaimState.JUDGMENT_ENTERED}),
    ),
    Entry(
        letter=Letter.JUDGMENT_ENTERED_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, **_JUDGMENT, "code_expires_on": Fact(Kind.DATE, optional=True)},
        guidance=Guidance.JUDGMENTS,
        code=CarriesCode.WHERE_NEVER_LINKED,
        while_claim_is=frozenset({ClaimState.JUDGMENT_ENTERED}),
    ),
    Entry(
        letter=Letter.WRIT_APPLICATION_SUBMITTED,
        to=Relation.CLAIMANT,
        facts={
            **_APPLICATION,
            "submitted_at": Fact(Kind.INSTANT),
            **_TOTAL,
            "fee_pence": Fact(Kind.MONEY),
            "fee_method": Fact(Kind.CHOICE, of=FeeMethod),
            "payment_reference": Fact(Kind.REFERENCE, when=("fee_method", FeeMethod.GOV_UK_PAY)),
        },
        guidance=Guidance.ENFORCING,
    ),
    Entry(
        letter=Letter.WRIT_APPLICATION_RETURNED,
        to=Relation.CLAIMANT,
        facts={**_APPLICATION, "reason": Fact(Kind.TEXT)},
        guidance=Guidance.ENFORCING,
    ),
    Entry(
        letter=Letter.WRIT_APPLICATION_REJECTED,
        to=Relation.CLAIMANT,
        facts={**_APPLICATION, "reason": Fact(Kind.TEXT)},
        guidance=Guidance.ENFORCING,
    ),
    Entry(
        letter=Letter.WRIT_ISSUED_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_WRIT, "expires_on": Fact(Kind.DATE), **_OFFICER},
        guidance=Guidance.ENFORCING,
        while_claim_is=_WRIT_OUT,
    ),
    Entry(
        letter=Letter.WRIT_ISSUED_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={
            **_TO_DEFENDANT,
            **_WRIT,
            "judgment_number": Fact(Kind.REFERENCE),
            "interest_daily_pence": Fact(Kind.MONEY, optional=True),
            **_OFFICER,
            "officer_phone": Fact(Kind.TEXT, optional=True),
        },
        guidance=Guidance.BAILIFFS,
        while_claim_is=_WRIT_OUT,
    ),
    Entry(
        letter=Letter.WRIT_SERVED_ON_HCEO,
        to=Relation.OFFICER,
        facts={**_TO_DEFENDANT, **_WRIT, "expires_on": Fact(Kind.DATE)},
        guidance=Guidance.OFFICERS,
        while_claim_is=_WRIT_OUT,
    ),
    Entry(
        letter=Letter.NOTICE_OF_ENFORCEMENT_TO_CLAIMANT,
        to=Relation.CLAIMANT,
        facts={**_TO_CLAIMANT, **_NOTICE},
        guidance=Guidance.ENFORCING,
        while_claim_is=_WRIT_OUT,
    ),
    Entry(
        letter=Letter.NOTICE_OF_ENFORCEMENT_TO_DEFENDANT,
        to=Relation.DEFENDANT,
        facts={**_TO_DEFENDANT, **_NOTICE},
        guidance=Guidance.BAILIFFS,
        while_claim_is=_WRIT_OUT,
    ),
)

CATALOGUE: Mapping[Letter, Entry] = {entry.letter: entry for entry in (*_ENTRIES, *agency_letters.ENTRIES)}
