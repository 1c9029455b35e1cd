"""The key and certificate that sign proofs: the operator's own, or made here at first need."""

import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from meedoen.settings import Settings

OWN = "signing.pem"
"""The file in DATA_DIR with the key that was made here, and its certificate."""

BITS = 3072
YEARS = 10
DAY = timedelta(days=1)

CERTIFICATES = re.compile(b"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.S)
KEY = re.compile(rb"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.+?-----END \1-----\n?", re.S)


class KeyUnusable(Exception):
    """The file of the key cannot be used; the message says why, without anything of the key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, its certificate, and those that stand between it and a known authority."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in lower case without marks."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def certificate_pem(self) -> bytes:
        """The certificate, which everybody may have."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def signing_key(settings: Settings, *, at: datetime) -> SigningKey:
    """The key that signs now; one is made where there is none yet.

    Raises KeyUnusable for a file that holds no key with its certificate, or another password.
    """
    file = settings.signing_file
    if file is None:
        file = settings.data_dir / OWN
        if not file.exists():
            keep(file, new_key(settings.base_url, at=at))
    return read_key(file, settings.signing_password if settings.signing_file else "")


def read_key(file: Path, password: str = "") -> SigningKey:
    """The key in a file of PEM or PKCS#12. Raises KeyUnusable."""
    secret = password.encode() or None
    try:
        content = file.read_bytes()
        if b"-----BEGIN" in content:
            key, certificates = read_pem(content, secret)
        else:
            key, own, others = pkcs12.load_key_and_certificates(content, secret)
            certificates = [one for one in (own, *others) if one is not None]
    except OSError as error:
        raise KeyUnusable(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise KeyUnusable(
            f"{file} holds no key that can be read; is SIGNING_PASSWORD right?"
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnusable(f"{file} must hold an RSA or elliptic curve key")
    mine = [one for one in certificates if one.public_key() == key.public_key()]
    if not mine:
        raise KeyUnusable(f"{file} holds no certificate of its key")
    return SigningKey(key, mine[0], tuple(one for one in certificates if one is not mine[0]))


def read_pem(content: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    """The key and the certificates of a text in PEM. Raises ValueError or TypeError."""
    found = KEY.search(content)
    if found is None:
        raise ValueError("no private key")
    key = serialization.load_pem_private_key(found[0], secret)
    return key, [x509.load_pem_x509_certificate(one) for one in CERTIFICATES.findall(content)]


def new_key(base_url: str, *, at: datetime) -> bytes:
    """A fresh key with a certificate that it signed itself, in PEM; nobody else vouches for it."""
    key = rsa.generate_private_key(65537, BITS)
    host = urlsplit(base_url).hostname or "meedoen"
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Meedoen"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Meedoen {host}"[:64]),
        ]
    )
    usage = {
        name: name in {"digital_signature", "content_commitment"}
        for name in (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        )
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - DAY)
        .not_valid_after(at + YEARS * 365 * DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)


def keep(file: Path, content: bytes) -> None:
    """Write the key for its owner alone, whole or not at all; of two at once the first stays."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def renew(settings: Settings, *, at: datetime) -> SigningKey:
    """Make another key, from now on; what the former one signed stays good, with its certificate.

    Raises KeyUnusable where the operator brings an own key: that is renewed where it comes from.
    """
    if settings.signing_file is not None:
        raise KeyUnusable(f"the key comes from SIGNING_FILE ({settings.signing_file})")
    file = settings.data_dir / OWN
    fresh = file.with_name(f".{OWN}.new")
    fresh.unlink(missing_ok=True)
    keep(fresh, new_key(settings.base_url, at=at))
    fresh.replace(file)
    return read_key(file)
