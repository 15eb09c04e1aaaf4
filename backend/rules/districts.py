"""Where do officers act? The districts of England and Wales, which are its postal areas, by region (W-06).

SI 2004/400 reg. 3 divides England and Wales into 104 districts that correspond with its postal areas. The regions are
ours: each area stands in the one in which its post town lies, also where some of it lies across a border.
"""

import re

from backend.rules.vocabulary import Region

DISTRICTS: dict[Region, dict[str, str]] = {
    Region.NORTH_EAST: {
        "DH": "Durham", "DL": "Darlington", "NE": "Newcastle upon Tyne", "SR": "Sunderland", "TS": "Cleveland",
    },
    Region.NORTH_WEST: {
        "BB": "Blackburn", "BL": "Bolton", "CA": "Carlisle", "CH": "Chester", "CW": "Crewe", "FY": "Blackpool",
        "L": "Liverpool", "LA": "Lancaster", "M": "Manchester", "OL": "Oldham", "PR": "Preston", "SK": "Stockport",
        "WA": "Warrington", "WN": "Wigan",
    },
    Region.YORKSHIRE_HUMBER: {
        "BD": "Bradford", "DN": "Doncaster", "HD": "Huddersfield", "HG": "Harrogate", "HU": "Hull", "HX": "Halifax",
        "LS": "Leeds", "S": "Sheffield", "WF": "Wakefield", "YO": "York",
    },
    Region.EAST_MIDLANDS: {
        "DE": "Derby", "LE": "Leicester", "LN": "Lincoln", "NG": "Nottingham", "NN": "Northampton",
    },
    Region.WEST_MIDLANDS: {
        "B": "Birmingham", "CV": "Coventry", "DY": "Dudley", "HR": "Hereford", "ST": "Stoke-on-Trent",
        "SY": "Shrewsbury", "TF": "Telford", "WR": "Worcester", "WS": "Walsall", "WV": "Wolverhampton",
    },
    Region.EAST_OF_ENGLAND: {
        "AL": "St Albans", "CB": "Cambridge", "CM": "Chelmsford", "CO": "Colchester", "HP": "Hemel Hempstead",
        "IP": "Ipswich", "LU": "Luton", "NR": "Norwich", "PE": "Peterborough", "SG": "Stevenage",
        "SS": "Southend-on-Sea", "WD": "Watford",
    },
    Region.LONDON: {
        "BR": "Bromley", "CR": "Croydon", "E": "London East", "EC": "London East Central", "EN": "Enfield",
        "HA": "Harrow", "IG": "Ilford", "KT": "Kingston upon Thames", "N": "London North",
        "NW": "London North West", "RM": "Romford", "SE": "London South East", "SM": "Sutton",
        "SW": "London South West", "TW": "Twickenham", "UB": "Southall", "W": "London West",
        "WC": "London West Central",
    },
    Region.SOUTH_EAST: {
        "BN": "Brighton", "CT": "Canterbury", "DA": "Dartford", "GU": "Guildford", "ME": "Rochester",
        "MK": "Milton Keynes", "OX": "Oxford", "PO": "Portsmouth", "RG": "Reading", "RH": "Redhill", "SL": "Slough",
        "SO": "Southampton", "TN": "Tonbridge",
    },
    Region.SOUTH_WEST: {
        "BA": "Bath", "BH": "Bournemouth", "BS": "Bristol", "DT": "Dorchester", "EX": "Exeter", "GL": "Gloucester",
        "PL": "Plymouth", "SN": "Swindon", "SP": "Salisbury", "TA": "Taunton", "TQ": "Torquay", "TR": "Truro",
    },
    Region.WALES: {
        "CF": "Cardiff", "LD": "Llandrindod Wells", "LL": "Llandudno", "NP": "Newport", "SA": "Swansea",
    },
}  # fmt: skip
"""Of each region, the name of each postal area by its letters."""

NAMES: dict[str, str] = {district: name for some in DISTRICTS.values() for district, name in some.items()}
REGIONS: dict[str, Region] = {district: region for region, some in DISTRICTS.items() for district in some}
_AREA = re.compile(r"([A-Z]{1,2})[0-9]")


def district_of(post_code: str) -> str | None:
    """The district in which an address lies, by the letters that its postcode begins with.

    None for what is no postcode of England and Wales: Scotland, Northern Ireland, the Crown dependencies. The English
    corner of the Galashiels area (TD12 and TD15, around Berwick-upon-Tweed) is none of the 104, so it is None too.
    """
    match = _AREA.match("".join(post_code.split()).upper())
    return match[1] if match and match[1] in NAMES else None
