"""Pages on which an organisation writes its offers."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.offers.forms import BOXES, row_errors
from meedoen.offers.models import Offer
from meedoen.offers.places.forms import offer_parts
from meedoen.offers.places.queries import list_parts, places_of
from meedoen.offers.publication.actions import submit_offer
from meedoen.offers.publication.rules import missing_before_publication
from meedoen.offers.queries import count_offers_of, get_offer, last_return, list_offers_of
from meedoen.offers.rules import CLOSED, health, next_session
from meedoen.offers.summaries.queries import count_outdated, read_summaries
from meedoen.offers.terms import Day, Daypart, OfferStatus, OfferType
from meedoen.offers.writing.actions import change_offer, check_offer, copy_offer, draft_offer
from meedoen.offers.writing.forms import CopyForm, NewOfferForm, OfferForm
from meedoen.offers.writing.queries import find_municipalities_named, list_names, text_of
from meedoen.offers.writing.rules import changed_fields
from meedoen.organisations.models import Organisation
from meedoen.organisations.queries import get_organisation
from meedoen.permissions import Permission
from meedoen.places.queries import list_regions
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

writing = Blueprint("writing", __name__)

OWN = "/beheer/organisaties/<int:organisation_id>/aanbod"
ONE = "/beheer/aanbod/<int:offer_id>"
PAGE_SIZE = 25


@writing.get(OWN)
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
def listing(organisation: Organisation) -> str:
    """The offers of one's own organisation: how each stands and how it is doing."""
    archived = request.args.get("deel") == "archief"
    counts = count_offers_of(db.session, organisation.id)
    paging = asked_page(size=PAGE_SIZE, total=counts[archived])
    offers = list_offers_of(
        db.session,
        organisation.id,
        archived=archived,
        offset=paging.offset,
        limit=PAGE_SIZE,
    )
    outdated = count_outdated(
        read_summaries(db.session, [one for one in offers if one.status not in CLOSED])
    )
    address = url_for("offers.writing.listing", organisation_id=organisation.id)
    return render_template(
        "offers/listing.html",
        organisation=organisation,
        rows=[
            {
                "offer": offer,
                "health": health(offer, on=today()),
                "next": next_session(offer.sessions, at=now()),
                "outdated": outdated.get(offer.id, 0),
            }
            for offer in offers
        ],
        tabs_of_list=[
            {
                "label": _("Nu (%(n)s)", n=counts[False]),
                "href": address,
                "current": not archived,
            },
            {
                "label": _("Archief (%(n)s)", n=counts[True]),
                "href": f"{address}?deel=archief",
                "current": archived,
            },
        ],
        archived=archived,
        paging=paging,
        address_of_page=lambda number: url_for(
            "offers.writing.listing",
            organisation_id=organisation.id,
            deel="archief" if archived else None,
            pagina=number,
        ),
    )


@writing.get(f"{OWN}/nieuw")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
def new(organisation: Organisation) -> str:
    """Ask for the kind and the title; the rest comes after."""
    form = NewOfferForm()
    return render_template("offers/new.html", form=form, organisation=organisation)


@writing.post(f"{OWN}/nieuw")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
@commits
@shows_form_again
def new_sent(organisation: Organisation) -> Response | tuple[str, int]:
    """Begin the offer, once however often the form is sent."""
    form = NewOfferForm()
    if form.validate_on_submit():
        try:
            offer = draft_offer(
                db.session,
                organisation,
                type=OfferType(form.type.data),
                title=form.title.data or "",
                request_key=str(form.request_key.data),
                by=current_account(),
                at=now(),
            )
            return redirect(url_for("offers.writing.edit", offer_id=offer.id), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("offers/new.html", form=form, organisation=organisation), 422


@writing.get(ONE)
@requires(Permission.OFFER_EDIT, of=get_offer)
def edit(offer: Offer) -> str:
    """The whole offer to be written, with what is still missing."""
    return edit_page(offer, kept_form(offer))


def kept_form(offer: Offer) -> OfferForm:
    """The form with what is kept of an offer."""
    form = OfferForm(None)
    form.offer_choices(offer, list_regions(db.session))
    names = list_names(db.session, text_of(offer).municipalities)
    form.fill_from(text_of(offer), places_of(offer), names, version=offer.version)
    return form


@writing.post(ONE)
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
@shows_form_again
def edit_sent(offer: Offer) -> Response | tuple[str, int]:
    """Keep what was typed, however little; with `daarna` also ask for review."""
    form = OfferForm()
    form.offer_choices(offer, list_regions(db.session))
    codes, unknown = find_municipalities_named(db.session, form.municipality_names())
    if not form.validate_on_submit():
        return edit_page(offer, form), 422
    if unknown:
        words = _("We kennen deze gemeente niet: %(names)s.", names=", ".join(unknown))
        form.municipalities.errors = [words]
        return edit_page(offer, form), 422
    text = form.typed(codes)
    try:
        change_offer(
            db.session,
            offer,
            text,
            places=form.typed_places(),
            seen_version=form.seen_version.data,
            by=current_account(),
            at=now(),
        )
    except RuleBroken as broken:
        if any(reason.code == "offer_changed_meanwhile" for reason in broken.reasons):
            differing = changed_fields(text_of(offer), text)
            form.seen_version.raw_data, form.seen_version.data = None, offer.version
            return edit_page(offer, form, differing=differing), 409
        show_reasons(form, broken.reasons, called=BOXES)
        return edit_page(offer, form), 422
    return after_edit(offer)


def after_edit(offer: Offer) -> Response:
    """Say what became of the offer that was kept, and ask for review where that was wanted."""
    back = url_for("offers.writing.edit", offer_id=offer.id)
    if request.form.get("daarna") != "indienen":
        if offer.status is OfferStatus.SUBMITTED:
            flash(_("Bewaard. Je gemeente kijkt je aanbod na."), "done")
        else:
            flash(_("Bewaard."), "done")
        return redirect(back, 303)
    try:
        submit_offer(db.session, offer, by=current_account(), at=now())
    except RuleBroken:
        flash(_("Bewaard, maar nog niet ingediend. Er ontbreekt nog iets."), "info")
        return redirect(f"{back}#ontbreekt", 303)
    flash(_("Ingediend. Je gemeente kijkt je aanbod na. Je krijgt een mail."), "done")
    return redirect(back, 303)


@writing.post(f"{ONE}/kopieren")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def copy(offer: Offer) -> Response | tuple[str, int]:
    """Begin a new offer with the words of this one; the same press twice copies once."""
    form = CopyForm()
    if not form.validate():
        flash(_("Deze pagina was te oud. Er is nog geen kopie. Druk nog eens op de knop."), "error")
        return edit_page(offer, kept_form(offer)), 422
    key = str(form.request_key.data)
    made = copy_offer(db.session, offer, request_key=key, by=current_account(), at=now())
    flash(_("Dit is de kopie. Pas ze aan en dien ze in."), "done")
    return redirect(url_for("offers.writing.edit", offer_id=made.id), 303)


@writing.post(f"{ONE}/nagekeken")
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
def checked(offer: Offer) -> Response:
    """Say that the offer is still true."""
    try:
        check_offer(db.session, offer, by=current_account(), at=now())
        flash(_("Bedankt. We tonen dat je het vandaag nakeek."), "done")
    except RuleBroken:
        flash(_("Dit aanbod is voorbij."), "error")
    organisation_id = offer.organisation_id
    return redirect(url_for("offers.writing.listing", organisation_id=organisation_id), 303)


def edit_page(offer: Offer, form: OfferForm, *, differing: Iterable[str] = ()) -> str:
    """The page on which an offer is written; `differing` names what somebody else changed."""
    postcodes = ["".join((row.form.postcode.data or "").split()) for row in form.places]
    offer_parts(form.places, list_parts(db.session, postcodes))
    told = read_summaries(db.session, [offer])
    boxes: dict[str, Any] = {name: form[BOXES.get(name, name)] for name in differing}
    return render_template(
        "offers/edit.html",
        form=form,
        copy_key=uuid4().hex,
        row_errors=row_errors(form.places),
        offer=offer,
        missing=missing_before_publication(offer, on=today()),
        returned=last_return(offer),
        closed=offer.status in CLOSED,
        conflict=bool(differing),
        differing=[box.label.text for box in boxes.values()],
        told=len(told.get(offer.id, {})),
        outdated=count_outdated(told).get(offer.id, 0),
        days=list(Day),
        dayparts=list(Daypart),
    )
