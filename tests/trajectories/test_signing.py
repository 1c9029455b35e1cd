"""The key that signs proofs, and that a change of one byte is seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from apiflask import APIFlask
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfWriter

from meedoen.settings import Settings
from meedoen.trajectories.proving.signing.documents import sign
from meedoen.trajectories.proving.signing.keys import (
    OWN,
    KeyUnusable,
    SigningKey,
    new_key,
    read_key,
    renew,
    signing_key,
)

AT = datetime(2026, 3, 9, 10, tzinfo=UTC)

Configured = Callable[..., Settings]


@pytest.fixture
def configured(whole_app: APIFlask, tmp_path: Path) -> Configured:
    """Settings of an installation that has no key yet, with changes."""

    def make(**changes: object) -> Settings:
        settings: Settings = whole_app.config["SETTINGS"]
        return replace(settings, data_dir=tmp_path, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="module")
def own() -> SigningKey:
    """A key as an installation makes it."""
    return made("https://meedoen.example.be")


def made(address: str) -> SigningKey:
    folder = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path()
    file = folder / f"meedoen-{id(address)}.pem"
    try:
        file.write_bytes(new_key(address, at=AT))
        return read_key(file)
    finally:
        file.unlink()


def page() -> bytes:
    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(held)
    return held.getvalue()


def status_of(pdf: bytes, key: SigningKey) -> PdfSignatureStatus:
    root = translate_pyca_cryptography_cert_to_asn1(key.certificate)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[root])
    # The library begins an event loop; the browser of other tests may have one in this thread.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(validate_pdf_signature, signature, trusted).result()


def test_the_key_is_made_once_and_only_its_owner_reads_it(configured: Configured) -> None:
    settings = configured()
    first = signing_key(settings, at=AT)
    file = settings.data_dir / OWN
    assert file.stat().st_mode & 0o777 == 0o600
    assert signing_key(settings, at=AT).fingerprint == first.fingerprint
    assert [path.name for path in settings.data_dir.iterdir()] == [OWN]


def test_two_that_need_a_first_key_at_once_get_the_same(configured: Configured) -> None:
    settings, found = configured(), []
    threads = [
        Thread(target=lambda: found.append(signing_key(settings, at=AT).fingerprint))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1


def test_the_certificate_is_good_for_signing_and_for_nothing_else(own: SigningKey) -> None:
    from cryptography.x509 import BasicConstraints, KeyUsage

    usage = own.certificate.extensions.get_extension_for_class(KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not own.certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    assert own.certificate.not_valid_after_utc.year == 2036


def test_what_is_signed_is_whole_valid_and_covers_the_whole_file(own: SigningKey) -> None:
    status = status_of(sign(page(), own, reason="Meedoen"), own)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"


def test_the_signature_is_pades_and_adds_to_the_file_without_changing_it(own: SigningKey) -> None:
    before = page()
    signed = sign(before, own, reason="Meedoen")
    assert signed.startswith(before)
    assert b"/ETSI.CAdES.detached" in signed


def test_a_changed_byte_is_detected_wherever_it_is(own: SigningKey) -> None:
    signed = bytearray(sign(page(), own, reason="Meedoen"))
    begin, length, rest, last = _range_of(bytes(signed))
    places = [*range(begin + 20, length, length // 9), *range(rest, rest + last, last // 5)]
    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 1
        try:
            assert not status_of(bytes(changed), own).bottom_line, place
        except (PdfReadError, SignatureValidationError, ValueError, OSError):
            continue  # It cannot even be read: nobody takes that for whole.


def _range_of(pdf: bytes) -> tuple[int, int, int, int]:
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    begin, length, rest, last = map(int, signature.byte_range)
    return begin, length, rest, last


def test_what_is_added_after_the_signature_is_seen(own: SigningKey) -> None:
    signed = sign(page(), own, reason="Meedoen")
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, held = IncrementalPdfFileWriter(BytesIO(signed)), BytesIO()
    writer.root["/Extra"] = writer.root["/Pages"]
    writer.update_root()
    writer.write(held)
    assert status_of(held.getvalue(), own).coverage.name != "ENTIRE_FILE"
    assert not status_of(held.getvalue(), own).bottom_line


@pytest.mark.parametrize("kind", ["pem", "locked pem", "p12"])
def test_an_operator_brings_an_own_key(
    kind: str, own: SigningKey, configured: Configured, tmp_path: Path
) -> None:
    file, password = tmp_path / "own.key", "" if kind == "pem" else "geheim"
    locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if password:
        locked = serialization.BestAvailableEncryption(password.encode())
    if kind == "p12":
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(b"x", own.key, own.certificate, None, locked)
        )
    else:
        pem = serialization.Encoding.PEM
        key = own.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, locked)
        file.write_bytes(own.certificate_pem + key)
    settings = configured(signing_file=file, signing_password=password)
    assert signing_key(settings, at=AT).fingerprint == own.fingerprint
    assert not (tmp_path / OWN).exists()
    if password:
        with pytest.raises(KeyUnusable, match="SIGNING_PASSWORD"):
            signing_key(configured(signing_file=file, signing_password="fout"), at=AT)
    with pytest.raises(KeyUnusable, match="SIGNING_FILE"):
        renew(settings, at=AT)


@pytest.mark.parametrize("content", [b"", b"niets", b"-----BEGIN CERTIFICATE-----\nx", b"\x30\x03"])
def test_a_file_that_holds_no_key_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "own.key"
    file.write_bytes(content)
    with pytest.raises(KeyUnusable):
        read_key(file)
    with pytest.raises(KeyUnusable, match="cannot be read"):
        read_key(tmp_path / "none")


def test_a_key_without_its_own_certificate_is_refused(own: SigningKey, tmp_path: Path) -> None:
    file = tmp_path / "own.key"
    other = made("https://elders.example.be")
    key = own.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(key + other.certificate_pem)
    with pytest.raises(KeyUnusable, match="certificate"):
        read_key(file)


def test_a_renewed_key_is_another_and_what_was_signed_stays_good(configured: Configured) -> None:
    settings = configured()
    before = signing_key(settings, at=AT)
    signed = sign(page(), before, reason="Meedoen")
    after = renew(settings, at=AT)
    assert after.fingerprint != before.fingerprint
    assert signing_key(settings, at=AT).fingerprint == after.fingerprint
    assert status_of(signed, before).bottom_line
    assert (settings.data_dir / OWN).stat().st_mode & 0o777 == 0o600
