"""A digital signature under a PDF: PAdES baseline B, invisible, the last thing that is added."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from meedoen.trajectories.proving.signing.keys import SigningKey

FIELD = "Meedoen"


def sign(pdf: bytes, key: SigningKey, *, reason: str) -> bytes:
    """The same PDF with one more part: a signature over all that came before, and over itself.

    PDF/A allows no hidden field and PDF/UA none that is untagged on a page, so the field lies
    outside the page, and the page says in which order its fields come (ISO 14289-1, 7.18.3).
    """
    # These are large; most of what the product does needs none of them.
    from pyhanko.keys.internal import (
        translate_pyca_cryptography_cert_to_asn1,
        translate_pyca_cryptography_key_to_asn1,
    )
    from pyhanko.pdf_utils.generic import NameObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    chain: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain.register_multiple(map(translate_pyca_cryptography_cert_to_asn1, key.chain))
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    first_page: Any = writer.prev.root["/Pages"]["/Kids"][0]
    first_page["/Tabs"] = NameObject("/S")
    writer.update_container(first_page)
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=FIELD,
        ),
        signers.SimpleSigner(
            signing_cert=translate_pyca_cryptography_cert_to_asn1(key.certificate),
            signing_key=translate_pyca_cryptography_key_to_asn1(key.key),
            cert_registry=chain,
        ),
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name=reason,
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        ),
    )
    # The library begins an event loop, which a thread that has one cannot do: it gets its own.
    with ThreadPoolExecutor(1) as apart:
        signed: bytes = apart.submit(signer.sign_pdf, writer).result().getvalue()
    return signed
