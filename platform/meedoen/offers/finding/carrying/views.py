"""The calendar files and the poster of an offer."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, url_for

from meedoen.messages.documents import host_of
from meedoen.offers.finding.carrying.documents import calendar_of, poster_of
from meedoen.offers.finding.carrying.queries import get_meetings
from meedoen.offers.finding.showing.queries import get_public_offer, list_coming_sessions
from meedoen.offers.finding.showing.views import gone_page, slug_for, slug_or_word
from meedoen.offers.rules import is_findable
from meedoen.web.access import public
from meedoen.web.clock import now, today
from meedoen.web.session import db

carrying = Blueprint("carrying", __name__)


@carrying.get("/aanbod/<int:offer_id>/agenda.ics")
@carrying.get("/aanbod/<int:offer_id>/agenda/<int:session_id>.ics")
@public
def agenda(offer_id: int, session_id: int | None = None) -> Any:
    """The coming meetings of an offer, or one of them, for a calendar."""
    offer = get_public_offer(db.session, offer_id)
    if not is_findable(offer, on=today()):
        return gone_page(offer)
    meetings = get_meetings(db.session, offer, at=now(), session_id=session_id)
    base_url = current_app.config["SETTINGS"].base_url
    file = calendar_of(
        offer, meetings, address=base_url + slug_for(offer, None), host=host_of(base_url)
    )
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{slug_or_word(offer.title)}.ics"'
    )
    return answer


@carrying.get("/aanbod/<int:offer_id>/affiche")
@public
def poster(offer_id: int) -> Any:
    """The offer on one page of A4, with slips to tear off; the browser prints it or makes a PDF."""
    offer = get_public_offer(db.session, offer_id)
    if not is_findable(offer, on=today()):
        return gone_page(offer)
    short = url_for("finding.showing.offer", offer_id=offer.id)
    told = poster_of(
        offer,
        list_coming_sessions(db.session, offer, at=now()),
        address=current_app.config["SETTINGS"].base_url + short,
    )
    return render_template("finding/carrying/poster.html", offer=offer, **told)
