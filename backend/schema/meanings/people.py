"""What each word about people means, in a sentence."""

from backend.rules.vocabulary import Jurisdiction, PartyKind, PartySide, Role, Word

MEANINGS: dict[type[Word], dict[str, str]] = {
    Jurisdiction: {
        "ENGLAND_WALES": "England and Wales: one jurisdiction, and the only one in which claims are lodged here.",
        "SCOTLAND": "Scotland, with its own courts and bank holidays.",
        "NORTHERN_IRELAND": "Northern Ireland, with its own courts and bank holidays.",
    },
    Role: {
        "CITIZEN": "Anybody who claims or is claimed from, or a parent in a child maintenance case.",
        "HCEO": "A High Court Enforcement Officer: carries out writs of control that were addressed to them.",
        "COURT_OFFICER": "A member of the court's staff, for the jurisdictions whose claims they work on.",
        "CASE_MANAGER": "Works on child maintenance cases in enforcement that are assigned to them.",
        "COMPLEX_CASE_WORKER": "Works on the child maintenance cases that were transferred to the complex case team.",
        "TEAM_LEADER": "Leads a team of the agency: routes, assigns and approves its work.",
        "SENIOR_MANAGER": "Signs off letters with free text before they leave the agency.",
        "MAINTENANCE_WORKER": "Works on child maintenance cases that are not in enforcement.",
        "COMPLAINTS_WORKER": "Answers complaints about child maintenance cases.",
        "TRANSITION_WORKER": "Brings in cases and earlier actions from the systems before this one.",
        "ARREARS_CASE_OWNER": "Watches whether a deduction order for arrears is complied with.",
        "DOT": "The deduction order team, which sets up regular deductions from bank accounts.",
        "SERVICE_OWNER": "Answers for the service: sees totals, and no single case.",
        "ADMIN": "Keeps users and settings, and sees no content of any case.",
        "SYSTEM": "The service itself, where a date and not a person made something happen.",
    },
    PartySide: {
        "CLAIMANT": "Claims the money.",
        "DEFENDANT": "Is claimed from.",
        "RECEIVING_PARENT": "Is to receive child maintenance.",
        "PAYING_PARENT": "Is to pay child maintenance.",
        "REPRESENTATIVE": "Stands for a paying parent who died.",
        "SOLICITOR": "Acts for the agency before a court.",
    },
    PartyKind: {
        "PERSON": "A human being, sole traders included.",
        "ORGANISATION": "A company, a partnership, a charity or a public body.",
    },
}
