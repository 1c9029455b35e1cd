"""Pages on which an organisation plans and cancels the sessions of an offer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.offers.finding.documents import place_words
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.queries import get_offer
from meedoen.offers.rules import CLOSED
from meedoen.offers.sessions.actions import add_session, add_weekly_sessions, cancel_session
from meedoen.offers.sessions.forms import CancelForm, SessionForm
from meedoen.offers.sessions.queries import get_meeting, offer_of_session
from meedoen.offers.sessions.rules import end_of, moment_of
from meedoen.offers.terms import SessionStatus
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import Unsent, show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.spoken import at_moment
from meedoen.web.tokens import shows_form_again

sessions = Blueprint("sessions", __name__)

ALL = "/beheer/aanbod/<int:offer_id>/sessies"


@sessions.get(ALL)
@requires(Permission.OFFER_EDIT, of=get_offer)
def listing(offer: Offer) -> str:
    """The sessions to come, and a form to plan more."""
    form = SessionForm(formdata=None)
    if len(offer.places) == 1:
        form.place_id.data = str(offer.places[0].id)
    return sessions_page(offer, form)


@sessions.post(ALL)
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
@shows_form_again
def add(offer: Offer) -> Response | tuple[str, int]:
    """Plan one session, or one each week."""
    form = SessionForm()
    form.offer_places(offer.places)
    if not form.validate_on_submit():
        return sessions_page(offer, form), 422
    try:
        number = plan_typed(offer, form)
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return sessions_page(offer, form), 422
    flash(ngettext("1 sessie staat klaar.", "%(num)s sessies staan klaar.", number), "done")
    return redirect(url_for("offers.sessions.listing", offer_id=offer.id), 303)


def plan_typed(offer: Offer, form: SessionForm) -> int:
    """Plan what was typed; gives how many sessions stand. Raises RuleBroken."""
    day, begin, end = form.day.data, form.begin.data, form.end.data
    assert day is not None
    assert begin is not None
    assert end is not None
    place_id = int(form.place_id.data) if form.place_id.data else None
    by, at, note = current_account(), now(), form.note.data or ""
    if form.until_day.data is None:
        add_session(
            db.session,
            offer,
            starts_at=moment_of(day, begin),
            ends_at=end_of(day, end),
            place_id=place_id,
            note=note,
            by=by,
            at=at,
        )
        return 1
    found = add_weekly_sessions(
        db.session,
        offer,
        from_day=day,
        until_day=form.until_day.data,
        weekday=form.weekday,
        begin=begin,
        end=end,
        place_id=place_id,
        note=note,
        by=by,
        at=at,
    )
    return len(found)


@sessions.post(f"{ALL}/<int:session_id>/afgelasten")
@requires(Permission.OFFER_EDIT, of=offer_of_session)
@commits
@shows_form_again
def cancel(offer: Offer) -> Response | tuple[str, int]:
    """Say that a session does not go on."""
    meeting = get_meeting(offer, int((request.view_args or {})["session_id"]))
    form = CancelForm()
    if not form.validate_on_submit():
        return refused_cancelling(offer, meeting, form)
    try:
        cancel_session(
            db.session, meeting, offer, note=form.note.data or "", by=current_account(), at=now()
        )
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return refused_cancelling(offer, meeting, form)
    flash(_("De sessie gaat niet door. Nieuwkomers zien dat."), "done")
    return redirect(url_for("offers.sessions.listing", offer_id=offer.id), 303)


def refused_cancelling(offer: Offer, meeting: OfferSession, form: CancelForm) -> tuple[str, int]:
    """The page of sessions with the form that was refused, or what was typed where it has gone."""
    own_id(form, meeting)
    gone = meeting.ends_at < now() or meeting.status is SessionStatus.CANCELLED
    if gone or offer.status in CLOSED:
        return sessions_page(offer, SessionForm(formdata=None), unsent=unsent(form)), 422
    return sessions_page(offer, SessionForm(formdata=None), cancelling=(meeting, form)), 422


def sessions_page(
    offer: Offer,
    form: SessionForm,
    *,
    cancelling: tuple[OfferSession, CancelForm] | None = None,
    unsent: Unsent | None = None,
) -> str:
    """The page of sessions; `cancelling` is the form of one of them, where it was refused."""
    form.offer_places(offer.places)
    sent = {cancelling[0].id: cancelling[1]} if cancelling else {}
    places: dict[int | None, OfferPlace] = {place.id: place for place in offer.places}
    coming = [one for one in offer.sessions if one.ends_at >= now()]
    return render_template(
        "offers/sessions.html",
        offer=offer,
        form=form,
        refused=cancelling[1] if cancelling else form,
        unsent=unsent,
        coming=[
            {
                "meeting": one,
                "starts": at_moment(one.starts_at),
                "cancel_form": sent.get(one.id) or own_id(CancelForm(formdata=None), one),
                "until": until_words(one, places.get(one.place_id)),
            }
            for one in coming
        ],
        past=len(offer.sessions) - len(coming),
        closed=offer.status in CLOSED,
    )


def own_id(form: CancelForm, meeting: OfferSession) -> CancelForm:
    """The form of one session among many on a page: its box has an id of its own."""
    form.note.id = f"note-{meeting.id}"
    return form


def until_words(meeting: OfferSession, place: OfferPlace | None) -> str:
    """Until when a meeting lasts, and where it is: 'tot 16.30 uur · Bib, Mechelen'."""
    clock = format_datetime(meeting.ends_at, "H.mm")
    until = _("tot %(clock)s uur", clock="24.00" if clock == "0.00" else clock)
    where = place_words(place) if place else ""
    return " · ".join(filter(None, (until, where, meeting.note)))
