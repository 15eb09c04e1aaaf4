"""The start page and GraphiQL as a browser gets them."""

import json
import re
from itertools import pairwise

import pytest

from backend.demo.personas import PERSONAS
from backend.demo.progress import Story, StoryStep
from backend.demo.ready import ready_documents
from tests.demo.conftest import START


@pytest.mark.parametrize("path", ["/", "/graphiql"])
async def test_a_page_loads_nothing_from_another_host(client, path):
    page = await client.get(path)
    assert page.status_code == 200
    named = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
    assert named
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in named)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "http" not in policy
    for address in named:
        if address.startswith("/demo/static/"):
            assert (await client.get(address)).status_code == 200


async def test_a_page_has_no_script_of_its_own_so_that_the_policy_can_forbid_them(client):
    for path in ("/", "/graphiql"):
        text = (await client.get(path)).text
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text) == []
        assert re.findall(r"\son\w+=|<style|\sstyle=", text) == []


async def test_our_own_scripts_and_styles_name_no_host(client):
    for name in ("start.js", "graphiql.js", "demo.css", "graphiql.css"):
        assert "//" not in re.sub(r"^\s*//.*$", "", (await client.get(f"/demo/static/{name}")).text, flags=re.MULTILINE)


async def test_the_start_page_shows_every_persona_and_the_date_of_birth_that_linking_asks_for(client):
    text = (await client.get("/")).text
    assert all(f'data-persona="{key}"' in text for key in PERSONAS)
    assert "2 November 1984" in text


async def test_the_address_in_a_letter_leads_to_the_form_for_linking_and_once_linked_to_the_story(
    client, world
) -> None:
    for story, leads_to in (
        (None, "/graphiql?document=link"),
        (Story("MC-7K3Q-9FTD", (StoryStep("Andrew links", "andrew", None),)), "/graphiql?document=link"),
        (Story("MC-7K3Q-9FTD", (StoryStep("Andrew links", "andrew", START),)), "/#story"),
        (Story("MC-0000-0000", (StoryStep("Andrew links", "andrew", START),)), "/graphiql?document=link"),
    ):
        world.story = story
        answer = await client.get("/claims/MC-7K3Q-9FTD")
        assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


async def test_the_start_page_goes_from_the_claim_to_the_casework_to_the_people_to_the_letters(client):
    text = (await client.get("/")).text
    sections = re.findall(r'<section id="(\w+)"', text)
    assert sections == ["story", "casework", "personas", "agency", "letters", "documents"]
    assert re.findall(r'<a href="#([\w]+)">', text.partition("<main")[0].partition("<nav")[2]) == sections


@pytest.mark.parametrize("path", ["/", "/verify?writ=WOC-0000-0000&code=0000-0000"])
async def test_no_level_of_heading_is_left_out_on_a_page(client, path):
    levels = [int(level) for level in re.findall(r"<h([1-6])", (await client.get(path)).text)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def test_every_ready_document_stands_under_its_story_in_its_order(client):
    text = (await client.get("/")).text
    keys = [one.key for one in ready_documents()]
    assert re.findall(r"/graphiql\?document=([\w-]+)", text) == keys
    assert len(set(keys)) == len(keys)
    casework = text.index('<h3 id="documents-casework">')
    assert text.index("document=lodge") < casework < text.index("document=team-queue")


async def test_graphiql_is_told_what_each_document_is_about(client, world):
    world.story = Story("MC-7K3Q-9FTD", ())
    page = (await client.get("/graphiql")).text
    setting = json.loads(page.partition('type="application/json">')[2].partition("</script>")[0])
    assert setting["documents"]["position"]["about"] == "MC-7K3Q-9FTD"
    assert setting["documents"]["route"]["about"] == "121000456712"
    assert set(setting["standings"]) == {one["folder"] for one in setting["documents"].values()}
