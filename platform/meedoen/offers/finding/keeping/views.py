"""The pages of my list: the one on the device, and the one that can be shown to somebody."""

from typing import Any

from flask import Blueprint, current_app, render_template, url_for

from meedoen.core.errors import NotFound
from meedoen.offers.finding.carrying.documents import qr_of
from meedoen.offers.finding.keeping.queries import list_kept
from meedoen.offers.finding.keeping.rules import may_be_named, read_list, written_list
from meedoen.offers.finding.queries import FoundOffer
from meedoen.offers.finding.showing.documents import gone_words
from meedoen.offers.finding.showing.views import cards_of
from meedoen.offers.models import Offer
from meedoen.offers.rules import is_findable
from meedoen.web.access import public
from meedoen.web.clock import today
from meedoen.web.session import db

keeping = Blueprint("keeping", __name__)


@keeping.get("/mijn-lijst")
@public
def own() -> str:
    """The list of this device; a script asks for the page below and shows it here."""
    return render_template("finding/keeping/own.html")


@keeping.get("/lijst/<numbers>")
@public
def shown(numbers: str) -> str:
    """A list that somebody shows: its address holds numbers of offers, nothing of whose it is."""
    try:
        asked = read_list(numbers)
    except ValueError as error:
        raise NotFound from error
    kept = list_kept(db.session, asked)
    if not kept:
        raise NotFound
    short = url_for("finding.keeping.shown", numbers=written_list(asked))
    address = f"{current_app.config['SETTINGS'].base_url}{short}"
    return render_template(
        "finding/keeping/shown.html", rows=rows_of(kept), address=address, qr=qr_of(address)
    )


def rows_of(kept: list[Offer]) -> list[dict[str, Any]]:
    """Each offer as its card, or where it is gone as its title and why."""
    there = [offer for offer in kept if is_findable(offer, on=today())]
    found = cards_of([FoundOffer(offer, None, None) for offer in there], None)
    cards = {offer.id: card for offer, card in zip(there, found, strict=True)}
    return [
        {
            "id": offer.id,
            "card": cards.get(offer.id),
            "title": offer.title if may_be_named(offer.status) else "",
            "why": gone_words(offer, on=today()),
        }
        for offer in kept
    ]
