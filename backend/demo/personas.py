"""The people of the demonstration: one table of who they are, which everything else in the demonstration reads."""

from dataclasses import dataclass
from datetime import date

from backend.demo.people import Address
from backend.rules.vocabulary import Desk, Jurisdiction, Role, Side

ENGLAND_WALES = frozenset({Jurisdiction.ENGLAND_WALES})
ALL_JURISDICTIONS = frozenset(Jurisdiction)
SCOTLAND = frozenset({Jurisdiction.SCOTLAND})
NORTHERN_IRELAND = frozenset({Jurisdiction.NORTHERN_IRELAND})


@dataclass(frozen=True, slots=True)
class DemoTeam:
    name: str
    side: Side
    desks: tuple[Desk, ...] = ()
    """Whose work it takes."""
    jurisdictions: tuple[Jurisdiction, ...] = ()
    """Of which jurisdictions; none means all."""


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation for which a persona acts."""

    name: str
    number: str


MONEY_CLAIMS = DemoTeam(
    "Online Money Claims", Side.COURT, (Desk.COURT_ENFORCEMENT, Desk.COURT_PAYMENTS, Desk.COURT_POST)
)
ENFORCEMENT_NORTH = DemoTeam("Enforcement North", Side.AGENCY, (Desk.ENFORCEMENT,), (Jurisdiction.ENGLAND_WALES,))
ENFORCEMENT_WALES = DemoTeam(
    "Enforcement Wales and West", Side.AGENCY, (Desk.ENFORCEMENT,), (Jurisdiction.ENGLAND_WALES,)
)
ENFORCEMENT_SCOTLAND = DemoTeam("Enforcement Scotland", Side.AGENCY, (Desk.ENFORCEMENT,), (Jurisdiction.SCOTLAND,))
ENFORCEMENT_NORTHERN_IRELAND = DemoTeam(
    "Enforcement Northern Ireland", Side.AGENCY, (Desk.ENFORCEMENT,), (Jurisdiction.NORTHERN_IRELAND,)
)
COMPLEX_CASES = DemoTeam("Complex Cases", Side.AGENCY, (Desk.COMPLEX_CASES,))
CENTRAL_TEAM = DemoTeam("Central Team", Side.AGENCY, (Desk.CENTRAL_TEAM,))
MAINTENANCE = DemoTeam("Maintenance", Side.AGENCY, (Desk.MAINTENANCE,))
COMPLAINTS = DemoTeam("Complaints", Side.AGENCY, (Desk.COMPLAINTS,))
TRANSITION = DemoTeam("Transition", Side.AGENCY, (Desk.TRANSITION,))
ARREARS = DemoTeam("Arrears", Side.AGENCY, (Desk.ARREARS,))
DEDUCTION_ORDERS = DemoTeam("Deduction Orders", Side.AGENCY, (Desk.DEDUCTION_ORDERS,))
SENIOR_MANAGERS = DemoTeam("Senior Managers", Side.AGENCY, (Desk.SENIOR_MANAGEMENT,))
AGENCY_TEAMS = (
    ENFORCEMENT_NORTH, ENFORCEMENT_WALES, ENFORCEMENT_SCOTLAND, ENFORCEMENT_NORTHERN_IRELAND, COMPLEX_CASES,
    CENTRAL_TEAM, MAINTENANCE, COMPLAINTS, TRANSITION, ARREARS, DEDUCTION_ORDERS, SENIOR_MANAGERS,
)  # fmt: skip

MARCHES_ENFORCEMENT = Firm("Marches Enforcement Ltd", "09100201")
TYNE_AND_TEES = Firm("Tyne and Tees Officers LLP", "09100202")


@dataclass(frozen=True, slots=True)
class Persona:
    """One person of the demonstration, who can be signed in as by their key."""

    key: str
    name: str
    role: Role
    sees: str
    """One sentence for the start page: what can be seen as this persona."""
    email: str | None = None
    team: DemoTeam | None = None
    firm: Firm | None = None
    jurisdictions: frozenset[Jurisdiction] = frozenset()

    @property
    def subject(self) -> str:
        """The identity provider's name for them: what `User.subject` holds."""
        return f"demo:{self.key}"


@dataclass(frozen=True, slots=True)
class CitizenDetails:
    """What a citizen knows of themselves; the demonstration's walkthrough needs it to lodge a claim and to link."""

    date_of_birth: date
    address: Address
    phone: str


_PERSONAS = (
    Persona(
        "kate", "Kate Marlowe", Role.CITIZEN,
        "A claimant: her own claims, what was answered, and when she may ask for judgment.",
        email="kate@example.org",
    ),
    Persona(
        "andrew", "Andrew Hollis", Role.CITIZEN,
        "A defendant: nothing at first, then, once linked, the claim against him, his deadline and his next steps.",
        email="andrew@example.org",
    ),
    Persona(
        "kate-2", "Katherine Osei", Role.CITIZEN,
        "Another claimant: her own claims and never those of Kate, whatever she asks for.",
        email="kate-2@example.org",
    ),
    Persona(
        "andrew-2", "Andrew Sandhu", Role.CITIZEN,
        "Claimant in one claim and defendant in another, with other rights in each. No e-mail: letters go by post.",
    ),
    Persona(
        "hceo", "Idris Bowen", Role.HCEO,
        "A High Court Enforcement Officer: the writs served on him, and no others.",
        email="idris.bowen@marches-enforcement.example", firm=MARCHES_ENFORCEMENT,
    ),
    Persona(
        "hceo-2", "Rosalind Tate", Role.HCEO,
        "An officer of another firm: none of the writs of the first.",
        email="rosalind.tate@tyne-and-tees.example", firm=TYNE_AND_TEES,
    ),
    Persona(
        "court-officer", "Farah Siddiqui", Role.COURT_OFFICER,
        "Court staff: every claim of England and Wales, its whole history, letters to print, judgments to enter.",
        email="farah.siddiqui@court.example", team=MONEY_CLAIMS, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "court-officer-2", "Gwyn Morgan", Role.COURT_OFFICER,
        "A second officer of the same court: the other pair of eyes for what takes two.",
        email="gwyn.morgan@court.example", team=MONEY_CLAIMS, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "case-manager", "Leanne Whitaker", Role.CASE_MANAGER,
        "A case manager of Enforcement North: the enforcement cases assigned to her, and no claim of the court.",
        email="leanne.whitaker@agency.example", team=ENFORCEMENT_NORTH, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "case-manager-2", "Tomos Pugh", Role.CASE_MANAGER,
        "Another case manager: what is assigned to Leanne he can read, and not work.",
        email="tomos.pugh@agency.example", team=ENFORCEMENT_WALES, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "complex-case-worker", "Oluwaseun Adeyemi", Role.COMPLEX_CASE_WORKER,
        "The complex case team: the cases that were transferred to it.",
        email="oluwaseun.adeyemi@agency.example", team=COMPLEX_CASES, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "team-leader", "Maureen Fletcher", Role.TEAM_LEADER,
        "The leader of Enforcement North: her team's work, to route, to assign and to approve.",
        email="maureen.fletcher@agency.example", team=ENFORCEMENT_NORTH, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "team-leader-2", "Rhodri Vaughan", Role.TEAM_LEADER,
        "The leader of another team: nothing of Enforcement North.",
        email="rhodri.vaughan@agency.example", team=ENFORCEMENT_WALES, jurisdictions=ENGLAND_WALES,
    ),
    Persona(
        "senior-manager", "Patricia Lowe", Role.SENIOR_MANAGER,
        "Signs off the free-text letters before they leave.",
        email="patricia.lowe@agency.example", team=SENIOR_MANAGERS, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "maintenance-worker", "Callum Reid", Role.MAINTENANCE_WORKER,
        "Maintenance: clears old enforcement actions of cases that are not in enforcement.",
        email="callum.reid@agency.example", team=MAINTENANCE, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "complaints-worker", "Siobhan Daly", Role.COMPLAINTS_WORKER,
        "Complaints: clears old enforcement actions, or forwards them to enforcement.",
        email="siobhan.daly@agency.example", team=COMPLAINTS, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "transition-worker", "Piotr Zielinski", Role.TRANSITION_WORKER,
        "The transition team: cases that came from the legacy system, and what was done there.",
        email="piotr.zielinski@agency.example", team=TRANSITION, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "case-manager-scotland", "Ailsa Munro", Role.CASE_MANAGER,
        "A case manager of Enforcement Scotland: Scottish cases, with the powers of Scots law.",
        email="ailsa.munro@agency.example", team=ENFORCEMENT_SCOTLAND, jurisdictions=SCOTLAND,
    ),
    Persona(
        "team-leader-scotland", "Fergus Baird", Role.TEAM_LEADER,
        "The leader of Enforcement Scotland: his team's work, and no other's.",
        email="fergus.baird@agency.example", team=ENFORCEMENT_SCOTLAND, jurisdictions=SCOTLAND,
    ),
    Persona(
        "case-manager-northern-ireland", "Orla McKee", Role.CASE_MANAGER,
        "A case manager of Enforcement Northern Ireland: letters there speak of the crown solicitor's office.",
        email="orla.mckee@agency.example", team=ENFORCEMENT_NORTHERN_IRELAND, jurisdictions=NORTHERN_IRELAND,
    ),
    Persona(
        "team-leader-northern-ireland", "Declan Rooney", Role.TEAM_LEADER,
        "The leader of Enforcement Northern Ireland: his team's work, and no other's.",
        email="declan.rooney@agency.example", team=ENFORCEMENT_NORTHERN_IRELAND, jurisdictions=NORTHERN_IRELAND,
    ),
    Persona(
        "arrears-case-owner", "Nuala Quinn", Role.ARREARS_CASE_OWNER,
        "Arrears: whether a deduction order is complied with.",
        email="nuala.quinn@agency.example", team=ARREARS, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "dot", "Deduction Orders desk", Role.DOT,
        "The deduction orders team: the part of a case that concerns regular deductions.",
        email="deduction-orders@agency.example", team=DEDUCTION_ORDERS, jurisdictions=ALL_JURISDICTIONS,
    ),
    Persona(
        "receiving-parent", "Chantelle Grant", Role.CITIZEN,
        "A receiving parent: a summary of her case, never where the other parent lives or works.",
        email="receiving-parent@example.org",
    ),
    Persona(
        "paying-parent", "Dean Sutton", Role.CITIZEN,
        "A paying parent: a summary of his case, never where the other parent lives or works.",
        email="paying-parent@example.org",
    ),
    Persona(
        "service-owner", "Harriet Cole", Role.SERVICE_OWNER,
        "Totals of the service, and no single case.",
        email="harriet.cole@service.example",
    ),
    Persona(
        "admin", "Ravi Desai", Role.ADMIN,
        "Users and settings, and no content of any case.",
        email="ravi.desai@service.example",
    ),
)  # fmt: skip

PERSONAS: dict[str, Persona] = {persona.key: persona for persona in _PERSONAS}

CITIZENS: dict[str, CitizenDetails] = {
    "kate": CitizenDetails(date(1988, 5, 17), Address(("14 Clarence Street", "York"), "YO31 7EW"), "07700 900114"),
    "andrew": CitizenDetails(date(1984, 11, 2), Address(("27 Gladstone Terrace", "Leeds"), "LS6 4HB"), "07700 900127"),
    "kate-2": CitizenDetails(date(1979, 2, 28), Address(("3 Meadow View", "Cardiff"), "CF14 5PQ"), "07700 900103"),
    "andrew-2": CitizenDetails(
        date(1991, 8, 9), Address(("Rose Cottage, Mill Lane", "Ludlow"), "SY8 2ER"), "07700 900159"
    ),
    "receiving-parent": CitizenDetails(
        date(1990, 1, 22), Address(("61 Canal Street", "Manchester"), "M1 9HF"), "07700 900161"
    ),
    "paying-parent": CitizenDetails(date(1986, 7, 4), Address(("8 Park Road", "Liverpool"), "L8 6TS"), "07700 900108"),
}
"""Fixed, so that the walkthrough can be followed: Andrew's date of birth stands on the start page."""
