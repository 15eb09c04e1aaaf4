"""The seal: whatever is done to a sealed writ afterwards shows (P8)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from backend.adapters.seal import Seal, SealReport, SealState, UnusableSealError
from backend.documents.writ import render
from tests.builders.seals import write_seal
from tests.documents.content import NUMBER, WRIT, writ

SECRET = b"a secret of tests, of 32 bytes.."
SEAL = Seal.specimen(SECRET)
NAME = f"{NUMBER}/1"
PDF = render(WRIT)
SEALED = SEAL.put_on(PDF, sealed_for=NAME)
BROKEN = SealReport(SealState.BROKEN)
SIGNATURE = SEALED.rindex(b"/Contents <") + len(b"/Contents <")


def flipped(place: int, bit: int) -> bytes:
    """The sealed writ with one bit changed."""
    changed = bytearray(SEALED)
    changed[place] ^= 1 << bit
    return bytes(changed)


@pytest.mark.requirement("W-20")
def test_a_seal_holds_and_says_what_it_was_put_on_and_when() -> None:
    report = SEAL.check(SEALED)
    assert (report.holds, report.state, report.sealed_for) == (True, SealState.HOLDS, NAME)
    assert report.sealed_at is not None
    assert SEALED.startswith(PDF)


@pytest.mark.requirement("W-20")
def test_every_997th_byte_changed_is_found() -> None:
    missed = [place for place in range(0, len(SEALED), 997) if SEAL.check(flipped(place, place % 8)).holds]
    assert missed == []


@pytest.mark.requirement("W-20")
@given(place=some.integers(0, len(SEALED) - 1), bit=some.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_any_bit_changed_is_found(place: int, bit: int) -> None:
    assert not SEAL.check(flipped(place, bit)).holds


@pytest.mark.requirement("W-20")
@given(place=some.integers(SIGNATURE, len(SEALED) - 1), bit=some.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_any_bit_changed_is_found_in_the_signature_too_which_it_does_not_cover_itself(place: int, bit: int) -> None:
    assert not SEAL.check(flipped(place, bit)).holds


@pytest.mark.requirement("W-20")
@pytest.mark.parametrize(
    "added",
    [b"\n", b"\x00", b"%%EOF\n", PDF[-200:]],
    ids=["a line", "a byte", "another end", "another revision"],
)
def test_whatever_is_appended_is_found(added: bytes) -> None:
    assert SEAL.check(SEALED + added) == BROKEN


def test_a_second_seal_over_the_first_breaks_it() -> None:
    assert SEAL.check(SEAL.put_on(PDF + b"\n", sealed_for=NAME)).holds
    other = Seal.specimen(b"another secret, of 32 bytes.....")
    with pytest.raises(Exception, match=r"(?i)certif|sign|modif|permit|allow|change"):
        other.put_on(SEALED, sealed_for=NAME)


@pytest.mark.parametrize("file", [b"", b"not a PDF", PDF, SEALED[:-1], SEALED[: len(SEALED) // 2], SEALED[1:]])
def test_what_is_no_whole_sealed_document_is_broken_and_no_error(file: bytes) -> None:
    assert SEAL.check(file) == BROKEN


@pytest.mark.requirement("W-20")
def test_a_forger_with_a_seal_of_their_own_is_told_apart() -> None:
    forged = Seal.specimen(b"another secret, of 32 bytes.....").put_on(render(writ(total_pence=1)), sealed_for=NAME)
    assert SEAL.check(forged) == SealReport(SealState.NOT_OURS)


def test_the_seal_of_one_secret_is_the_same_in_every_process() -> None:
    assert Seal.specimen(SECRET).check(SEALED).holds


def test_a_seal_is_read_from_its_files_and_those_before_it_still_hold(tmp_path: Path) -> None:
    (old_key, old), (key, certificate) = write_seal(tmp_path, "old"), write_seal(tmp_path, "new")
    sealed = Seal.read(old_key, old).put_on(PDF, sealed_for=NAME)
    assert Seal.read(key, certificate).check(sealed).state is SealState.NOT_OURS
    certificate.write_bytes(certificate.read_bytes() + old.read_bytes())
    successor = Seal.read(key, certificate)
    assert successor.check(sealed).holds
    assert successor.check(successor.put_on(PDF, sealed_for=NAME)).holds
    assert not successor.is_specimen


def test_a_key_without_its_certificate_is_refused_and_nothing_of_it_is_told(tmp_path: Path) -> None:
    (key, certificate), (other, _) = write_seal(tmp_path, "one"), write_seal(tmp_path, "other")
    for given_key, given_certificate in ((other, certificate), (certificate, key), (tmp_path / "none", certificate)):
        with pytest.raises(UnusableSealError) as refused:
            Seal.read(given_key, given_certificate)
        assert "BEGIN" not in str(refused.value)
    assert repr(Seal.read(key, certificate)) == "Seal()"
