"""Who the enforcement cases of the demonstration are about, and which of their plots each of them takes."""

from datetime import date

from backend.demo import agency_plots as plots
from backend.demo.agency import Story
from backend.demo.personas import CITIZENS, PERSONAS
from backend.rules.lodging import PartyDetails
from backend.rules.referrals import MaintenanceCaseDetails, Referral
from backend.rules.vocabulary import Jurisdiction, PartyKind, RoutingReason, Segment

SINCE = date(2025, 3, 3)


def _person(name: str, street: str, town: str, post_code: str, *, has_email: bool = True) -> PartyDetails:
    email = f"{name.lower().replace(' ', '.')}@example.org" if has_email else None
    return PartyDetails(PartyKind.PERSON, name, (street, town), post_code, email=email)


def _persona(key: str) -> PartyDetails:
    persona, known = PERSONAS[key], CITIZENS[key]
    return PartyDetails(
        PartyKind.PERSON,
        persona.name,
        known.address.lines,
        known.address.post_code,
        date_of_birth=known.date_of_birth,
        email=persona.email,
        phone=known.phone,
    )


SOLICITORS = {
    Jurisdiction.ENGLAND_WALES: PartyDetails(
        PartyKind.ORGANISATION, "Brodie and Finch Solicitors", ("4 Chancery Row", "Leeds"), "LS1 5AB",
        email="instructions@brodie-finch.example",
    ),
    Jurisdiction.SCOTLAND: PartyDetails(
        PartyKind.ORGANISATION, "Cairn Lamont Solicitors", ("19 Advocate Close", "Edinburgh"), "EH1 1ND",
        email="instructions@cairn-lamont.example",
    ),
    Jurisdiction.NORTHERN_IRELAND: PartyDetails(
        PartyKind.ORGANISATION, "Crown Solicitor's Office", ("10 Chichester Way", "Belfast"), "BT1 3JE",
        email="instructions@crown-solicitor.example",
    ),
}  # fmt: skip


def _referral(
    number: str,
    paying: PartyDetails,
    receiving: PartyDetails,
    pence: int,
    place: Jurisdiction = Jurisdiction.ENGLAND_WALES,
    reason: RoutingReason = RoutingReason.TRANSFERRED_TO_ENFORCEMENT,
    segment: Segment = Segment.STANDARD,
    *,
    is_migrated: bool = False,
) -> Referral:
    return Referral(
        paying_parent=paying,
        cases=(MaintenanceCaseDetails(number, receiving, pence, SINCE),),
        jurisdiction=place,
        reason=reason,
        segment=segment,
        solicitor=SOLICITORS[place],
        is_migrated=is_migrated,
    )


SCOTTISH = {"manager": "case-manager-scotland", "leader": "team-leader-scotland"}
NORTHERN_IRISH = {"manager": "case-manager-northern-ireland", "leader": "team-leader-northern-ireland"}
_S, _NI, _EW = Jurisdiction.SCOTLAND, Jurisdiction.NORTHERN_IRELAND, Jurisdiction.ENGLAND_WALES

STORIES: tuple[Story, ...] = (
    Story(
        referral=_referral("121000456701", _persona("paying-parent"), _persona("receiving-parent"), 240_000),
        days_ago=40, plot=plots.of_the_personas,
    ),
    Story(
        referral=_referral(
            "121000456712", _person("Craig Holloway", "3 Forge Lane", "Sheffield", "S1 2HH"),
            _person("Nadia Rahman", "18 Abbey Street", "Derby", "DE22 3GL"), 318_450,
        ),
        days_ago=2, plot=plots.waits,
    ),
    Story(
        referral=_referral(
            "121000456723", _person("Lewis Barraclough", "77 Tenter Road", "Halifax", "HX1 5RW"),
            _person("Jodie Marsh", "2 Priory Walk", "York", "YO10 3PB"), 96_000,
        ),
        days_ago=6, plot=plots.assigned,
    ),
    Story(
        referral=_referral(
            "121000456734", _person("Martin Oakes", "12 Dock Street", "Hull", "HU1 3DZ", has_email=False),
            _person("Shanice Clarke", "9 Park Terrace", "Leeds", "LS8 2QQ"), 154_200,
        ),
        days_ago=20, plot=plots.gathering,
    ),
    Story(
        referral=_referral(
            "121000456745", _person("Gareth Pope", "41 Mill Bank", "Wakefield", "WF1 2AA"),
            _person("Amy Lister", "6 Crown Court", "Huddersfield", "HD1 4TR"), 240_000,
        ),
        days_ago=130, plot=plots.missing_payments,
    ),
    Story(
        referral=_referral(
            "121000456756", _person("Anthony Webb", "5 Station Road", "Harrogate", "HG1 1TX"),
            _person("Louise Carver", "30 Moor View", "Keighley", "BD21 3NN"), 71_050,
        ),
        days_ago=30, plot=plots.paused,
    ),
    Story(
        referral=_referral(
            "121000456767", _person("Scott Delaney", "88 Canal Side", "Bradford", "BD1 4AB"),
            _person("Priya Nair", "14 Garden Street", "Leeds", "LS9 7TD"), 402_000,
        ),
        days_ago=60, plot=plots.in_surveillance,
    ),
    Story(
        referral=_referral(
            "121000456778", _person("Neil Ashworth", "23 Weaver Close", "Bradford", "BD3 9LQ"),
            _person("Karen Ashworth", "1 Church Fold", "Bingley", "BD16 2RH"), 90_000,
        ),
        days_ago=200, plot=plots.artefacts_outstanding,
    ),
    Story(
        referral=_referral(
            "121000456789", _person("Ross Kinnear", "54 Clyde Street", "Glasgow", "G1 4LH"),
            _person("Eilidh Fraser", "7 Shore Road", "Greenock", "PA15 1HJ"), 130_000, _S,
        ),
        days_ago=16, plot=plots.charge_expires, **SCOTTISH,
    ),
    Story(
        referral=_referral(
            "121000456790", _person("Conor Devlin", "31 Ormeau Row", "Belfast", "BT7 1GY"),
            _person("Aoife Quigley", "12 Strand View", "Derry", "BT48 7AB"), 208_300, _NI,
        ),
        days_ago=25, plot=plots.gathering, **NORTHERN_IRISH,
    ),
    Story(
        referral=_referral(
            "121000456801", _person("Darren Tully", "9 Quarry Hill", "Rotherham", "S60 2AA"),
            _person("Michelle Tully", "27 Wood Lane", "Barnsley", "S70 1QW"), 512_900, _EW,
            RoutingReason.SEGMENT_5_CONTINUING_ORDERS, Segment.SEGMENT_5,
        ),
        days_ago=9, plot=plots.assigned,
    ),
    Story(
        referral=_referral(
            "121000456812", _person("Peter Lomax", "16 Viaduct Street", "Stockport", "SK1 3QP"),
            _person("Gillian Hurst", "45 Brook Road", "Oldham", "OL1 2DE"), 866_000, _EW,
            RoutingReason.TRANSFERRED_FROM_LEGACY, is_migrated=True,
        ),
        days_ago=14, plot=plots.assigned,
    ),
    Story(
        referral=_referral(
            "121000456823", _person("Imran Sheikh", "2 Exchange Place", "Preston", "PR1 2EA"),
            _person("Hannah Pickup", "60 Ribble Avenue", "Blackburn", "BB1 5NA"), 120_000,
        ),
        days_ago=100, plot=plots.deducted,
    ),
    Story(
        referral=_referral(
            "121000456834", _person("Kevin Marsden", "70 Carver Street", "Sheffield", "S1 4FT"),
            _person("Donna Whitham", "33 Manor Rise", "Chesterfield", "S41 7EB"), 210_000,
        ),
        days_ago=45, plot=plots.powers_going_on,
    ),
    Story(
        referral=_referral(
            "121000456845", _person("Callum Baird", "8 Leith Walk", "Edinburgh", "EH6 5EA"),
            _person("Morag Sinclair", "21 High Street", "Dalkeith", "EH22 1JB"), 98_000, _S,
        ),
        days_ago=35, plot=plots.powers_open_in_scotland, **SCOTTISH,
    ),
)  # fmt: skip
