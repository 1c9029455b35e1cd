"""The poster of an offer: what, when and where in words, and codes that lead to its page."""

import io
import re
from base64 import b64decode
from urllib.parse import unquote

import pytest
import segno
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.terms import Day, Daypart, OfferStatus
from meedoen.organisations.models import Contact
from tests import examples
from tests.conftest import PageClient


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session)
    host.contacts = [Contact(name="Rita Claes", email="rita@brug.test", phone="015 12 34 56")]
    place = examples.place()
    place.street = "Vismarkt 7"
    made = examples.offer(
        session,
        host,
        "Praattafel",
        places=[place],
        contact=host.contacts[0],
        moments=[(Day.TUE, Daypart.MORNING)],
    )
    session.commit()
    return made


def pictures(page: str) -> list[str]:
    """The QR codes of a page, as SVG."""
    found = re.findall(r'src="data:image/svg\+xml;([^"]+)"', page)
    return [
        b64decode(data.partition("base64,")[2]).decode()
        if "base64," in data
        else unquote(data.partition(",")[2])
        for data in found
    ]


def test_it_says_what_when_and_where_and_whom_to_call(client: PageClient, offer: Offer) -> None:
    page = client.get(f"/aanbod/{offer.id}/affiche").get_data(as_text=True)
    for told in (
        "Praattafel",
        "Buurthuis De Brug",
        "Dinsdag voormiddag",
        "Vismarkt 7, 2800 Mechelen",
        "Gratis",
        "Rita Claes, 015 12 34 56",
        f"http://localhost/aanbod/{offer.id}",
    ):
        assert told in page


def test_every_code_leads_to_the_offer(client: PageClient, offer: Offer) -> None:
    page = client.get(f"/aanbod/{offer.id}/affiche").get_data(as_text=True)
    drawn = io.BytesIO()
    segno.make(f"http://localhost/aanbod/{offer.id}", error="m", micro=False).save(
        drawn, kind="svg", dark="#000", light="#fff", border=4, omitsize=True, xmldecl=False
    )
    path = re.findall(r' d="([^"]+)"', drawn.getvalue().decode())[-1]
    codes = pictures(page.replace("&#39;", "'").replace("&amp;", "&"))
    assert len(codes) == 9
    assert all(path in code for code in codes)
    assert client.get(f"/aanbod/{offer.id}").status_code == 301


def test_there_is_no_poster_of_what_is_gone(
    client: PageClient, session: Session, offer: Offer
) -> None:
    offer.status = OfferStatus.EXPIRED
    session.commit()
    assert client.get(f"/aanbod/{offer.id}/affiche").status_code == 410
    assert client.get("/aanbod/999/affiche").status_code == 404
