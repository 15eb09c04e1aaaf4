"""How can this judgment be enforced? Every route, allowed or refused with the law's reasons (W-01, W-04).

A fee is told only where a dated policy of ours holds it; for the other routes there is none, not nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from backend.rules import claims, eligibility
from backend.rules.claim_facts import ClaimFacts
from backend.rules.fees import Fee, writ_fee
from backend.rules.judging import Condition
from backend.rules.periods import london_day
from backend.rules.policies import WARRANT_BELOW, in_force
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import EnforcementRoute, PartyKind, Topic

R = EnforcementRoute


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """What the routes depend on: the claim, and of which kinds its defendants are."""

    claim: ClaimFacts
    defendants: Collection[PartyKind]


@dataclass(frozen=True, slots=True)
class Option:
    """One route: whether it is open now, why not, what it costs where we know it, and what to read."""

    route: EnforcementRoute
    reasons: tuple[Reason, ...]
    fee: Fee | None
    topic: Topic

    @property
    def is_open(self) -> bool:
        return not self.reasons


def _of_claim(condition: Condition[ClaimFacts]) -> Condition[OptionFacts]:
    return Condition(lambda facts: condition.holds(facts.claim), condition.otherwise)


def _question(code: str) -> Condition[OptionFacts]:
    return _of_claim(next(each.condition for each in eligibility.QUESTIONS if each.code == code))


def _is_small_enough(facts: OptionFacts) -> bool:
    return facts.claim.owed_pence < in_force(WARRANT_BELOW, london_day(facts.claim.now)).value


ADJUDGED = (_question("JUDGMENT"), _question("UNPAID"), _question("JURISDICTION"))
NO_BREATHING_SPACE = _question("NO_BREATHING_SPACE")
UNRESTRAINED = (_question("NOT_STAYED"), NO_BREATHING_SPACE)
OVERDUE = (_question("DUE"), _question("NO_KEPT_PLAN"))
SMALL_ENOUGH = Condition[OptionFacts](_is_small_enough, reasons.SUM_TOO_LARGE)
HAS_EARNINGS = Condition[OptionFacts](lambda f: PartyKind.PERSON in f.defendants, reasons.NOT_A_PERSON)
A_WRIT = (*map(_of_claim, eligibility.CONDITIONS), _of_claim(claims.NO_LIVE_APPLICATION))

ROUTES: dict[EnforcementRoute, tuple[tuple[Condition[OptionFacts], ...], Topic]] = {
    R.DIGITAL_WRIT: (A_WRIT, Topic.WRIT_OF_CONTROL),
    R.PAPER_WRIT: (A_WRIT, Topic.PAPER_WRIT),
    # SI 1991/724 art 8 for the sum, CPR 83.2(3) for the age; a writ that is out takes the same goods.
    R.WARRANT_OF_CONTROL: (
        (
            *ADJUDGED,
            *OVERDUE,
            SMALL_ENOUGH,
            *UNRESTRAINED,
            _question("NO_LIVE_WRIT"),
            _question("NO_PERMISSION_NEEDED"),
        ),
        Topic.ENFORCEMENT_OPTIONS,
    ),
    R.ATTACHMENT_OF_EARNINGS: ((*ADJUDGED, *OVERDUE, *UNRESTRAINED, HAS_EARNINGS), Topic.ENFORCEMENT_OPTIONS),
    R.THIRD_PARTY_DEBT_ORDER: ((*ADJUDGED, *OVERDUE, *UNRESTRAINED), Topic.ENFORCEMENT_OPTIONS),
    # Charging Orders Act 1979 s.1: also for money that is to become due, and while instalments are kept.
    R.CHARGING_ORDER: ((*ADJUDGED, *UNRESTRAINED), Topic.ENFORCEMENT_OPTIONS),
    # CPR 71.2: it enforces nothing by itself, so a stay does not stand against it; breathing space does.
    R.ORDER_TO_OBTAIN_INFORMATION: ((*ADJUDGED, NO_BREATHING_SPACE), Topic.ENFORCEMENT_OPTIONS),
}
FEES: dict[EnforcementRoute, Callable[[date], Fee]] = {R.DIGITAL_WRIT: writ_fee, R.PAPER_WRIT: writ_fee}


def options(facts: OptionFacts) -> tuple[Option, ...]:
    """Every route as it stands now."""
    today = london_day(facts.claim.now)
    return tuple(
        Option(
            route,
            tuple(each.otherwise for each in conditions if not each.holds(facts)),
            FEES[route](today) if route in FEES else None,
            topic,
        )
        for route, (conditions, topic) in ROUTES.items()
    )


@dataclass(frozen=True, slots=True)
class PaperWrit:
    """How to apply for a writ of control on paper (W-04)."""

    form: str
    fee: Fee
    steps: tuple[str, ...]


def paper_writ(on: date) -> PaperWrit:
    """The form, the fee of the day and the steps of the paper process."""
    return PaperWrit(
        "N293A",
        writ_fee(on),
        (
            "Fill in form N293A, the combined certificate of judgment and request for a writ of control.",
            "Send it to the court that entered the judgment, which certifies what is owed.",
            "Send the certificate with the writ and the fee to the High Court, which seals the writ.",
            "Give the sealed writ to an enforcement officer of your choice.",
        ),
    )
