"""What does the API offer? Its table of contents: every query, mutation and subscription, one file a subject."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.api.agency_casework import AgencyCaseworkActs, AgencyCaseworkQueries
from backend.api.arrears import ArrearsActs
from backend.api.case_acts import CaseActs
from backend.api.case_letters import CaseLetterActs
from backend.api.casework import CaseworkActs, CaseworkQueries
from backend.api.claims import ClaimActs, ClaimQueries
from backend.api.enforcement_cases import EnforcementCaseActs, EnforcementCaseQueries
from backend.api.hceos import HceoActs, HceoQueries
from backend.api.live import Subscription
from backend.api.payments import PaymentActs
from backend.api.writ_applications import WritApplicationActs, WritApplicationQueries
from backend.api.writs import WritActs, WritQueries
from backend.schema import checks
from backend.schema.declared import SHAPES
from backend.schema.scalars import SCALARS


@strawberry.type(description="What can be asked.")
class Query(
    AgencyCaseworkQueries,
    CaseworkQueries,
    ClaimQueries,
    EnforcementCaseQueries,
    HceoQueries,
    WritApplicationQueries,
    WritQueries,
):
    pass


@strawberry.type(description="What can be done: each with one intent, done once for its idempotency key.")
class Mutation(
    AgencyCaseworkActs,
    ArrearsActs,
    CaseActs,
    CaseLetterActs,
    CaseworkActs,
    ClaimActs,
    EnforcementCaseActs,
    HceoActs,
    PaymentActs,
    WritApplicationActs,
    WritActs,
):
    pass


schema = strawberry.Schema(
    Query,
    Mutation,
    Subscription,
    types=list(SHAPES.values()),
    config=StrawberryConfig(scalar_map=SCALARS),
)
checks.check(schema)
