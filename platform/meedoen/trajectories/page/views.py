"""What the page of one trajectory shows; the doors to it stand in the views of each act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, overload

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from meedoen.core.errors import Reason
from meedoen.permissions import Permission, may
from meedoen.trajectories.activities.forms import JudgeForm
from meedoen.trajectories.activities.precedents.queries import (
    Precedent,
    asked_of,
    list_precedents,
)
from meedoen.trajectories.allowances.queries import find_warnings, source_of
from meedoen.trajectories.allowances.rules import Paid, may_pay
from meedoen.trajectories.caseload.messaging.queries import list_messages
from meedoen.trajectories.caseload.notes.forms import NoteForm
from meedoen.trajectories.caseload.notes.queries import list_notes
from meedoen.trajectories.companions.queries import find_next, list_companions
from meedoen.trajectories.disputing.rules import reasons_unanswered
from meedoen.trajectories.explaining.rules import explained
from meedoen.trajectories.forms import ReasonForm, RecheckForm
from meedoen.trajectories.hours.forms import LogForm
from meedoen.trajectories.hours.rules import reasons_not_mended, reasons_not_moved
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.rules import home_on
from meedoen.trajectories.proving.rules import standing
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.rules import (
    counted,
    is_open,
    obligation,
    places,
    reasons_not_complete,
    replaced,
)
from meedoen.trajectories.states.models import Situation, StatusChange
from meedoen.trajectories.states.rules import acts_of, due_on, step_of
from meedoen.trajectories.states.terms import Step
from meedoen.trajectories.terms import ActivityDecision, HoursState
from meedoen.web.access import current_account
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, Unsent, unsent
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import db

F = TypeVar("F", bound=LogForm)


def back_to(trajectory_id: int) -> Response:
    """The page of the trajectory, after an act."""
    address = url_for("trajectories.show_trajectory", trajectory_id=trajectory_id)
    return redirect(address, 303)


def trajectory_page(trajectory: Trajectory, *, reasons: Sequence[Reason] = (), **forms: Any) -> Any:
    """The page of one trajectory for whoever looks; `forms` are those that were refused.

    Forms: log, situation, stopping, noting, judging (of the activity `judged`). The page of a
    counsellor is in Dutch alone.
    """
    sums = progress_of(trajectory)
    _, why = obligation(
        obliged=trajectory.obliged,
        working=trajectory.working,
        studying=trajectory.studying,
        rule_set=trajectory.rule_set,
    )
    facts: dict[str, Any] = {
        **standing_of(trajectory),
        "trajectory": trajectory,
        "progress": sums,
        "places": places(sums),
        "why": why,
        "running": is_open(trajectory),
        "ledger": list(reversed(trajectory.hours)),
        "replaced": replaced(trajectory.hours),
        "proof": standing(trajectory.proofs),
    }
    if not may(current_account(), Permission.TRAJECTORY_GUIDE, trajectory):
        return render_template(
            "trajectories/show_own.html",
            next_entry=next_of(trajectory),
            companion=find_next(db.session, trajectory.id, at=now()),
            may_report=bool(facts["running"] and approved(trajectory)),
            **facts,
        )
    if asked_language() != DUTCH:
        return to_dutch()
    home = home_on(trajectory.homes, today()) or trajectory.homes[0]
    return render_template(
        "trajectories/show_trajectory.html",
        **facts,
        home=home,
        home_words=" ".join(filter(None, (home.postcode, home.municipality.name_nl))),
        notes=list_notes(db.session, trajectory.id),
        messages=list_messages(db.session, trajectory.id),
        companions=list_companions(db.session, trajectory.id),
        noting=forms.get("noting") or NoteForm(prefix="note-", formdata=None),
        **waiting_for(trajectory),
        **allowances_of(trajectory),
        acts=acts_of(trajectory.status),
        history=history_of(trajectory),
        reasons=reasons,
        unsent=overtaken_form(trajectory, forms),
        press=PressForm(),
        log=forms.get("log") or log_form(trajectory),
        situation=forms.get("situation") or situation_form(trajectory),
        stopping=forms.get("stopping") or ReasonForm(prefix="stop-", formdata=None),
        precedents=(precedents := precedents_of(trajectory)),
        criteria=criteria_forms(trajectory, forms, precedents),
        outcome=forms.get("outcome"),
        refusing=forms.get("refusing"),
        judged=forms.get("judged"),
        minutes_of=minutes_of(trajectory),
        may_pay={a.id for a in trajectory.activities if may_pay(a.offer.type if a.offer else None)},
        not_complete=(
            *reasons_not_complete(trajectory, trajectory.hours, trajectory.rule_set),
            *reasons_unanswered(trajectory.hours),
        ),
    )


def standing_of(trajectory: Trajectory) -> dict[str, Any]:
    """How far it is, when it is due, and why; for whoever looks."""
    rules, day, entries = trajectory.rule_set, today(), trajectory.hours
    step = step_of(
        trajectory.status,
        informed=trajectory.informed_on is not None,
        decisions=[activity.decision for activity in trajectory.activities],
        entries=entries,
        rule_set=rules,
    )
    since = max((one.from_on for one in trajectory.situations), default=trajectory.starts_on)
    due = due_on(trajectory, rules, on=day)
    return {
        "steps": list(Step),
        "step": step,
        "due": due,
        "days_left": (due - day).days,
        "rest": trajectory.suspensions[-1] if trajectory.suspensions else None,
        "explanations": explained(trajectory, entries, rules, since=since, on=day),
    }


def allowances_of(trajectory: Trajectory, more: Iterable[Paid] = ()) -> dict[str, Any]:
    """Where allowances of this person pass a cap, and where the cap comes from.

    Nothing is asked where nothing here brings an allowance: then nothing here passes one.
    """
    paying = any(activity.allowance_day_cents for activity in trajectory.activities)
    found = find_warnings(db.session, trajectory.newcomer_id, more=more) if paying else ()
    return {
        "allowance_warnings": found,
        "allowance_source": source_of(db.session, today()) if found else "",
    }


def overtaken_form(trajectory: Trajectory, forms: dict[str, Any]) -> Unsent | None:
    """A refused form that this page has no room for: the trajectory ended, or takes no hours."""
    running = is_open(trajectory)
    shown = {"situation", "stopping", "judging"} if running else set()
    shown |= {"log"} if running and approved(trajectory) else set()
    names = ("log", "situation", "stopping", "judging")
    return next((unsent(forms[n]) for n in names if forms.get(n) and n not in shown), None)


def history_of(trajectory: Trajectory) -> list[StatusChange | Situation]:
    """Each change of status and situation, newest first; the situation at the start is none."""
    changes: list[StatusChange | Situation] = [*trajectory.changes, *trajectory.situations[1:]]
    return sorted(changes, key=lambda change: (change.from_on, change.at), reverse=True)


def waiting_for(trajectory: Trajectory) -> dict[str, Any]:
    """What waits for the counsellor, and what waits for contact persons per activity."""
    asked: dict[Activity, list[HoursEntry]] = defaultdict(list)
    for entry in trajectory.hours:
        if entry.state is HoursState.REPORTED and entry.minutes:
            asked[entry.activity].append(entry)
    return {
        "to_accept": [
            entry
            for entry in trajectory.hours
            if not reasons_not_moved(entry, HoursState.ACCEPTED) and not entry.disputed_at
        ],
        "disputed": [entry for entry in trajectory.hours if entry.disputed_at],
        "to_mend": [
            entry
            for entry in trajectory.hours
            if entry.state is HoursState.SENT_BACK
            and not reasons_not_mended(entry, trajectory.hours)
        ],
        "past_plans": [
            e for e in trajectory.hours if e.state is HoursState.PLANNED and e.on_date <= today()
        ],
        "to_confirm": asked,
    }


@overload
def log_form(trajectory: Trajectory, *, sent: bool = False) -> LogForm: ...
@overload
def log_form(trajectory: Trajectory, *, sent: bool = False, kind: type[F]) -> F: ...
def log_form(
    trajectory: Trajectory, *, sent: bool = False, kind: type[LogForm] = LogForm
) -> LogForm:
    """The form to log hours: what was sent, or empty for today at the newest activity."""
    form = kind(prefix="log-") if sent else kind(prefix="log-", formdata=None)
    form.offer_activities(approved(trajectory))
    if sent:
        return form
    form.on_date.data = today()
    if trajectory.hours:
        form.activity.data = str(trajectory.hours[-1].activity_id)
    return form


def approved(trajectory: Trajectory) -> list[Activity]:
    """The activities at which hours can be logged."""
    return [a for a in trajectory.activities if a.decision is ActivityDecision.APPROVED]


def situation_form(trajectory: Trajectory) -> RecheckForm:
    """The form of work and study, as they are now."""
    form = RecheckForm(prefix="situation-", formdata=None, obj=trajectory)
    form.from_on.data = max(today(), trajectory.starts_on)
    return form


def precedents_of(trajectory: Trajectory) -> dict[int, Sequence[Precedent]]:
    """Per own activity that is to be judged: what the agency decided about look-alikes."""
    asked = [
        one
        for one in trajectory.activities
        if one.decision is ActivityDecision.PROPOSED and one.offer_id is None
    ]
    found = list_precedents(db.session, trajectory.agency_code, map(asked_of, asked))
    return {one.id: alike for one, alike in zip(asked, found, strict=True)}


def criteria_forms(
    trajectory: Trajectory,
    forms: dict[str, Any],
    precedents: Mapping[int, Sequence[Precedent]],
) -> dict[int, JudgeForm]:
    """A form per proposed activity, by its id; `voor` and `zoals` fill one from a precedent."""
    found = {}
    chosen = (request.args.get("voor", type=int), request.args.get("zoals", type=int))
    for activity in trajectory.activities:
        if activity.decision is ActivityDecision.PROPOSED:
            form = JudgeForm(prefix=f"judge{activity.id}-", formdata=None)
            form.fill_from(activity)
            for one in precedents.get(activity.id, ()):
                if chosen == (activity.id, one.id):
                    form.fill_from(one.criteria)
                    form.reason.data = one.reason
            found[activity.id] = form
    if forms.get("judging") is not None:
        found[forms["judged"]] = forms["judging"]
    return found


def minutes_of(trajectory: Trajectory) -> dict[int, int]:
    """Accepted minutes per activity."""
    sums: dict[int, int] = defaultdict(int)
    for entry in counted(trajectory.hours):
        sums[entry.activity_id] += entry.minutes
    return sums


def next_of(trajectory: Trajectory) -> HoursEntry | None:
    """The first appointment from today on."""
    ahead = [e for e in trajectory.hours if e.state is HoursState.PLANNED and e.on_date >= today()]
    return ahead[0] if ahead else None
