"""What brings a case up by itself? Every automatic reason as data, and what is due on a case now (R-01, R-02, R-35).

The monitor and the timers ask the same function; an occasion is named alike by whoever meets it, so that it opens one
service request.
"""

from dataclasses import dataclass
from uuid import UUID

from backend.rules.casework.facts import CaseFacts, ExpectedFacts
from backend.rules.routing_reasons import REASONS
from backend.rules.triggers import TRIGGERS, Found, Trigger, becomes, late, waits_over
from backend.rules.vocabulary import ExpectedState, RoutingReason

R = RoutingReason
EXITS = frozenset(
    {
        R.SURVEILLANCE_NEW_ADDRESS,
        R.SURVEILLANCE_NEW_EMPLOYMENT,
        R.SURVEILLANCE_CLIENT_CONTACT,
        R.SURVEILLANCE_ANNUAL_REVIEW,
        R.SURVEILLANCE_REVIEW_REACHED,
    }
)
"""The five triggers that bring a case out of surveillance (R-35)."""
EXIT_BY: dict[RoutingReason, RoutingReason] = {
    R.REVIEW_EXPIRED: R.SURVEILLANCE_REVIEW_REACHED,
    R.CHANGE_OF_JURISDICTION: R.SURVEILLANCE_NEW_ADDRESS,
    R.NEW_INFORMATION: R.SURVEILLANCE_CLIENT_CONTACT,
    R.INBOUND_CONTACT: R.SURVEILLANCE_CLIENT_CONTACT,
}
"""What another reason is for a case in surveillance; what is not named is a scheduling exception. Ours."""


def exit_of(reason: RoutingReason) -> RoutingReason:
    """By which of the five triggers a case comes out of surveillance, whatever the reason would be elsewhere."""
    return reason if reason in EXITS else EXIT_BY.get(reason, R.SURVEILLANCE_ANNUAL_REVIEW)


def occasion(name: str, about: UUID | str) -> str:
    """What names an occasion: the same whoever meets it. `name` is the trigger's, `about` the thing that is due."""
    return f"{name}:{about}"


@dataclass(frozen=True, slots=True)
class Due:
    """That a trigger is due on a case: what is opened for it, once."""

    trigger: Trigger
    found: Found

    @property
    def about(self) -> UUID:
        return self.found.about

    @property
    def occasion(self) -> str:
        return occasion(self.trigger.name, self.found.key or self.found.about)

    @property
    def sentence(self) -> str:
        """Why, without personal data: the reason, and what it rests on."""
        reason = REASONS[self.trigger.code].sentence
        return f"{reason} {self.found.detail}" if self.found.detail else reason


def due(facts: CaseFacts) -> tuple[Due, ...]:
    """What is due on the case now and was not told before, in the order of `TRIGGERS`; no occasion twice."""
    found: dict[str, Due] = {}
    for trigger in TRIGGERS:
        if trigger.watches(facts) and not trigger.is_silenced(facts):
            for each in (Due(trigger, found) for found in trigger.find(facts)):
                if not _is_answered(each, facts):
                    found.setdefault(each.occasion, each)
    return tuple(found.values())


def unmet(facts: CaseFacts) -> tuple[tuple[ExpectedFacts, ExpectedState], ...]:
    """The payments that were expected and have not come, and what they are from now on: MISSED or PARTIAL (R-01).

    Whether or not the monitor is silenced: what happened is recorded, and a payment that was missed while it was
    silenced is not told of later.
    """
    if not (facts.in_enforcement or facts.in_surveillance) or facts.is_rejected:
        return ()
    told = {each.about for each in due(facts)}
    return tuple(
        (each, becomes(each)) for each in late(facts) if each.state is ExpectedState.EXPECTED or each.id in told
    )


def is_anything_due(facts: CaseFacts) -> bool:
    """Whether an act on the case would change anything."""
    return bool(due(facts) or unmet(facts) or waits_over(facts))


def _is_answered(each: Due, facts: CaseFacts) -> bool:
    return any(request.about == each.about and request.kind in each.trigger.answered_by for request in facts.requests)
