"""The mail and the link by which a contact person confirms hours."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, write_letter
from meedoen.trajectories.confirming.rules import short_name
from meedoen.trajectories.links import CONFIRM_HOURS, make_token
from meedoen.trajectories.models import Activity, HoursEntry


def confirmation_letter(
    activity: Activity, entries: Sequence[HoursEntry], *, at: datetime, base_url: str
) -> Letter:
    """The question to the contact person; in Dutch, the language of the activity."""
    token = make_token(CONFIRM_HOURS, activity.id, activity.contact_email, at=at)
    who = short_name(activity.trajectory.newcomer.name)
    return write_letter(
        "messages/hours_confirm.txt",
        subject=_l("Kloppen deze uren van %(who)s?", who=who),
        language="nl",
        who=who,
        activity=activity,
        entries=entries,
        link=f"{base_url}/bevestigen/{token}",
    )
