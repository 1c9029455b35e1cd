"""The mail that says that the deadline comes near."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, home_of, write_letter
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import progress_of


def reminder_letter(trajectory: Trajectory, *, due: date, on: date, base_url: str) -> Letter:
    """How many days and hours are left, and whom to ask; in the language of the newcomer."""
    newcomer = trajectory.newcomer
    home = home_of(base_url, language=newcomer.language)
    return write_letter(
        "messages/deadline_reminder.txt",
        subject=_l("Je traject loopt bijna af"),
        language=newcomer.language,
        name=newcomer.name,
        due=due,
        days=max(0, (due - on) // timedelta(days=1)),
        remaining=progress_of(trajectory).remaining,
        counsellor=trajectory.counsellor,
        link=f"{home}/trajecten/{trajectory.id}",
    )
