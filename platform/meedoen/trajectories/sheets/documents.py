"""The form to print: lines to fill in and sign, in two languages, with a QR code to its page."""

from functools import cache
from pathlib import Path
from typing import Any

import segno
from flask import current_app

from meedoen.messages.documents import home_of
from meedoen.trajectories.links import sheet_token
from meedoen.trajectories.models import Activity
from meedoen.trajectories.proving.documents import PdfUnavailable
from meedoen.trajectories.sheets.wording import form_words
from meedoen.web.languages import DUTCH, LANGUAGES, speaking

LINES, LINES_BESIDE_MUCH = 12, 10
"""As many as one page holds, with room for a signature; fewer where long names stand above."""

MUCH = 75
"""So many signs of names leave no room for the wider lines."""

FILE_NAME = "blad-voor-je-uren.pdf"

INK = "#1d2140"


def sheet_facts(activity: Activity, base_url: str) -> dict[str, Any]:
    """What the form says. The code names the activity alone: a stranger learns nothing from it."""
    newcomer = activity.trajectory.newcomer
    language = LANGUAGES.get(newcomer.language, LANGUAGES[DUTCH])
    own = None
    if language.code != DUTCH:
        with speaking(language.code):
            own = form_words()
    with speaking(DUTCH):
        dutch = form_words()
    home = home_of(base_url, language=language.code)
    address = f"{home}/blad/{sheet_token(activity.id)}"
    roomy = sum(map(len, (activity.title, activity.host, activity.contact_name))) < MUCH
    return {
        "activity": activity,
        "name": newcomer.name,
        "agency": activity.trajectory.agency.name,
        "words": dutch,
        "own": own,
        "own_language": language,
        "lines": LINES if roomy else LINES_BESIDE_MUCH,
        "roomy": roomy,
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(
            dark=INK, border=0, omitsize=True
        ),
    }


def sheet_pdf(activity: Activity, *, base_url: str) -> bytes:
    """The form as a PDF/UA-1 of one A4 page. Raises PdfUnavailable where the system lacks Pango."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PdfUnavailable from error
    with speaking(DUTCH):
        paper = current_app.jinja_env.get_template("trajectories/sheets/paper.html")
        html = paper.render(**sheet_facts(activity, base_url))
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    made = page.write_pdf(stylesheets=[CSS(string=paper_style())], pdf_variant="pdf/ua-1")
    return bytes(made)


@cache
def paper_style() -> str:
    """The style sheet of the form."""
    return (Path(current_app.static_folder or "") / "css" / "hours_form.css").read_text()
