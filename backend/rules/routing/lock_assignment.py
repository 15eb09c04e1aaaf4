"""Lock assignment (steps 10 to 12)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.routing.parts import ByAct, DecisionRule, guidance, step
from backend.rules.vocabulary import Act, Decision, Flag, OfflineTaskKind

LOCK_ASSIGNMENT = DecisionRule(
    decision=Decision.LOCK_ASSIGNMENT,
    title="Lock assignment flag",
    purpose="At any point of enforcement: keeps a paying parent's cases with the team that has them when the paying "
    "parent moves between England and Wales, Scotland and Northern Ireland. A liability order that is enforced outside "
    "the jurisdiction that granted it needs a certificate of money provision.",
    procedure=(
        guidance(10, "Look at the master case of the group."),
        step(11, "Set the flag lock assignment on it.", ByAct(Act.SET_FLAG), Flag.LOCK_ASSIGNMENT),
        step(
            12,
            "A liability order that is enforced outside the jurisdiction that granted it needs a certificate of money "
            "provision: of the magistrates' court in England and Wales; of the sheriff court in Scotland, by the "
            "contracted solicitors; of the county court in Northern Ireland. This is done outside the service.",
            OfflineTaskKind.CERTIFICATE_OF_MONEY_PROVISION,
        ),
    ),
    rows=("R-20", "R-21"),
    conditions=(on.IN_ENFORCEMENT,),
    taken_by=(ByAct(Act.SET_FLAG), ByAct(Act.REMOVE_FLAG)),
)
