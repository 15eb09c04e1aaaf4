"""The successes of acts on applications for a writ."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.model import Entity
from backend.queries.writ_applications import WRIT_APPLICATION
from backend.schema.claims import Claim
from backend.schema.results.base import Success
from backend.schema.writ_applications import WritApplication


@strawberry.interface(description="An act was done on an application for a writ.")
class WritApplicationSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"claim": CLAIM, "application": WRIT_APPLICATION}

    claim: Claim = strawberry.field(description="The claim as it is now.")
    application: WritApplication = strawberry.field(description="The application as it is now.")


@strawberry.type(description="The application was begun, with what the court knows filled in.")
class StartWritApplicationSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The details were taken.")
class GiveWritDetailsSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The officer was chosen, or the choice left to the rota.")
class AppointHceoSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The fee is covered, and the application was sent to the court for approval.")
class UseHelpWithFeesSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The application was sent to the court again.")
class ResubmitWritApplicationSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The application was withdrawn.")
class WithdrawWritApplicationSuccess(WritApplicationSuccess):
    pass


@strawberry.type(description="The application was amended; whoever did cannot approve it.")
class AmendWritApplicationSuccess(WritApplicationSuccess):
    pass
