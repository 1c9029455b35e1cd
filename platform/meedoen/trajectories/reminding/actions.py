"""Writes of reminders: give one, and note that the counsellor saw it."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.messages.actions import queue_message
from meedoen.messages.rules import mail_address
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.reminding.documents import reminder_letter
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.reminding.queries import given_to, list_unseen
from meedoen.trajectories.reminding.rules import reminders_due
from meedoen.trajectories.rules import local
from meedoen.trajectories.states.rules import due_on


def remind(session: Session, trajectory_id: int, *, at: datetime, base_url: str) -> bool:
    """Tell that the deadline comes near, when that is due: a mail, and a line for the counsellor.

    Gives whether it was. Again on the same day tells nothing.
    """
    found = find_trajectory(session, trajectory_id)
    if found is None:
        return False
    trajectory, on = hold(session, found), local(at).date()
    rules = trajectory.rule_set
    given = given_to(session, [trajectory.id])[trajectory.id]
    days = reminders_due(trajectory, trajectory.hours, rules, given, on=on)
    if not days:
        return False
    due, address = due_on(trajectory, rules, on=on), mail_address(trajectory.newcomer.email)
    for number in days:
        first = number == days[0]
        session.add(
            DeadlineReminder(
                trajectory_id=trajectory.id,
                days_before=number,
                due_on=due,
                at=at,
                mailed=first and address is not None,
            )
        )
    if address is not None:
        queue_message(
            session,
            key=f"deadline-reminder/{trajectory.id}/{days[0]}",
            recipient=address,
            letter=reminder_letter(trajectory, due=due, on=on, base_url=base_url),
            at=at,
        )
    facts = {"days_before": days[0], "due_on": due.isoformat(), "mailed": address is not None}
    note(session, "remind_of_deadline", trajectory, None, at, **facts)
    session.flush()
    return True


def note_seen(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> None:
    """Write down that the counsellor saw the reminders there are. Safe twice."""
    trajectory = hold(session, trajectory)
    for reminder in list_unseen(session, trajectory.id):
        reminder.seen_at, reminder.seen_by_id = at, by.id
        note(session, "see_reminder", trajectory, by, at, days_before=reminder.days_before)
    session.flush()
