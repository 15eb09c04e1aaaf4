"""Who holds a session's token is who they say, until it ends (P1)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import update

from backend.models import Session, User
from backend.operations import sessions
from backend.operations.ground import Ground, machine_now
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.vocabulary import Jurisdiction, Role
from tests.builders.people import ENGLAND_WALES, add_user
from tests.builders.service import Service


@pytest.fixture
async def signed_in(service: Service) -> sessions.SignedIn:
    """Kate's session."""
    return await sessions.sign_in(service.ground, service.kate.user_id)


async def test_a_token_names_its_user_with_their_rights_and_is_kept_as_a_hash_only(ground: Ground) -> None:
    key = await add_user(ground, "Olu", Role.COURT_OFFICER, ENGLAND_WALES)
    signed_in = await sessions.sign_in(ground, key)
    hashed = hashlib.sha256(signed_in.token.encode()).digest()
    assert await sessions.authenticate(ground, signed_in.token) == Actor(
        key, "Olu", Role.COURT_OFFICER, frozenset({Jurisdiction.ENGLAND_WALES}), session=hashed
    )
    assert len(signed_in.token) >= 43
    assert (await sessions.sign_in(ground, key)).token != signed_in.token


async def test_the_stored_session_holds_the_hash_and_both_limits(
    service: Service, signed_in: sessions.SignedIn
) -> None:
    stored = await service.one(Session)
    assert stored.token_hash == hashlib.sha256(signed_in.token.encode()).digest()
    assert stored.idle_expires_at - stored.created_at == timedelta(minutes=30)
    assert stored.expires_at - stored.created_at == timedelta(hours=12)
    assert (stored.expires_at, stored.ended_at) == (signed_in.expires_at, None)


async def test_an_unknown_token_names_nobody(ground: Ground, signed_in: sessions.SignedIn) -> None:
    for token in ("", "x", signed_in.token.swapcase(), hashlib.sha256(signed_in.token.encode()).hexdigest()):
        assert await sessions.authenticate(ground, token) is None


@pytest.mark.parametrize("limit", ["idle_expires_at", "expires_at", "ended_at"])
async def test_a_session_ends_when_it_was_idle_too_long_or_lasted_too_long_or_was_ended(
    service: Service, signed_in: sessions.SignedIn, limit: str
) -> None:
    stored = await service.one(Session)
    watched = frozenset({stored.token_hash})
    assert set(await sessions.standing(service.ground.database, watched)) == watched
    await service.change(update(Session).values({limit: machine_now()}))
    assert await sessions.authenticate(service.ground, signed_in.token) is None
    assert await sessions.standing(service.ground.database, watched) == {}


async def test_use_puts_off_the_idle_limit_and_never_the_absolute_one(
    service: Service, signed_in: sessions.SignedIn
) -> None:
    at_first = await service.one(Session)
    assert await sessions.authenticate(service.ground, signed_in.token)
    assert (await service.one(Session)).last_used_at == at_first.last_used_at
    ago = machine_now() - timedelta(minutes=29)
    await service.change(update(Session).values(last_used_at=ago, idle_expires_at=ago + sessions.IDLE))
    assert await sessions.authenticate(service.ground, signed_in.token)
    used = await service.one(Session)
    assert used.last_used_at > at_first.last_used_at
    assert used.idle_expires_at == used.last_used_at + timedelta(minutes=30)
    assert used.expires_at == at_first.expires_at


async def test_signing_out_ends_this_session_and_no_other(service: Service, signed_in: sessions.SignedIn) -> None:
    other = await sessions.sign_in(service.ground, service.kate.user_id)
    actor = await sessions.authenticate(service.ground, signed_in.token)
    await service.carry_out(actor, sessions.sign_out)
    assert await sessions.authenticate(service.ground, signed_in.token) is None
    assert (await sessions.authenticate(service.ground, other.token)).user_id == service.kate.user_id


async def test_a_deactivated_user_has_no_session_and_gets_none(service: Service, signed_in: sessions.SignedIn) -> None:
    await service.change(update(User).where(User.id == service.kate.user_id).values(is_active=False))
    assert await sessions.authenticate(service.ground, signed_in.token) is None
    with pytest.raises(refusals.NotFound):
        await sessions.sign_in(service.ground, service.kate.user_id)


async def test_rights_are_read_anew_each_time(service: Service) -> None:
    signed_in = await sessions.sign_in(service.ground, service.officer.user_id)
    await service.change(update(User).where(User.id == service.officer.user_id).values(jurisdictions=[]))
    assert (await sessions.authenticate(service.ground, signed_in.token)).jurisdictions == frozenset()
