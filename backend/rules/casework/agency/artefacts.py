"""Clearing what enforcement action left on a paying parent (R-41 to R-44)."""

from dataclasses import replace

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.routing import ASSESS, ENFORCEMENT, ENFORCERS, NO_FURTHER_ACTION, REVIEW_AND_DECIDE
from backend.rules.casework.effects import CarryOut, EffectName, OpenChild, OpenNext
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.vocabulary import Decision, Desk, FormFieldKind, KindCode, Role

F = FormFieldKind

CLEARED = (
    FormField("ARTEFACT", "The artefact that is cleared", F.CHOICE, is_required=True, is_ours=True),
    FormField("CLEARED_BY", "How it was cleared", F.TEXT, is_required=True, is_ours=True),
    FormField("CLEARED_ON", "When it was cleared", F.DATE, is_required=True, is_ours=True),
)
"""The Enforce form by which an artefact is cleared (step 57); its fields are ours, to be confirmed."""

LO_PAID_OFF = Kind(
    code=KindCode.LO_PAID_OFF,
    process=ENFORCEMENT,
    area=ASSESS,
    sub_area="LO Paid Off Clear Artefacts",
    desk=Desk.ENFORCEMENT,
    due_days=5,
    by_hand=ENFORCERS,
    form=REVIEW_AND_DECIDE,
    about="LiabilityOrder",
    template=Template(
        "LO_PAID_OFF",
        1,
        (
            Line(
                "VIEW_ENFORCEMENT_ORDERS",
                "View enforcement orders and outstanding artefacts",
                (
                    Outcome("NONE_OUTSTANDING", "None is outstanding", conditions=(on.NO_ARTEFACTS,)),
                    Outcome("OUTSTANDING", "Some are outstanding", conditions=(on.ARTEFACT_OUTSTANDING,)),
                ),
                is_ours=True,
            ),
            Line(
                "CLEAR_ARTEFACTS",
                "Clear artefacts",
                (
                    Outcome(
                        "INITIATE",
                        "Initiate",
                        decision=Decision.CLEAR_ARTEFACTS,
                        conditions=(on.IN_ENFORCEMENT,),
                        at_once=(OpenChild(KindCode.CLEAR_ARTEFACTS),),
                    ),
                    Outcome("NOT_NEEDED", "Nothing is to be cleared", conditions=(on.NO_ARTEFACTS,)),
                ),
            ),
            NO_FURTHER_ACTION,
        ),
    ),
)

CLEAR_ARTEFACTS = Kind(
    code=KindCode.CLEAR_ARTEFACTS,
    process=ENFORCEMENT,
    area=ASSESS,
    sub_area="Clear Artefacts",
    desk=Desk.ENFORCEMENT,
    due_days=10,
    form=CLEARED,
    template=Template(
        "CLEAR_ARTEFACTS",
        1,
        (
            Line(
                "LINK_CAUSE",
                "Link the service request that caused the artefact",
                (
                    Outcome("LINKED", "Linked", conditions=(on.LINKED_TO_CAUSE,)),
                    Outcome(
                        "NOT_HERE",
                        "It was not caused by a service request of this case",
                        needs_reason=True,
                        is_ours=True,
                    ),
                ),
            ),
            Line(
                "INSTRUCT_SOLICITOR",
                "Instruct the contracted solicitor to lift or reduce a sanction (CMEL9116)",
                (Outcome("INSTRUCTED", "Instructed"), Outcome("NO_SANCTION", "No sanction is lifted or reduced")),
            ),
            Line(
                "COMPLETE_FORMS",
                "Complete the Enforce forms",
                (
                    Outcome(
                        "COMPLETED",
                        "Completed",
                        needs_form=("ARTEFACT", "CLEARED_BY", "CLEARED_ON"),
                        at_once=(CarryOut(EffectName.CLEAR_ARTEFACT),),
                    ),
                ),
                after=("LINK_CAUSE",),
            ),
            Line(
                "TELL_PAYING_PARENT",
                "Send CMEL9271 to the paying parent",
                (Outcome("SENT", "Sent"), Outcome("NOT_SENT", "Not sent", needs_reason=True)),
                after=("COMPLETE_FORMS",),
            ),
            Line(
                "CONFIRM",
                "Record the action, and confirm that all supporting actions have been completed",
                (Outcome("CONFIRMED", "Confirmed", needs_note=True, resolution="CLEARED"),),
                after=("COMPLETE_FORMS",),
            ),
        ),
    ),
)

CLEAR_OLD_ACTIONS = Kind(
    code=KindCode.CLEAR_OLD_ACTIONS,
    process=ENFORCEMENT,
    area="Transfer case to enforcement",
    sub_area="Clear Old Enforcement Actions",
    desk=Desk.MAINTENANCE,
    due_days=10,
    by_hand=frozenset({Role.MAINTENANCE_WORKER, Role.COMPLAINTS_WORKER}),
    about="LiabilityOrder",
    form=(
        FormField("ORIGINATING_ACTION", "The originating enforcement action", F.TEXT),
        *(replace(each, is_required=False) for each in CLEARED),
    ),
    template=Template(
        "CLEAR_OLD_ACTIONS",
        1,
        (
            Line(
                "WAIT_PERIOD",
                "Set a wait period for other actions to be completed",
                (
                    Outcome("WAIT", "Wait until", needs_date=True, is_date_ahead=True,
                            at_once=(CarryOut(EffectName.SET_WAIT_PERIOD),)),
                    Outcome("NO_WAIT", "No wait period"),
                ),
                is_optional=True,
            ),
            Line(
                "AUTHORISATION_CHECK",
                "Authorisation Check",
                (
                    Outcome(
                        "INITIATE",
                        "Initiate",
                        needs_note=True,
                        decision=Decision.CLEAR_ARTEFACTS,
                        conditions=(on.OUTSIDE_ENFORCEMENT,),
                        needs_approval=True,
                        on_closing=(
                            CarryOut(EffectName.TRANSFER_TO_ENFORCEMENT),
                            OpenNext(KindCode.CLEAR_ARTEFACTS),
                        ),
                        resolution="TO_ENFORCEMENT",
                    ),
                    Outcome(
                        "CLEARED_HERE",
                        "Cleared here",
                        needs_note=True,
                        needs_form=tuple(each.code for each in CLEARED),
                        decision=Decision.CLEAR_ARTEFACTS,
                        conditions=(on.WITH_COMPLAINTS,),
                        at_once=(CarryOut(EffectName.CLEAR_ARTEFACT),),
                        resolution="CLEARED",
                    ),
                    Outcome(
                        "NOTHING_OUTSTANDING",
                        "Nothing is outstanding any more",
                        needs_note=True,
                        conditions=(on.NO_ARTEFACTS,),
                        resolution="NOTHING_OUTSTANDING",
                        is_ours=True,
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip

KINDS = (LO_PAID_OFF, CLEAR_ARTEFACTS, CLEAR_OLD_ACTIONS)
