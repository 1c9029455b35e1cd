"""The proof of participation as a PDF, with a QR code to the page that checks it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from flask import current_app, render_template

from meedoen.trajectories.models import Proof
from meedoen.trajectories.proving.rules import grouped


class PdfUnavailable(Exception):
    """The libraries that draw a PDF are not on this machine; the page can be printed instead."""


def check_address(proof: Proof, base_url: str) -> str:
    """Where anyone who was given the proof can check it."""
    return f"{base_url}/bewijs/{grouped(proof.code)}"


def proof_facts(proof: Proof, base_url: str) -> dict[str, Any]:
    """What the proof says, from the content that was kept on the day it was issued."""
    content: dict[str, Any] = proof.content
    days = ("first_on", "last_on", "starts_on", "issued_on")
    address = check_address(proof, base_url)
    return {
        **content,
        **{day: date.fromisoformat(content[day]) for day in days},
        "minutes": proof.minutes,
        "code": grouped(proof.code),
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(
            dark="#1d2140", border=0, omitsize=True
        ),
        "activities": [
            {**line, **{day: date.fromisoformat(line[day]) for day in days[:2]}}
            for line in content["activities"]
        ],
    }


def proof_pdf(proof: Proof, *, base_url: str) -> bytes:
    """The proof as a tagged PDF (PDF/UA-1) of A4 pages.

    Raises PdfUnavailable where the system lacks Pango. Nothing is fetched from outside.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PdfUnavailable from error
    html = render_template("trajectories/proving/paper.html", **proof_facts(proof, base_url))
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    drawn = page.write_pdf(stylesheets=[CSS(string=paper_style())], pdf_variant="pdf/ua-1")
    return bytes(drawn)


@cache
def paper_style() -> str:
    """The style sheet of the paper."""
    return (Path(current_app.static_folder or "") / "css" / "paper.css").read_text()
