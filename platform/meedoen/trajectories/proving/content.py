"""What a proof says, as plain values that are kept with it: names and days as they are then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from meedoen.accounts.models import Account
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.proving.rules import initials
from meedoen.trajectories.rules import local
from meedoen.trajectories.terms import ConfirmedHow


def content_of(
    trajectory: Trajectory, entries: list[HoursEntry], by: Account, at: datetime
) -> dict[str, object]:
    """The content of a proof of the whole."""
    days = [entry.on_date for entry in entries if entry.minutes]
    return {
        **shared_content(trajectory, days, at),
        "starts_on": trajectory.starts_on.isoformat(),
        "counsellor": by.name,
        "target_minutes": trajectory.rule_set.target_minutes,
        "activities": activities_of(trajectory, entries),
    }


def activity_content(
    activity: Activity,
    entries: Sequence[HoursEntry],
    names: dict[int, str],
    at: datetime,
) -> dict[str, object]:
    """The content of a proof of one activity; `entries` are its hours, each with minutes.

    `names` are those of who accepted, by the id of the account.
    """
    trajectory = activity.trajectory
    minutes: dict[date, int] = defaultdict(int)
    for entry in entries:
        minutes[entry.on_date] += entry.minutes
    return {
        **shared_content(trajectory, list(minutes), at),
        "title": activity.title,
        "host": activity.host,
        "minutes": sum(minutes.values()),
        "paper_minutes": on_paper(entries),
        "days": [{"on": day.isoformat(), "minutes": minutes[day]} for day in sorted(minutes)],
        "confirmed_by": in_order(entry.confirmed_by_name for entry in entries),
        "accepted_by": in_order(
            names[entry.accepted_by_id] for entry in entries if entry.accepted_by_id is not None
        ),
    }


def shared_content(trajectory: Trajectory, days: Sequence[date], at: datetime) -> dict[str, object]:
    """What every proof says: who, when, from whom, and which language stands beside the Dutch."""
    name = trajectory.newcomer.name
    return {
        "name": name,
        "initials": initials(name),
        "language": trajectory.newcomer.language,
        "first_on": min(days, default=trajectory.starts_on).isoformat(),
        "last_on": max(days, default=trajectory.starts_on).isoformat(),
        "issued_on": local(at).date().isoformat(),
        "agency": trajectory.agency.name,
    }


def erased_content(content: dict[str, object]) -> dict[str, object]:
    """What stays of the content of a proof whose person was erased: from whom, and of which day."""
    kept: dict[str, object] = {}
    kept.update((key, content[key]) for key in ("agency", "issued_on") if key in content)
    return {**kept, "initials": "", "language": "nl", "erased": True}


def activities_of(trajectory: Trajectory, entries: list[HoursEntry]) -> list[dict[str, object]]:
    """Title, host, days and minutes of each activity that has counted hours.

    And how many of these minutes were confirmed on paper: nobody but the counsellor saw that.
    """
    lines: list[dict[str, object]] = []
    for activity in trajectory.activities:
        mine = [entry for entry in entries if entry.activity_id == activity.id and entry.minutes]
        if mine:
            lines.append(
                {
                    "title": activity.title,
                    "host": activity.host,
                    "minutes": sum(entry.minutes for entry in mine),
                    "paper_minutes": on_paper(mine),
                    "first_on": min(entry.on_date for entry in mine).isoformat(),
                    "last_on": max(entry.on_date for entry in mine).isoformat(),
                }
            )
    return lines


def on_paper(entries: Sequence[HoursEntry]) -> int:
    """How many of these minutes were confirmed on paper."""
    return sum(e.minutes for e in entries if e.confirmed_how is ConfirmedHow.PAPER)


def in_order(names: Iterable[str | None]) -> list[str]:
    """Names without repeats, in the order of their first hours."""
    return list(dict.fromkeys(name for name in names if name))
