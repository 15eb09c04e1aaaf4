"""Who is acting: what the rules, the scope of queries and the database's row-level security need to know of them."""

from dataclasses import dataclass
from uuid import UUID

from backend.rules.vocabulary import Act, Desk, Jurisdiction, Role

CITIZENS = frozenset({Role.CITIZEN})
EVERYBODY = frozenset(Role) - {Role.SYSTEM}
CASE_LETTER_PRINTERS = frozenset({Role.CASE_MANAGER, Role.COMPLEX_CASE_WORKER, Role.TEAM_LEADER})
ROLES: dict[Act, frozenset[Role]] = {
    Act.LODGE_CLAIM: CITIZENS,
    Act.LINK_TO_CLAIM: CITIZENS,
    Act.REQUEST_SECURITY_CODE: CITIZENS,
    # The scope decides which letters: the court's of claims, the agency's of cases that somebody works or leads.
    Act.MARK_LETTER_POSTED: frozenset({Role.COURT_OFFICER}),
    Act.MARK_CASE_LETTER_POSTED: CASE_LETTER_PRINTERS,
    Act.PRINT_LETTER: CASE_LETTER_PRINTERS | {Role.COURT_OFFICER},
    # Of those signed in, on a claim that they see: the scope decides, and whether there is such a notice.
    Act.MARK_NOTICE_SEEN: EVERYBODY,
    Act.RECORD_GUIDANCE_READ: EVERYBODY,
    Act.SIGN_OUT: EVERYBODY,
    Act.ADD_HCEO: frozenset({Role.COURT_OFFICER}),
    # Each of them is judged besides, as if it were given alone.
    Act.ASSIGN_SERVICE_REQUESTS: frozenset({Role.TEAM_LEADER, Role.SENIOR_MANAGER}),
}
"""Who may do what does not depend on what they are to a claim; the rest stands in the other tables of `rules.acts`."""


COURT_ROLES = frozenset({Role.COURT_OFFICER})
ENFORCERS = frozenset({Role.CASE_MANAGER, Role.COMPLEX_CASE_WORKER})
"""Who carry out the routing procedure (R-53)."""
PARTNERS = frozenset(
    {
        Role.MAINTENANCE_WORKER,
        Role.COMPLAINTS_WORKER,
        Role.TRANSITION_WORKER,
        Role.ARREARS_CASE_OWNER,
        Role.DOT,
    }
)
"""Who take part in it from other areas of the agency (R-19, R-44, R-50)."""
DESKS_OF: dict[Role, frozenset[Desk]] = {
    Role.MAINTENANCE_WORKER: frozenset({Desk.MAINTENANCE}),
    Role.COMPLAINTS_WORKER: frozenset({Desk.COMPLAINTS, Desk.MAINTENANCE}),
    Role.ARREARS_CASE_OWNER: frozenset({Desk.ARREARS}),
    Role.DOT: frozenset({Desk.DEDUCTION_ORDERS}),
    Role.TRANSITION_WORKER: frozenset({Desk.TRANSITION}),
    Role.SENIOR_MANAGER: frozenset({Desk.SENIOR_MANAGEMENT}),
}
"""Of those who see only some of a case's service requests: the desks whose work is theirs (R-19, R-44, R-50, R-52)."""
AGENCY_ROLES = ENFORCERS | PARTNERS | {Role.TEAM_LEADER, Role.SENIOR_MANAGER}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or clock behind an operation, as their rights stand at this moment."""

    user_id: UUID | None
    name: str
    role: Role
    jurisdictions: frozenset[Jurisdiction] = frozenset()
    team_id: UUID | None = None
    organisation_id: UUID | None = None
    session: bytes | None = None
    """The hash of the session's token: what a live subscription watches for its end."""

    def may(self, act: Act) -> bool:
        """Whether the role allows an act of `ROLES`."""
        return self.role in ROLES[act]

    @property
    def is_court_staff(self) -> bool:
        return self.role is Role.COURT_OFFICER

    @property
    def is_agency_staff(self) -> bool:
        """Whether they work for the enforcement agency, in whatever part of it."""
        return self.role in AGENCY_ROLES

    @property
    def is_staff(self) -> bool:
        """Whether they work service requests: of the court, or of the agency; the two never mix."""
        return self.is_court_staff or self.is_agency_staff

    @property
    def is_system(self) -> bool:
        return self.role is Role.SYSTEM


SYSTEM = Actor(user_id=None, name="the service", role=Role.SYSTEM, jurisdictions=frozenset(Jurisdiction))
ANONYMOUS = Actor(user_id=None, name="", role=Role.CITIZEN)
"""Nobody signed in: sees no case."""
