"""What can be chosen on an enforcement case: the powers to launch and the flags, each open, or closed and why."""

import strawberry

from backend.queries import enforcement_cases as queries
from backend.queries.ids import to_node_id
from backend.queries.reading import Reading, Row
from backend.rules import case_options as rules
from backend.rules.casework.titles import title_of
from backend.rules.powers import parallel_with
from backend.schema import enums
from backend.schema.basics import Action, Reason, action_of
from backend.schema.decisions import routes


@strawberry.type(description="An enforcement power of the case's jurisdiction: whether you can launch it now (R-18).")
class PowerOption:
    power: enums.Power = strawberry.field(description="Which power, for `launchPower`.")
    title: str = strawberry.field(description="In a few words.")
    is_open: bool = strawberry.field(description="Whether you can launch it now.")
    reasons: list[Reason] = strawberry.field(description="Why not: all that stands against it; empty where you can.")
    service_request_id: strawberry.ID | None = strawberry.field(
        description="The case routing service request from which you would launch it, for `launchPower`: yours before "
        "another's, open before closed. Null where the case has none."
    )
    needs_order: bool = strawberry.field(description="Whether it rests on a liability order (LO) in force.")
    is_sanction: bool = strawberry.field(description="Whether it is a sanction on the paying parent themselves.")
    leaves_artefact: bool = strawberry.field(
        description="Whether it leaves an artefact, as a charge or an order does, that is cleared once it is paid."
    )
    parallel_with: list[enums.Power] = strawberry.field(
        description="Beside which powers it may run, in parallel or concurrently; ours, to be confirmed."
    )
    source: str = strawberry.field(description="The law and the requirements that it comes from.")

    @classmethod
    def of(cls, option: rules.PowerOption) -> "PowerOption":
        rule, routing = option.rule, option.routing
        return cls(
            power=rule.power,
            title=title_of(rule.power),
            is_open=option.judged.is_open,
            reasons=[Reason.of(each) for each in option.judged.reasons],
            service_request_id=strawberry.ID(to_node_id("ServiceRequest", routing)) if routing else None,
            needs_order=rule.needs_order,
            is_sanction=rule.is_sanction,
            leaves_artefact=rule.leaves_artefact,
            parallel_with=sorted(parallel_with(rule.power, rule.jurisdiction)),
            source=rule.source,
        )


@strawberry.type(description="A flag of enforcement cases: whether it is set, and whether you can change that now.")
class FlagOption:
    flag: enums.Flag = strawberry.field(description="Which flag, for `setFlag` and `removeFlag`.")
    title: str = strawberry.field(description="In a few words.")
    what_it_does: str = strawberry.field(description="What it does while it is set.")
    is_set: bool = strawberry.field(description="Whether it is set now.")
    actions: list[Action] = strawberry.field(description="Setting and removing it: each open, or closed and why.")

    @classmethod
    def of(cls, option: rules.FlagOption) -> "FlagOption":
        return cls(
            flag=option.flag,
            title=option.rule.title,
            what_it_does=option.rule.does,
            is_set=option.is_set,
            actions=[action_of(each) for each in option.acts],
        )


async def power_options(reading: Reading, row: Row) -> list[PowerOption]:
    """The powers of the case's jurisdiction, for whoever has to do with its routing; of the agency alone."""
    facts = await queries.judged_by(reading, row)
    if facts is None or not routes(facts):
        return []
    return [PowerOption.of(each) for each in rules.power_options(facts, row.relation, reading.actor.user_id)]


async def flag_options(reading: Reading, row: Row) -> list[FlagOption]:
    """All flags, for whoever sees those that are set: the agency alone."""
    facts = await queries.judged_by(reading, row)
    return [FlagOption.of(each) for each in rules.flag_options(facts, row.relation)] if facts else []
