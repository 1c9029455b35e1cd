"""Pages of sharing: a newcomer's codes, and what a code shows to whoever was given it."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from meedoen.accounts.models import Account
from meedoen.accounts.visits.actions import require_attempt
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.looking.views import missed, seen_by, shows_case
from meedoen.trajectories.proving.rules import grouped
from meedoen.trajectories.queries import find_trajectory_of
from meedoen.trajectories.sharing import actions, queries
from meedoen.trajectories.sharing.documents import address_of, picture_of, written_code
from meedoen.trajectories.sharing.forms import ShareForm
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sharing.rules import is_open, read_code
from meedoen.web.access import current_account, public, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.session import commits, db

sharing = Blueprint("sharing", __name__)


@sharing.get("/mijn-traject/delen")
@requires(Permission.OWN_FILE)
def listing() -> str:
    """What one shares, and the form to share more."""
    form = ShareForm(formdata=None)
    form.offer_days()
    return listing_page(form)


def listing_page(form: ShareForm) -> str:
    """The codes that are open and that were, and the form."""
    account: Account = current_account()
    shares = queries.list_shares(db.session, account.id)
    at = now()
    return render_template(
        "trajectories/sharing/listing.html",
        form=form,
        open_shares=[one for one in shares if is_open(one, at=at)],
        over=[one for one in shares if not is_open(one, at=at)],
        hosts=queries.list_hosts(db.session, account.id),
        trajectory=find_trajectory_of(db.session, account.id),
        written_code=written_code,
        press=PressForm(formdata=None),
    )


@sharing.post("/mijn-traject/delen")
@requires(Permission.OWN_FILE)
@commits
def share() -> Any:
    """Make a code."""
    account: Account = current_account()
    form = ShareForm()
    form.offer_days()
    if form.validate_on_submit():
        try:
            made = actions.share_summary(
                db.session,
                find_trajectory_of(db.session, account.id),
                shared_with=form.shared_with.data or "",
                days=int(form.days.data),
                with_activities=bool(form.with_activities.data),
                with_phone=bool(form.with_phone.data),
                with_email=bool(form.with_email.data),
                by=account,
                at=now(),
                request_key=str(form.request_key.data),
            )
            return redirect(url_for("trajectories.sharing.show", share_id=made.id), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return listing_page(form), 422


@sharing.get("/mijn-traject/delen/<int:share_id>")
@requires(Permission.SHARE_END, of=queries.find_share)
def show(share: Share) -> Any:
    """The code, as signs and as a picture, while it works."""
    if not is_open(share, at=now()):
        return redirect(url_for("trajectories.sharing.listing"), 303)
    address = address_of(share, current_app.config["SETTINGS"].base_url)
    return render_template(
        "trajectories/sharing/show.html",
        share=share,
        code=written_code(share),
        address=address,
        qr=picture_of(address),
        press=PressForm(formdata=None),
    )


@sharing.post("/mijn-traject/delen/<int:share_id>/stoppen")
@requires(Permission.SHARE_END, of=queries.find_share)
@commits
def end(share: Share) -> Any:
    """End a code at once."""
    actions.end_share(db.session, share, by=current_account(), at=now())
    flash(_("De code werkt niet meer."), "done")
    return redirect(url_for("trajectories.sharing.listing"), 303)


@sharing.get("/delen")
@public
def ask_code() -> Any:
    """Ask for a code, or go to what it opens."""
    typed = request.args.get("code", "")[:80].strip()
    if not typed:
        return render_template("trajectories/sharing/ask_code.html", wrong=False)
    code = read_code(typed)
    if code is None:
        return opens_nothing(typed)
    return redirect(url_for("trajectories.sharing.summary", typed=grouped(code)), 303)


@sharing.get("/delen/<typed>")
@public
@shows_case(LookKind.SUMMARY)
def summary(typed: str) -> Any:
    """What a newcomer shares under this code, for whoever was given it; nobody signs in."""
    code = read_code(typed)
    try:
        require_attempt(
            db.session,
            Attempt.SHARE_CODE,
            who=code or typed,
            address=request.remote_addr or "",
            at=now(),
        )
    except RuleBroken as broken:
        return untold(render_template("trajectories/sharing/wait.html", why=broken.reasons), 429)
    share = queries.find_by_code(db.session, code, at=now())
    if share is None:
        return opens_nothing(code or typed)
    seen_by(
        Seen(
            newcomer_id=share.newcomer_id,
            trajectory_id=share.trajectory_id,
            kind=LookKind.SUMMARY,
            looked_as=LookedAs.CODE_HOLDER,
            body=share.shared_with,
            mark=str(share.id),
        )
    )
    return untold(
        render_template(
            "trajectories/sharing/summary.html",
            share=share,
            summary=queries.summary_of(db.session, share),
        )
    )


def opens_nothing(typed: str) -> Any:
    """The same answer for a wrong code, one that expired and one that was ended."""
    missed(Attempt.SHARE_CODE, typed)
    return untold(render_template("trajectories/sharing/ask_code.html", wrong=True), 404)


def untold(page: str, status: int = 200) -> Any:
    """A page of which no other site learns the address, and which no browser or cache keeps."""
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
