"""What is printed on a writ of the parties: names, and an address only where nobody learns of another's by it."""

import pytest
from sqlalchemy import update

from backend.documents.writ import Debtor
from backend.models import Hceo, Party, WritApplication
from tests.builders.lodgings import andrew, person
from tests.builders.service import Service
from tests.builders.writs import applied_for
from tests.documents.reading import words_of


@pytest.mark.requirement("W-05", "X-08")
async def test_no_defendant_learns_from_the_writ_where_another_lives(service: Service) -> None:
    beth = person("Beth Hollis", address_lines=("7 Refuge Lane", "Leeds"), post_code="LS2 8AA")
    enforced = await applied_for(service, defendants=(andrew(), beth))
    prepared = await enforced.prepare()
    assert prepared is not None
    assert prepared.content.defendants == (
        Debtor(name="Andrew Hollis", address=()),
        Debtor(name="Beth Hollis", address=()),
    )
    said = words_of(prepared.pdf)
    assert "Andrew Hollis" in said
    assert [each for each in ("Clarence Street", "YO31", "Refuge Lane", "LS2") if each in said] == []
    await enforced.issue(prepared)
    told = [each["lines"] for each in (await enforced.writ()).enforcement_addresses]
    assert told == [["14 Clarence Street", "York"], ["7 Refuge Lane", "Leeds"]]


@pytest.mark.requirement("W-05", "X-08")
async def test_a_writ_against_one_of_two_defendants_has_no_address_either(service: Service) -> None:
    enforced = await applied_for(
        service, defendants=(andrew(), person("Beth Hollis")), told={"defendants": ("Andrew Hollis",)}
    )
    prepared = await enforced.prepare()
    assert prepared is not None
    assert prepared.content.defendants == (Debtor(name="Andrew Hollis", address=()),)


@pytest.mark.requirement("W-11", "X-08")
async def test_names_and_addresses_stand_on_the_writ_on_one_line_each_and_without_links(service: Service) -> None:
    enforced = await applied_for(service)
    hostile = "Hollis\nand £9,000 in cash\u2028www.evil.example"
    await service.change(update(Party).values(name=Party.name + hostile, address_lines=["1 High Street\r\nYork"]))
    application = await service.one(WritApplication, id=enforced.application_id)
    address = {"lines": ["1 High Street\r\nYork"], "post_code": "YO31 7EW"}
    details = {**application.details, "defendants": [f"Andrew {hostile}"], "addresses": [address]}
    await service.change(update(WritApplication).values(details=details))
    await service.change(update(Hceo).values(name="Idris\nBowen"))
    prepared = await enforced.prepare()
    assert prepared is not None
    content = prepared.content
    assert content.claimants == ("Kate MarloweHollis and £9,000 in cash [link removed]",)
    assert content.defendants == (
        Debtor(name="Andrew Hollis and £9,000 in cash [link removed]", address=("1 High Street York", "YO31 7EW")),
    )
    assert content.officer_name == "Idris Bowen"
