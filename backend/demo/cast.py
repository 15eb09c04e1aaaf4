"""Who appears in generated claims: a bounded pool of people with accounts, and passers-by without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from backend.demo.people import Address, draw_organisation, draw_person
from backend.demo.rows import Rows
from backend.models import Organisation, User
from backend.rules.vocabulary import Jurisdiction, PartyKind, Role

CLAIMS_PER_CLAIMANT = 20
CLAIMS_PER_DEFENDANT = 8
FEWEST = 3
OFFICERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Somebody who can be a party: as the claim describes them, and their account if they have one."""

    kind: PartyKind
    name: str
    address: Address
    email: str | None
    phone: str | None
    date_of_birth: date | None = None
    organisation_number: str | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The people with accounts."""

    claimants: Sequence[Figure]
    trading_claimants: Sequence[Figure]
    defendants: Sequence[Figure]
    trading_defendants: Sequence[Figure]
    officers: Sequence[UUID]


def draw_person_figure(rng: Random, *, user_id: UUID | None = None) -> Figure:
    person = draw_person(rng)
    return Figure(
        kind=PartyKind.PERSON,
        name=person.name,
        address=person.address,
        email=person.email,
        phone=person.phone,
        date_of_birth=person.date_of_birth,
        user_id=user_id,
    )


def draw_firm_figure(rng: Random, *, user_id: UUID | None = None) -> Figure:
    firm = draw_organisation(rng)
    return Figure(
        kind=PartyKind.ORGANISATION,
        name=firm.name,
        address=firm.address,
        email=firm.email,
        phone=firm.phone,
        organisation_number=firm.number,
        user_id=user_id,
    )


@dataclass(slots=True)
class Casting:
    """Draws the people with accounts, and the rows of their accounts."""

    rng: Random
    rows: Rows
    series: str
    """Begins the `subject` of every account drawn here; one series is generated once."""
    at: datetime

    def cast(self, claims: int) -> Cast:
        """Enough people for so many claims: a claimant brings some 20 of them, a linked defendant meets some 8."""
        claimants = max(FEWEST, claims // CLAIMS_PER_CLAIMANT // 2)
        defendants = max(FEWEST, claims // CLAIMS_PER_DEFENDANT // 2)
        return Cast(
            claimants=[self._person(f"claimant:{index}") for index in range(claimants)],
            trading_claimants=[self._firm(f"trading-claimant:{index}") for index in range(claimants)],
            defendants=[self._person(f"defendant:{index}") for index in range(defendants)],
            trading_defendants=[self._firm(f"trading-defendant:{index}") for index in range(defendants)],
            officers=[self._officer(index) for index in range(OFFICERS)],
        )

    def _person(self, key: str) -> Figure:
        figure = draw_person_figure(self.rng, user_id=self.rows.new_id())
        self._user(figure.user_id, key, figure.name, figure.email, Role.CITIZEN)
        return figure

    def _firm(self, key: str) -> Figure:
        figure = draw_firm_figure(self.rng, user_id=self.rows.new_id())
        organisation_id = self.rows.new_id()
        # No number: it is unique, and two seeds could draw the same one.
        self.rows.add(Organisation, id=organisation_id, name=figure.name, number=None, kind=PartyKind.ORGANISATION)
        acting = draw_person(self.rng)
        self._user(figure.user_id, key, acting.name, figure.email, Role.CITIZEN, organisation_id=organisation_id)
        return figure

    def _officer(self, index: int) -> UUID:
        user_id = self.rows.new_id()
        name = draw_person(self.rng).name
        places = [Jurisdiction.ENGLAND_WALES]
        self._user(
            user_id, f"officer:{index}", name, f"officer-{index}@court.example", Role.COURT_OFFICER, places=places
        )
        return user_id

    def _user(
        self,
        user_id: UUID | None,
        key: str,
        name: str,
        email: str | None,
        role: Role,
        *,
        organisation_id: UUID | None = None,
        places: Sequence[Jurisdiction] = (),
    ) -> None:
        account: dict[str, Any] = {
            "id": user_id,
            "subject": f"{self.series}:{key}",
            "name": name,
            "email": email,
            "role": role,
            "team_id": None,
            "organisation_id": organisation_id,
            "jurisdictions": list(places),
            "is_active": True,
            "created_at": self.at,
        }
        self.rows.add(User, **account)
