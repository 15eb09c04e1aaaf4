"""The service requests by which powers are applied for: one plan for all, which the source does not give."""

from backend.rules.casework.agency.amendment import AMENDMENT_FORM
from backend.rules.casework.agency.routing import ENFORCEMENT
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.vocabulary import Desk, FormFieldKind, KindCode, Power
from backend.rules.words import in_words

F = FormFieldKind
NO_ARTEFACT = frozenset({Power.LIABILITY_ORDER, Power.FRAUD_REFERRAL, Power.ENFORCEMENT_AGENTS})
"""The powers that leave no artefact on the paying parent."""
ORDER_FORM = (
    FormField("LO_NUMBER", "LO reference number", F.TEXT, is_ours=True),
    FormField("LO_AMOUNT", "Amount of the order", F.MONEY, is_ours=True),
    FormField("LO_COURT", "Court that granted it", F.TEXT, is_ours=True),
    FormField("LO_GRANTED_ON", "When it was granted", F.DATE, is_ours=True),
)
ACTION_FORM = (
    FormField("COMMENCED_ON", "When it commenced", F.DATE, is_ours=True),
    FormField("EXPIRES_ON", "When it expires", F.DATE, is_ours=True),
)


def _granted(power: Power) -> Outcome:
    if power is Power.LIABILITY_ORDER:
        fields = tuple(each.code for each in ORDER_FORM)
        return Outcome("GRANTED", "Granted", needs_form=fields, resolution="GRANTED",
                       at_once=(CarryOut(EffectName.GRANT_LIABILITY_ORDER),))  # fmt: skip
    if power in NO_ARTEFACT:
        return Outcome("DONE", "Done", needs_note=True, resolution="DONE")
    return Outcome("GRANTED", "Granted", needs_form=("COMMENCED_ON",), resolution="GRANTED",
                   at_once=(CarryOut(EffectName.RECORD_ARTEFACT),))  # fmt: skip


def _template(power: Power) -> Template:
    return Template(
        f"POWER_{power}",
        1,
        (
            Line("PREPARE", "Prepare the application or referral", (Outcome("PREPARED", "Prepared"),), is_ours=True),
            Line("SEND", "Send it", (Outcome("SENT", "Sent", needs_date=True),), after=("PREPARE",), is_ours=True),
            Line(
                "RECORD_RESULT",
                "Record what came of it",
                (
                    _granted(power),
                    Outcome(
                        "EXHAUSTED",
                        "It led no further",
                        needs_reason=True,
                        at_once=(CarryOut(EffectName.EXHAUST_POWER),),
                        resolution="EXHAUSTED",
                    ),
                ),
                after=("SEND",),
                is_ours=True,
            ),
        ),
    )


def _kind(power: Power) -> Kind:
    own = ORDER_FORM if power is Power.LIABILITY_ORDER else () if power in NO_ARTEFACT else ACTION_FORM
    code = KindCode(power)
    return Kind(
        code=code,
        process=ENFORCEMENT,
        area="Enforcement Action",
        sub_area=in_words(power).capitalize(),
        desk=Desk.ENFORCEMENT,
        due_days=28,
        template=_template(power),
        form=(*own, *AMENDMENT_FORM),
        power=power,
        is_ours=True,
    )


KINDS = tuple(_kind(power) for power in Power)
