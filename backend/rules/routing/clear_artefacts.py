"""Clear enforcement artefacts (steps 50 to 64)."""

from backend.rules.access import ENFORCERS
from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Letter, NoteKind, Role, RoutingReason
from backend.rules.vocabulary import KindCode as K

CLEAR_ARTEFACTS = DecisionRule(
    decision=Decision.CLEAR_ARTEFACTS,
    title="Clear enforcement artefacts",
    purpose="A liability order was paid off, or a sanction is lifted or reduced: what enforcement action left on the "
    "paying parent's record is cleared. Outside enforcement the case is forwarded once a manager has authorised it.",
    procedure=(
        step(
            50,
            "None is outstanding: the routing service request is opened when a liability order is paid off, or by "
            "hand, and set to In Progress.",
            K.REVIEW_CASE,
            RoutingReason.LIABILITY_ORDER_PAID_OFF,
        ),
        step(
            51,
            "Enforcement orders are looked at; what caused an artefact may be linked.",
            ByAct(Act.LINK_SERVICE_REQUESTS),
        ),
        step(52, "It is closed as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(
            53,
            "Some are outstanding, in enforcement: LO Paid Off Clear Artefacts is opened, with the reason, by the "
            "service or by hand. The paying parent's outstanding artefacts are looked at.",
            K.LO_PAID_OFF,
            ByLine(K.LO_PAID_OFF, "VIEW_ENFORCEMENT_ORDERS"),
        ),
        step(
            54,
            "The line Clear artefacts, Initiate, opens Clear Artefacts under it.",
            ByOutcome(K.LO_PAID_OFF, "CLEAR_ARTEFACTS", "INITIATE"),
        ),
        step(55, "Clear Artefacts is set to In Progress.", K.CLEAR_ARTEFACTS),
        step(
            56,
            "What caused the artefact is linked. Where a sanction is lifted or reduced, the contracted solicitor "
            "is instructed. The paying parent is told once the artefact is cleared. A charge has its own procedure.",
            ByLine(K.CLEAR_ARTEFACTS, "LINK_CAUSE"),
            ByLine(K.CLEAR_ARTEFACTS, "INSTRUCT_SOLICITOR"),
            ByLine(K.CLEAR_ARTEFACTS, "TELL_PAYING_PARENT"),
            Letter.CMEL9116,
            Letter.CMEL9271,
        ),
        step(
            57,
            "The form is filled in; the artefact's status becomes No by itself.",
            ByLine(K.CLEAR_ARTEFACTS, "COMPLETE_FORMS"),
            ByField(K.CLEAR_ARTEFACTS, "ARTEFACT"),
            EffectName.CLEAR_ARTEFACT,
        ),
        step(
            58,
            "A note tells what was done, and confirms that all supporting actions are completed.",
            ByLine(K.CLEAR_ARTEFACTS, "CONFIRM"),
            NoteKind.CONFIRMATION,
        ),
        step(59, "Clear Artefacts is closed as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(60, "Then the service request above it, as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(
            61,
            "Outside enforcement: Clear Old Enforcement Actions is opened by the service or by hand; the service "
            "fills in the action that left the artefact.",
            K.CLEAR_OLD_ACTIONS,
            ByField(K.CLEAR_OLD_ACTIONS, "ORIGINATING_ACTION"),
        ),
        step(
            62,
            "A wait period is set where other actions have to be completed first.",
            ByLine(K.CLEAR_OLD_ACTIONS, "WAIT_PERIOD"),
            EffectName.SET_WAIT_PERIOD,
            RoutingReason.WAIT_PERIOD_EXPIRED,
        ),
        step(
            63,
            "Once they are, Authorisation Check, Initiate puts it before the manager. Complaints may clear the "
            "artefacts themselves instead.",
            ByOutcome(K.CLEAR_OLD_ACTIONS, "AUTHORISATION_CHECK", "INITIATE"),
            ByOutcome(K.CLEAR_OLD_ACTIONS, "AUTHORISATION_CHECK", "CLEARED_HERE"),
            ByAct(Act.REQUEST_APPROVAL),
        ),
        step(
            64,
            "Approved and closed, the case goes to enforcement, where Clear Artefacts waits; cleared, it goes back "
            "to the area that sent it.",
            ByAct(Act.APPROVE_SERVICE_REQUEST),
            EffectName.TRANSFER_TO_ENFORCEMENT,
            K.CLEAR_ARTEFACTS,
            ByOutcome(K.REVIEW_CASE, "TRANSFER_CASE", "TO_ORIGINATING_AREA"),
        ),
    ),
    rows=("R-41", "R-42", "R-43", "R-44"),
    conditions=(on.ARTEFACT_OUTSTANDING,),
    taken_by=(
        ByOutcome(K.LO_PAID_OFF, "CLEAR_ARTEFACTS", "INITIATE"),
        ByOutcome(K.CLEAR_OLD_ACTIONS, "AUTHORISATION_CHECK", "INITIATE"),
        ByOutcome(K.CLEAR_OLD_ACTIONS, "AUTHORISATION_CHECK", "CLEARED_HERE"),
    ),
    letters=(Letter.CMEL9116, Letter.CMEL9271),
    roles=ENFORCERS | {Role.MAINTENANCE_WORKER, Role.COMPLAINTS_WORKER},
)
