"""Keys and certificates of a court's seal, as files of a real start."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def write_seal(folder: Path, name: str = "seal") -> tuple[Path, Path]:
    """Write a new key and its certificate as PEM; where they stand."""
    private = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Seal of tests: {name}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(issuer)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .sign(private, hashes.SHA256())
    )
    key_file, certificate_file = folder / f"{name}.key.pem", folder / f"{name}.pem"
    key_file.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


@cache
def seal_settings() -> dict[str, str]:
    """The settings of a seal that a production start needs; the same files for all tests of a run."""
    key, certificate = write_seal(Path(mkdtemp(prefix="seal-")))
    return {"SEAL_KEY": str(key), "SEAL_CERTIFICATE": str(certificate)}
