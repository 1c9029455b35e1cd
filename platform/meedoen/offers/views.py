"""The doors of the writing side of offers, and the preview; other pages stand in the folders."""

from flask import Blueprint, render_template

from meedoen.offers.finding.showing.views import page_of
from meedoen.offers.models import Offer
from meedoen.offers.publication.views import publication
from meedoen.offers.queries import get_offer
from meedoen.offers.seats.views import seats
from meedoen.offers.sessions.views import sessions
from meedoen.offers.summaries.views import summaries
from meedoen.offers.writing.views import writing
from meedoen.permissions import Permission
from meedoen.web.access import requires

offers = Blueprint("offers", __name__)
offers.register_blueprint(writing)
offers.register_blueprint(sessions)
offers.register_blueprint(publication)
offers.register_blueprint(seats)
offers.register_blueprint(summaries)


@offers.get("/beheer/aanbod/<int:offer_id>/voorbeeld")
@requires(Permission.OFFER_VIEW, of=get_offer)
def preview(offer: Offer) -> str:
    """The offer as newcomers will see it, also before it is published."""
    return render_template("offers/preview.html", **page_of(offer, None) | {"canonical": ""})
