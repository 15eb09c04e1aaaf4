"""The scalars of the API: strict, so that nothing is understood in two ways. What is refused is never repeated."""

import re
from datetime import UTC, date, datetime
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import GraphQLError

from backend.adapters.mail import WrongMessageError, bare_address
from backend.rules.lodging import POST_CODE
from backend.rules.money import NotPoundsError, as_pounds, pounds

Pounds = NewType("Pounds", int)
EventCursor = NewType("EventCursor", str)
PostCode = NewType("PostCode", str)
EmailAddress = NewType("EmailAddress", str)

DOCS = "https://civil-enforcement.example/scalars#"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST_CURSOR = 200


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"{what} is given as a string.")
    return value


def parse_pounds(value: Any) -> Pounds:
    try:
        return Pounds(pounds(_text(value, "Pounds")))
    except NotPoundsError:
        raise GraphQLError('Pounds is a decimal string with at most two places, as "1234.50".') from None


def parse_date(value: Any) -> date:
    text = _text(value, "Date")
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise GraphQLError("Date is a day of the calendar as YYYY-MM-DD.")


def parse_date_time(value: Any) -> datetime:
    text = _text(value, "DateTime")
    try:
        if _DATE_TIME.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise GraphQLError("DateTime is an instant of RFC 3339 with its offset, as 2026-12-14T16:00:00Z.")


def parse_uuid(value: Any) -> UUID:
    text = _text(value, "UUID")
    if not _UUID.fullmatch(text):
        raise GraphQLError("UUID is given as 8-4-4-4-12 hexadecimal digits.")
    return UUID(text)


def parse_post_code(value: Any) -> PostCode:
    bare = "".join(_text(value, "PostCode").split()).upper()
    spaced = f"{bare[:-3]} {bare[-3:]}"
    if not POST_CODE.fullmatch(spaced):
        raise GraphQLError("PostCode is a postcode of the United Kingdom, as SW1A 1AA.")
    return PostCode(spaced)


def parse_email(value: Any) -> EmailAddress:
    try:
        return EmailAddress(bare_address(_text(value, "EmailAddress")))
    except WrongMessageError:
        raise GraphQLError("EmailAddress is one e-mail address that letters can be sent to.") from None


def parse_cursor(value: Any) -> EventCursor:
    text = _text(value, "EventCursor")
    if not 1 <= len(text) <= _LONGEST_CURSOR:
        raise GraphQLError("EventCursor is a cursor that this service gave out.")
    return EventCursor(text)


def show_date_time(value: datetime) -> str:
    """An instant in UTC, to the second where it has no fraction."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


SCALARS: dict[object, Any] = {
    Pounds: strawberry.scalar(
        name="Pounds",
        description='Sterling as a decimal string with two places: "1234.50". Never a float.',
        specified_by_url=f"{DOCS}pounds",
        serialize=as_pounds,
        parse_value=parse_pounds,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day of the calendar in the United Kingdom: YYYY-MM-DD.",
        specified_by_url=f"{DOCS}date",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant, RFC 3339 with its offset; answered in UTC.",
        specified_by_url=f"{DOCS}date-time",
        serialize=show_date_time,
        parse_value=parse_date_time,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A UUID of RFC 9562, as a client makes it for `idempotencyKey`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=parse_uuid,
    ),
    EventCursor: strawberry.scalar(
        name="EventCursor",
        description="A place in the live feed, opaque: give back the last one you got to go on from there.",
        specified_by_url=f"{DOCS}event-cursor",
        serialize=str,
        parse_value=parse_cursor,
    ),
    PostCode: strawberry.scalar(
        name="PostCode",
        description="A postcode of the United Kingdom, answered in capitals with its space: SW1A 1AA.",
        specified_by_url=f"{DOCS}post-code",
        serialize=str,
        parse_value=parse_post_code,
    ),
    EmailAddress: strawberry.scalar(
        name="EmailAddress",
        description="One e-mail address.",
        specified_by_url=f"{DOCS}email-address",
        serialize=str,
        parse_value=parse_email,
    ),
}
