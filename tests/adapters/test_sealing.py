"""Secrets at rest, opaque tokens, keyed digests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.adapters.sealing import SealBrokenError, Sealer

SEALER = Sealer(b"a secret of thirty-two bytes or so")
OTHER = Sealer(b"another secret of thirty-two bytes")


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_to_the_same_and_seals_to_the_same(content: bytes) -> None:
    sealed = SEALER.seal(content, "letter")
    assert SEALER.open(sealed, "letter") == content
    assert SEALER.seal(content, "letter") == sealed
    text = SEALER.seal_text("cursor", content)
    assert SEALER.open_text("cursor", text) == content
    assert Sealer(b"a secret of thirty-two bytes or so").open_text("cursor", text) == content


def test_a_seal_opens_for_no_other_purpose_and_under_no_other_secret() -> None:
    sealed = SEALER.seal(b"ABCD-EFGH", "letter")
    assert b"ABCD" not in sealed
    with pytest.raises(SealBrokenError):
        SEALER.open(sealed, "cursor")
    with pytest.raises(SealBrokenError):
        OTHER.open(sealed, "letter")


def test_every_changed_bit_breaks_the_seal() -> None:
    sealed = SEALER.seal(b"ABCD-EFGH", "letter")
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBrokenError):
            SEALER.open(bytes(changed), "letter")


@pytest.mark.parametrize("text", ["", "A", "AAAA", "!", "é", "AAAA=", "A" * 5000, "\x00"])
def test_a_malformed_token_is_a_broken_seal_and_nothing_else(text: str) -> None:
    with pytest.raises(SealBrokenError):
        SEALER.open_text("cursor", text)


@pytest.mark.parametrize("spell", ["{}=", "{}\n", " {}", "{}=="])
def test_a_token_has_one_spelling(spell: str) -> None:
    text = SEALER.seal_text("cursor", b"12345")
    with pytest.raises(SealBrokenError):
        SEALER.open_text("cursor", spell.format(text))


def test_a_digest_is_keyed_and_differs_by_purpose() -> None:
    assert SEALER.digest("caller", "192.0.2.1") == SEALER.digest("caller", "192.0.2.1")
    assert len(SEALER.digest("caller", "192.0.2.1")) == 32
    assert SEALER.digest("caller", "192.0.2.1") != SEALER.digest("caller", "192.0.2.2")
    assert SEALER.digest("caller", "192.0.2.1") != SEALER.digest("user", "192.0.2.1")
    assert SEALER.digest("caller", "192.0.2.1") != OTHER.digest("caller", "192.0.2.1")


def test_a_short_secret_is_refused_and_no_secret_is_ever_printed() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")
    assert repr(SEALER) == "Sealer()"
