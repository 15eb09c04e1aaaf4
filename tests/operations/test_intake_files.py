"""A file of messages, one a line: again after a stop as if there had been none (R-01)."""

import orjson
import pytest

from backend.http.intake import document_of
from backend.models import Finding, IntakeMessage, ServiceRequest
from backend.operations.intake_files import BadLine, Imported, take_in_lines
from backend.operations.received import Answer
from backend.rules.intake import LARGEST
from backend.rules.vocabulary import Feed
from tests.builders.enforcement_cases import agency
from tests.builders.intake import message
from tests.builders.service import Service


class StopError(Exception):
    """The import was stopped."""


def line(number: int, **data: object) -> bytes:
    return orjson.dumps(message("employment", f"line-{number}", **data)) + b"\n"


async def take_in(service: Service, lines: list[bytes], *, stop_after: int | None = None) -> Imported:
    imported, heard = Imported(), list[bytes]()

    def told(each: bytes) -> None:
        heard.append(each)
        if len(heard) == stop_after:
            raise StopError

    try:
        await take_in_lines(service.ground, Feed.HMRC, lines, document_of=document_of, told=told, imported=imported)
    except StopError:
        assert stop_after is not None
    return imported


@pytest.mark.requirement("R-01", "X-05")
async def test_a_file_stopped_half_way_and_taken_in_again_is_taken_in_once(service: Service) -> None:
    await (await agency(service)).refer()
    lines = [line(number) for number in range(40)]
    first = await take_in(service, lines, stop_after=15)
    assert first.answers == {Answer.ACCEPTED: 15}
    again = await take_in(service, lines)
    assert again.answers == {Answer.KNOWN: 15, Answer.ACCEPTED: 25}
    after = await service.counts()
    assert (await take_in(service, lines)).answers == {Answer.KNOWN: 40}
    assert await service.counts() == after
    assert (after["intake_messages"], len(await service.all(Finding)), after["service_requests"]) == (40, 40, 41)


async def test_bad_lines_are_told_by_their_numbers_and_the_others_are_taken_in(service: Service) -> None:
    await (await agency(service)).refer()
    lines = [
        line(1),
        b"\n",
        b"{\n",
        line(4, caseNumber="999"),
        line(1, employer="Somebody else"),
        b" " * 3 + line(6),
        b"[" + b" " * LARGEST + b"]\n",
        line(8, startedOn="soon"),
    ]
    imported = await take_in(service, lines)
    assert imported.bad == [
        BadLine(3, "NOT_A_MESSAGE", "It is not a JSON object with an id and a kind."),
        BadLine(4, "CASE_UNKNOWN", "No case has this number."),
        BadLine(5, "OTHER_CONTENT", "Another message came under this id before; nothing of it was kept."),
        BadLine(7, "TOO_LARGE", "A message may have 64,000 bytes; nothing of it was kept."),
        BadLine(8, "FIELD_WRONG", "A field does not hold what the format asks for: data.startedOn."),
    ]
    assert imported.summary == "2 taken in, 2 kept, and staff asked to look, 2 no messages, 1 under an id that is taken"
    kept = await service.all(IntakeMessage)
    assert sorted(each.state for each in kept) == ["ACCEPTED"] * 2 + ["REFUSED"] * 3
    for each in kept:
        assert len(await service.all(ServiceRequest, subject_id=each.id)) == 1
