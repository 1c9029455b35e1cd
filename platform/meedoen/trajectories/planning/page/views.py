"""What the page of a plan shows; the doors to it stand in the views of each act."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for

from meedoen.core.errors import Reason
from meedoen.permissions import Permission, may
from meedoen.trajectories.allowances.rules import Paid
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.page.views import allowances_of, back_to
from meedoen.trajectories.planning.adopting.actions import Taking
from meedoen.trajectories.planning.adopting.forms import SayNoForm, TakeForm, read_sessions
from meedoen.trajectories.planning.documents import Told, tell, tell_plans
from meedoen.trajectories.planning.models import PlanWish
from meedoen.trajectories.planning.queries import find_waiting_plan, find_wishes, wishes_of
from meedoen.trajectories.planning.rules import broken
from meedoen.trajectories.planning.situation.queries import Situation, find_near, read_situation
from meedoen.trajectories.planning.solver import propose
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.access import current_account
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import today
from meedoen.web.fields import new_key
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import db

ACCESSIBLE = "rolstoel"
"""Asked each time and kept nowhere, since it tells of somebody's health."""


def guides(trajectory: Trajectory) -> bool:
    """Whether the counsellor of this trajectory looks; its newcomer has a page of their own."""
    return may(current_account(), Permission.TRAJECTORY_GUIDE, trajectory)


def deadline_of_plan(trajectory: Trajectory) -> date | None:
    """The day by which the hours should be done; None when that is past: it binds no more."""
    due = due_on(trajectory, trajectory.rule_set, on=today())
    return due if due > today() else None


def plan_address(trajectory: Trajectory) -> str:
    """The page of the plan, as it was asked for."""
    asked = "1" if request.values.get(ACCESSIBLE) else None
    return url_for("trajectories.planning.show", trajectory_id=trajectory.id, rolstoel=asked)


def taking_of(trajectory: Trajectory, row: PlanWish, form: TakeForm) -> Taking:
    """What was taken, and where its offers lie."""
    return Taking(
        session_ids=read_sessions(request.form.getlist("sessions")),
        near=find_near(db.session, trajectory, row, on=today()),
        request_key=str(form.request_key.data),
        accessible=bool(request.form.get(ACCESSIBLE)),
        deadline=deadline_of_plan(trajectory),
    )


def plan_page(trajectory: Trajectory, *, reasons: Sequence[Reason] = ()) -> Any:
    """The page of the plan for whoever looks; that of a counsellor is in Dutch alone."""
    row = find_wishes(db.session, trajectory.id)
    if trajectory.status is not TrajectoryStatus.RUNNING:
        return back_to(trajectory.id)
    if row is None:
        return redirect(url_for("trajectories.planning.week", trajectory_id=trajectory.id), 303)
    if guides(trajectory) and asked_language() != DUTCH:
        return to_dutch()
    wishes = wishes_of(row, accessible=bool(request.values.get(ACCESSIBLE)))
    near = find_near(db.session, trajectory, row, on=today())
    situation = read_situation(
        db.session,
        trajectory,
        wishes,
        near,
        on=today(),
        deadline=deadline_of_plan(trajectory),
    )
    proposal = propose(situation.candidates, wishes, situation.task)
    waiting, still = waiting_plan(trajectory, situation)
    plans = tell_plans(proposal.plans, situation.offers, wishes)
    own, work = "trajectories/planning/show_own.html", "trajectories/planning/show.html"
    return render_template(
        work if guides(trajectory) else own,
        trajectory=trajectory,
        progress=progress_of(trajectory),
        situation=situation,
        proposal=proposal,
        plans=plans,
        planned=[
            entry
            for entry in trajectory.hours
            if entry.state is HoursState.PLANNED
            and entry.on_date >= today()
            and entry not in situation.lost
        ],
        **(allowances_of(trajectory, thought_of(trajectory, plans)) if guides(trajectory) else {}),
        waiting=waiting,
        waiting_broken=still,
        reasons=reasons,
        no=SayNoForm(formdata=None),
        accessible=wishes.accessible,
        new_key=new_key,
        address={"trajectory_id": trajectory.id},
    )


def thought_of(trajectory: Trajectory, plans: Sequence[Told]) -> Iterator[Paid]:
    """The paid days of the first plan, at activities of which the allowance is known."""
    known = {a.offer_id: a for a in trajectory.activities if a.allowance_day_cents}
    for plan in plans[:1]:
        for stop in plan.stops:
            if activity := known.get(stop.offer.id):
                for day, _begin, _end in stop.days:
                    yield Paid(day, activity.id, activity.allowance_day_cents or 0)


def waiting_plan(
    trajectory: Trajectory, situation: Situation
) -> tuple[Told | None, tuple[Reason, ...]]:
    """The plan that the newcomer chose, and why it cannot be any more; None without one."""
    plan = find_waiting_plan(db.session, trajectory.id)
    if plan is None:
        return None, ()
    sessions = situation.chosen(one.session_id for one in plan.rows)
    if not sessions:
        return None, (Reason("plan_changed"),)
    ordered = sorted(sessions, key=lambda one: (one.on, one.first))
    why = broken(ordered, situation.wishes, situation.task)
    return tell(ordered, situation.offers, situation.wishes), why
