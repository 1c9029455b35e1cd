"""Pages on which hours of a whole group are entered: choose the offer, then who was there."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.permissions import Permission, has_role
from meedoen.trajectories.allowances.rules import may_pay
from meedoen.trajectories.doubting.rules import DOUBTS
from meedoen.trajectories.groups.actions import log_group
from meedoen.trajectories.groups.forms import GroupForm, read_people, typed_of
from meedoen.trajectories.groups.queries import list_groups, list_people, list_sessions
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity
from meedoen.trajectories.rules import local
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

groups = Blueprint("groups", __name__)


@groups.get("/uren-groep")
@requires(Permission.HOURS_OF_GROUP)
def choose() -> str:
    """The offers at which one may enter hours."""
    return render_template(
        "trajectories/groups/choose.html", groups=list_groups(db.session, current_account())
    )


@groups.get("/uren-groep/<int:offer_id>")
@requires(Permission.HOURS_OF_GROUP)
def enter(offer_id: int) -> str:
    """Ask when it was and who was there; `sessie` names the meeting to begin with."""
    people = people_of(offer_id)
    form = GroupForm(formdata=None)
    sessions = list_sessions(db.session, offer_id, at=now())
    asked = request.args.get("sessie", type=int)
    chosen = next((one for one in sessions if one.id == asked), None)
    form.on_date.data = local(chosen.starts_at).date() if chosen else today()
    if chosen:
        form.begins_at.data = local(chosen.starts_at).time()
        form.ends_at.data = local(chosen.ends_at).time()
    return group_page(people, form, chosen=chosen)


@groups.post("/uren-groep/<int:offer_id>")
@requires(Permission.HOURS_OF_GROUP)
@commits
@shows_form_again
def enter_sent(offer_id: int) -> Any:
    """Enter the hours of all who were ticked; or of those that can be, when that was pressed."""
    people, form = people_of(offer_id), GroupForm()
    chosen, nonsense = read_people(people)
    refused: dict[int, tuple[Reason, ...]] = {
        number: (Reason("minutes_no_number", facts={"typed": typed}),)
        for number, typed in nonsense.items()
    }
    if form.validate_on_submit() and not refused:
        try:
            outcome = log_group(
                db.session,
                offer_id,
                people,
                chosen,
                when=form.when(),
                acted=role_in(people.values()),
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
                leave_out=request.form.get("act") == "rest",
            )
            if outcome.entered:
                count, left = len(outcome.entered), len(outcome.refused)
                told = ngettext(
                    "Uren van %(num)s persoon gemeld.", "Uren van %(num)s personen gemeld.", count
                )
                if left:
                    told += " " + ngettext(
                        "%(num)s persoon is weggelaten.", "%(num)s personen zijn weggelaten.", left
                    )
                flash(told, "done")
                return redirect(url_for("trajectories.groups.enter", offer_id=offer_id), 303)
            refused |= dict(outcome.refused)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return group_page(people, form, sent=True, refused=refused), 422


def people_of(offer_id: int) -> dict[int, Activity]:
    """The activities at this offer that one may enter hours for; an offer without any is none."""
    found = list_people(db.session, current_account(), offer_id)
    if not found:
        raise NotFound
    return {activity.id: activity for activity in found}


def role_in(people: Any) -> ActedAs:
    """A counsellor where all are of their own caseload, else the organisation."""
    me = current_account()
    own = has_role(me, "counsellor") and all(one.counsellor_id == me.id for one in people)
    return ActedAs.COUNSELLOR if own else ActedAs.ORGANISATION


def group_page(
    people: Mapping[int, Activity],
    form: GroupForm,
    *,
    chosen: Any = None,
    sent: bool = False,
    refused: Mapping[int, Sequence[Reason]] | None = None,
) -> str:
    """The form, with what was typed and why somebody was refused beside their name."""
    refused = refused or {}
    offer = next(iter(people.values())).offer
    assert offer is not None
    blank = {"ticked": True, "minutes": "", "right": False}
    rows: list[dict[str, Any]] = [
        {
            "activity": activity,
            "typed": typed_of(number) if sent else blank,
            "why": refused.get(number, ()),
            "may_pay": may_pay(offer.type),
            "doubtful": role_in(people.values()) is ActedAs.COUNSELLOR
            and any(reason.code in DOUBTS for reason in refused.get(number, ())),
        }
        for number, activity in people.items()
    ]
    return render_template(
        "trajectories/groups/enter.html",
        offer=offer,
        form=form,
        rows=rows,
        sessions=list_sessions(db.session, offer.id, at=now()),
        chosen=chosen,
        refused=refused,
        rest=len([row for row in rows if row["typed"]["ticked"] and not row["why"]]),
        local=local,
    )
