"""Proofs as tagged PDF/A in two languages, with a QR code to the page that checks them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from flask import current_app

from meedoen.trajectories.models import Proof
from meedoen.trajectories.proving.rules import grouped
from meedoen.trajectories.proving.signing.documents import sign
from meedoen.trajectories.proving.signing.keys import SigningKey
from meedoen.trajectories.proving.tagging import say_accessible, tag_languages
from meedoen.trajectories.proving.wording import on_paper, paper_words
from meedoen.trajectories.terms import ProofKind
from meedoen.web.languages import DUTCH, LANGUAGES, speaking

DAYS = ("first_on", "last_on", "starts_on", "issued_on", "on")
"""Under these names the content of a proof holds a day as text."""

FILE_NAMES = {
    ProofKind.WHOLE: "bewijs-van-deelname.pdf",
    ProofKind.ACTIVITY: "bewijs-per-activiteit.pdf",
}


class PdfUnavailable(Exception):
    """The libraries that draw a PDF are not on this machine; the page can be printed instead."""


def check_address(proof: Proof, base_url: str) -> str:
    """Where anyone who was given the proof can check it."""
    return f"{base_url}/bewijs/{grouped(proof.code)}"


def proof_facts(proof: Proof, base_url: str) -> dict[str, Any]:
    """What the proof says, from the content that was kept on the day it was issued."""
    content: dict[str, Any] = with_days(proof.content)
    address = check_address(proof, base_url)
    return {
        **content,
        "kind": proof.kind,
        "issued_at": proof.issued_at,
        "minutes": proof.minutes,
        "code": grouped(proof.code),
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(
            dark="#1d2140", border=0, omitsize=True
        ),
    }


def with_days(kept: Any) -> Any:
    """Content as it was kept, with its days as days again, in all its parts."""
    if isinstance(kept, list):
        return [with_days(part) for part in kept]
    if not isinstance(kept, dict):
        return kept
    return {
        name: date.fromisoformat(part) if name in DAYS else with_days(part)
        for name, part in kept.items()
    }


def paper_facts(proof: Proof, base_url: str) -> dict[str, Any]:
    """What the paper needs: the facts, the Dutch words, and those of the newcomer's language.

    `own` is None for who reads Dutch; `own_language` is that language.
    """
    facts = proof_facts(proof, base_url)
    language = LANGUAGES.get(facts.get("language", DUTCH), LANGUAGES[DUTCH])
    own = None
    if language.code != DUTCH:
        with speaking(language.code):
            own = paper_words(facts)
    with speaking(DUTCH):
        dutch = paper_words(facts)
    return {**facts, "words": dutch, "own": own, "own_language": language, "on_paper": on_paper}


def proof_pdf(proof: Proof, *, base_url: str, key: SigningKey) -> bytes:
    """The proof as a signed PDF/A-2a and PDF/UA-1 of A4 pages.

    Raises PdfUnavailable where the system lacks Pango. Nothing is fetched from outside.
    """
    unsigned = drawn(proof, base_url=base_url)
    return sign(unsigned, key, reason=f"{current_app.config['SETTINGS'].base_url} · Meedoen")


def drawn(proof: Proof, *, base_url: str) -> bytes:
    """The proof as a PDF without a signature yet. Raises PdfUnavailable."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PdfUnavailable from error
    tag_languages()
    with speaking(DUTCH):
        # Not as a page: a proof knows nothing of a request, so that commands make it too.
        paper = current_app.jinja_env.get_template("trajectories/proving/paper.html")
        html = paper.render(**paper_facts(proof, base_url))
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    made = page.write_pdf(
        stylesheets=[CSS(string=paper_style())],
        pdf_variant="pdf/a-2a",
        finisher=say_accessible,
    )
    return bytes(made)


@cache
def paper_style() -> str:
    """The style sheet of the paper."""
    return (Path(current_app.static_folder or "") / "css" / "paper.css").read_text()
