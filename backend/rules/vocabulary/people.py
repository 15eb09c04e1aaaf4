"""Who there is, and what they are to a case."""

from enum import IntFlag, auto

from backend.rules.vocabulary.base import Word


class Jurisdiction(Word):
    ENGLAND_WALES = auto()
    SCOTLAND = auto()
    NORTHERN_IRELAND = auto()


class CaseKind(Word):
    CLAIM = auto()
    ENFORCEMENT = auto()


class Side(Word):
    """The two halves of the service, which never mix."""

    COURT = auto()
    AGENCY = auto()


class Role(Word):
    """Who a user is. What they may do with a case follows from their relations to it, not from this alone."""

    CITIZEN = auto()
    HCEO = auto()
    COURT_OFFICER = auto()
    CASE_MANAGER = auto()
    COMPLEX_CASE_WORKER = auto()
    TEAM_LEADER = auto()
    SENIOR_MANAGER = auto()
    MAINTENANCE_WORKER = auto()
    COMPLAINTS_WORKER = auto()
    TRANSITION_WORKER = auto()
    ARREARS_CASE_OWNER = auto()
    DOT = auto()
    SERVICE_OWNER = auto()
    ADMIN = auto()
    SYSTEM = auto()


class Relation(IntFlag):
    """What a viewer is to one row: the bits over which the audience of a field is a mask."""

    NONE = 0
    CLAIMANT = 1
    DEFENDANT = 2
    OFFICER = 4
    COURT = 8
    SYSTEM = 16
    OWN = 32
    """The row is about the viewer: the party they proved to be, or a letter written to them."""
    CONTACT = 64
    """The viewer stands opposite the party of this row and may know how to reach it."""
    ANYBODY = 128
    """The row belongs to no case, and is there for whoever asks, signed in or not."""
    RECEIVING_PARENT = 256
    PAYING_PARENT = 512
    AGENCY = 1024
    """Works enforcement cases of this jurisdiction, or leads the team that has the case."""
    ASSIGNED = 2048
    """Owns a service request of the case that is not closed: works it."""
    LEADER = 4096
    """Leads the team that has the case."""
    PARTNER = 8192
    """Works for another area of the agency, which takes part in this case."""
    SENIOR = 16384
    """Signs off what leaves the agency in free text."""
    COMPLEX = 32768
    """Works the case as a complex case worker: alone reads a date of birth unmasked."""

    @property
    def audience_word(self) -> str:
        """Under which word the versions for someone of this relation are kept."""
        if self & Relation.CLAIMANT:
            return "claimant"
        if self & Relation.DEFENDANT:
            return "defendant"
        if self & Relation.RECEIVING_PARENT:
            return "receiving_parent"
        if self & Relation.PAYING_PARENT:
            return "paying_parent"
        if self & OF_THE_AGENCY:
            return "agency"
        return "officer" if self & Relation.OFFICER else "court"


PARTIES = Relation.CLAIMANT | Relation.DEFENDANT
PARTIES_AND_COURT = PARTIES | Relation.COURT | Relation.SYSTEM
COURT_ONLY = Relation.COURT | Relation.SYSTEM
CLAIMANT_AND_COURT = Relation.CLAIMANT | COURT_ONLY
"""Who knows of an application for a writ and of its fee: for everybody else there is none until the writ is issued."""
EVERYBODY_CONCERNED = PARTIES_AND_COURT | Relation.OFFICER
"""Who is told of a writ and of what restrains it."""


OF_THE_AGENCY = Relation.AGENCY | Relation.PARTNER | Relation.SENIOR
"""Whoever works for the agency, in whatever part of it."""
AGENCY_ONLY = Relation.AGENCY | Relation.SYSTEM
"""Those who work enforcement cases; what other areas of the agency see of a case is said apart."""
AGENCY_AND_PAYING_PARENT = AGENCY_ONLY | Relation.PAYING_PARENT
"""Who is told of the money of a case: what came in, what it paid, what is expected."""
PARENTS = Relation.RECEIVING_PARENT | Relation.PAYING_PARENT
EVERYBODY_OF_THE_AGENCY = OF_THE_AGENCY | Relation.SYSTEM
STAFF = COURT_ONLY | OF_THE_AGENCY
"""Whoever works service requests, of the court or of the agency: whose they are, their acts ask besides."""


class PartySide(Word):
    CLAIMANT = auto()
    DEFENDANT = auto()
    RECEIVING_PARENT = auto()
    PAYING_PARENT = auto()
    REPRESENTATIVE = auto()
    SOLICITOR = auto()

    @property
    def relation(self) -> Relation:
        """What a user linked to a party of this side is to the case. Nobody links to the last two."""
        return _RELATIONS.get(self, Relation.NONE)


_RELATIONS = {
    PartySide.CLAIMANT: Relation.CLAIMANT,
    PartySide.DEFENDANT: Relation.DEFENDANT,
    PartySide.RECEIVING_PARENT: Relation.RECEIVING_PARENT,
    PartySide.PAYING_PARENT: Relation.PAYING_PARENT,
}


class PartyKind(Word):
    PERSON = auto()
    ORGANISATION = auto()
