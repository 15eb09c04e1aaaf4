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

    @property
    def audience_word(self) -> str:
        """Under which word the versions for someone of this relation are kept."""
        if self & Relation.CLAIMANT:
            return "claimant"
        if self & Relation.DEFENDANT:
            return "defendant"
        return "officer" if self & Relation.OFFICER else "court"


PARTIES = Relation.CLAIMANT | Relation.DEFENDANT
PARTIES_AND_COURT = PARTIES | Relation.COURT | Relation.SYSTEM
COURT_ONLY = Relation.COURT | Relation.SYSTEM
CLAIMANT_AND_COURT = Relation.CLAIMANT | COURT_ONLY
"""Who knows of an application for a writ and of its fee: for everybody else there is none until the writ is issued."""
EVERYBODY_CONCERNED = PARTIES_AND_COURT | Relation.OFFICER
"""Who is told of a writ and of what restrains it."""


class PartySide(Word):
    CLAIMANT = auto()
    DEFENDANT = auto()

    @property
    def relation(self) -> Relation:
        return Relation.CLAIMANT if self is PartySide.CLAIMANT else Relation.DEFENDANT


class PartyKind(Word):
    PERSON = auto()
    ORGANISATION = auto()
