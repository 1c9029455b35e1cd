"""Pages on which an organisation submits and pauses, and a reviewer decides."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.offers.finding import documents
from meedoen.offers.finding.showing.documents import facts_of
from meedoen.offers.indexing import read_geography
from meedoen.offers.models import Offer
from meedoen.offers.publication import actions
from meedoen.offers.publication.forms import PublishForm, ReturnForm, SuitabilityForm
from meedoen.offers.publication.queries import count_in_scope, list_published, list_waiting
from meedoen.offers.publication.rules import (
    TO_DECIDE,
    missing_before_publication,
    reasons_not_to_review,
)
from meedoen.offers.queries import get_offer
from meedoen.offers.summaries.queries import summaries_of
from meedoen.offers.terms import Decision, Goal, Level, OfferStatus, Suitability
from meedoen.organisations.queries import watched_by
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.languages import LANGUAGES
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

publication = Blueprint("publication", __name__)

OWN = "/beheer/aanbod/<int:offer_id>"
ONE = "/regie/aanbod/<int:offer_id>"
PAGE_SIZE = 30


def press(offer: Offer, act: Callable[..., None], done: str) -> Response:
    """Do one act of the organisation and say how it went, on the page of the offer."""
    back = url_for("offers.writing.edit", offer_id=offer.id)
    try:
        act(db.session, offer, by=current_account(), at=now())
    except RuleBroken as broken:
        db.session.rollback()
        explain = current_app.extensions["dictionary"].explain
        for reason in broken.reasons[:1]:
            flash(explain(reason), "error")
        return redirect(f"{back}#ontbreekt", 303)
    flash(done, "done")
    return redirect(back, 303)


@publication.post(f"{OWN}/indienen")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def submit(offer: Offer) -> Response:
    """Ask for review."""
    done = _("Ingediend. Je gemeente kijkt je aanbod na. Je krijgt een mail.")
    return press(offer, actions.submit_offer, done)


@publication.post(f"{OWN}/pauzeren")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def pause(offer: Offer) -> Response:
    """Take it out of sight for a while."""
    return press(offer, actions.pause_offer, _("Op pauze gezet. Nieuwkomers zien het nu niet."))


@publication.post(f"{OWN}/hervatten")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def resume(offer: Offer) -> Response:
    """Show it again."""
    return press(offer, actions.resume_offer, _("Je aanbod staat weer online."))


@publication.post(f"{OWN}/archiveren")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def archive(offer: Offer) -> Response:
    """Put it away for good."""
    return press(offer, actions.archive_offer, _("Je aanbod zit nu in het archief."))


@publication.get("/regie/aanbod")
@requires(Permission.BOARD_VIEW)
def queue() -> str:
    """What waits for review in one's scope, the longest waiting first; or what is published."""
    published = request.args.get("deel") == "online"
    scope = watched_by(current_account())
    counts = count_in_scope(db.session, scope)
    status = OfferStatus.PUBLISHED if published else OfferStatus.SUBMITTED
    paging = asked_page(size=PAGE_SIZE, total=counts[status])
    listed = (list_published if published else list_waiting)(
        db.session, scope, offset=paging.offset, limit=PAGE_SIZE
    )
    waiting = counts[OfferStatus.SUBMITTED]
    online = counts[OfferStatus.PUBLISHED]
    return render_template(
        "offers/queue.html",
        rows=[
            {"offer": offer, "days": (now() - (offer.submitted_at or offer.updated_at)).days}
            for offer in listed
        ],
        published=published,
        tabs_of_list=[
            {
                "label": _("Na te kijken (%(n)s)", n=waiting),
                "href": address(online=False),
                "current": not published,
            },
            {
                "label": _("Online (%(n)s)", n=online),
                "href": address(online=True),
                "current": published,
            },
        ],
        paging=paging,
        address_of_page=lambda number: address(online=published, number=number),
    )


def address(*, online: bool, number: int | None = None) -> str:
    """The address of a part of the queue, and of one of its pages."""
    part = "online" if online else None
    return url_for("offers.publication.queue", deel=part, pagina=number)


@publication.get(ONE)
@requires(Permission.OFFER_VIEW, of=get_offer)
def review(offer: Offer) -> str:
    """The whole offer, what it lacks, what was decided before, and the decision to make."""
    return review_page(offer)


@publication.post(f"{ONE}/publiceren")
@requires(Permission.OFFER_PUBLISH, of=get_offer)
@commits
def publish(offer: Offer) -> Response | tuple[str, int]:
    """Publish what the reviewer looked at."""
    form = PublishForm()
    if not form.validate_on_submit():
        return review_page(offer, publish_form=form), 422
    seen = form.seen_version.data
    done = _("Het aanbod staat online. De organisatie krijgt een mail.")
    return decide(offer, form, "publish_form", done, actions.publish_offer, seen_version=seen)


@publication.post(f"{ONE}/terugsturen")
@requires(Permission.OFFER_PUBLISH, of=get_offer)
@commits
@shows_form_again
def send_back(offer: Offer) -> Response | tuple[str, int]:
    """Send it back, and say why."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return review_page(offer, return_form=form), 422
    reasons = form.reasons.data or ""
    done = _("Teruggestuurd. De organisatie krijgt een mail met je uitleg.")
    return decide(offer, form, "return_form", done, actions.return_offer, reasons=reasons)


@publication.post(f"{ONE}/geschikt")
@requires(Permission.OFFER_PUBLISH, of=get_offer)
@commits
@shows_form_again
def suitability(offer: Offer) -> Response | tuple[str, int]:
    """Decide whether it counts for the traject."""
    form = SuitabilityForm()
    if not form.validate_on_submit():
        return review_page(offer, suitability_form=form), 422
    suitable = form.suitable.data == "yes"
    done = _("Bewaard. De organisatie krijgt een mail.")
    act = actions.confirm_suitability
    return decide(offer, form, "suitability_form", done, act, suitable=suitable)


def decide(
    offer: Offer, form: Any, name: str, done: str, act: Callable[..., None], **facts: object
) -> Response | tuple[str, int]:
    """Do one act of a reviewer; what a rule says against it stands above the page."""
    base_url = current_app.config["SETTINGS"].base_url
    try:
        act(db.session, offer, by=current_account(), at=now(), base_url=base_url, **facts)
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        stale = any(reason.code == "offer_changed_meanwhile" for reason in broken.reasons)
        return review_page(offer, **{name: form}), 409 if stale else 422
    flash(done, "done")
    return redirect(url_for("offers.publication.review", offer_id=offer.id), 303)


def review_page(
    offer: Offer,
    *,
    publish_form: PublishForm | None = None,
    return_form: ReturnForm | None = None,
    suitability_form: SuitabilityForm | None = None,
) -> str:
    """The page of one offer for who reviews it, with the form that was just sent."""
    decided = {Suitability.CONFIRMED: "yes", Suitability.UNSUITABLE: "no"}.get(offer.suitability)
    sent = publish_form or return_form or suitability_form
    fresh = PublishForm(formdata=None, seen_version=offer.version)
    if publish_form:
        fresh.form_errors = [*publish_form.form_errors, *publish_form.seen_version.errors]
    forbidden = reasons_not_to_review(offer, current_account())
    decides = not forbidden and offer.status in TO_DECIDE
    return render_template(
        "offers/review.html",
        offer=offer,
        told=[(LANGUAGES[code], one) for code, one in summaries_of(db.session, offer).items()],
        goals=[goal for goal in Goal if goal in offer.goals],
        known=known_of(offer),
        history=history_of(offer),
        level_term=Level(offer.level) if offer.level else None,
        missing=missing_before_publication(offer, on=today()),
        forbidden=forbidden,
        decides=decides,
        sent=(fresh if publish_form else sent) if decides else None,
        unsent=unsent(sent) if sent and not decides else None,
        publish_form=fresh,
        return_form=(decides and return_form) or ReturnForm(formdata=None),
        suitability_form=(decides and suitability_form)
        or SuitabilityForm(formdata=None, suitable=decided),
    )


def known_of(offer: Offer) -> list[tuple[str, str, str]]:
    """The practical list: where, when, and all that newcomers are told."""
    week = [(moment.day, moment.daypart) for moment in offer.moments]
    places = [
        ", ".join(filter(None, (documents.place_words(place), place.street, place.postcode)))
        for place in offer.places
    ]
    if offer.online:
        places.append(_("Online"))
    if offer.comes_to_you:
        places.append(_("Bij de mensen thuis of in hun buurt"))
    return [
        (_("Waar"), " · ".join(places), "place"),
        (_("Wanneer"), documents.week_words(week) if week else "", "calendar"),
        (_("Sessies"), str(len(offer.sessions) or ""), "calendar"),
        (_("Laatste dag"), format_date(offer.ends_on) if offer.ends_on else "", "calendar"),
        *facts_of(offer, read_geography(db.session)),
    ]


def history_of(offer: Offer) -> list[dict[str, object]]:
    """What was decided about an offer, the newest first."""
    say = current_app.extensions["dictionary"].say
    return [
        {
            "when": format_date(review.decided_at.date()),
            "title": say(review.decision),
            "text": review.reasons,
            "tone": "leaf" if review.decision is Decision.APPROVED else "coral",
            "shape": "solid" if review.decision is Decision.APPROVED else "cross",
        }
        for review in reversed(offer.reviews)
    ]
