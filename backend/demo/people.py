"""Drawing people, businesses and addresses from a seeded source of chance: the same seed draws the same people."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random

COMPANY_ENDINGS = ("Ltd", "Ltd", "Ltd", "Limited", "LLP", "(UK) Ltd")

INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that a postcode's last two may be: C, I, K, M, O and V are never used there."""

HOUSES_WITH_NAMES, PEOPLE_WITH_EMAIL = 0.04, 0.875
ADULT_FROM, ADULT_TO = date(1942, 1, 1), date(2006, 12, 31)


@dataclass(frozen=True, slots=True)
class PostalArea:
    """One of the 104 postal areas of England and Wales: its letters, its post town, three of its districts."""

    area: str
    town: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]
    """The first begins with the house number or name; the last is the post town."""
    post_code: str


@dataclass(frozen=True, slots=True)
class PersonDrawn:
    name: str
    date_of_birth: date
    address: Address
    email: str | None
    phone: str


@dataclass(frozen=True, slots=True)
class OrganisationDrawn:
    name: str
    number: str
    """In the form of a company number: eight digits. No register was asked, and 09… is well taken."""
    address: Address
    email: str
    phone: str


def _text(name: str) -> str:
    return files("backend.demo.data").joinpath(name).read_text(encoding="utf-8")


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(_text(f"{name}.txt").splitlines())


@cache
def postal_areas() -> tuple[PostalArea, ...]:
    """The postal areas of England and Wales, which the HCEO districts of SI 2004/400 correspond to."""
    return tuple(
        PostalArea(area=row["area"], town=row["town"], districts=tuple(row["districts"].split()))
        for row in csv.DictReader(_text("postal_areas.csv").splitlines())
    )


def draw_address(rng: Random) -> Address:
    """An address in the right form in a real district. Street, number and the inward half of the code are invented."""
    area = rng.choice(postal_areas())
    street = rng.choice(_list("streets"))
    # A few houses have names, and linking must cope with them.
    house = f"{rng.choice(_list('house_names'))}," if rng.random() < HOUSES_WITH_NAMES else str(rng.randint(1, 180))
    inward = f"{rng.randint(1, 9)}{rng.choice(INWARD_LETTERS)}{rng.choice(INWARD_LETTERS)}"
    return Address(lines=(f"{house} {street}", area.town), post_code=f"{rng.choice(area.districts)} {inward}")


def draw_phone(rng: Random) -> str:
    """A number of the block that Ofcom keeps free for drama: it rings nowhere."""
    return f"07700 900{rng.randint(0, 999):03}"


def draw_person(rng: Random) -> PersonDrawn:
    """An adult. One in eight has no e-mail address, so that some letters wait for the printer."""
    given, surname = rng.choice(_list("given_names")), rng.choice(_list("surnames"))
    has_email = rng.random() < PEOPLE_WITH_EMAIL
    mailbox = f"{given}.{surname}.{rng.randint(1, 9_999)}".lower()
    return PersonDrawn(
        name=f"{given} {surname}",
        date_of_birth=ADULT_FROM + timedelta(days=rng.randrange((ADULT_TO - ADULT_FROM).days)),
        address=draw_address(rng),
        email=f"{mailbox}@example.org" if has_email else None,
        phone=draw_phone(rng),
    )


def draw_organisation(rng: Random) -> OrganisationDrawn:
    name = f"{rng.choice(_list('surnames'))} {rng.choice(_list('trades'))}"
    domain = "".join(letter for letter in name.lower() if letter.isalpha())
    return OrganisationDrawn(
        name=f"{name} {rng.choice(COMPANY_ENDINGS)}",
        number=f"09{rng.randint(0, 999_999):06}",
        address=draw_address(rng),
        email=f"accounts@{domain}.example",
        phone=draw_phone(rng),
    )
