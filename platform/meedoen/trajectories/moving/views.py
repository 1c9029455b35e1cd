"""The page of a move: write it down, undo it, and what it leaves behind."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.offers.index_upkeep import SearchUnwell
from meedoen.organisations.queries import list_home_municipalities
from meedoen.permissions import Permission
from meedoen.places.models import Agency
from meedoen.trajectories.accepting.actions import withdraw_hours
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving import actions, queries
from meedoen.trajectories.moving.forms import AppointmentForm, MoveForm
from meedoen.trajectories.moving.models import MoveNotice
from meedoen.trajectories.moving.replacing.queries import Left, list_left
from meedoen.trajectories.moving.rules import agency_to_ask, home_on, newest_move
from meedoen.trajectories.moving.telling.views import telling
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import is_open
from meedoen.trajectories.terms import HoursState
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.fields import new_key
from meedoen.web.forms import PressForm, show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

moving = Blueprint("moving", __name__)
moving.register_blueprint(telling)

PAGE = "/trajecten/<int:trajectory_id>/verhuizing"


@moving.get(PAGE)
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.CASE)
def show(trajectory: Trajectory) -> str:
    """Where the newcomer lived, what they told, and what a move leaves behind."""
    return move_page(trajectory)


@moving.post(PAGE)
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def record(trajectory: Trajectory) -> Any:
    """Write a move down, once however often the form is sent."""
    form = move_form(sent=True)
    if form.validate_on_submit() and form.from_on.data:
        try:
            actions.record_move(
                db.session,
                trajectory,
                nis=form.nis.data,
                postcode=form.postcode.data or "",
                from_on=form.from_on.data,
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("De verhuizing is opgeschreven. Het traject loopt door."), "done")
            return back(trajectory)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return move_page(trajectory, form=form), 422


@moving.post(f"{PAGE}/<int:home_id>/terugdraaien")
@requires(
    Permission.TRAJECTORY_GUIDE,
    of=lambda session, trajectory_id, home_id: find_with_home(session, trajectory_id, home_id),
)
@commits
def undo(trajectory: Trajectory) -> Any:
    """Undo a move that was written down by mistake."""
    return press(
        trajectory,
        lambda: actions.undo_move(
            db.session, trajectory, asked("home_id"), by=current_account(), at=now()
        ),
        _("De verhuizing is teruggedraaid."),
    )


@moving.post(f"{PAGE}/melding/<int:notice_id>/niet-juist")
@requires(
    Permission.TRAJECTORY_GUIDE,
    of=lambda session, trajectory_id, notice_id: find_with_notice(
        session, trajectory_id, notice_id
    ),
)
@commits
def decline(trajectory: Trajectory) -> Any:
    """Say that a move which the newcomer told is not right."""
    return press(
        trajectory,
        lambda: actions.decline_move(
            db.session, trajectory, asked("notice_id"), by=current_account(), at=now()
        ),
        _("De verhuizing is niet opgeschreven. De deelnemer leest dat."),
    )


@moving.post(f"{PAGE}/afspraak")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def cancel(trajectory: Trajectory) -> Any:
    """Cancel one appointment that lies too far."""
    form = AppointmentForm()
    entry = next((e for e in trajectory.hours if e.id == form.entry.data), None)
    if not form.validate_on_submit() or entry is None:
        raise NotFound
    if entry.state not in {HoursState.PLANNED, HoursState.WITHDRAWN}:
        why = Reason("changed_meanwhile", facts={"date": entry.on_date})
        return move_page(trajectory, reasons=[why]), 422
    return press(
        trajectory,
        lambda: withdraw_hours(
            db.session, entry, by=current_account(), at=now(), version=form.seen_version.data
        ),
        _("De afspraak is afgezegd."),
    )


def asked(name: str) -> int:
    """A number of the address."""
    return int((request.view_args or {})[name])


def find_with_home(session: Any, trajectory_id: int, home_id: int) -> Trajectory | None:
    """The trajectory, when this home is one of its."""
    found = find_trajectory(session, trajectory_id)
    return found if found and any(one.id == home_id for one in found.homes) else None


def find_with_notice(session: Any, trajectory_id: int, notice_id: int) -> Trajectory | None:
    """The trajectory, when this was told about it."""
    told = session.get(MoveNotice, notice_id)
    if told is None or told.trajectory_id != trajectory_id:
        return None
    return find_trajectory(session, trajectory_id)


def press(trajectory: Trajectory, act: Any, done: str) -> Any:
    """Do what a button asks, and show the page again."""
    try:
        act()
    except RuleBroken as broken:
        return move_page(trajectory, reasons=broken.reasons), 422
    flash(done, "done")
    return back(trajectory)


def back(trajectory: Trajectory) -> Any:
    """The page of the move, after an act."""
    return redirect(url_for("trajectories.moving.show", trajectory_id=trajectory.id), 303)


def move_form(*, sent: bool, told: MoveNotice | None = None) -> MoveForm:
    """The form: what was sent, what the newcomer told, or empty."""
    form = MoveForm() if sent else MoveForm(formdata=None)
    form.offer_municipalities(list_home_municipalities(db.session))
    if told is not None and not sent:
        form.nis.data, form.postcode.data = told.nis, told.postcode
        form.from_on.data = told.from_on
    return form


def move_page(
    trajectory: Trajectory, *, form: MoveForm | None = None, reasons: Sequence[Reason] = ()
) -> str:
    """The page, with a form that was refused or reasons of a button."""
    told = queries.find_waiting(db.session, trajectory.id)
    running = is_open(trajectory)
    move = newest_move(trajectory.homes) if running else None
    left, unwell = behind(trajectory)
    there = move.municipality.agency_code if move else None
    agency = agency_to_ask(now_with=trajectory.agency_code, there=there)
    form = form or move_form(sent=False, told=told)
    return render_template(
        "trajectories/moving/show.html",
        trajectory=trajectory,
        homes=queries.list_homes(db.session, trajectory.id),
        home=home_on(trajectory.homes, today()),
        told=told,
        running=running,
        move=move,
        left=left,
        unwell=unwell,
        agency=db.session.get(Agency, agency) if agency else None,
        form=form,
        press=PressForm(formdata=None),
        new_key=new_key,
        reasons=reasons,
        unsent=unsent(form) if form.is_submitted() and not running else None,
        today=today(),
    )


def behind(trajectory: Trajectory) -> tuple[tuple[Left, ...], bool]:
    """What the last move leaves behind, and whether the search for equals failed."""
    move = newest_move(trajectory.homes)
    if move is None or not is_open(trajectory):
        return (), False
    try:
        return list_left(db.session, trajectory, move, on=today()), False
    except SearchUnwell:
        return (), True
