"""The page behind the link of a companion; no account is needed."""

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

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.companions.answering import actions
from meedoen.trajectories.companions.answering.forms import AnswerForm
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.queries import open_link
from meedoen.trajectories.companions.rules import OPEN
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.looking.views import seen_by, shows_case
from meedoen.trajectories.rules import is_open
from meedoen.trajectories.sharing.rules import first_name
from meedoen.web.access import public
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

answering = Blueprint("answering", __name__)


@answering.get("/meegaan/<token>")
@public
@shows_case(LookKind.FIRST_VISIT)
def answer(token: str) -> Any:
    """What a companion is asked: with whom, where, when."""
    opened = open_link(db.session, token, at=now())
    if opened.companion is None:
        return link_dead(expired=opened.expired)
    return answer_page(opened.companion, token, AnswerForm(formdata=None))


def answer_page(companion: Companion, token: str, form: AnswerForm) -> Any:
    """The visit, how it stands and what can be said now; no other site learns its address."""
    seen_by(
        Seen(
            newcomer_id=companion.newcomer_id,
            trajectory_id=companion.trajectory_id,
            kind=LookKind.FIRST_VISIT,
            looked_as=LookedAs.COMPANION,
            by_name=companion.name,
            mark=str(companion.id),
        )
    )
    form.seen_version.data = companion.version
    over = now() >= companion.meets_at
    off = companion.state not in OPEN or not (over or is_open(companion.trajectory))
    page = render_template(
        "trajectories/companions/answer.html",
        companion=companion,
        who=first_name(companion.trajectory.newcomer.name),
        counsellor=companion.trajectory.counsellor,
        token=token,
        form=form,
        over=over,
        off=off,
    )
    made = make_response(page)
    made.headers["Referrer-Policy"] = "no-referrer"
    return made


@answering.post("/meegaan/<token>")
@public
@commits
@shows_form_again
def answer_sent(token: str) -> Any:
    """Yes or no; afterwards, how it went."""
    opened = open_link(db.session, token, at=now())
    companion = opened.companion
    if companion is None:
        return link_dead(expired=opened.expired)
    form = AnswerForm()
    word = request.form.get("act", "")
    if form.validate_on_submit() and word in actions.ANSWERS:
        try:
            actions.answer(
                db.session,
                companion,
                word,
                said=form.said.data or "",
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
                version=form.seen_version.data,
            )
            flash(_("Dank je. De begeleider ziet je antwoord."), "done")
            return redirect(url_for("trajectories.companions.answering.answer", token=token), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    made = answer_page(companion, token, form)
    made.status_code = 422
    return made


def link_dead(*, expired: bool) -> tuple[str, int]:
    """What to do when a link is no longer good, or never was."""
    page = render_template("trajectories/companions/link_dead.html", expired=expired)
    return page, 410 if expired else 404
