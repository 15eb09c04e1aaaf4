from backend.demo.groups import CASEWORK_GROUPS, CLAIMS_GROUPS
from backend.demo.personas import CITIZENS, PERSONAS
from backend.rules.vocabulary import Role


def test_every_persona_of_the_story_is_there():
    assert list(PERSONAS) == [
        "kate", "andrew", "kate-2", "andrew-2", "hceo", "hceo-2", "court-officer", "court-officer-2", "case-manager",
        "case-manager-2", "complex-case-worker", "team-leader", "team-leader-2", "senior-manager", "maintenance-worker",
        "complaints-worker", "transition-worker", "case-manager-scotland", "team-leader-scotland",
        "case-manager-northern-ireland", "team-leader-northern-ireland", "arrears-case-owner", "dot",
        "receiving-parent", "paying-parent", "service-owner", "admin",
    ]  # fmt: skip


def test_every_persona_stands_in_one_group_of_the_start_page():
    shown = [key for _title, keys in (*CLAIMS_GROUPS, *CASEWORK_GROUPS) for key in keys]
    assert sorted(shown) == sorted(PERSONAS)


def test_every_citizen_has_a_date_of_birth_and_an_address():
    assert set(CITIZENS) == {key for key, persona in PERSONAS.items() if persona.role is Role.CITIZEN}


def test_no_address_of_a_persona_can_reach_anybody():
    for persona in PERSONAS.values():
        assert persona.email is None or persona.email.endswith((".example", "@example.org"))


def test_the_second_team_leader_leads_another_team():
    assert PERSONAS["team-leader"].team != PERSONAS["team-leader-2"].team


def test_two_officers_share_a_court_so_that_four_eyes_can_look():
    first, second = PERSONAS["court-officer"], PERSONAS["court-officer-2"]
    assert (first.team, first.jurisdictions) == (second.team, second.jurisdictions)
