"""The successes of acts on the register of officers."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.hceos import HCEO
from backend.queries.model import Entity
from backend.schema.hceos import Hceo
from backend.schema.results.base import Success


@strawberry.interface(description="An act was done on an entry of the register of officers.")
class HceoSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"hceo": HCEO}

    hceo: Hceo = strawberry.field(description="The entry as it is now.")


@strawberry.type(description="The officer is on the register, and can be appointed.")
class AddHceoSuccess(HceoSuccess):
    pass


@strawberry.type(description="The entry was changed.")
class AmendHceoSuccess(HceoSuccess):
    pass


@strawberry.type(description="The officer gets no new writs; those they hold are counted in `openWrits`.")
class SuspendHceoSuccess(HceoSuccess):
    pass


@strawberry.type(description="The officer can be appointed again.")
class ReinstateHceoSuccess(HceoSuccess):
    pass
