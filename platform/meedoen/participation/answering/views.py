"""The pages on which an organisation sees who wants to join, and answers."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.organisations.models import Organisation
from meedoen.organisations.queries import get_organisation
from meedoen.participation.answering.actions import answer_interest
from meedoen.participation.answering.forms import RefuseForm
from meedoen.participation.models import Interest
from meedoen.participation.queries import count_interests, find_interest, list_interests
from meedoen.participation.rules import ANSWER_WITHIN_DAYS, age_in_days, retention_on
from meedoen.participation.terms import InterestStatus
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

answering = Blueprint("answering", __name__)

LIST = "/beheer/organisaties/<int:organisation_id>/interesse"
ONE = "/beheer/interesse/<int:interest_id>"
PAGE_SIZE = 25


@answering.get(LIST)
@requires(Permission.INTEREST_VIEW, of=get_organisation)
def listing(organisation: Organisation) -> str:
    """Who wants to join, the longest waiting first; or those who were answered."""
    answered = request.args.get("deel") == "beantwoord"
    counts = count_interests(db.session, organisation.id)
    paging = asked_page(size=PAGE_SIZE, total=counts[not answered])
    found = list_interests(
        db.session,
        organisation.id,
        still_open=not answered,
        offset=paging.offset,
        limit=PAGE_SIZE,
    )
    ages = [age_in_days(interest.asked_at, on=today()) for interest in found]
    return render_template(
        "participation/listing.html",
        organisation=organisation,
        rows=[
            {"interest": interest, "days": days, "late": days > ANSWER_WITHIN_DAYS}
            for interest, days in zip(found, ages, strict=True)
        ],
        answered=answered,
        tabs_of_list=[
            {
                "label": _("Wacht op antwoord (%(n)s)", n=counts[True]),
                "href": address_of(organisation.id),
                "current": not answered,
            },
            {
                "label": _("Beantwoord (%(n)s)", n=counts[False]),
                "href": address_of(organisation.id, deel="beantwoord"),
                "current": answered,
            },
        ],
        paging=paging,
        address_of_page=lambda number: address_of(
            organisation.id, deel="beantwoord" if answered else None, pagina=number
        ),
        kept=retention_on(today()),
    )


@answering.post(f"{ONE}/gecontacteerd")
@requires(Permission.INTEREST_ANSWER, of=find_interest)
@commits
def contacted(interest: Interest) -> Response:
    """Say that one called or wrote."""
    return press(interest, InterestStatus.CONTACTED)


@answering.post(f"{ONE}/doet-mee")
@requires(Permission.INTEREST_ANSWER, of=find_interest)
@commits
def joins(interest: Interest) -> Response:
    """Say that the person joins."""
    return press(interest, InterestStatus.JOINS)


@answering.get(f"{ONE}/lukt-niet")
@requires(Permission.INTEREST_ANSWER, of=find_interest)
def refuse(interest: Interest) -> str:
    """Ask why it cannot be."""
    return render_template("participation/refuse.html", interest=interest, form=RefuseForm())


@answering.post(f"{ONE}/lukt-niet")
@requires(Permission.INTEREST_ANSWER, of=find_interest)
@commits
@shows_form_again
def refuse_sent(interest: Interest) -> Any:
    """Say that it cannot be, and why."""
    form = RefuseForm()
    if form.validate_on_submit():
        try:
            answer(interest, InterestStatus.NOT_POSSIBLE, reason=form.reason.data or "")
            return back_to(interest)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("participation/refuse.html", interest=interest, form=form), 422


def press(interest: Interest, status: InterestStatus) -> Response:
    """Do what one press does; where it cannot be, say why."""
    try:
        answer(interest, status)
    except RuleBroken as broken:
        db.session.rollback()
        flash(current_app.extensions["dictionary"].explain(broken.reasons[0]), "error")
    return back_to(interest)


def answer(interest: Interest, status: InterestStatus, *, reason: str = "") -> None:
    """Answer, and say what happened. Raises RuleBroken."""
    answer_interest(
        db.session,
        interest,
        status,
        reason=reason,
        by=current_account(),
        at=now(),
        base_url=current_app.config["SETTINGS"].base_url,
    )
    told = _("%(name)s krijgt een mail.", name=interest.name) if interest.email else ""
    flash(f"{_('Bewaard.')} {told}".strip(), "done")


def back_to(interest: Interest) -> Response:
    """Back to the list of those who wait."""
    return redirect(address_of(interest.organisation_id), 303)


def address_of(organisation_id: int, **asked: Any) -> str:
    """The address of the list."""
    return url_for("participation.answering.listing", organisation_id=organisation_id, **asked)
