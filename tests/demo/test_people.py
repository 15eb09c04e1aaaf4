from random import Random

from backend.demo.people import draw_address, draw_organisation, draw_person, postal_areas


def test_there_are_the_104_postal_areas_of_england_and_wales():
    areas = postal_areas()
    assert len({area.area for area in areas}) == len(areas) == 104
    assert all(district.startswith(area.area) for area in areas for district in area.districts)


def test_the_same_seed_draws_the_same_people():
    drawn = [(draw_person(rng), draw_organisation(rng)) for rng in (Random(7), Random(7))]
    assert drawn[0] == drawn[1]
    assert draw_person(Random(8)) != draw_person(Random(7))


def test_no_address_drawn_can_reach_anybody():
    rng = Random(1)
    for person in (draw_person(rng) for _ in range(200)):
        assert person.email is None or person.email.endswith("@example.org")
        assert person.phone.startswith("07700 900")
    assert draw_organisation(rng).email.endswith(".example")


def test_an_address_lies_in_the_postal_area_of_its_town():
    towns = {district: area.town for area in postal_areas() for district in area.districts}
    for address in (draw_address(Random(seed)) for seed in range(300)):
        assert towns[address.post_code.split(" ")[0]] == address.lines[-1]
