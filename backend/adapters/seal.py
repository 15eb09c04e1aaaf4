"""The court's seal on a document (PAdES): after it no byte can be changed, and nothing added, without it showing (P8).

Sealing and checking take tens of milliseconds and run an event loop of their own: call them in a thread, outside any
transaction.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, auto
from io import BytesIO
from pathlib import Path
from typing import Self

from asn1crypto import cms, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class UnusableSealError(ValueError):
    """The seal's key or certificate cannot be read, or they do not belong together."""


class SealState(StrEnum):
    """What became of a seal."""

    HOLDS = auto()
    BROKEN = auto()
    """Something was changed or added since, or this never was a sealed document."""
    NOT_OURS = auto()
    """It holds, and somebody else made it."""


@dataclass(frozen=True, slots=True)
class SealReport:
    """What looking at a document's seal found out."""

    state: SealState
    sealed_for: str | None = None
    """What the seal says it was put on, as `WOC-7K3Q-9FTD/1`; told only of a seal that holds."""
    sealed_at: datetime | None = None
    """When, by the clock of the machine that sealed (UTC)."""

    @property
    def holds(self) -> bool:
        """Whether every byte is as this service sealed it."""
        return self.state is SealState.HOLDS


class Seal:
    """A key with its certificate, and the certificates of seals used before, whose documents still hold."""

    def __init__(self, key: bytes, certificates: Sequence[x509.Certificate], *, is_specimen: bool = False) -> None:
        """`key` is PKCS#8 in DER; the first certificate is its own. Raises `UnusableSealError`."""
        self.is_specimen = is_specimen
        """Whether everybody could make this seal: what it is put on must say so."""
        self._known = frozenset(_der(each) for each in certificates)
        self._signer = signers.SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(_der(certificates[0])),
            signing_key=keys.PrivateKeyInfo.load(key),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )

    def __repr__(self) -> str:
        return "Seal()"

    @classmethod
    def read(cls, key: Path, certificate: Path) -> Self:
        """The seal of these PEM files; certificates of earlier seals may follow the first. `UnusableSealError`."""
        try:
            private = serialization.load_pem_private_key(key.read_bytes(), password=None)
            certificates = x509.load_pem_x509_certificates(certificate.read_bytes())
        except (OSError, ValueError, TypeError):
            raise UnusableSealError("SEAL_KEY or SEAL_CERTIFICATE cannot be read as PEM") from None
        if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise UnusableSealError("SEAL_KEY must be of an elliptic curve, or RSA")
        if _public(private.public_key()) != _public(certificates[0].public_key()):
            raise UnusableSealError("SEAL_CERTIFICATE is not that of SEAL_KEY")
        return cls(_pkcs8(private), certificates)

    @classmethod
    def specimen(cls, secret: bytes) -> Self:
        """A seal for demonstrations and tests, signed by itself: the same for the same secret, in every process."""
        derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"specimen of a seal").derive(secret)
        private = ec.derive_private_key(int.from_bytes(derived) % (_ORDER - 1) + 1, _CURVE)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Specimen of a seal: no court's")])
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=True,
            key_cert_sign=True,
            crl_sign=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(1)
            .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2099, 12, 31, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
        )
        return cls(_pkcs8(private), [certificate], is_specimen=True)

    def put_on(self, pdf: bytes, *, sealed_for: str) -> bytes:
        """The document under the seal. `sealed_for` names it and its version; nothing of it may be changed after."""
        _require_thread()
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            reason=sealed_for,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        sealed: BytesIO = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=self._signer)
        return sealed.getvalue()

    def check(self, pdf: bytes) -> SealReport:
        """Whether the seal holds. Whatever is wrong with the file is a broken seal and no error.

        `RuntimeError` on an event loop: what runs one of its own cannot look there, and would take all for broken.
        """
        _require_thread()
        try:
            return self._checked(pdf)
        except Exception:  # noqa: BLE001  a damaged file breaks its reader in every way there is
            return SealReport(SealState.BROKEN)

    def _checked(self, pdf: bytes) -> SealReport:
        (found,) = PdfFileReader(BytesIO(pdf), strict=True).embedded_signatures
        if not _is_whole(pdf, found):
            return SealReport(SealState.BROKEN)
        status = validate_pdf_signature(
            found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False), skip_diff=True
        )
        if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
            return SealReport(SealState.BROKEN)
        if found.signer_cert.dump() not in self._known:
            return SealReport(SealState.NOT_OURS)
        at = found.self_reported_timestamp
        return SealReport(SealState.HOLDS, str(found.sig_object["/Reason"]), at.astimezone(UTC) if at else None)


def _require_thread() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("sealing and checking belong in a thread")


def _is_whole(pdf: bytes, found: EmbeddedPdfSignature) -> bool:
    """Whether the signature covers all but its own digits, and these are spelled in the one way that we spell them.

    A signature says nothing about its own digits: in them a byte could be changed that no reader looks at.
    """
    start, gap, after, rest = (int(each) for each in found.byte_range)
    signed = cms.ContentInfo.load(found.pkcs7_content, strict=False)
    spelled = signed.dump(force=True).hex().upper().encode()
    within = pdf[gap:after]
    return (
        start == 0
        and after + rest == len(pdf)
        and within == b"<" + spelled.ljust(len(within) - 2, b"0") + b">"
        and _says_nothing_unsigned(signed, found.signer_cert)
    )


def _says_nothing_unsigned(signed: cms.ContentInfo, certificate: asn1_x509.Certificate) -> bool:
    """Whether what stands around the signature, which it does not cover, is what we always write there."""
    content = signed["content"]
    (signer,), (held,) = content["signer_infos"], content["certificates"]
    sha256 = {"algorithm": "sha256", "parameters": None}
    named = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    return (
        held.dump() == certificate.dump()
        and signer["sid"].dump() == named.dump()
        and content["version"].native == signer["version"].native == "v1"
        and content["digest_algorithms"].native == [sha256]
        and signer["digest_algorithm"].native == sha256
        and signer["signature_algorithm"].native["parameters"] is None
        and content["encap_content_info"].native == {"content_type": "data", "content": None}
        and content["crls"].native is None
        and signer["unsigned_attrs"].native is None
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _pkcs8(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(key: object) -> bytes:
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise UnusableSealError("SEAL_CERTIFICATE must be of an elliptic curve, or RSA")
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
