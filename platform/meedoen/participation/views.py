"""The pages on which anybody asks to join an offer."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from meedoen.core.errors import RuleBroken
from meedoen.offers.finding.showing.documents import guide_of
from meedoen.offers.finding.showing.queries import get_public_offer
from meedoen.offers.finding.showing.views import gone_page
from meedoen.offers.models import Offer
from meedoen.offers.rules import is_findable
from meedoen.participation.actions import ask_to_join
from meedoen.participation.answering.views import answering
from meedoen.participation.forms import AskForm
from meedoen.participation.rules import ANSWER_WITHIN_DAYS, retention_on
from meedoen.permissions import has_role
from meedoen.web.access import current_account, public
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons
from meedoen.web.languages import current_language
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

participation = Blueprint("participation", __name__)
participation.register_blueprint(answering)

ADDRESS = "/aanbod/<int:offer_id>/meedoen"


@participation.get(ADDRESS)
@public
def ask(offer_id: int) -> Any:
    """Ask for a name and one way to be reached; a newcomer who is signed in finds theirs there."""
    offer = get_public_offer(db.session, offer_id)
    if not is_findable(offer, on=today()):
        return gone_page(offer)
    form = AskForm()
    account = current_account()
    if account and has_role(account, "newcomer"):
        form.name.data, form.phone.data = account.name, account.phone
        form.email.data = account.email
    return asking_page(offer, form)


@participation.post(ADDRESS)
@public
@commits
@shows_form_again
def ask_sent(offer_id: int) -> Any:
    """Keep the question and tell the organisation, once however often the form is sent."""
    offer = get_public_offer(db.session, offer_id)
    form = AskForm()
    if not form.validate_on_submit():
        return asking_page(offer, form), 422
    try:
        ask_to_join(
            db.session,
            offer,
            name=form.name.data or "",
            phone=form.phone.data,
            email=form.email.data,
            language=form.spoken,
            page_language=current_language().code,
            message=form.message.data or "",
            request_key=str(form.request_key.data),
            address=request.remote_addr or "",
            by=current_account(),
            on=today(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return asking_page(offer, form), 422
    return redirect(url_for(".asked", offer_id=offer.id), 303)


@participation.get(f"{ADDRESS}/verstuurd")
@public
def asked(offer_id: int) -> Any:
    """Say what happens next: who answers, within how long, and what to do if nobody does."""
    offer = get_public_offer(db.session, offer_id)
    return render_template(
        "participation/asked.html",
        offer=offer,
        guide=guide_of(offer),
        days=ANSWER_WITHIN_DAYS,
    )


def asking_page(offer: Offer, form: AskForm) -> str:
    """The form, with what becomes of the answers."""
    kept = retention_on(today())
    return render_template(
        "participation/ask.html", offer=offer, form=form, kept_days=kept.at_most.days
    )
