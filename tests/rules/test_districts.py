"""The districts of officers: the postal areas of England and Wales, each in one region."""

from collections import Counter

import pytest

from backend.demo.people import postal_areas
from backend.rules.districts import DISTRICTS, NAMES, REGIONS, district_of
from backend.rules.vocabulary import Region

ELSEWHERE = ("AB", "BT", "DD", "DG", "EH", "FK", "G", "GY", "HS", "IM", "IV", "JE", "KA", "KW", "KY", "ML", "PA", "PH",
             "TD", "ZE")  # fmt: skip
"""The postal areas of Scotland, Northern Ireland, Guernsey, Jersey and the Isle of Man."""


@pytest.mark.requirement("W-06")
def test_there_are_the_104_districts_of_the_regulations_each_in_exactly_one_region() -> None:
    counted = Counter(district for some in DISTRICTS.values() for district in some)
    assert len(counted) == 104
    assert set(counted.values()) == {1}
    assert set(DISTRICTS) == set(Region)
    assert all(DISTRICTS.values())
    assert REGIONS.keys() == NAMES.keys() == counted.keys()


def test_the_districts_are_the_postal_areas_of_england_and_wales() -> None:
    assert NAMES.keys() == {area.area for area in postal_areas()}
    assert NAMES.keys() & set(ELSEWHERE) == set()


def test_each_region_has_as_many_districts_as_counted_by_hand() -> None:
    assert {region.value: len(some) for region, some in DISTRICTS.items()} == {
        "NORTH_EAST": 5,
        "NORTH_WEST": 14,
        "YORKSHIRE_HUMBER": 10,
        "EAST_MIDLANDS": 5,
        "WEST_MIDLANDS": 10,
        "EAST_OF_ENGLAND": 12,
        "LONDON": 18,
        "SOUTH_EAST": 13,
        "SOUTH_WEST": 12,
        "WALES": 5,
    }


@pytest.mark.parametrize(
    ("post_code", "district"),
    [
        ("YO31 7EW", "YO"),
        ("LS6 4HB", "LS"),
        ("L8 6TS", "L"),
        ("S1 2AB", "S"),
        ("SW1A 1AA", "SW"),
        ("WC1X 0AA", "WC"),
        ("EC4M7RF", "EC"),
        ("cf14 5pq", "CF"),
        (" e1 6AN ", "E"),
    ],
)
def test_a_postcode_lies_in_the_district_of_its_letters(post_code: str, district: str) -> None:
    assert district_of(post_code) == district


@pytest.mark.parametrize("area", ELSEWHERE)
def test_no_district_lies_outside_england_and_wales(area: str) -> None:
    assert district_of(f"{area}1 1AA") is None


@pytest.mark.parametrize("text", ["", "1", "YO", "QX1 1AA", "XX99 9XX", "1YO 7EW", "LSX 1AA"])
def test_what_is_no_postcode_lies_nowhere(text: str) -> None:
    assert district_of(text) is None
