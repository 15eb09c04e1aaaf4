"""Acts of a crash run, each until its answer is known, on whatever version the thing that it is about has by then."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from tests.api.world import Person
from tests.crash.site import Site, WrongAnswerError

SERVICE_REQUEST = "query ($by: ServiceRequestBy!) { serviceRequest(by: $by) { version status } }"
ENFORCEMENT_CASE = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { version } }"
Answer = dict[str, Any]


class Acting:
    """How anything is done: sent until somebody answers, and again where somebody else's act came between."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def do(self, who: Person, name: str, /, *, or_refused: tuple[str, ...] = (), **given: Any) -> Answer:
        """An act that succeeds; or is refused for one of these reasons, and then the empty answer."""
        result = await self.site.surely(who, name, **given)
        if result["__typename"].endswith("Success"):
            return result
        if or_refused and {each["code"] for each in result.get("reasons", ())} <= set(or_refused):
            return {}
        raise WrongAnswerError(f"{name}: {result}")

    async def on_claim(self, who: Person, name: str, case_id: UUID, /, **given: Any) -> Answer:
        """An act on the claim's version as it is."""
        is_about_claim = not {"applicationId", "writId"} & given.keys()
        about = {"claimId": to_node_id("Claim", case_id)} if is_about_claim else {}

        async def version() -> int:
            return int((await self.site.claim(who, case_id))["version"])

        return await self._again(who, name, version, {**about, **given})

    async def on_request(self, who: Person, name: str, request: str, /, **given: Any) -> Answer:
        """The same on a service request's own version."""

        async def version() -> int:
            found = await self.site.ask(who, SERVICE_REQUEST, by={"id": request})
            return int(found["serviceRequest"]["version"])

        return await self._again(who, name, version, {"serviceRequestId": request, **given})

    async def on_case(self, who: Person, name: str, case: str, /, **given: Any) -> Answer:
        """The same on an enforcement case; about one of its orders or payments where that is given."""
        about = {} if {"paymentId", "liabilityOrderId"} & given.keys() else {"enforcementCaseId": case}

        async def version() -> int:
            found = await self.site.ask(who, ENFORCEMENT_CASE, by={"id": case})
            return int(found["enforcementCase"]["version"])

        return await self._again(who, name, version, {**about, **given})

    async def _again(self, who: Person, name: str, version: Callable[[], Awaitable[int]], given: Answer) -> Answer:
        while True:
            result = await self.site.surely(who, name, expectedVersion=await version(), **given)
            if result["__typename"] != "StaleVersionError":
                break
        if not result["__typename"].endswith("Success"):
            raise WrongAnswerError(f"{name} {given}: {result}")
        return result

    async def one(self, statement: Any) -> Any:
        """A value that stands in the database, seen past the API; the database may be away for a moment."""
        return await self.site.read(lambda: self.site.world.database.scalar(statement))

    async def row(self, statement: Any) -> Any:
        async def read() -> Any:
            async with self.site.world.database.writing(SYSTEM) as session:
                return (await session.scalars(statement)).one()

        return await self.site.read(read)
