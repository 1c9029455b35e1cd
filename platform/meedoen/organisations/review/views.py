"""Pages on which a municipality or agency decides about organisations."""

from collections.abc import Callable, Iterable
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.organisations import queries
from meedoen.organisations.members.queries import list_invitations_by
from meedoen.organisations.models import Organisation
from meedoen.organisations.review import actions
from meedoen.organisations.review.forms import ReasonForm, VerifyForm
from meedoen.organisations.terms import OrganisationStatus
from meedoen.organisations.wording import ACTS
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again
from meedoen.web.wording import Words

review = Blueprint("review", __name__)

ONE = "/regie/organisaties/<int:organisation_id>"
PAGE_SIZE = 30

PARTS: dict[str, tuple[OrganisationStatus, ...]] = {
    "wacht": (OrganisationStatus.NEW,),
    "goedgekeurd": (OrganisationStatus.VERIFIED,),
    "gestopt": (OrganisationStatus.REFUSED, OrganisationStatus.PAUSED),
}
"""The parts of the list, as they stand in its address."""

NEEDS_REASON = {OrganisationStatus.NEW, OrganisationStatus.VERIFIED}
"""States in which the page asks for a reason, to refuse or to pause."""

PART_WORDS: Words = {
    "wacht": _l("Wacht op goedkeuring"),
    "goedgekeurd": _l("Goedgekeurd"),
    "gestopt": _l("Niet goedgekeurd of op pauze"),
}


@review.get("/regie/organisaties")
@requires(Permission.BOARD_VIEW)
def listing() -> str:
    """The organisations of one's municipalities, those that wait first."""
    part = request.args.get("deel", "wacht")
    part = part if part in PARTS else "wacht"
    scope = queries.watched_by(current_account())
    counts = queries.count_organisations(db.session, scope)
    paging = asked_page(size=PAGE_SIZE, total=sum(counts[one] for one in PARTS[part]))
    totals = {name: sum(counts[one] for one in some) for name, some in PARTS.items()}
    return render_template(
        "organisations/review_list.html",
        part=part,
        tabs_of_list=[
            {"label": f"{words} ({totals[name]})", "href": address(name), "current": name == part}
            for name, words in PART_WORDS.items()
        ],
        total=totals[part],
        paging=paging,
        address_of_page=lambda number: address(part, number),
        days_since=days_since(today()),
        organisations=queries.list_organisations(
            db.session, scope, *PARTS[part], offset=paging.offset, limit=PAGE_SIZE
        ),
    )


def address(part: str, number: int | None = None) -> str:
    """The address of a part of the list, and of one of its pages."""
    return url_for("organisations.review.listing", deel=part, pagina=number)


def days_since(day: date) -> Callable[[Organisation], int]:
    """How many days an organisation is known on `day`."""
    return lambda organisation: (day - organisation.created_at.date()).days


@review.get(ONE)
@requires(Permission.ORGANISATION_VIEW, of=queries.get_organisation)
def show(organisation: Organisation) -> str:
    """One organisation with what is known of it, and the decisions that are possible."""
    return page_of(organisation)


def page_of(
    organisation: Organisation,
    *,
    reason_form: ReasonForm | None = None,
    verify_form: VerifyForm | None = None,
) -> str:
    """The page of one organisation, with the form that was sent, if any was."""
    if verify_form is None:
        verify_form = VerifyForm(formdata=None, prefix="ja-")
    verify_form.seen_version.raw_data = None
    verify_form.seen_version.data = organisation.version
    gone = reason_form if organisation.status not in NEEDS_REASON else None
    return render_template(
        "organisations/review_one.html",
        organisation=organisation,
        members=queries.list_members(db.session, organisation.id),
        invitations=list_invitations_by(db.session, organisation.id),
        history=happened(queries.list_history(db.session, organisation.id)),
        verify_form=verify_form,
        reason_form=(not gone and reason_form) or ReasonForm(formdata=None),
        unsent=unsent(gone) if gone else None,
    )


def happened(rows: Iterable[AuditRow]) -> list[dict[str, str]]:
    """What the audit trail tells, in words, as the timeline shows it."""
    return [
        {"when": format_datetime(row.at, "d MMMM y, H.mm 'uur'"), "title": str(ACTS[row.act])}
        for row in rows
        if row.act in ACTS
    ]


def to_one(organisation: Organisation) -> Response:
    """Back to the page of this organisation."""
    return redirect(url_for("organisations.review.show", organisation_id=organisation.id), 303)


@review.post(f"{ONE}/goedkeuren")
@requires(Permission.ORGANISATION_VERIFY, of=queries.get_organisation)
@commits
def verify(organisation: Organisation) -> Response | tuple[str, int]:
    """Say that it is real."""
    form = VerifyForm(prefix="ja-")
    if form.validate_on_submit():
        try:
            actions.verify_organisation(
                db.session,
                organisation,
                seen_version=form.seen_version.data,
                by=current_account(),
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
            )
            flash(_("%(name)s is goedgekeurd.", name=organisation.name), "done")
            return to_one(organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return page_of(organisation, verify_form=form), 422


@review.post(f"{ONE}/weigeren")
@requires(Permission.ORGANISATION_VERIFY, of=queries.get_organisation)
@commits
@shows_form_again
def refuse(organisation: Organisation) -> Response | tuple[str, int]:
    """Say no, and why."""
    return decide_with_reason(
        organisation,
        actions.refuse_organisation,
        _("%(name)s is niet goedgekeurd.", name=organisation.name),
    )


@review.post(f"{ONE}/pauzeren")
@requires(Permission.ORGANISATION_VERIFY, of=queries.get_organisation)
@commits
@shows_form_again
def pause(organisation: Organisation) -> Response | tuple[str, int]:
    """Take it out of sight for a while, and say why."""
    return decide_with_reason(
        organisation,
        actions.pause_organisation,
        _("%(name)s staat op pauze.", name=organisation.name),
    )


def decide_with_reason(
    organisation: Organisation, decide: Callable[..., None], done: str
) -> Response | tuple[str, int]:
    """Take a decision that needs a reason, and say that it was taken."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            decide(
                db.session,
                organisation,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
            )
            flash(done, "done")
            return to_one(organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return page_of(organisation, reason_form=form), 422


@review.post(f"{ONE}/hervatten")
@requires(Permission.ORGANISATION_VERIFY, of=queries.get_organisation)
@commits
def resume(organisation: Organisation) -> Response | tuple[str, int]:
    """Bring it back after a pause."""
    form = VerifyForm(prefix="ja-")
    if form.validate_on_submit():
        try:
            actions.resume_organisation(
                db.session,
                organisation,
                by=current_account(),
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
            )
            flash(_("%(name)s is weer actief.", name=organisation.name), "done")
            return to_one(organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return page_of(organisation, verify_form=form), 422
