"""Who is acting: what the rules, the scope of queries and the database's row-level security need to know of them."""

from dataclasses import dataclass
from uuid import UUID

from backend.rules.vocabulary import Act, Jurisdiction, Role

CITIZENS = frozenset({Role.CITIZEN})
EVERYBODY = frozenset(Role) - {Role.SYSTEM}
ROLES: dict[Act, frozenset[Role]] = {
    Act.LODGE_CLAIM: CITIZENS,
    Act.LINK_TO_CLAIM: CITIZENS,
    Act.REQUEST_SECURITY_CODE: CITIZENS,
    Act.MARK_LETTER_POSTED: frozenset({Role.COURT_OFFICER}),
    Act.PRINT_LETTER: frozenset({Role.COURT_OFFICER}),
    # Of those signed in, on a claim that they see: the scope decides, and whether there is such a notice.
    Act.MARK_NOTICE_SEEN: EVERYBODY,
    Act.RECORD_GUIDANCE_READ: EVERYBODY,
    Act.SIGN_OUT: EVERYBODY,
    Act.ADD_HCEO: frozenset({Role.COURT_OFFICER}),
}
"""Who may do what does not depend on what they are to a claim; the rest stands in the other tables of `rules.acts`."""


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
    def is_system(self) -> bool:
        return self.role is Role.SYSTEM


SYSTEM = Actor(user_id=None, name="the service", role=Role.SYSTEM, jurisdictions=frozenset(Jurisdiction))
ANONYMOUS = Actor(user_id=None, name="", role=Role.CITIZEN)
"""Nobody signed in: sees no case."""
