"""Teams and who works in them, as those of the same side see them."""

import strawberry

from backend.queries.ids import to_node_id
from backend.queries.teams import Named


@strawberry.type(description="Somebody who works for the court, or for the agency.")
class Colleague:
    id: strawberry.ID = strawberry.field(description="Opaque id, for `assignServiceRequest`.")
    name: str = strawberry.field(description="Their name.")

    @classmethod
    def of(cls, found: Named) -> "Colleague":
        return cls(id=strawberry.ID(to_node_id("User", found.key)), name=found.name)


@strawberry.type(description="A team of the court, or of the agency.")
class Team:
    id: strawberry.ID = strawberry.field(description="Opaque id, for `assignServiceRequest`.")
    name: str = strawberry.field(description="Its name.")

    @classmethod
    def of(cls, found: Named) -> "Team":
        return cls(id=strawberry.ID(to_node_id("Team", found.key)), name=found.name)


@strawberry.type(description="A team of the court with its people.")
class TeamOfTheCourt:
    team: Team = strawberry.field(description="The team.")
    members: list[Colleague] = strawberry.field(description="Who works in it, by name.")

    @classmethod
    def of(cls, team: Named, members: list[Named]) -> "TeamOfTheCourt":
        return cls(team=Team.of(team), members=[Colleague.of(member) for member in members])


@strawberry.type(description="A team of the agency with its people.")
class TeamOfTheAgency:
    team: Team = strawberry.field(description="The team.")
    members: list[Colleague] = strawberry.field(description="Who works in it, by name.")

    @classmethod
    def of(cls, team: Named, members: list[Named]) -> "TeamOfTheAgency":
        return cls(team=Team.of(team), members=[Colleague.of(member) for member in members])
