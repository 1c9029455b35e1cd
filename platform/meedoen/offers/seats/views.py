"""The buttons with which an organisation says that its offer is full, or has a place again."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.offers.models import Offer
from meedoen.offers.queries import get_offer
from meedoen.offers.seats import actions
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.session import commits, db

seats = Blueprint("seats", __name__)

ONE = "/beheer/aanbod/<int:offer_id>"


@seats.post(f"{ONE}/volzet")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def full(offer: Offer) -> Response:
    """Say that there is no free place now."""
    done = _("Je aanbod staat op volzet. Nieuwkomers zien het nog, met dat woord erbij.")
    return press(offer, actions.mark_full, done)


@seats.post(f"{ONE}/plaats-vrij")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def free(offer: Offer) -> Response:
    """Say that there is a free place again."""
    return press(offer, actions.mark_free, _("Er is weer plaats. Nieuwkomers zien dat nu."))


def press(offer: Offer, act: Callable[..., None], done: str) -> Response:
    """Do it, and go back to the page of the button: the offer, or with `terug=lijst` the list."""
    back = url_for("offers.writing.edit", offer_id=offer.id)
    if request.args.get("terug") == "lijst":
        back = url_for("offers.writing.listing", organisation_id=offer.organisation_id)
    try:
        act(db.session, offer, by=current_account(), at=now())
        flash(done, "done")
    except RuleBroken as broken:
        db.session.rollback()
        flash(current_app.extensions["dictionary"].explain(broken.reasons[0]), "error")
    return redirect(back, 303)
